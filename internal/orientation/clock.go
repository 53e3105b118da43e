// Package orientation lists when each offer helps in the weeks to come, in the
// local time of the département. The browser compares offers with these times
// by itself, so that nothing about a person leaves it.
package orientation

import (
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
)

// Days is how far ahead one looks.
const Days = 42

const dayMinutes = 24 * 60

// Minute is a time on the wall clock: minutes since the midnight at
// which the day of the question began. Days always count 1,440 of them, also
// when the clocks change.
type Minute int

// Day is the number of days after that of the question, -1 for the day before.
func (m Minute) Day() int { return (int(m) - m.OfDay()) / dayMinutes }

// OfDay is the minute of the day.
func (m Minute) OfDay() int { return (int(m)%dayMinutes + dayMinutes) % dayMinutes }

// Span is a time on the wall clock: Start is in it, End is not.
type Span struct{ Start, End Minute }

// Clock counts minutes around the instant of a question.
type Clock struct {
	Instant time.Time
	year    int
	month   time.Month
	day     int
}

// NewClock returns the clock of a question at an instant.
func NewClock(instant time.Time) Clock {
	instant = hours.Local(instant)
	y, m, d := instant.Date()
	return Clock{instant, y, m, d}
}

// Now is the minute of the question.
func (c Clock) Now() Minute { return c.Minute(c.Instant) }

// End is the minute up to which one looks.
func (c Clock) End() Minute { return c.Now() + Days*dayMinutes }

// Minute returns what the wall clock shows at t.
func (c Clock) Minute(t time.Time) Minute {
	t = t.In(c.Instant.Location())
	y, m, d := t.Date()
	today := time.Date(c.year, c.month, c.day, 0, 0, 0, 0, time.UTC)
	days := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(today) / (24 * time.Hour)
	return Minute(int(days)*dayMinutes + t.Hour()*60 + t.Minute())
}

// Time returns the instant at which the wall clock shows a minute.
func (c Clock) Time(m Minute) time.Time {
	return time.Date(c.year, c.month, c.day+m.Day(), 0, m.OfDay(), 0, 0, c.Instant.Location())
}

// Times are the times of an offer on the wall clock.
type Times struct {
	Timetable catalog.Timetable
	Openings  []Span
	Visits    []Visit
}

// Visit is a visit on the wall clock.
type Visit struct {
	catalog.OfferVisit
	Span
}

// Times lists when an offer helps: its visits from the question on, and its
// openings from the morning of that day on, for whoever says its hours.
func (c Clock) Times(s *catalog.Snapshot, place, offer int) Times {
	known := s.Times(place, offer, c.Instant, c.Time(c.End()))
	t := Times{Timetable: known.Timetable, Openings: c.spans(known.Openings)}
	if t.Timetable == catalog.HoursKnown {
		t.Openings = c.spans(s.Times(place, offer, c.Time(0), c.Time(c.End())).Openings)
	}
	for _, v := range known.Visits {
		t.Visits = append(t.Visits, Visit{v, Span{c.Minute(v.Start), c.Minute(v.End)}})
	}
	return t
}

func (c Clock) spans(openings []hours.Interval) (list []Span) {
	for _, o := range openings {
		if span := (Span{c.Minute(o.Start), c.Minute(o.End)}); span.Start < span.End {
			list = append(list, span)
		}
	}
	return list
}
