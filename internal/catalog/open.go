package catalog

import (
	"slices"
	"strconv"
	"time"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// OpenState says whether a place or an offer is open at an instant.
type OpenState struct {
	hours.State
	outlook
	// Known is false when no hours could be read, and when there is no visit
	// to count on: nobody can say.
	Known bool
	// Partly is true when the hours of another helper there are not known: what
	// is not open may be all the same.
	Partly bool
	// At is the instant it speaks of.
	At time.Time
	// Mobile is true for a service that moves, which is "open" during a visit
	// only, NoPublic for one that receives nobody, which never is.
	Mobile, NoPublic bool
}

// state computes an offer's state at t.
func (o *offerEntry) state(t time.Time) OpenState {
	s := OpenState{At: t, Mobile: o.Mobile(), NoPublic: slices.Contains(o.Access, mediation.NoPublic)}
	switch {
	case s.NoPublic:
	case s.Mobile:
		o.lookAhead(&s)
	case o.schedule != nil:
		s.State, s.Known = o.schedule.At(t), true
	}
	return s
}

// openAt is true when the offer is open at t, or visited; visits past at the
// instant now do not count.
func (o *offerEntry) openAt(t, now time.Time) bool {
	if o.schedule == nil {
		return o.visitedAt(t, now)
	}
	return !slices.Contains(o.Access, mediation.NoPublic) && o.schedule.At(t).Open
}

// openDuring is true when the offer is open, or visited, for some time
// between from and to.
func (o *offerEntry) openDuring(from, to, now time.Time) bool {
	if o.schedule == nil {
		return o.firstDuring(from, to, now) != nil
	}
	if slices.Contains(o.Access, mediation.NoPublic) {
		return false
	}
	soon := from.AddDate(0, 0, weekDays) // nearly all that open at all do within a week
	return soon.Before(to) && len(o.schedule.Intervals(from, soon)) > 0 || len(o.schedule.Intervals(from, to)) > 0
}

// state computes a place's state at t.
func (e *entry) state(t time.Time) OpenState {
	var buffer [4]*offerEntry
	offers := buffer[:0]
	for i := range e.offers {
		offers = append(offers, &e.offers[i])
	}
	return stateOf(offers, t)
}

// stateOf computes the state of several helpers together at t: open when one
// is, until the last one closes; else opening when the first one does.
func stateOf(offers []*offerEntry, t time.Time) OpenState {
	var sum OpenState
	unknown := false
	for i, o := range offers {
		next := o.state(t)
		unknown = unknown || !next.Known && !next.Mobile && !next.NoPublic
		sum = combine(sum, next, i == 0)
	}
	sum.Partly = unknown && sum.Known
	return sum
}

func combine(sum, next OpenState, first bool) OpenState {
	switch {
	case first || next.Known && !sum.Known:
		return next
	case !next.Known:
		if !sum.Known && next.tells() > sum.tells() {
			sum.outlook = next.outlook
		}
		sum.NoPublic = sum.NoPublic && next.NoPublic
		sum.Mobile = sum.Mobile && next.Mobile
		return sum
	case sum.Open && next.Open:
		if next.Until.IsZero() || !sum.Until.IsZero() && next.Until.After(sum.Until) {
			return next
		}
		return sum
	case sum.Open:
		return sum
	case next.Open:
		return next
	}
	return soonest(sum, next)
}

// soonest joins two states that are not open: the first to open, and unsure
// when one of them is, so that nothing unsure is called closed.
func soonest(a, b OpenState) OpenState {
	if opensBefore(b.State, a.State) {
		a, b = b, a
	}
	switch {
	case b.Unknown && !a.Unknown:
		b.Next = a.Next
		return b
	case b.Uncertain && !a.Unknown && a.Next.IsZero():
		return b
	}
	return a
}

func opensBefore(a, b hours.State) bool {
	return !a.Next.IsZero() && (b.Next.IsZero() || a.Next.Before(b.Next))
}

// localDays turns a window of days into instants where they are, the end
// excluded.
func (s *Snapshot) localDays(w mediation.Window) [2]time.Time {
	at := func(t time.Time, plus int, clock time.Duration) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d+plus, 0, int(clock.Minutes()), 0, 0, s.zone)
	}
	if w.End > 0 {
		return [2]time.Time{at(w.From, 0, w.Start), at(w.To, 0, w.End)}
	}
	return [2]time.Time{at(w.From, 0, w.Start), at(w.To, 1, 0)}
}

// Moment is a snapshot at an instant: which places are open, and which visits
// are to come, does not change before Until.
type Moment struct {
	*Snapshot
	// At and Until are on the clock of the département.
	At, Until time.Time
	// Stamp is At as programs read it (RFC 3339, in UTC).
	Stamp  string
	states []OpenState
	// undatedPlaces are those where only a van comes, and nobody knows when.
	undatedPlaces []int
	next          []*mediation.Visit
	times         timelies
	week          *timely // who opens in the week that begins at At
}

// covers is true while what the moment answers is true.
func (m *Moment) covers(t time.Time) bool { return !t.Before(m.At) && t.Before(m.Until) }

// Tag names what the moment answers: equal tags, equal answers for one address.
func (m *Moment) Tag() string { return m.Version + "-" + strconv.FormatInt(m.Until.Unix(), 36) }

// At returns the snapshot at t, which is the clock's time: calls close in time share one
// moment, and one at another time would put it out for all readers. An instant that
// somebody asks about is part of the question ([mediation.Filter]).
func (s *Snapshot) At(t time.Time) *Moment {
	if m := s.moment.Load(); m != nil && m.covers(t) {
		return m
	}
	m := s.newMoment(t)
	s.moment.Store(m)
	return m
}

func (s *Snapshot) newMoment(t time.Time) *Moment {
	t = t.In(s.zone)
	m := &Moment{
		Snapshot: s, At: t, Until: s.nextChange(t), Stamp: t.UTC().Format(time.RFC3339),
		states: make([]OpenState, len(s.entries)), next: make([]*mediation.Visit, len(s.entries)),
		times: timelies{of: map[timeKey]*timely{}}, week: s.newTimely(),
	}
	for i := range s.entries {
		m.states[i] = s.entries[i].state(t)
		if m.undated(i) {
			m.undatedPlaces = append(m.undatedPlaces, i)
		}
		m.next[i] = s.entries[i].firstVisit(t, far, t)
		for _, o := range s.entries[i].offers {
			if o.schedule == nil {
				continue
			}
			if change := o.schedule.NextChange(t); change.Before(m.Until) {
				m.Until = change
			}
		}
	}
	return m
}

// Open returns the state of a place, given by its index.
func (m *Moment) Open(place int) OpenState { return m.states[place] }

// OfferOpen returns the state of one offer of a place.
func (m *Moment) OfferOpen(place, offer int) OpenState {
	return m.entries[place].offers[offer].state(m.At)
}

// HoursText says an offer's hours in a language, line by line; those that could
// not be read stay as their source wrote them.
func (s *Snapshot) HoursText(l *language.Language, place, offer int) []string {
	e := &s.entries[place]
	o := &e.offers[offer]
	schedule := o.schedule
	if o.Mobile() || len(o.Closures) > 0 { // closures are not part of the usual hours
		schedule = scheduleOf(o.Hours, e.calendar)
	}
	switch {
	case schedule != nil:
		return schedule.Text(l)
	case o.HoursText != "":
		return []string{l.Quote(o.HoursText)}
	}
	return nil
}
