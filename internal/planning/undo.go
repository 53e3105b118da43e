package planning

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"escale/internal/mediation"
)

// Undo takes back the last import that was not undone, and says which it was.
// What sources have changed since then stays.
func (p *Planner) Undo(ctx context.Context) (Report, error) {
	var report Report
	err := p.inTx(ctx, func(s *session) error {
		last, err := s.tx.LastTourImport(ctx, s.Departement)
		if err != nil {
			return err
		}
		report.Origin = last.Origin
		before := s.lines()
		if err := s.restore(ctx, last, mediation.Author{Name: mediation.CommandLine}); err != nil {
			return err
		}
		report.Changes = s.compare(before, s.lines())
		if report.Outcome, err = s.replan(ctx); err != nil {
			return err
		}
		if report.Fingerprint, err = s.fingerprint(); err != nil {
			return err
		}
		if err := s.tx.EndTourImport(ctx, last.ID, s.now); err != nil {
			return err
		}
		if err := s.noteUndone(ctx, last); err != nil {
			return err
		}
		return s.finish(ctx)
	})
	return report, err
}

// restore brings the stored tours back to what they were before an import. The
// exceptions that came after it stay.
func (s *session) restore(ctx context.Context, before mediation.TourImport, by mediation.Author) error {
	tours, err := s.formerTours(before)
	if err != nil {
		return err
	}
	stops, err := s.formerStops(before)
	if err != nil {
		return err
	}
	if err := s.saveTours(ctx, tours); err != nil {
		return err
	}
	if err := s.saveOffers(ctx, stops); err != nil {
		return err
	}
	if err := s.saveStops(ctx, stops); err != nil {
		return err
	}
	if err := s.restoreExceptions(ctx, before, by); err != nil {
		return err
	}
	return s.read(ctx)
}

// restoreExceptions gives the days that are as the import left them what befell
// them before it.
func (s *session) restoreExceptions(ctx context.Context, before mediation.TourImport, by mediation.Author) error {
	was := map[string][]mediation.Exception{}
	for _, h := range before.Stops {
		was[h.Stop.ID] = h.Stop.Exceptions
	}
	for _, h := range s.stops {
		wanted, now := byDay(h.Stop.Exceptions), byDay(h.Stop.Exceptions)
		former, left := byDay(was[h.Stop.ID]), byDay(before.Exceptions[h.Stop.ID])
		for _, day := range daysOf(former, left) {
			same, err := equal(now[day], left[day])
			if err != nil {
				return err
			}
			if same {
				wanted[day] = former[day]
			}
		}
		if err := s.saveExceptions(ctx, h, wanted, by); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) formerTours(before mediation.TourImport) (writes []mediation.TourHolding, err error) {
	for _, h := range s.tours {
		i := slices.IndexFunc(before.Tours, func(b mediation.TourHolding) bool { return b.Tour.ID == h.Tour.ID })
		next := h
		if i < 0 {
			next.Gone = next.Gone || h.FromSource == nil
		} else if next.Tour, err = former(before.Tours[i].Tour, before.Tours[i].FromSource, h.FromSource); err != nil {
			return nil, err
		} else if h.FromSource == nil {
			next.Gone = before.Tours[i].Gone
		}
		if same, err := equal(h, next); err != nil {
			return nil, err
		} else if !same {
			writes = append(writes, next)
		}
	}
	return writes, nil
}

func (s *session) formerStops(before mediation.TourImport) (writes []mediation.StopHolding, err error) {
	for _, h := range s.stops {
		i := slices.IndexFunc(before.Stops, func(b mediation.StopHolding) bool { return b.Stop.ID == h.Stop.ID })
		next := h
		if i < 0 {
			next.Gone = next.Gone || h.FromSource == nil
		} else if next.Stop, err = former(bare(before.Stops[i].Stop), before.Stops[i].FromSource, h.FromSource); err != nil {
			return nil, err
		} else if h.FromSource == nil {
			b := before.Stops[i]
			next.Gone, next.Offer, next.PlaceID, next.OfferGone = b.Gone, b.Offer, b.PlaceID, b.OfferGone
		}
		next.Stop.Exceptions = h.Stop.Exceptions
		if same, err := equal(h, next); err != nil {
			return nil, err
		} else if !same {
			writes = append(writes, next)
		}
	}
	return writes, nil
}

// former is what was stored before; where that was the source's value, it is
// what the source says now.
func former[T any](stored T, fromSource, current *T) (T, error) {
	local, err := changedLocally(stored, fromSource)
	if err != nil || local || fromSource == nil || current == nil {
		return stored, err
	}
	return *current, nil
}

// fingerprint covers what the tours are and the visits that follow.
func (s *session) fingerprint() (string, error) {
	visits, _ := s.plan()
	tours, holdings := s.live()
	type stop struct {
		Stop  mediation.Stop
		Offer mediation.Offer
		Place string
	}
	stops := make([]stop, len(holdings))
	for i, h := range holdings {
		stops[i] = stop{h.Stop, h.Offer, h.PlaceID}
	}
	sum := sha256.New()
	err := json.NewEncoder(sum).Encode(struct {
		Tours  []mediation.Tour
		Stops  []stop
		Visits []mediation.Visit
	}{tours, stops, visits})
	return fmt.Sprintf("%x", sum.Sum(nil)[:12]), err
}
