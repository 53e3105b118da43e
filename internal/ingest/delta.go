package ingest

import "escale/internal/mediation"

// Delta is a field of a record that changes, as people name it.
type Delta struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// deltas lists the fields that differ.
func deltas(before, after mediation.Offer) []Delta {
	var changed []Delta
	for _, f := range mediation.OfferFields {
		if b, a := f.Text(before), f.Text(after); b != a {
			changed = append(changed, Delta{f.Label, b, a})
		}
	}
	return changed
}
