package search

import (
	"cmp"
	"slices"

	"escale/internal/mediation"
)

// NeedMatch is a need that a text speaks of.
type NeedMatch struct {
	ID    mediation.NeedID
	Label string
	// Score is how much of the text says so: about 1 for each word that
	// names this need alone, less for a shared or misspelt one.
	Score float64

	close float64 // of the closest word that says so
	named float64 // how close the text is to one of the need's names, 0 when it has none
	used  []int   // the words that say so, by where they stand
}

const (
	maxWords = 100 // of a text; the rest is not read

	claimed     = 0.55 // the score from which a need is claimed,
	claimedName = 0.75 // or the closeness to one of its names
	behind      = 0.5  // the share of the best score under which a need is left out
)

// Needs returns the needs that a text speaks of, the likeliest first, none
// when nothing is clear enough. The text may be a word, a sentence, an
// abbreviation, or misspelt; what names a place or a day is left aside. The
// same text always has the same answer.
func (x *Index) Needs(text string) []NeedMatch {
	return x.read(cut(text)).spoken
}

// search finds the needs in folded words, "" for those that say something
// else. The thing that is named counts more than the general words beside it.
func (x *needIndex) search(typed []string) []NeedMatch {
	if rest, general := withoutGeneral(typed); len(general) > 0 {
		if found := x.clear(rest); len(found) > 0 && found[0].named >= claimedName {
			for i := range found {
				found[i].used = append(found[i].used, general...)
			}
			return found
		}
	}
	return x.clear(typed)
}

// withoutGeneral blanks the general words, and lists where they stood.
func withoutGeneral(typed []string) (rest []string, general []int) {
	rest = slices.Clone(typed)
	for _, phrase := range generalIn(typed) {
		for i := phrase[0]; i < phrase[1]; i++ {
			rest[i] = ""
			general = append(general, i)
		}
	}
	return rest, general
}

// generalIn finds where general words begin and end.
func generalIn(typed []string) (found [][2]int) {
	for i := range typed {
		for _, phrase := range general {
			if end := i + len(phrase); end <= len(typed) && slices.Equal(typed[i:end], phrase) {
				found = append(found, [2]int{i, end})
			}
		}
	}
	return found
}

// clear finds the needs that are clear enough.
func (x *needIndex) clear(typed []string) []NeedMatch {
	slots := x.read(typed)
	found := claim(x.score(slots))
	if len(found) == 0 { // the means is all there is
		for i := range slots {
			slots[i].factor = 1
		}
		found = claim(x.score(slots))
	}
	slices.SortStableFunc(found, func(a, b NeedMatch) int { return cmp.Compare(b.Score, a.Score) })
	return found
}

// claim keeps the needs that are clear enough.
func claim(matches []NeedMatch) (found []NeedMatch) {
	best := 0.0
	for _, m := range matches {
		if m.Score >= claimed || m.named >= claimedName {
			best = max(best, m.Score)
		}
	}
	for _, m := range matches {
		if (m.Score >= claimed || m.named >= claimedName) && m.Score >= behind*best {
			found = append(found, m)
		}
	}
	return found
}
