package mediation

import (
	"slices"
	"strings"
)

// NeedsMet are needs with which those who give an offer say that they help, which
// its source does not say.
type NeedsMet struct {
	Needs []NeedID `json:"needs"`
	// Organisation is who says so, On since when.
	Organisation string `json:"organisation"`
	On           Day    `json:"on"`
}

// NeedsField is the field of the needs that people here confirm.
const NeedsField = "needs"

// metText writes the needs confirmed for people.
func metText(o Offer) string {
	if o.Met == nil {
		return ""
	}
	ids := make([]string, len(o.Met.Needs))
	for i, id := range o.Met.Needs {
		ids[i] = string(id)
	}
	return strings.Join(ids, ", ")
}

// Meet makes the needs that are confirmed sure among claims, in the order of the
// needs.
func (n Needs) Meet(claims []Claim, met *NeedsMet) []Claim {
	if met == nil {
		return claims
	}
	var all []Claim
	for _, need := range n {
		i := slices.IndexFunc(claims, func(c Claim) bool { return c.ID == need.ID })
		switch {
		case slices.Contains(met.Needs, need.ID):
			all = append(all, Claim{ID: need.ID, Certainty: Declared})
		case i >= 0:
			all = append(all, claims[i])
		}
	}
	return all
}
