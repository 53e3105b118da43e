package search

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"escale/internal/mediation"
)

// needIndex finds the needs that a text speaks of. It is built once, with
// the snapshot; see [Index.Needs].
type needIndex struct {
	needs   mediation.Needs
	phrases []needPhrase
	terms   []needTerm
	forms   []needForm
	byForm  map[string]int   // the form with exactly these letters
	byStem  map[string]int   // a term, by its stem
	bySound map[string][]int // forms that are heard like this
	// proper tells proper names, by need and term.
	proper map[[2]int]bool
	// isTown tells the words of names of communes.
	isTown func(word string) bool
}

// needPhrase is one of the names of a need.
type needPhrase struct {
	need  int
	terms []int   // in order, without empty words
	worth float64 // 1 for a name or synonym, less for the words that explain
	whole float64 // the sum of its terms' weights
	long  int     // how many words it has, empty ones included
	guard bool    // holds a word of guards
}

// needTerm is a word in all its endings.
type needTerm struct {
	stem    string
	kind    termKind
	spread  float64 // over how many needs, a share of a phrase counting as one
	weight  float64 // 1 for a word that names one need, less for one shared by many
	phrases []int   // that hold it
}

type termKind int

const (
	plainTerm termKind = iota
	weakTerm
	guardTerm
)

// needForm is one way in which a term is written in the names of needs.
type needForm struct {
	term        int
	word, sound string
	letters     uint32 // which letters it has, see letterSet
	glued       bool   // several words written as one: "cartegrise"
}

// smallWeight is the most that a weak word or a guard weighs.
const smallWeight = 0.3

// What a name counts for, by where it stands.
const (
	nameWorth    = 1.0
	labelWorth   = 0.9
	explainWorth = 0.5
)

func newNeedIndex(needs mediation.Needs, isTown func(string) bool) *needIndex {
	x := &needIndex{needs: needs, byForm: map[string]int{}, byStem: map[string]int{}, bySound: map[string][]int{},
		proper: map[[2]int]bool{}, isTown: isTown}
	for i, need := range needs {
		for _, name := range append([]string{string(need.ID)}, need.Synonyms...) {
			x.addName(i, name, nameWorth)
		}
		x.addPhrase(i, need.Label, labelWorth)
		for part := range strings.FieldsFuncSeq(need.Explanation, func(r rune) bool { return r == ',' || r == '.' }) {
			x.addPhrase(i, part, explainWorth)
		}
		x.addProper(i, need.Label+". "+need.Explanation)
	}
	x.weigh()
	return x
}

// addProper remembers the proper names in what people read of a need: its
// words with a capital letter that is not a sentence's first.
func (x *needIndex) addProper(need int, text string) {
	start := true
	for _, written := range strings.Fields(text) {
		written = strings.TrimLeft(written, "(«")
		letters := []rune(written)
		if start && len(letters) > 0 {
			letters = letters[1:]
		}
		if slices.ContainsFunc(letters, unicode.IsUpper) {
			for _, word := range words(written, maxWords) {
				if f, ok := x.byForm[word]; ok && !empty[word] {
					x.proper[[2]int{need, x.forms[f].term}] = true
				}
			}
		}
		start = strings.HasSuffix(written, ".")
	}
}

// addName adds a phrase, and the same written in one word: "cartegrise".
func (x *needIndex) addName(need int, name string, worth float64) {
	x.addPhrase(need, name, worth)
	const longest = 18
	list := words(name, maxWords)
	if joined := strings.Join(list, ""); len(list) > 1 && len(list) < 4 && len(joined) >= minJoined && len(joined) <= longest {
		if _, known := x.byForm[joined]; !known {
			x.addPhrase(need, joined, worth)
			if f, ok := x.byForm[joined]; ok {
				x.forms[f].glued = true
			}
		}
	}
}

func (x *needIndex) addPhrase(need int, name string, worth float64) {
	list := words(name, maxWords)
	p := needPhrase{need: need, worth: worth, long: len(list)}
	for _, word := range list {
		if empty[word] {
			continue
		}
		t := x.term(word)
		if !slices.Contains(p.terms, t) {
			p.terms = append(p.terms, t)
		}
		p.guard = p.guard || x.terms[t].kind == guardTerm
	}
	if len(p.terms) == 0 || x.known(p) {
		return
	}
	for _, t := range p.terms {
		x.terms[t].phrases = append(x.terms[t].phrases, len(x.phrases))
	}
	x.phrases = append(x.phrases, p)
}

// known is true of a phrase that its need has already.
func (x *needIndex) known(p needPhrase) bool {
	for _, other := range slices.Backward(x.phrases) {
		if other.need != p.need {
			return false
		}
		if slices.Equal(other.terms, p.terms) {
			return true
		}
	}
	return false
}

// term finds or makes the term of a word, and remembers how it is written.
func (x *needIndex) term(word string) int {
	if f, ok := x.byForm[word]; ok {
		return x.forms[f].term
	}
	key, kind := stem(word), kindOf(word)
	if kind != plainTerm {
		key = smallKey(word)
	}
	t, known := x.byStem[key]
	if !known {
		t = len(x.terms)
		x.byStem[key] = t
		x.terms = append(x.terms, needTerm{stem: key, kind: kind})
	}
	form := needForm{term: t, word: word, sound: sound(word), letters: letterSet(word)}
	x.byForm[word] = len(x.forms)
	for _, heard := range []string{form.sound, spelled(word)} {
		if len(heard) >= minSound && !slices.Contains(x.bySound[heard], len(x.forms)) {
			x.bySound[heard] = append(x.bySound[heard], len(x.forms))
		}
	}
	x.forms = append(x.forms, form)
	return t
}

// smallKey keeps weak words and guards apart from the plain words that have
// the same stem: "mari" is not "marier".
func smallKey(word string) string { return "=" + stem(word) }

func kindOf(word string) termKind {
	switch {
	case guards[word]:
		return guardTerm
	case weak[word]:
		return weakTerm
	}
	return plainTerm
}

// weigh gives each term its weight, then each phrase the sum of its terms'.
func (x *needIndex) weigh() {
	share := map[[2]int]float64{} // of a term in a need
	for _, p := range x.phrases {
		for _, t := range p.terms {
			key := [2]int{t, p.need}
			share[key] = max(share[key], p.worth/float64(len(p.terms)))
		}
	}
	all := float64(len(x.needs)) + 1
	for i := range x.terms {
		t := &x.terms[i]
		for need := range x.needs { // in one order, so that sums are always the same
			t.spread += share[[2]int{i, need}]
		}
		t.weight = max(0.15, math.Log(all/(max(t.spread, 1)+0.5))/math.Log(all/1.5))
		if t.kind != plainTerm {
			t.weight = min(t.weight, smallWeight)
		}
	}
	for i := range x.phrases {
		for _, t := range x.phrases[i].terms {
			x.phrases[i].whole += x.terms[t].weight
		}
	}
}

// letterSet is the set of the letters and figures of a word, one bit each.
func letterSet(word string) (set uint32) {
	for i := range len(word) {
		set |= 1 << (word[i] & 31)
	}
	return set
}
