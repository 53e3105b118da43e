package catalog

import (
	"cmp"
	"slices"
	"time"

	"escale/internal/mediation"
)

// stopEntry is a stop with its place and offer, as indexes, and its visits.
type stopEntry struct {
	*mediation.Stop
	place, offer int
	visits       []*visitEntry // in order
	words        string        // folded: those of its place, and the tour's name
}

// holdTours keeps of the data the stops whose offer of kind van is there to
// see, and the visits of these stops, both in order: visits by start, then
// id. A visit is of its stop's tour and place.
func (s *Snapshot) holdTours() {
	offers := map[string][2]int{}
	for i, p := range s.Places {
		for j, o := range p.Offers {
			if o.Mobile() {
				offers[o.Key()] = [2]int{i, j}
			}
		}
	}
	s.Tours = slices.SortedFunc(slices.Values(s.Tours), func(a, b mediation.Tour) int { return cmp.Compare(a.ID, b.ID) })
	var stops []mediation.Stop
	for _, stop := range s.Stops {
		if _, seen := offers[stop.Offer]; seen {
			stops = append(stops, stop)
		}
	}
	slices.SortFunc(stops, func(a, b mediation.Stop) int {
		return cmp.Or(cmp.Compare(a.Tour, b.Tour), cmp.Compare(a.Code, b.Code), cmp.Compare(a.ID, b.ID))
	})
	s.Stops = stops
	for i := range s.Stops {
		at := offers[stops[i].Offer]
		s.stops[stops[i].ID] = &stopEntry{Stop: &s.Stops[i], place: at[0], offer: at[1]}
	}
	var visits []mediation.Visit
	for _, v := range s.Visits {
		if stop := s.stops[v.Stop]; stop != nil {
			v.Tour, v.Place = stop.Tour, s.Places[stop.place].ID
			visits = append(visits, v)
		}
	}
	slices.SortFunc(visits, func(a, b mediation.Visit) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID))
	})
	s.Visits = visits
}

// indexTours makes what [Snapshot.holdTours] kept ready for questions.
func (s *Snapshot) indexTours() {
	for i := range s.Tours {
		s.tours[s.Tours[i].ID] = &s.Tours[i]
	}
	for i := range s.Stops {
		stop := s.stops[s.Stops[i].ID]
		e := &s.entries[stop.place]
		if t := s.tours[stop.Tour]; t != nil {
			stop.words = mediation.Fold(t.Name)
			e.words += " " + stop.words
		}
		offer := &e.offers[stop.offer]
		offer.stops = append(offer.stops, stop.Stop)
	}
	s.visits = make([]visitEntry, len(s.Visits))
	s.changes = make([]time.Time, 0, 2*len(s.Visits))
	for i := range s.Visits {
		v := &s.visits[i]
		*v = s.newVisitEntry(i)
		v.stop.visits = append(v.stop.visits, v)
		offer := v.offer(s)
		offer.visits = append(offer.visits, v)
		s.byVisit[v.ID] = i
		s.changes = append(s.changes, v.Start, v.End)
	}
	slices.SortFunc(s.changes, time.Time.Compare)
	for i := range s.Stops {
		stop := s.stops[s.Stops[i].ID]
		stop.words = s.entries[stop.place].words
	}
}

// Tour returns the tour with that id.
func (s *Snapshot) Tour(id string) (*mediation.Tour, error) {
	if t := s.tours[id]; t != nil {
		return t, nil
	}
	return nil, &mediation.Error{Kind: mediation.NotFound, Parameter: "id", Sentence: "Aucune tournée ne porte cet identifiant."}
}

// Stop returns the stop with that id.
func (s *Snapshot) Stop(id string) (*mediation.Stop, error) {
	if stop := s.stops[id]; stop != nil {
		return stop.Stop, nil
	}
	return nil, &mediation.Error{Kind: mediation.NotFound, Parameter: "id", Sentence: "Aucune étape ne porte cet identifiant."}
}

// Visit returns the index in [Data].Visits of the visit with that id.
func (s *Snapshot) Visit(id string) (int, error) {
	i, ok := s.byVisit[id]
	if !ok {
		return 0, &mediation.Error{Kind: mediation.NotFound, Parameter: "id", Sentence: "Aucun passage ne porte cet identifiant."}
	}
	return i, nil
}

// StopsAt lists the stops that an offer of a place is, by tour and code.
func (s *Snapshot) StopsAt(place, offer int) []*mediation.Stop {
	return s.entries[place].offers[offer].stops
}

// StopPlace returns where a stop of this snapshot is: the index of its place,
// and that of its offer there; -1 for one that is not of this snapshot.
func (s *Snapshot) StopPlace(stop *mediation.Stop) (place, offer int) {
	if e := s.stops[stop.ID]; e != nil {
		return e.place, e.offer
	}
	return -1, -1
}
