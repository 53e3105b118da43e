package search

import (
	"cmp"
	"slices"
	"strings"

	"escale/internal/language"
	"escale/internal/mediation"
)

// otherWords is what the catalogues of languages hold the words about: those
// by which people look for a need, beside its label.
const otherWords = "autres mots"

// How much a word of a label, of the other words and of an explanation counts.
const (
	inLabel       = 3
	inOtherWords  = 2
	inExplanation = 1
)

// mostForeign is how many needs a text in another language suggests.
const mostForeign = 3

// foreignNeed holds the words by which a need is known in another language.
type foreignNeed struct{ label, others, explanation []string }

// foreignNeeds reads the words of every need in every other language, in the
// order of needs.
func foreignNeeds(needs mediation.Needs) map[*language.Language][]foreignNeed {
	all := map[*language.Language][]foreignNeed{}
	for _, l := range language.All() {
		if !l.Foreign() {
			continue
		}
		for _, need := range needs {
			all[l] = append(all[l], foreignNeed{
				foreignWords(l.Say(need.Label)), foreignWords(l.SayOf(otherWords, need.Label)), foreignWords(l.Say(need.Explanation)),
			})
		}
	}
	return all
}

// needsIn finds the needs that a text speaks of in another language, best first.
func (x *Index) needsIn(l *language.Language, text string) []Suggestion {
	type scored struct {
		Suggestion
		score int
	}
	typed := foreignWords(text)
	var list []scored
	for i, known := range x.foreign[l] {
		need := x.needList[i]
		score := countIn(typed, known.label)*inLabel + countIn(typed, known.others)*inOtherWords + countIn(typed, known.explanation)*inExplanation
		if score > 0 {
			list = append(list, scored{Suggestion{Type: Need, ID: string(need.ID), Label: need.Label}, score})
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	var out []Suggestion
	for _, one := range list[:min(mostForeign, len(list))] {
		out = append(out, one.Suggestion)
	}
	return out
}

// tooShort is the length of the shortest words that may say something.
const tooShort = 3

// foreignWords cuts a text into folded words, the Arabic article left out.
func foreignWords(text string) []string {
	var list []string
	for _, word := range strings.Fields(mediation.Fold(strings.NewReplacer("،", " ", "؟", " ", "?", " ", "!", " ").Replace(text))) {
		word = strings.TrimPrefix(strings.TrimPrefix(word, "و"), "ال")
		if len([]rune(word)) >= tooShort && !hollow[word] {
			list = append(list, word)
		}
	}
	return list
}

// countIn counts the words typed that are known, whole or as a beginning.
func countIn(typed, known []string) (n int) {
	for _, word := range typed {
		if slices.ContainsFunc(known, func(h string) bool { return h == word || len([]rune(word)) > tooShort && strings.HasPrefix(h, word) }) {
			n++
		}
	}
	return n
}
