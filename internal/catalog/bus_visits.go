package catalog

import (
	"slices"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// visitEntry is a visit with all that questions ask of it.
type visitEntry struct {
	*mediation.Visit
	index int // in [Data].Visits
	stop  *stopEntry
	// helps is true when whoever comes to where it takes place is helped,
	// here when that is at its stop, or at least in the same commune.
	helps, here bool
}

func (s *Snapshot) newVisitEntry(i int) visitEntry {
	v := &s.Visits[i]
	e := visitEntry{Visit: v, index: i, stop: s.stops[v.Stop]}
	e.helps = v.Available() && !slices.Contains(e.offer(s).Access, mediation.NoPublic)
	e.here = v.Venue == nil
	if !e.here {
		at, to := s.communeCode(v.Venue.Address.INSEE), s.entries[e.stop.place].commune
		e.here = to != "" && at == s.communeCode(to)
	}
	return e
}

func (v *visitEntry) offer(s *Snapshot) *offerEntry {
	return &s.entries[v.stop.place].offers[v.stop.offer]
}

// communeCode turns the code of a commune that merged into that of today.
func (s *Snapshot) communeCode(insee string) string {
	if c := s.communes[insee]; c != nil {
		return c.INSEE
	}
	return insee
}

// ahead is true when the visit is not past at the instant now.
func (v *visitEntry) ahead(now time.Time) bool { return v.End.After(now) }

// counts is true when a reader who goes to the stop's place because of the
// visit finds help, there or in the same commune. Past, cancelled, full and
// unconfirmed visits never count, nor those moved to another commune.
func (v *visitEntry) counts(now time.Time) bool { return v.helps && v.here && v.ahead(now) }

// during is true when some of the visit lies between from and to, to excluded.
func (v *visitEntry) during(from, to time.Time) bool { return v.Start.Before(to) && v.End.After(from) }

// underWay is true at each instant of the visit, its end excluded.
func (v *visitEntry) underWay(t time.Time) bool { return !v.Start.After(t) && v.End.After(t) }

// firstDuring returns the first of the offer's visits that counts and has
// some of its time between from and to, nil for none.
func (o *offerEntry) firstDuring(from, to, now time.Time) *visitEntry {
	for _, v := range o.visits {
		if !v.Start.Before(to) {
			break
		}
		if v.during(from, to) && v.counts(now) {
			return v
		}
	}
	return nil
}

// firstVisit returns the first visit of the place's offers that counts and
// has some of its time between from and to, nil for none.
func (e *entry) firstVisit(from, to, now time.Time) *mediation.Visit {
	var first *visitEntry
	for i := range e.offers {
		if v := e.offers[i].firstDuring(from, to, now); v != nil && (first == nil || v.index < first.index) {
			first = v
		}
	}
	if first == nil {
		return nil
	}
	return first.Visit
}

// visitedAt is true when a visit that counts is under way at t.
func (o *offerEntry) visitedAt(t, now time.Time) bool {
	for _, v := range o.visits {
		if v.Start.After(t) {
			break
		}
		if v.underWay(t) && v.counts(now) {
			return true
		}
	}
	return false
}

// far is after every visit.
var far = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// NextVisit returns the first visit of a place that someone can still count
// on, be it under way; nil for none.
func (m *Moment) NextVisit(place int) *mediation.Visit { return m.next[place] }

// VisitDuring returns the first visit of a place that someone can count on in
// the days of a window, nil for none. Past ones do not count.
func (m *Moment) VisitDuring(place int, w mediation.Window) *mediation.Visit {
	days := m.localDays(w)
	return m.entries[place].firstVisit(days[0], days[1], m.At)
}

// Coming lists the visits of a stop that are not past, whatever became of
// them, in order. Cancelled ones stay until their day is past.
func (m *Moment) Coming(stopID string) []*mediation.Visit {
	stop := m.stops[stopID]
	if stop == nil {
		return nil
	}
	midnight := hours.Midnight(m.At, 0)
	var list []*mediation.Visit
	for _, v := range stop.visits {
		if v.ahead(m.At) || v.Status == mediation.Cancelled && !v.Start.Before(midnight) {
			list = append(list, v.Visit)
		}
	}
	return list
}

// feedDays is how long calendars keep a visit that is past.
const feedDays = 31

// Feed lists the visits that answer a filter and that a calendar holds, as
// indexes in order: those of the last 31 days, and all to come. Cancelled
// ones stay until their day is past. The filter's own instant does not count.
func (m *Moment) Feed(f mediation.VisitFilter) []int {
	f.Now = time.Time{}
	midnight, oldest := hours.Midnight(m.At, 0), hours.Midnight(m.At, -feedDays)
	var list []int
	for _, hit := range m.FindVisits(f) {
		v := &m.visits[hit.Visit]
		if !v.Start.Before(oldest) && (v.Status != mediation.Cancelled || !v.Start.Before(midnight)) {
			list = append(list, hit.Visit)
		}
	}
	slices.Sort(list)
	return list
}

// nextChange returns the first start or end of any visit after t, or the next
// midnight: up to then, what is said of visits stays true.
func (s *Snapshot) nextChange(t time.Time) time.Time {
	midnight := hours.Midnight(t.In(s.zone), 1)
	i, _ := slices.BinarySearchFunc(s.changes, t, func(change, t time.Time) int {
		if change.After(t) {
			return 1
		}
		return -1
	})
	if i < len(s.changes) && s.changes[i].Before(midnight) {
		return s.changes[i]
	}
	return midnight
}
