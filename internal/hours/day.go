package hours

import (
	"slices"
	"time"
)

// day is a local calendar day, as days since 1970-01-01.
type day int32

const secondsPerDay = 24 * 60 * 60

// dayOf is the day of an instant on a clock.
func dayOf(t time.Time, zone *time.Location) day {
	y, m, d := t.In(zone).Date()
	return dayFromDate(y, m, d)
}

func dayFromDate(y int, m time.Month, d int) day {
	return day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

func (d day) date() (int, time.Month, int) { return d.utc().Date() }

func (d day) utc() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// facts is what rules ask about a day. Weekday 0 is Monday; number is the
// day's place in the month among its weekday, as bits of weekdaySet.
type facts struct {
	year, month, monthDay int
	week, weekday         int
	number                weekdayNumbers
	holiday               string
}

func (c Calendar) facts(d day) facts {
	u := d.utc()
	y, m, n := u.Date()
	_, week := u.ISOWeek()
	inMonth := int(dayFromDate(y, m+1, 1)-d) + n - 1
	return facts{
		year: y, month: int(m), monthDay: n, week: week,
		weekday: (int(u.Weekday()) + 6) % 7,
		number:  everyWeek | nth((n-1)/7+1) | nthLast((inMonth-n)/7+1),
		holiday: c.nameOf(y, m, n),
	}
}

// midnight is the instant at which the day starts on a clock.
func (d day) midnight(zone *time.Location) time.Time {
	y, m, n := d.date()
	return time.Date(y, m, n, 0, 0, 0, 0, zone)
}

// clock turns the wall times of one day into instants.
type clock struct {
	midnight time.Time
	// change is when the offset from UTC jumps by jump, zero on most days.
	change time.Time
	jump   time.Duration
}

func newClock(d day, zone *time.Location) clock {
	c := clock{midnight: d.midnight(zone)}
	if _, end := c.midnight.ZoneBounds(); !end.IsZero() && end.Sub(c.midnight) < 25*time.Hour {
		_, before := c.midnight.Zone()
		_, after := end.Zone()
		c.change, c.jump = end, time.Duration(after-before)*time.Second
	}
	return c
}

// at returns the instant of a wall time in minutes since midnight, 0 to 1440:
// the first of two when it comes twice, the end of the gap when it never comes.
func (c clock) at(minutes int16) time.Time {
	t := c.midnight.Add(time.Duration(minutes) * time.Minute)
	if c.change.IsZero() || t.Before(c.change) {
		return t
	}
	if t = t.Add(-c.jump); t.Before(c.change) {
		return c.change
	}
	return t
}

// WallTime returns the instant when the clocks of a zone show a time, in minutes
// since midnight, on a date: the first of two when it comes twice, the end of
// the gap when it never comes.
func WallTime(zone *time.Location, year int, month time.Month, day, minutes int) time.Time {
	return newClock(dayFromDate(year, month, day), zone).at(int16(minutes))
}

// span is a stretch of one day painted by one rule, in minutes since midnight.
type span struct {
	from, to int16
	rule     int16
	state    state
}

// piece is a span once no other overlaps it, as instants.
type piece struct {
	start, end time.Time
	rule       int16
	state      state
}

// spans lists what the rules paint on a day, a later one over an earlier one.
// With ignoreHolidayOff it is the day as if no rule closed public holidays.
func (s *Schedule) spans(d day, f *facts, list []span, ignoreHolidayOff bool) []span {
	var buffer [16]span
	var night []span
	if s.overnight {
		yesterday := s.calendar.facts(d - 1)
		night = s.paint(&yesterday, nil, buffer[:0], ignoreHolidayOff)
	}
	return s.paint(f, night, list, ignoreHolidayOff)
}

// paint applies the rules in order to a day, and where a rule still held at
// the end of the day before, whose spans are night, what it leaves for today.
func (s *Schedule) paint(f *facts, night, list []span, ignoreHolidayOff bool) []span {
	for i := range s.rules {
		r := &s.rules[i]
		if r.matches(f) && (!ignoreHolidayOff || !r.holidayOff()) {
			list = r.paint(list, int16(i))
		}
		if len(night) > 0 && r.lastsPast(midnight) && survives(night, int16(i)) {
			list = r.paintNight(list, int16(i))
		}
	}
	return list
}

// survives is true when a rule still holds at the end of a day with these spans.
func survives(spans []span, rule int16) bool {
	found := false
	for _, sp := range spans {
		switch {
		case sp.rule == rule:
			found = true
		case found && sp.state == closed && sp.to == midnight:
			return false
		}
	}
	return found
}

// day resolves a day into pieces, in order, without overlap; what is closed
// without a word is left out.
func (s *Schedule) day(d day, pieces []piece) []piece {
	f := s.calendar.facts(d)
	var buffer [16]span
	var flatBuffer [16]span
	flat := s.flatten(s.spans(d, &f, buffer[:0], false), flatBuffer[:0])
	if len(flat) == 0 {
		return pieces
	}
	c := newClock(d, s.calendar.Zone())
	for _, sp := range flat {
		start, end := c.at(sp.from), c.at(sp.to)
		if start.Before(end) {
			pieces = append(pieces, piece{start, end, sp.rule, sp.state})
		}
	}
	return pieces
}

// flatten cuts overlapping spans so that the last painted shows, and joins
// neighbours that say the same.
func (s *Schedule) flatten(spans, flat []span) []span {
	var buffer [33]int16
	edges := buffer[:0]
	for _, sp := range spans {
		edges = append(edges, sp.from, sp.to)
	}
	slices.Sort(edges)
	for i := 1; i < len(edges); i++ {
		from, to := edges[i-1], edges[i]
		top := topmost(spans, from)
		if from == to || top < 0 {
			continue
		}
		flat = s.extend(flat, span{from, to, spans[top].rule, spans[top].state})
	}
	return flat
}

func topmost(spans []span, minute int16) int {
	for i := len(spans) - 1; i >= 0; i-- {
		if spans[i].from <= minute && minute < spans[i].to {
			return i
		}
	}
	return -1
}

func (s *Schedule) extend(flat []span, next span) []span {
	comment := s.rules[next.rule].comment
	if next.state == closed && comment == "" {
		return flat
	}
	if n := len(flat); n > 0 && flat[n-1].to == next.from && flat[n-1].state == next.state &&
		s.rules[flat[n-1].rule].comment == comment {
		flat[n-1].to = next.to
		return flat
	}
	return append(flat, next)
}
