package catalog

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
	hits   []hit
	factor float64 // less than 1 for what is only a means: "sur internet"
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
		if n := x.town(typed[at:]); n > 0 {
			at += n
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
			slots = append(slots, slot{at, hits, factor})
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

// town is how many of the first words are the name of a commune of several.
func (x *needIndex) town(typed []string) int {
	const longest = 6
	for n := min(longest, len(typed)); n > 1; n-- {
		if x.towns[strings.Join(typed[:n], " ")] {
			return n
		}
	}
	return 0
}

// joined reads the first words as one: "wi fi", "m s a", "ache elle aime".
func (x *needIndex) joined(typed []string) ([]hit, int) {
	for n := min(3, len(typed)); n > 1; n-- {
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
	if other, ok := alsoSaid[word]; ok {
		return x.hits(other, false)
	}
	if kindOf(word) != plainTerm {
		if t, ok := x.byStem[smallKey(word)]; ok {
			return []hit{{t, sureWord}}
		}
		return nil
	}
	if empty[word] || ordinary[word] || ordinary[strings.TrimSuffix(word, "s")] {
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
	if x.townWords[word] {
		return nil
	}
	return x.alike(word, last)
}

// also adds to a hit the plainer word for the same thing.
func (x *needIndex) also(word string, h hit) []hit {
	hits := []hit{h}
	if f, ok := x.byForm[alsoSaid[word]]; ok {
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
