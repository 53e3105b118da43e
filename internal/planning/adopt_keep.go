package planning

import (
	"slices"

	"escale/internal/mediation"
)

// keptTour is the id of the tour that a vehicle has already: its own, or that of the
// stops of its records when the source names them otherwise than before. What people
// changed of it, and its addresses, then stay.
func (s *session) keptTour(id string, group []mediation.Holding) string {
	if slices.ContainsFunc(s.tours, func(h mediation.TourHolding) bool { return h.Tour.ID == id }) {
		return id
	}
	for _, v := range group {
		i := slices.IndexFunc(s.stops, func(h mediation.StopHolding) bool { return h.FromSource != nil && h.FromSource.Offer == v.Offer.Key() })
		if i >= 0 {
			return s.stops[i].FromSource.Tour
		}
	}
	return id
}

// keepStops gives stops of sources the ids that they have already, whatever their
// records are called now.
func (s *session) keepStops(sources []sourceStop) {
	taken := map[string]bool{}
	for _, t := range sources {
		if _, known := s.stop(t.ID); known {
			taken[t.ID] = true
		}
	}
	for i := range sources {
		t := &sources[i]
		if taken[t.ID] {
			continue
		}
		for _, h := range s.stops {
			if f := h.FromSource; f != nil && f.Offer == t.Offer && f.Tour == t.Tour && !taken[h.Stop.ID] {
				t.ID = h.Stop.ID
				taken[t.ID] = true
				break
			}
		}
	}
}
