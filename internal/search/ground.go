package search

import (
	"slices"
	"strings"
)

// span is a row of words that name something.
type span struct {
	first, end int
	things     []int32
	exact      exactness
	confirmed  bool // by a postcode
}

// mostNameWords is how many words the longest names have.
const mostNameWords = 9

// readGround finds what is named outright: a postcode, a commune of today or of
// before, an intercommunalité.
func (r *reading) readGround() {
	code := r.postcodeAt()
	best := r.bestSpan()
	switch {
	case code < 0 && best == nil:
		r.readElsewhere()
	case code < 0 && r.belongsElsewhere(*best):
	case code < 0:
		r.take(*best)
	case best == nil:
		r.takePostcode(code)
	default:
		r.takeBoth(code, *best)
	}
}

// belongsElsewhere is true when our name is only the beginning or the end of that
// of a commune of another département, which is then what is meant:
// "Isigny-sur-Mer" is no Isigny.
func (r *reading) belongsElsewhere(s span) bool {
	wide := r.around(s)
	for first := wide.first; first <= s.first; first++ {
		for end := wide.end; end >= s.end; end-- {
			extra := slices.Concat(r.words[first:s.first], r.words[s.end:end])
			if !slices.ContainsFunc(extra, func(word string) bool { return !articles[word] && !linking[word] }) {
				continue
			}
			if e := r.x.elsewhere(r.words[first:end]); e != nil {
				r.elsewhere, r.typed = e, r.text[r.tokens[first].start:r.tokens[end-1].end]
				r.useNames(span{first: first, end: end})
				return true
			}
		}
	}
	return false
}

// goesOn is true of a row of words with more of a name after it: "Orval-sur-Cher"
// is not Orval, even where there is no such commune.
func (r *reading) goesOn(s span) bool {
	return s.end+1 < len(r.words) && linking[r.words[s.end]] && r.isOpen(s.end+1) && !articles[r.words[s.end+1]]
}

// inStreet is true of a row of words that is the name of a street.
func (r *reading) inStreet(first int) bool {
	for first > 0 && articles[r.words[first-1]] {
		first--
	}
	return first > 0 && streets[r.words[first-1]]
}

// postcodeAt is where a postcode or a code of a commune stands, -1 for nowhere.
func (r *reading) postcodeAt() int {
	return slices.IndexFunc(r.words, func(word string) bool {
		_, isCommune := r.x.byINSEE[word]
		return isPostcode(word) && (len(r.x.byPostcode[word]) > 0 || isCommune)
	})
}

// bestSpan is the longest row of words that names something, the earliest of
// equals.
func (r *reading) bestSpan() (best *span) {
	weight := 0
	for first := range r.words {
		for end := min(first+mostNameWords, len(r.words)); end > first; end-- {
			if slices.Contains(r.words[first:end], "") {
				continue
			}
			things, exact := r.x.exact(r.words[first:end])
			if exact == notExact || !r.mayName(first, end, exact) {
				continue
			}
			w := significance(r.words[first:end], exact)
			if r.inStreet(first) {
				w = 1 // another name is where the street is
			}
			if w > weight {
				weight, best = w, &span{first: first, end: end, things: things, exact: exact}
			}
		}
	}
	return best
}

// significance counts first the words that are no articles, then how exactly
// they are the name, then all words.
func significance(list []string, exact exactness) int {
	n := len(list)
	for _, word := range list {
		if !articles[word] {
			n += 1000
		}
	}
	return n + 100*int(exact)
}

// mayName is false for words of every day that happen to be a name too, unless
// something says that a place is meant.
func (r *reading) mayName(first, end int, exact exactness) bool {
	if first == 0 && end == len(r.words) {
		return true
	}
	if exact == nameAlone && articles[r.words[first]] {
		return false // "de Saint-Lô" is found without its first word
	}
	var plain []string
	for _, word := range r.words[first:end] {
		if !articles[word] {
			plain = append(plain, word)
		}
	}
	if len(plain) > 1 || end-first > 1 && exact == wholeName {
		return !r.x.needs.knowsAll(plain)
	}
	word := r.words[first]
	if len(plain) == 1 {
		word = plain[0]
	}
	isStreet := streets[word] && end < len(r.words) && r.words[end] != ""
	common := isSmall(word) || isCommon(word) || isStreet || r.x.needs.knows(word) || len(word) < 3
	return !common || r.isAnnounced(first) || len(plain) > 0 && r.tokens[first].capital && first > 0 && !r.isShouted()
}

// isShouted is true of a text in capitals.
func (r *reading) isShouted() bool { return r.text == strings.ToUpper(r.text) }

// isAnnounced is true when the words before say that a place follows.
func (r *reading) isAnnounced(first int) bool { return r.announcing(first) > 0 }

// announcing counts the words before that say that a place follows.
func (r *reading) announcing(first int) int {
	for n := min(2, first); n > 0; n-- {
		if strongCues[strings.Join(r.words[first-n:first], " ")] {
			return n
		}
	}
	return 0
}

// take takes a row of words for what it names.
func (r *reading) take(s span) {
	r.typed = r.text[r.tokens[s.first].start:r.tokens[s.end-1].end]
	things := r.x.distinct(r.x.ordered(s.things))
	if s.exact == shortName {
		things = r.x.distinct(append(things, r.x.begun(r.words[s.first:s.end])...))
	}
	s, things = r.inNamed(s, things)
	var elsewhere *Elsewhere // of which ours is only like
	if s.exact == shortName {
		elsewhere = r.x.elsewhere(r.words[s.first:s.end])
	}
	var longer []int32
	if !s.confirmed {
		longer = r.longer(s)
	}
	if len(longer) > 0 {
		r.choices = r.x.suggestions(r.x.distinct(append(longer, things...)), mostChoices)
		r.useNames(r.around(s))
		return
	}
	switch {
	case len(things) == 1 && elsewhere == nil && !s.confirmed && (r.goesOn(s) || r.cutsName(s.first, s.end)):
		r.choices = r.x.suggestions(things, mostChoices)
		s = r.around(s)
	case len(things) == 1 && elsewhere == nil:
		r.where = r.x.suggestion(things[0])
	default:
		r.choices, r.elsewhere = r.x.suggestions(things, mostChoices), r.x.ifLarger(elsewhere, things)
	}
	r.useNames(s)
}

// ifLarger is what is elsewhere where all of ours have fewer people: Saint-Malo,
// not one of a dozen Saint-Martin.
func (x *Index) ifLarger(e *Elsewhere, ours []int32) *Elsewhere {
	if e == nil || slices.ContainsFunc(ours, func(n int32) bool { return x.things[n].weight >= e.weight }) {
		return nil
	}
	return e
}

// around is a row of words with those beside it that nothing else explains:
// they may be one name.
func (r *reading) around(s span) span {
	for s.first > 0 && r.isOpen(s.first-1) {
		s.first--
	}
	for s.end < len(r.words) && r.isOpen(s.end) {
		s.end++
	}
	return s
}

// isOpen is true of a word that nothing explains, or that stands within names.
func (r *reading) isOpen(i int) bool {
	word := r.words[i]
	if word == "" || r.x.needs.knows(word) && !r.tokens[i].isJoined {
		return false
	}
	return !isSmall(word) || articles[word] || spelledOut[word] != "" || r.tokens[i].isJoined
}

// longer lists what a longer row of words is nearly the name of, when a
// shorter one is another name: "Vraignec-lès-Hornoy" is no Hornoy.
func (r *reading) longer(s span) []int32 {
	wide := r.around(s)
	for size := wide.end - wide.first; size > s.end-s.first; size-- {
		for first := max(wide.first, s.end-size); first <= s.first && first+size <= wide.end; first++ {
			list := r.words[first : first+size]
			if r.addsNothing(span{first: first, end: first + size}, s) {
				continue // "à Coutances"
			}
			if things := r.x.nearly(list); len(things) > 0 {
				return things
			}
		}
	}
	if r.breaks(s) {
		return r.like(r.words[wide.first:wide.end], mostErrors)
	}
	return nil
}

// addsNothing is true when a wider row of words has but articles more.
func (r *reading) addsNothing(wide, s span) bool {
	return bareName(fullName(r.words[wide.first:wide.end])) == bareName(fullName(r.words[s.first:s.end]))
}

// breaks is true of a row of words that is only a part of what hyphens join,
// and of the short form of a name with more words beside it.
func (r *reading) breaks(s span) bool {
	wide := r.around(s)
	if s.exact == shortName && !r.addsNothing(wide, s) {
		return true
	}
	return r.cutsName(s.first, s.end)
}

// cutsName is true of a row of words that hyphens join to others.
func (r *reading) cutsName(first, end int) bool {
	if r.tokens[first].isElided {
		first--
	}
	return r.tokens[first].isJoined || end < len(r.tokens) && r.tokens[end].isJoined
}

// useNames marks the words of a name, and those that announce it.
func (r *reading) useNames(s span) {
	first := s.first
	for {
		n := r.announcing(first)
		if n == 0 && first > 0 && weakCues[r.words[first-1]] {
			n = 1
		}
		if first -= n; n == 0 {
			break
		}
	}
	r.useSpan(first, s.end)
}

// mostChoices is how many things that may be meant are shown.
const mostChoices = 8

func (x *Index) suggestion(n int32) *Suggestion { return &x.things[n].Suggestion }

func (x *Index) suggestions(things []int32, most int) []Suggestion {
	list := make([]Suggestion, 0, len(things))
	for _, n := range things[:min(most, len(things))] {
		list = append(list, x.things[n].Suggestion)
	}
	return list
}

// readElsewhere finds a commune of another département, where the words say
// that a place is meant.
func (r *reading) readElsewhere() {
	for first := range r.words {
		for end := min(first+mostNameWords, len(r.words)); end > first; end-- {
			if slices.Contains(r.words[first:end], "") || !r.mayBeElsewhere(first, end) {
				continue
			}
			if e := r.x.elsewhere(r.words[first:end]); e != nil {
				r.elsewhere, r.typed = e, r.text[r.tokens[first].start:r.tokens[end-1].end]
				if alone := !slices.ContainsFunc(r.words[:first], func(word string) bool { return !articles[word] }); alone && end == len(r.words) {
					r.choices = r.x.suggestions(r.x.begunSo(r.words), mostChoices)
				}
				r.useNames(span{first: first, end: end})
				return
			}
		}
	}
}

// begunSo lists what is named so in the beginning, for "Condé" is also in the
// Indre; or but for a letter.
func (x *Index) begunSo(list []string) []int32 {
	return x.distinct(append(x.begun(list), x.nearly(list)...))
}

// begun lists what has more words to its name than these.
func (x *Index) begun(list []string) []int32 {
	return x.ordered(x.grounds(slices.Concat(x.names.exact(shortNames, fullName(list)), x.names.begin(fullNames, fullName(list)+" "))))
}

// mayBeElsewhere is true of a whole text, of a name that is announced, and of
// one with a capital letter among other words.
func (r *reading) mayBeElsewhere(first, end int) bool {
	if first == 0 && end == len(r.words) {
		return !r.isEveryDay()
	}
	if r.cutsName(first, end) || slices.ContainsFunc(r.words[first:end], func(word string) bool { return !articles[word] && (isSmall(word) || r.x.needs.knows(word)) }) || articles[r.words[end-1]] {
		return false
	}
	if r.isAnnounced(first) {
		return true
	}
	if !isCommon(r.words[first]) && r.allNeeds(r.words[:first]) && r.allNeeds(r.words[end:]) {
		return true
	}
	if !slices.ContainsFunc(r.words[first:end], func(word string) bool { return !r.x.placeWords[word] }) {
		return false // Léo-Lagrange is a place of ours
	}
	return isPostcode(r.words[first]) || first > 0 && r.tokens[first].capital && !r.isShouted()
}

// allNeeds is true of words that say a need, or nothing.
func (r *reading) allNeeds(list []string) bool {
	return !slices.ContainsFunc(list, func(word string) bool { return word != "" && !isSmall(word) && !r.x.needs.knows(word) })
}

// isEveryDay is true of one word that means something before any commune far
// away: "école", "bus".
func (r *reading) isEveryDay() bool {
	return len(r.words) == 1 && (r.x.needs.knows(r.words[0]) || isCommon(r.words[0]) || everyDay[r.words[0]])
}
