package catalog

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
}

const (
	maxWords = 100 // of a text; the rest is not read

	claimed     = 0.55 // the score from which a need is claimed,
	claimedName = 0.75 // or the closeness to one of its names
	behind      = 0.5  // the share of the best score under which a need is left out
)

// SearchNeeds returns the needs that a text speaks of, the likeliest first,
// none when nothing is said clearly enough. The text may be a word, a
// sentence, an abbreviation, or misspelt; names of communes in it are left
// aside. The same text always has the same answer.
func (s *Snapshot) SearchNeeds(text string) []NeedMatch {
	return s.index.needs.search(words(text, maxWords))
}

func (x *needIndex) search(typed []string) []NeedMatch {
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

// claim keeps the needs that are said clearly enough.
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
