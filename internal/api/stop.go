package api

import (
	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
)

// stopProperties describe a stop of a tour, in the van's offer that it is.
type stopProperties struct {
	ID       string              `json:"id"`
	Tour     string              `json:"tour"`
	TourName string              `json:"tour_name"`
	Rule     string              `json:"rule"`
	Dates    mediation.StopDates `json:"dates"`
	// From and To are the usual hours, "14:00", "" when unknown.
	From   string `json:"from"`
	To     string `json:"to"`
	Room   string `json:"room"`
	Access string `json:"access"`
	// Capacity is 0 when unknown.
	Capacity int      `json:"capacity"`
	Themes   []string `json:"themes"`
}

func newStops(s *catalog.Snapshot, stops []*mediation.Stop) []stopProperties {
	out := make([]stopProperties, len(stops))
	for i, stop := range stops {
		out[i] = stopProperties{
			ID: stop.ID, Tour: stop.Tour, TourName: tourOf(s, stop.Tour).Name, Rule: stop.Rule, Dates: stop.Dates,
			From: stop.From, To: stop.To, Room: stop.Room, Access: stop.Access, Capacity: stop.Capacity, Themes: list(stop.Themes),
		}
	}
	return out
}

// tourOf returns a tour that may not be described in the data.
func tourOf(s *catalog.Snapshot, id string) mediation.Tour {
	if t, err := s.Tour(id); err == nil {
		return *t
	}
	return mediation.Tour{ID: id}
}

// nextProperties is the next visit of a place.
type nextProperties struct {
	ID     string                `json:"id"`
	Start  string                `json:"start"`
	End    string                `json:"end"`
	Status mediation.VisitStatus `json:"status"`
	Text   string                `json:"text"`
	Theme  string                `json:"theme"`
	Stop   string                `json:"stop"`
	Tour   string                `json:"tour"`
}

// noVisit is what places without a visit to come share.
var noVisit = []byte(`,"next_visit":null`)

// nextVisit writes the member next_visit of a place.
func nextVisit(l *language.Language, m *catalog.Moment, v *mediation.Visit) ([]byte, error) {
	if v == nil {
		return noVisit, nil
	}
	noun := catalog.NextVisit
	if place, err := m.Place(v.Place); err == nil && m.NextVisit(place) != v {
		noun = catalog.AnyVisit
	}
	text, err := encode(nextProperties{v.ID, *instant(v.Start), *instant(v.End), v.Status, catalog.VisitText(l, v, m.At, noun), v.Theme, v.Stop, v.Tour})
	return append([]byte(`,"next_visit":`), text...), err
}

// nextDuring is the member next_visit for a window: known is that of the
// moment, which it often is.
func (t *momentText) nextDuring(place int, w mediation.Window, known []byte) []byte {
	v := t.moment.VisitDuring(place, w)
	if v == t.moment.NextVisit(place) {
		return known
	}
	text, err := nextVisit(t.language, t.moment, v)
	if err != nil { // never: it is made of texts
		return noVisit
	}
	return text
}
