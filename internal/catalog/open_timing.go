package catalog

import (
	"slices"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// Timing is when someone who asks a question finds help at a place: the state
// of the helpers that answer it at the instant now, or the first day now
// on which one of them helps.
type Timing struct {
	OpenState
	// Day is midnight at the start of the day that Spans and Visit are
	// of, zero when the state says it all.
	Day time.Time
	// Spans are the sure openings of that day that are not over, in order and
	// apart; none on the day of a visit.
	Spans []hours.Interval
	// Hour is true when an hour to come was now for, Days when days were.
	Hour, Days bool
}

// Question is a filter now at a moment, made ready for many places. Helpers
// that it does not ask for do not count: a counter that is closed is not open
// because its neighbour is.
type Question struct {
	moment *Moment
	query  *query
}

// Question makes a filter ready.
func (m *Moment) Question(f mediation.Filter) Question { return Question{m, m.compile(f)} }

// Open is true when a helper that answers is at a place now.
func (q Question) Open(place int) bool {
	if !q.query.offers {
		return q.moment.states[place].Open
	}
	return stateOf(q.query.answering(&q.moment.entries[place]), q.moment.At).Open
}

// Timing tells when the question is answered at a place.
func (q Question) Timing(place int) Timing {
	m, offers := q.moment, q.query.answering(&q.moment.entries[place])
	switch {
	case q.query.OpenAt != nil:
		return Timing{OpenState: stateOf(offers, *q.query.OpenAt), Hour: q.query.OpenAt.After(q.query.Now)}
	case q.query.Window != nil:
		t := m.timingIn(offers, q.query.from(), q.query.window[1])
		t.Days = true
		return t
	}
	t := Timing{OpenState: stateOf(offers, m.At)}
	// While a door may be open now, its next sure day is no answer.
	unsure := t.Unknown && hours.DaysBetween(m.At, t.Next) > 0
	if !t.Open && t.Visit == nil && !t.Next.IsZero() && !unsure {
		t.addDay(offers, t.Next)
	}
	return t
}

// answering lists the offers of a place that meet the conditions, whatever the
// time, and give some service now for.
func (q *query) answering(e *entry) []*offerEntry {
	var offers []*offerEntry
	for i := range e.offers {
		o := &e.offers[i]
		gives := func(id mediation.NeedID) bool { return o.certainty(id) != "" }
		if q.describes(o) && (len(q.Needs) == 0 || slices.ContainsFunc(q.Needs, gives)) {
			offers = append(offers, o)
		}
	}
	return offers
}

// timingIn tells the first opening, or visit, between two instants.
func (m *Moment) timingIn(offers []*offerEntry, from, to time.Time) Timing {
	now := stateOf(offers, m.At)
	first, visit := time.Time{}, (*mediation.Visit)(nil)
	for _, o := range offers {
		start, v := o.firstOpening(from, to, m.At)
		if !start.IsZero() && (first.IsZero() || start.Before(first)) {
			first, visit = start, v
		}
	}
	switch {
	case first.IsZero():
		return Timing{OpenState: now}
	case now.Open && !first.After(m.At):
		return Timing{OpenState: now}
	}
	t := Timing{OpenState: OpenState{At: m.At, Known: true, State: hours.State{Next: first}}, Day: hours.Midnight(first, 0)}
	if visit != nil {
		t.Mobile, t.Visit = true, visit
		return t
	}
	t.addDay(offers, first)
	return t
}

// firstOpening returns the first instant between two at which the offer is
// surely open, or visited, with that visit.
func (o *offerEntry) firstOpening(from, to, now time.Time) (time.Time, *mediation.Visit) {
	switch {
	case slices.Contains(o.Access, mediation.NoPublic):
	case o.schedule != nil:
		if list := o.schedule.Intervals(from, to); len(list) > 0 {
			return list[0].Start, nil
		}
	default:
		if v := o.firstDuring(from, to, now); v != nil {
			if v.Start.Before(from) {
				return from, v.Visit
			}
			return v.Start, v.Visit
		}
	}
	return time.Time{}, nil
}

// addDay adds the openings of a day, from an instant of it on.
func (t *Timing) addDay(offers []*offerEntry, from time.Time) {
	t.Day = hours.Midnight(from, 0)
	for _, o := range offers {
		if o.schedule != nil && !slices.Contains(o.Access, mediation.NoPublic) {
			t.Spans = append(t.Spans, o.schedule.Intervals(from, hours.Midnight(from, 1))...)
		}
	}
	t.Spans = merged(t.Spans)
}

// merged puts openings in order and makes one of those that meet. What they
// say in words is kept where they all say the same.
func merged(list []hours.Interval) []hours.Interval {
	slices.SortFunc(list, func(a, b hours.Interval) int { return a.Start.Compare(b.Start) })
	var out []hours.Interval
	for _, next := range list {
		n := len(out)
		if n == 0 || next.Start.After(out[n-1].End) {
			out = append(out, next)
			continue
		}
		last := &out[n-1]
		if next.End.After(last.End) {
			last.End = next.End
		}
		if next.Comment != last.Comment {
			last.Comment = ""
		}
	}
	return out
}
