package coverage

import (
	"cmp"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/hours"
)

// Door is where helpers who answer a question are found together.
type Door struct {
	Place   string
	Point   orb.Point
	Commune string
	Moves   bool
	// Wait is the number of days until it opens, -1 when it surely does not.
	Wait int
	// Weekly are its hours in a week, on average over the days of the question.
	Weekly float64
	// Appointment is true when there are times by appointment, Unknown when
	// there may be times that nobody published.
	Appointment, Unknown bool
}

// doorKey tells doors apart: a vehicle may come to several points of a place, and
// stands before the door of those who do not move.
type doorKey struct {
	place string
	point orb.Point
	moves bool
}

// gathered are the times of the helpers of one door.
type gathered struct {
	door              Door
	open, appointment []hours.Interval
}

// doors gathers those who answer.
func (q Question) doors(helps []Help) []Door {
	index := map[doorKey]int{}
	var all []gathered
	for i := range helps {
		h := &helps[i]
		if !q.answers(h) {
			continue
		}
		key := doorKey{h.Place, h.Point, h.Moves}
		at, known := index[key]
		if !known {
			at = len(all)
			index[key] = at
			all = append(all, gathered{door: Door{Place: h.Place, Point: h.Point, Commune: h.Commune, Moves: h.Moves}})
		}
		g := &all[at]
		g.open, g.appointment = append(g.open, q.cut(h.Open)...), append(g.appointment, q.cut(h.Appointment)...)
		g.door.Unknown = g.door.Unknown || h.Unknown
	}
	list := make([]Door, len(all))
	for i := range all {
		list[i] = q.door(&all[i])
	}
	return list
}

// answers is true for a helper that the question is about.
func (q Question) answers(h *Help) bool {
	for _, c := range h.Claims {
		if (q.Need == "" || c.ID == q.Need) && (q.Possible || c.Certainty.Confirmed()) {
			return true
		}
	}
	return false
}

// door tells when a door opens.
func (q Question) door(g *gathered) Door {
	d := g.door
	d.Wait = -1
	open := time.Duration(0)
	for _, i := range united(g.open) {
		open += i.End.Sub(i.Start)
		if d.Wait < 0 && i.End.After(q.Now) {
			d.Wait = max(0, hours.DaysBetween(q.Now, i.Start))
		}
	}
	d.Weekly = open.Hours() * 7 / float64(q.Days)
	d.Appointment = slices.ContainsFunc(g.appointment, func(i hours.Interval) bool { return i.End.After(q.Now) })
	return d
}

// cut keeps of times what lies in the days and the hours that count.
func (q Question) cut(list []hours.Interval) []hours.Interval {
	from, to := q.span()
	var kept []hours.Interval
	keep := func(i hours.Interval) {
		if i.Start.Before(i.End) {
			kept = append(kept, i)
		}
	}
	for _, i := range list {
		i = overlap(i, from, to)
		if q.Start == 0 && q.End == 0 {
			keep(i)
			continue
		}
		for day := hours.Midnight(i.Start, 0); day.Before(i.End); day = hours.Midnight(day, 1) {
			keep(overlap(i, at(day, q.Start), at(day, q.End)))
		}
	}
	return kept
}

// at is an hour of a day as the clocks show it.
func at(midnight time.Time, clock time.Duration) time.Time {
	y, m, d := midnight.Date()
	return time.Date(y, m, d, 0, int(clock.Minutes()), 0, 0, midnight.Location())
}

func overlap(i hours.Interval, from, to time.Time) hours.Interval {
	if i.Start.Before(from) {
		i.Start = from
	}
	if i.End.After(to) {
		i.End = to
	}
	return i
}

// united makes one of the times that meet, in order.
func united(list []hours.Interval) []hours.Interval {
	slices.SortFunc(list, func(a, b hours.Interval) int {
		return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End))
	})
	var out []hours.Interval
	for _, next := range list {
		if n := len(out); n > 0 && !next.Start.After(out[n-1].End) {
			if next.End.After(out[n-1].End) {
				out[n-1].End = next.End
			}
			continue
		}
		out = append(out, next)
	}
	return out
}
