package search

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"escale/internal/language"
)

// Sentence is what was understood of what someone typed.
type Sentence struct {
	// Need is the one meant, nil for none.
	Need *Suggestion
	// Where is the place meant, nil for none or when several may be.
	Where *Suggestion
	// Choices are what may be meant when that is not sure, the likeliest first.
	Choices []Suggestion
	// Typed are the words that the choices, or what is elsewhere, stand for.
	Typed string
	// Elsewhere is what the words name in another département, nil for nothing.
	Elsewhere *Elsewhere
	// Day is when, nil for any time.
	Day *Day
	// Words are those to look for in the names of places.
	Words string
	// Unused are the words that nothing was made of.
	Unused []string
}

// IsEmpty is true when nothing was understood.
func (s Sentence) IsEmpty() bool {
	return s.Need == nil && s.Where == nil && len(s.Choices) == 0 && s.Elsewhere == nil && s.Day == nil && s.Words == ""
}

// IsSentence is true when several things were understood.
func (s Sentence) IsSentence() bool {
	n := 0
	for _, known := range []bool{s.Need != nil, s.Where != nil || len(s.Choices) > 0, s.Day != nil, s.Words != ""} {
		n += btoi(known)
	}
	return n > 1
}

// Read understands a text typed at now, in the clock of the département.
func (x *Index) Read(l *language.Language, text string, now time.Time) Sentence {
	r := x.readAt(cut(text), now)
	s := Sentence{Where: r.where, Choices: r.choices, Typed: r.typed, Elsewhere: r.elsewhere, Day: r.day}
	need := r.need(l)
	if need != nil {
		s.Need = need
	}
	s.Words = r.placeWords()
	s.Unused = r.unused()
	return s
}

// reading is a text as it is being understood: words go as they are used.
type reading struct {
	x      *Index
	text   string
	tokens []token
	words  []string // "" once used
	used   []bool

	day       *Day
	where     *Suggestion
	choices   []Suggestion
	typed     string
	elsewhere *Elsewhere
	needs     []NeedMatch
	spoken    []NeedMatch // the needs before a place is guessed
	nearby    map[string][]like
}

// read understands a text that asks about no time.
func (x *Index) read(text string) *reading { return x.readAt(text, time.Time{}) }

func (x *Index) readAt(text string, now time.Time) *reading {
	r := &reading{x: x, text: text}
	if r.where = x.labelled(text); r.where != nil && r.where.Type != Commune {
		return r // written by us
	}
	r.where = nil
	tokens := tokensOf(text)
	r.tokens = tokens[:min(len(tokens), maxWords)]
	r.words = wordsOf(r.tokens, maxWords)
	r.used = make([]bool, len(r.words))
	if !now.IsZero() {
		r.readDay(now)
	}
	r.readGround()
	r.needs = x.needs.search(r.words)
	r.spoken = slices.Clone(r.needs)
	if r.where == nil && len(r.choices) == 0 && r.elsewhere == nil {
		r.guessGround()
	}
	return r
}

// near finds the names that one is nearly; twice it is not looked for.
func (r *reading) near(kind nameKind, name string, most int) []like {
	key := fmt.Sprint(most, kind.key(name))
	found, known := r.nearby[key]
	if !known {
		found = r.x.names.near(kind, name, most)
		if r.nearby == nil {
			r.nearby = map[string][]like{}
		}
		r.nearby[key] = found
	}
	return found
}

// use marks words as understood.
func (r *reading) use(places ...int) {
	for _, i := range places {
		r.used[i], r.words[i] = true, ""
	}
}

func (r *reading) useSpan(first, end int) {
	for i := first; i < end; i++ {
		r.use(i)
	}
}

// readDay leaves alone the words of a name: a text that is one names no day.
func (r *reading) readDay(now time.Time) {
	if _, exact := r.x.exact(r.words); exact == wholeName {
		return
	}
	day, places := readDay(r.words, now, func(word string) bool {
		return isSmall(word) || isCommon(word) || r.x.needs.knows(word) || r.x.isTown(word)
	})
	if r.day = day; day != nil {
		r.use(places...)
	}
}

// need is the likeliest need, nil for none, and its words are used.
func (r *reading) need(l *language.Language) *Suggestion {
	if l.Foreign() {
		if found := r.x.needsIn(l, strings.Join(r.words, " ")); len(found) > 0 {
			r.useSpan(0, len(r.words))
			return &found[0]
		}
	}
	if len(r.needs) == 0 {
		return nil
	}
	best := r.needs[0]
	r.use(best.used...)
	return &Suggestion{Type: Need, ID: string(best.ID), Label: best.Label}
}

// placeWords are the words left that the names of places have.
func (r *reading) placeWords() string {
	var list []string
	for i, word := range r.words {
		if len(word) > 3 && r.x.placeWords[word] && !isSmall(word) && !isCommon(word) && !r.isOfAddress(i) {
			list = append(list, r.text[r.tokens[i].start:r.tokens[i].end])
			r.use(i)
		}
	}
	return strings.Join(list, " ")
}

// isOfAddress is true, where a place is named, of the name of a second one and of
// the words of a street: they are no place of help.
func (r *reading) isOfAddress(i int) bool {
	if r.where == nil {
		return false
	}
	if r.x.isTown(r.words[i]) {
		return true
	}
	for ; i > 0 && r.words[i] != ""; i-- {
		if streets[r.words[i-1]] {
			return true
		}
	}
	return false
}

// isSmall is true of words that need not be understood.
func isSmall(word string) bool {
	return empty[word] || weak[word] || guards[word] || articles[word] || strongCues[word] || hollow[word]
}

// unused lists what was typed and not understood, in pieces; small words
// between others belong to them.
func (r *reading) unused() (list []string) {
	for i := 0; i < len(r.words); i++ {
		if r.used[i] || isMinor(r.words[i]) {
			continue
		}
		end := i + 1
		for j := i + 1; j < len(r.words) && !r.used[j]; j++ {
			if !isMinor(r.words[j]) {
				end = j + 1
			}
		}
		if number := end == i+1 && isNumber(r.words[i], 999); !number {
			list = append(list, r.text[r.tokens[i].start:r.tokens[end-1].end])
		}
		i = end - 1
	}
	return slices.Compact(list)
}

// isMinor is true of words that nobody misses.
func isMinor(word string) bool { return isSmall(word) || asking[word] }
