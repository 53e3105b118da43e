package planning

import (
	"slices"

	"escale/internal/mediation"
)

// takeTours compares the tours of sources with the stored ones, and lists what to
// write. A tour that people changed keeps their values; what its source says
// now is kept beside them.
func (s *session) takeTours(sources []mediation.Tour) ([]mediation.TourHolding, error) {
	var writes []mediation.TourHolding
	for _, t := range sources {
		i := slices.IndexFunc(s.tours, func(h mediation.TourHolding) bool { return h.Tour.ID == t.ID })
		if i < 0 {
			writes = append(writes, mediation.TourHolding{Tour: t, FromSource: &t})
			continue
		}
		h, next := s.tours[i], s.tours[i]
		local, err := changedLocally(h.Tour, h.FromSource)
		if err != nil {
			return nil, err
		}
		next.FromSource, next.Gone = &t, false
		if !local {
			next.Tour = t
		}
		if same, err := equal(h, next); err != nil {
			return nil, err
		} else if !same {
			writes = append(writes, next)
		}
	}
	for _, h := range s.tours {
		gone := func(t mediation.Tour) bool { return t.ID == h.Tour.ID }
		if h.FromSource != nil && !h.Gone && !slices.ContainsFunc(sources, gone) {
			h.Gone = true
			writes = append(writes, h)
		}
	}
	return writes, nil
}

// takeStops does for stops what takeTours does for tours.
func (s *session) takeStops(sources []sourceStop) ([]mediation.StopHolding, error) {
	var writes []mediation.StopHolding
	for _, t := range sources {
		h, known := s.stop(t.ID)
		next := h
		local, err := changedLocally(bare(h.Stop), h.FromSource)
		if err != nil {
			return nil, err
		}
		if h.FromSource != nil {
			t.Code = h.FromSource.Code // numbers do not shift when a row comes or goes
		}
		next.FromSource, next.Gone = &t.Stop, false
		if !local || !known {
			next.Stop = t.Stop
			next.Stop.Exceptions = h.Stop.Exceptions
		}
		next.Offer, next.PlaceID, next.OfferGone = h.Offer, h.PlaceID, h.OfferGone
		if same, err := equal(h, next); err != nil {
			return nil, err
		} else if !same || !known {
			writes = append(writes, next)
		}
	}
	return append(writes, s.leftBehind(sources)...), nil
}

func (s *session) stop(id string) (h mediation.StopHolding, known bool) {
	i := slices.IndexFunc(s.stops, func(h mediation.StopHolding) bool { return h.Stop.ID == id })
	if i < 0 {
		return h, false
	}
	return s.stops[i], true
}

// leftBehind marks as gone the stops that no source has any more.
func (s *session) leftBehind(sources []sourceStop) (gone []mediation.StopHolding) {
	kept := map[string]bool{}
	for _, t := range sources {
		kept[t.ID] = true
	}
	for _, h := range s.stops {
		if h.FromSource != nil && !h.Gone && !kept[h.Stop.ID] {
			h.Gone = true
			gone = append(gone, h)
		}
	}
	return gone
}

// changedLocally reports whether people changed what came from a source.
func changedLocally[T any](stored T, fromSource *T) (bool, error) {
	if fromSource == nil {
		return false, nil
	}
	same, err := equal(stored, *fromSource)
	return !same, err
}
