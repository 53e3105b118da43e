package tour

import (
	"fmt"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// twoPlaces is the reason of a visit that clashes.
const twoPlaces = "Le bus est attendu à deux endroits"

// clashes looks, among drafts in order of start, for vehicles that would have
// to be in two places at once, and makes their visits unconfirmed.
func (w window) clashes(drafts []*draft) (conflicts []Conflict) {
	var unsettled []*draft
	under := map[string][]*draft{} // by vehicle, those that may not be over
	for _, d := range drafts {
		if d.visit.Status == mediation.Cancelled {
			continue
		}
		still := under[d.vehicle][:0]
		for _, other := range under[d.vehicle] {
			if !other.visit.End.After(d.visit.Start) {
				continue
			}
			still = append(still, other)
			if !d.samePlace(other) && !(d.kept && other.kept) {
				if w.shows(other) || w.shows(d) {
					conflicts = append(conflicts, clash(other, d))
				}
				unsettled = append(unsettled, other, d)
			}
		}
		under[d.vehicle] = append(still, d)
	}
	for _, d := range unsettled {
		if !d.kept {
			d.visit.Status, d.visit.Reason = mediation.Unconfirmed, twoPlaces
		}
	}
	return conflicts
}

// samePlace compares where two visits take place.
func (d *draft) samePlace(other *draft) bool {
	a, b := d.visit.Venue, other.visit.Venue
	if a == nil || b == nil {
		return a == b && d.visit.Place == other.visit.Place
	}
	return mediation.Fold(a.Name) == mediation.Fold(b.Name) && a.Address.INSEE == b.Address.INSEE
}

func clash(first, second *draft) Conflict {
	return Conflict{
		Stops:  []string{first.stop.ID, second.stop.ID},
		Visits: []string{first.visit.ID, second.visit.ID},
		Day:    second.on, Kind: ClashConflict,
		Sentence: fmt.Sprintf("Le %s, le bus est attendu à deux endroits : étape « %s » %s, étape « %s » %s. Déplacez ou annulez l’un des deux passages.",
			inWords(second.on), first.stop.Code, first.span(), second.stop.Code, second.span()),
	}
}

// span writes the hours of a visit: "de 14 h à 16 h 30".
func (d *draft) span() string {
	return "de " + hours.FormatTime(d.visit.Start) + " à " + hours.FormatTime(d.visit.End)
}
