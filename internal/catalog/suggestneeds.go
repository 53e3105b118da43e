package catalog

import "slices"

// Where a need that a text speaks of stands among the names found: above
// names that the text holds, below those that it begins.
const (
	needSaid    = 4.6
	needUnsure  = 0.2 // misspelt, where a commune's name may be meant
	needBehind  = 1.9 // other needs the text may mean
	needClosest = 0.3 // how far the score moves a need within its step
)

// withNeeds adds to the names found the needs that the text speaks of.
func withNeeds(found []ranked, needs []NeedMatch) []ranked {
	const plenty = 3 // a score past which nothing changes
	commune := slices.ContainsFunc(found, mayBeMeant)
	for i, need := range needs {
		said := needClosest * min(need.Score/plenty, 1)
		if at := slices.IndexFunc(found, func(r ranked) bool { return r.Type == SuggestNeed && r.ID == string(need.ID) }); at >= 0 {
			found[at].score += said / 4
			continue
		}
		switch {
		case commune && need.close < sureWord:
			said += needUnsure
		case i == 0:
			said += needSaid
		default:
			said += needBehind
		}
		found = append(found, ranked{&suggestable{Suggestion: Suggestion{Type: SuggestNeed, ID: string(need.ID), Label: need.Label}}, said})
	}
	return found
}

// mayBeMeant is true of a commune whose name the whole text is like, not only
// a part of it.
func mayBeMeant(r ranked) bool {
	return r.Type == SuggestCommune && (r.score < textHolds || r.score >= nameHolds)
}
