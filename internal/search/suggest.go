package search

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"escale/internal/language"
)

// Suggest returns at most limit things that text may mean, the likeliest
// first. It forgives accents, case, missing ends and typing errors. A need
// among other words comes before a commune or postcode in the same text; what
// the text begins or names outright comes before both. Who writes in another
// language finds needs by what they are called there, before French names.
func (x *Index) Suggest(l *language.Language, text string, limit int) []Suggestion {
	text = cut(text)
	typed := words(text, maxWords)
	if len(typed) == 0 {
		return nil
	}
	r := x.readAt(text, anyDay)
	found := x.withNeeds(x.withSentence(x.named(typed, r), r), typed, r.spoken)
	slices.SortStableFunc(found, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	list := shorten(found, limit)
	if !l.Foreign() {
		return list
	}
	merged := x.needsIn(l, text)
	for _, s := range list {
		if !slices.ContainsFunc(merged, func(m Suggestion) bool { return m.Type == s.Type && m.ID == s.ID }) {
			merged = append(merged, s)
		}
	}
	return merged[:min(limit, len(merged))]
}

// anyDay stands for today where only the words of a day matter.
var anyDay = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// mostNeeds leaves room in a list of suggestions for communes and places.
const mostNeeds = 4

func shorten(found []ranked, limit int) []Suggestion {
	list, needs := make([]Suggestion, 0, limit), 0
	for _, f := range found {
		if f.Type == Need {
			if needs++; needs > mostNeeds {
				continue
			}
		}
		twice := slices.ContainsFunc(list, func(s Suggestion) bool { return s.Type == f.Type && s.ID == f.ID && s.Label == f.Label })
		if len(list) < limit && !twice {
			list = append(list, f.Suggestion)
		}
	}
	return list
}

type ranked struct {
	Suggestion
	score float64
	whole bool // the whole text is like its name
}

// The kinds of match. Each whole step is worth more than any weight, so that
// a better kind always comes first.
const (
	sameName   = 6
	nameBegins = 5
	nameHolds  = 4
	textHolds  = 3 // a sentence that holds the name
	wordsBegin = 2 // each word typed begins a word of the name
)

// isCertain is true when a part of the text is surely understood: then the
// whole is no name misspelt.
func (r *reading) isCertain() bool {
	return r.where != nil || len(r.spoken) > 0 && r.spoken[0].close >= sureWord
}

// named finds the grounds and places that go by a name like the whole text;
// misspelt ones when the text is not understood otherwise.
func (x *Index) named(typed []string, r *reading) (found []ranked) {
	full := fullName(typed)
	scores := map[int32]float64{}
	add := func(things []int32, score float64) {
		for _, n := range things {
			if scores[n] < score {
				scores[n] = score
			}
		}
	}
	add(x.names.exact(fullNames, full), sameName)
	add(x.names.exact(bareNames, bareName(full)), sameName-0.05)
	add(x.names.begin(fullNames, full), nameBegins)
	add(x.names.begin(bareNames, full), nameBegins-0.02)
	add(x.names.begin(laterNames, full), nameHolds)
	add(x.wordsBegin(typed), wordsBegin)
	if strings.Trim(full, "0123456789 ") != "" && len(full) > 3 && !r.isCertain() {
		r.addLike(scores, full)
	}
	for n, score := range scores {
		found = append(found, ranked{x.things[n].Suggestion, score + x.things[n].weight, true})
	}
	slices.SortFunc(found, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Label, b.Label))
	})
	return found
}

// addLike adds what is misspelt: one typing error in a short name, two in
// others. Figures are not forgiven: one off, and it is another postcode.
func (r *reading) addLike(scores map[int32]float64, full string) {
	r.misspelt(full, min(2, 1+len(full)/7), func(n int32, cost float64) {
		if score := 1 / (1 + cost); r.x.things[n].Type != Postcode && scores[n] < score {
			scores[n] = score
		}
	})
}

// wordsBegin finds the names of which each word typed begins a word.
func (x *Index) wordsBegin(typed []string) (found []int32) {
	longest := slices.MaxFunc(typed, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	for _, n := range slices.Concat(x.names.begin(laterNames, longest), x.names.begin(fullNames, longest)) {
		name := x.things[n].name
		if !slices.ContainsFunc(typed, func(word string) bool { return !strings.Contains(name, " "+word) }) {
			found = append(found, n)
		}
	}
	return found
}

// withSentence adds what a part of the text names.
func (x *Index) withSentence(found []ranked, r *reading) []ranked {
	grounds := r.choices
	if r.where != nil {
		grounds = []Suggestion{*r.where}
	}
	for i, s := range grounds {
		if s.IsGround() && !slices.ContainsFunc(found, func(f ranked) bool {
			return f.Type == s.Type && f.ID == s.ID && f.Label == s.Label && f.score > textHolds
		}) {
			found = append(found, ranked{s, textHolds + 0.9 - float64(i)/100, len(r.spoken) == 0 && len(r.unused()) == 0})
		}
	}
	return found
}

// Where a need that a text speaks of stands among the names found: above
// names that the text holds, below those that it begins.
const (
	needClear   = 4.6
	needUnsure  = 0.2 // misspelt, where a commune's name may be meant
	needBehind  = 1.9 // other needs the text may mean
	needClosest = 0.3 // how far the score moves a need within its step
	// needWeight is the weight of a need found by the beginning of its name.
	needWeight = 0.9
	needShare  = 0.4 // of one found by its whole name
)

// withNeeds adds to the names found the needs that the text names, begins or
// speaks of.
func (x *Index) withNeeds(found []ranked, typed []string, spoken []NeedMatch) []ranked {
	const plenty = 3 // a score past which nothing changes
	commune := slices.ContainsFunc(found, mayBeMeant)
	for i, need := range x.needList {
		if score := scoreNeed(x.needNames[i], typed); score > 0 {
			found = append(found, ranked{Suggestion{Type: Need, ID: string(need.ID), Label: need.Label}, score, false})
		}
	}
	for i, need := range spoken {
		score := needClosest * min(need.Score/plenty, 1)
		if at := slices.IndexFunc(found, func(r ranked) bool { return r.Type == Need && r.ID == string(need.ID) }); at >= 0 {
			found[at].score += score / 4
			continue
		}
		switch {
		case commune && need.close < sureWord:
			score += needUnsure
		case i == 0:
			score += needClear
		default:
			score += needBehind
		}
		found = append(found, ranked{Suggestion{Type: Need, ID: string(need.ID), Label: need.Label}, score, false})
	}
	return found
}

// mayBeMeant is true of a commune whose name the whole text is like, not only
// a part of it.
func mayBeMeant(r ranked) bool {
	return (r.Type == Commune || r.Type == Former) && r.whole && (r.score < textHolds || r.score >= nameHolds)
}

// scoreNeed knows only names and their beginnings: the rest is the work of
// the needs' own index. The first letters of a name of several words say less
// than those of a commune: "cher" is Cherbourg before "chercher du travail".
func scoreNeed(names, typed []string) (best float64) {
	whole, bare := strings.Join(typed, " "), isBare(typed)
	for _, name := range names {
		rest, begins := strings.CutPrefix(name[1:], whole)
		switch {
		case rest == " ":
			return sameName + needShare // a commune of that name comes first
		case !begins || bare:
		case len(typed) == 1 && rest[0] != ' ' && strings.Count(rest, " ") > 1:
			best = max(best, nameBegins+needWeight/2)
		default:
			best = max(best, nameBegins+needWeight)
		}
	}
	return best
}

// isBare is true for empty words alone, which begin too many names of needs.
func isBare(typed []string) bool {
	return !slices.ContainsFunc(typed, func(w string) bool { return !empty[w] && !weak[w] && !guards[w] })
}
