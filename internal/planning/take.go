package planning

import (
	"slices"

	"escale/internal/mediation"
)

// takeTours compares what sources tell with what is held, and lists what to
// write. A tour that people changed keeps their words; what its source says
// now is kept beside them.
func (s *session) takeTours(told []mediation.Tour) ([]mediation.TourHolding, error) {
	var writes []mediation.TourHolding
	for _, t := range told {
		i := slices.IndexFunc(s.tours, func(h mediation.TourHolding) bool { return h.Tour.ID == t.ID })
		if i < 0 {
			writes = append(writes, mediation.TourHolding{Tour: t, Told: &t})
			continue
		}
		h, next := s.tours[i], s.tours[i]
		local, err := changedHere(h.Tour, h.Told)
		if err != nil {
			return nil, err
		}
		next.Told, next.Gone = &t, false
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
		if h.Told != nil && !h.Gone && !slices.ContainsFunc(told, gone) {
			h.Gone = true
			writes = append(writes, h)
		}
	}
	return writes, nil
}

// takeStops does for stops what takeTours does for tours.
func (s *session) takeStops(told []toldStop) ([]mediation.StopHolding, error) {
	var writes []mediation.StopHolding
	for _, t := range told {
		h, known := s.stop(t.ID)
		next := h
		local, err := changedHere(h.Stop, h.Told)
		if err != nil {
			return nil, err
		}
		if h.Told != nil {
			t.Code = h.Told.Code // numbers do not shift when a row comes or goes
		}
		next.Told, next.Gone = &t.Stop, false
		if !local || !known {
			next.Stop = t.Stop
		}
		next.Offer, next.PlaceID, next.OfferGone = h.Offer, h.PlaceID, h.OfferGone
		if same, err := equal(h, next); err != nil {
			return nil, err
		} else if !same || !known {
			writes = append(writes, next)
		}
	}
	return append(writes, s.leftBehind(told)...), nil
}

func (s *session) stop(id string) (h mediation.StopHolding, known bool) {
	i := slices.IndexFunc(s.stops, func(h mediation.StopHolding) bool { return h.Stop.ID == id })
	if i < 0 {
		return h, false
	}
	return s.stops[i], true
}

// leftBehind marks as gone the stops that no source tells any more.
func (s *session) leftBehind(told []toldStop) (gone []mediation.StopHolding) {
	kept := map[string]bool{}
	for _, t := range told {
		kept[t.ID] = true
	}
	for _, h := range s.stops {
		if h.Told != nil && !h.Gone && !kept[h.Stop.ID] {
			h.Gone = true
			gone = append(gone, h)
		}
	}
	return gone
}

// changedHere tells whether people changed what a source told.
func changedHere[T any](held T, told *T) (bool, error) {
	if told == nil {
		return false, nil
	}
	same, err := equal(held, *told)
	return !same, err
}
