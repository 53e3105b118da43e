package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

const (
	minJoined = 4 // letters of two words that may be one, "wi fi"
	minSound  = 3 // sounds of a word that is found by ear
)

// How close a word is to one of the needs' words, 1 for the very word.
const (
	sureWord  = 0.95 // with another ending, or an apostrophe left out
	plainWord = 0.9  // a plainer word for the same thing
	sameSound = 0.9
	joinSound = 0.85 // several words that sound like one
	oneError  = 0.8  // one letter wrong, or the word's end not typed yet
	byError   = 0.15 // less for a second error that is heard
	nearSound = 0.5
	tie       = 0.15 // how much less close than the closest a word may be
)

// slot is a word of the text, with the terms that it may be.
type slot struct {
	at     int // where it stands
	long   int // how many words it is written in
	hits   []hit
	factor float64 // less than 1 for what is only a means: "sur internet"
}

// places are where its words stand.
func (s slot) places() []int {
	list := make([]int, s.long)
	for i := range list {
		list[i] = s.at + i
	}
	return list
}

type hit struct {
	term  int
	close float64 // 1 for the very word, less for a like one
}

// read finds the terms of the words typed.
func (x *needIndex) read(typed []string) []slot {
	var slots []slot
	factor := 1.0
	for at := 0; at < len(typed); {
		if typed[at] == "" { // names a place or a day
			factor = 1
			at++
			continue
		}
		hits, n := x.joined(typed[at:])
		if n == 0 {
			n = 1
			hits = x.hits(typed[at], at == len(typed)-1)
		}
		if n == 1 && empty[typed[at]] {
			factor = after(typed[at], factor)
		} else if len(hits) > 0 {
			slots = append(slots, slot{at, n, hits, factor})
		}
		at += n
	}
	return slots
}

// after is what the words after an empty word count for.
func after(word string, factor float64) float64 {
	switch word {
	case "sur", "via", "dans", "par":
		return 0.65
	case "pour":
		return 0.85
	case "le", "la", "l", "les", "un", "une", "du", "de", "d", "mon", "ma", "mes", "son", "sa", "ses", "leur":
		return factor // still the same group of words
	}
	return 1
}

// joined reads the first words as one: "wi fi", "m s a", "ache elle aime".
func (x *needIndex) joined(typed []string) ([]hit, int) {
	for n := min(3, len(typed)); n > 1; n-- {
		if slices.Contains(typed[:n], "") {
			continue
		}
		word := strings.Join(typed[:n], "")
		if len(word) < minJoined && len(word) != n {
			continue
		}
		if f, ok := x.byForm[word]; ok && !x.forms[f].glued {
			return []hit{{x.forms[f].term, 1}}, n
		}
		if heard := sound(word); len(heard) > minSound {
			if hits := x.heard(heard, joinSound); len(hits) > 0 && !x.allRead(typed[:n]) {
				return hits, n
			}
		}
	}
	return nil, 0
}

// allRead is true of words that can each be read alone.
func (x *needIndex) allRead(typed []string) bool {
	return !slices.ContainsFunc(typed, func(word string) bool { return !empty[word] && len(x.hits(word, false)) == 0 })
}

// hits are the terms that one word may be: itself if it is known, else those
// that sound like it, that are a typing error away, or, for the last word,
// that it begins.
func (x *needIndex) hits(word string, last bool) []hit {
	if f, ok := x.byForm[word]; ok {
		return x.also(word, hit{x.forms[f].term, 1})
	}
	if other, ok := plainer[word]; ok {
		return x.hits(other, false)
	}
	if kindOf(word) != plainTerm {
		if t, ok := x.byStem[smallKey(word)]; ok {
			return []hit{{t, sureWord}}
		}
		return nil
	}
	if empty[word] || isCommon(word) {
		return nil
	}
	if t, ok := x.byStem[stem(word)]; ok {
		return []hit{{t, sureWord}}
	}
	if rest := elided(word); rest != "" {
		if f, ok := x.byForm[rest]; ok {
			return []hit{{x.forms[f].term, sureWord}}
		}
	}
	if len(word) > 3 && x.isTown(word) {
		return nil
	}
	return x.alike(word, last)
}

// isCommon is true of words and names of every day that are no need misspelt.
func isCommon(word string) bool {
	one := strings.TrimSuffix(word, "s")
	return ordinary[word] || ordinary[one] || people[word] || people[one]
}

// also adds to a hit the plainer word for the same thing.
func (x *needIndex) also(word string, h hit) []hit {
	hits := []hit{h}
	if f, ok := x.byForm[plainer[word]]; ok {
		hits = append(hits, hit{x.forms[f].term, plainWord})
	}
	return hits
}

// elided takes off the letter of an apostrophe left out: "limpot".
func elided(word string) string {
	if len(word) > 4 && strings.IndexByte("ldjmsn", word[0]) >= 0 && strings.IndexByte("aeiouyh", word[1]) >= 0 {
		return word[1:]
	}
	return ""
}

func (x *needIndex) heard(sounds string, close float64) (hits []hit) {
	for _, f := range x.bySound[sounds] {
		hits = keep(hits, hit{x.forms[f].term, close})
	}
	return hits
}

// alike finds the terms nearest to a word that is not known.
func (x *needIndex) alike(word string, last bool) []hit {
	heard, letters := sound(word), letterSet(word)
	var hits []hit
	for _, f := range x.bySound[heard] {
		form := &x.forms[f]
		if len(heard) > minSound || len(word) > 5 || editDistance(form.word, word, 1) < 2 || spelled(form.word) == heard {
			hits = keep(hits, hit{form.term, sameSound})
		}
	}
	for i := range x.forms {
		f := &x.forms[i]
		if x.terms[f.term].kind != plainTerm {
			continue
		}
		if near := f.near(word, heard, letters, last); near > 0 {
			hits = keep(hits, hit{f.term, near})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.close, a.close) })
	for i, h := range hits {
		if h.close < hits[0].close-tie {
			return hits[:i]
		}
	}
	return hits
}

// near rates a word as a misspelling of the form, 0 for none. People keep the
// first letter, or at least the first sound.
func (f *needForm) near(word, heard string, letters uint32, last bool) float64 {
	const most = 2
	short := min(len(word), len(f.word))
	if short < 4 || heard == "" || f.sound == "" || word[0] != f.word[0] && heard[0] != f.sound[0] {
		return 0
	}
	if last && len(word) > 4 && strings.HasPrefix(f.word, word) {
		return oneError
	}
	ear := editDistance(f.sound, heard, 1)
	allowed := min(short/4, most)
	if bits.OnesCount32(letters^f.letters) <= 2*allowed {
		d := editDistance(f.word, word, allowed)
		switch replaced := short == 4 && len(word) == len(f.word) && letters != f.letters; {
		case d == 1 && !replaced:
			return oneError
		case d == 2 && allowed == 2:
			return oneError - byError*float64(ear)
		}
	}
	if ear == 1 && min(len(heard), len(f.sound)) >= 5 {
		return nearSound
	}
	return 0
}

// keep adds a hit, or raises the one there is for its term.
func keep(hits []hit, h hit) []hit {
	for i := range hits {
		if hits[i].term == h.term {
			hits[i].close = max(hits[i].close, h.close)
			return hits
		}
	}
	return append(hits, h)
}

// knows is true of a word of the needs, in any of its endings, that says
// something.
func (x *needIndex) knows(word string) bool {
	if empty[word] || weak[word] || guards[word] {
		return false
	}
	_, isForm := x.byForm[word]
	_, isStem := x.byStem[stem(word)]
	return isForm || isStem || plainer[word] != ""
}

// knowsAll is true when every word is one of the needs.
func (x *needIndex) knowsAll(list []string) bool {
	return !slices.ContainsFunc(list, func(word string) bool { return !x.knows(word) })
}
