package planning

import (
	"cmp"
	"context"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/tour"
)

// replan computes the visits from today on and writes those that differ from
// what is stored. What is past stays as it was.
func (s *session) replan(ctx context.Context) (out Outcome, err error) {
	planned, conflicts := s.plan()
	out.Conflicts = s.group(conflicts)
	stored, err := s.tx.Visits(ctx, s.Departement, s.midnight().AddDate(0, -knownMonths, 0))
	if err != nil {
		return out, err
	}
	writes, err := s.compareVisits(planned, stored, &out)
	out.Visits = len(planned)
	if err != nil || len(writes) == 0 {
		return out, err
	}
	s.changed = true
	if err := s.tx.SaveVisits(ctx, writes, s.now); err != nil || s.Follow == nil {
		return out, err
	}
	return out, s.Follow(ctx, s.tx, writes)
}

// unreadable is the kind of conflict of a stop that was stored by an earlier
// version and cannot be read any more.
const unreadable = "unreadable"

// plan computes the visits to come of the tours as they are in the session.
func (s *session) plan() ([]mediation.Visit, []tour.Conflict) {
	tours, stops := s.live()
	placed := make([]tour.Placed, len(stops))
	for i, h := range stops {
		departement := cmp.Or(mediation.DepartementOf(h.Offer.Address.INSEE), s.Departement)
		placed[i] = tour.Placed{Stop: h.Stop, Place: h.PlaceID, Departement: departement}
	}
	visits, conflicts, err := tour.Plan(tours, placed, s.today(), s.horizon())
	if err != nil { // of single stops: the others are planned all the same
		conflicts = append(conflicts, tour.Conflict{Kind: unreadable, Sentence: sentence(err)})
	}
	midnight := s.midnight()
	kept := visits[:0]
	for _, v := range visits {
		if v.End.After(midnight) {
			kept = append(kept, v)
		}
	}
	return kept, conflicts
}

func (s *session) midnight() time.Time {
	return hours.Midnight(s.now, 0)
}

// knownMonths is how far back stored visits are read: one that was to be some
// weeks ago may have moved to a day to come.
const knownMonths = 3

// compareVisits lists what to write: visits that are new or changed, each
// change counted, and those that left the plan.
func (s *session) compareVisits(planned []mediation.Visit, stored []mediation.VisitHolding, out *Outcome) ([]mediation.VisitHolding, error) {
	before := map[string]mediation.VisitHolding{}
	for _, h := range stored {
		before[h.Visit.ID] = h
	}
	var writes []mediation.VisitHolding
	for _, v := range planned {
		h, known := before[v.ID]
		delete(before, v.ID)
		v.Sequence, v.Changed = h.Visit.Sequence, h.Visit.Changed
		same, err := equal(h.Visit, v)
		if err != nil {
			return nil, err
		}
		if known && same && !h.Withdrawn {
			continue
		}
		if known {
			v.Sequence++
		}
		if known && !h.Withdrawn {
			out.Changed++
		} else {
			out.Added++
		}
		v.Changed = s.now.UTC().Truncate(time.Second)
		writes = append(writes, mediation.VisitHolding{Visit: v})
	}
	for _, h := range stored {
		if left, ok := before[h.Visit.ID]; ok && !left.Withdrawn && left.Visit.End.After(s.midnight()) {
			left.Withdrawn = true
			out.Withdrawn++
			writes = append(writes, left)
		}
	}
	return writes, nil
}
