package hours

import (
	"slices"
	"time"
)

// Horizon is the number of days after today within which [Schedule.At] looks
// for the next opening or the end of the current one.
const Horizon = 60

// State is what a schedule says of one instant.
type State struct {
	// Open is true only when the hours are sure.
	Open bool
	// Unknown is true when the hours only carry a comment for that instant
	// ("sur rendez-vous") or are declared uncertain. Open is then false.
	Unknown bool
	// Until is the end of the current opening, zero when closed, and when
	// the place does not close within [Horizon] days.
	Until time.Time
	// Next is the start of the next sure opening when not open, zero when
	// there is none within [Horizon] days.
	Next time.Time
	// Holiday is the French name of the public holiday for which the place
	// stays closed on that day, "" otherwise.
	Holiday string
	// Uncertain is true when the place is closed at that instant, with no sure
	// opening in sight but hours that are declared uncertain, as those by
	// appointment are.
	Uncertain bool
	// Comment is what the hours say in words about that instant, or about the
	// next uncertain hours.
	Comment string
}

// Interval is a time during which a place is surely open: Start is in it, End
// is not.
type Interval struct {
	Start, End time.Time
	Comment    string
}

// Slot is a time that the hours speak of. It is an opening unless it is unsure:
// by appointment, say.
type Slot struct {
	Interval
	Unsure bool
}

// Schedule is a compiled text of opening hours. It never changes and may be
// used by several goroutines at once.
type Schedule struct {
	text  string
	rules []rule
	// overnight is true when some hours go past midnight, mentionsPH when
	// the text speaks of public holidays.
	overnight, mentionsPH bool
	// calendar says what the clocks show and which days are public holidays
	// where the place is.
	calendar Calendar
}

// String returns the text that was parsed.
func (s *Schedule) String() string { return s.text }

// MentionsHolidays is true when the text itself says what happens on public
// holidays.
func (s *Schedule) MentionsHolidays() bool { return s.mentionsPH }

// In returns the same schedule with the clocks and the public holidays of a
// département; one that was only parsed has those of Paris.
func (s *Schedule) In(c Calendar) *Schedule {
	local := *s
	local.calendar = c
	return &local
}

// OrHolidaysOff returns the same schedule, closed on public holidays unless
// its text speaks of them itself: sources that forget PH describe ordinary
// weeks, and nobody may be sent to a town hall on 14 July.
func (s *Schedule) OrHolidaysOff() *Schedule {
	if s.mentionsPH {
		return s
	}
	off := *s
	off.rules = slices.Concat(s.rules, []rule{{hasDays: true, holidays: true, state: closed}})
	off.mentionsPH = true
	return &off
}

// At says whether the place is open at t, and what comes next. Its cost is
// that of the days up to the next opening.
func (s *Schedule) At(t time.Time) State {
	var buffer [16]piece
	today := dayOf(t, s.calendar.Zone())
	pieces := s.day(today, buffer[:0])
	var st State
	for _, p := range pieces {
		if !t.Before(p.start) && t.Before(p.end) {
			st.Open, st.Unknown, st.Comment = p.state == open, p.state == unknown, s.rules[p.rule].comment
		}
	}
	if st.Open {
		st.Until = s.openUntil(t, today)
		return st
	}
	st.Holiday = s.closedForHoliday(today, pieces)
	st.Next = s.nextOpening(t, today)
	if !st.Unknown && st.Next.IsZero() && st.Comment == "" {
		st.Comment, st.Uncertain = s.nextUncertain(t, today)
	}
	return st
}

// openUntil follows the openings that touch each other from t on.
func (s *Schedule) openUntil(t time.Time, today day) time.Time {
	var buffer [16]piece
	end := t
	for d := today; d <= today+Horizon; d++ {
		for _, p := range s.day(d, buffer[:0]) {
			if p.state == open && !p.start.After(end) && p.end.After(end) {
				end = p.end
			}
		}
		if end.Before((d + 1).midnight(s.calendar.Zone())) {
			return end
		}
	}
	return time.Time{}
}

func (s *Schedule) nextOpening(t time.Time, today day) time.Time {
	var buffer [16]piece
	for d := today; d <= today+Horizon; d++ {
		for _, p := range s.day(d, buffer[:0]) {
			if p.state == open && p.start.After(t) {
				return p.start
			}
		}
	}
	return time.Time{}
}

// closedForHoliday names the holiday that keeps the place closed on d although
// it would otherwise have had hours.
func (s *Schedule) closedForHoliday(d day, pieces []piece) string {
	f := s.calendar.facts(d)
	if f.holiday == "" || !s.mentionsPH {
		return ""
	}
	for _, p := range pieces {
		if p.state != closed {
			return ""
		}
	}
	var buffer [16]span
	for _, sp := range s.spans(d, &f, buffer[:0], true) {
		if sp.state != closed {
			return f.holiday
		}
	}
	return ""
}

// Uncertain is true when some of the hours are only a comment ("sur
// rendez-vous"), or declared unsure: beside its sure openings, the place may
// be open at times.
func (s *Schedule) Uncertain() bool {
	return slices.ContainsFunc(s.rules, func(r rule) bool { return r.state == unknown })
}

// nextUncertain finds the next uncertain hours and their comment.
func (s *Schedule) nextUncertain(t time.Time, today day) (comment string, ok bool) {
	if !s.Uncertain() {
		return "", false
	}
	var buffer [16]piece
	for d := today; d <= today+Horizon; d++ {
		for _, p := range s.day(d, buffer[:0]) {
			if p.state == unknown && p.start.After(t) {
				return s.rules[p.rule].comment, true
			}
		}
	}
	return "", false
}

// NextChange returns an instant after t up to which what [Schedule.At] and
// [State.Sentence] say stays true: the next start or end of some hours, and at
// the latest the next midnight.
func (s *Schedule) NextChange(t time.Time) time.Time {
	var buffer [16]piece
	today := dayOf(t, s.calendar.Zone())
	for _, p := range s.day(today, buffer[:0]) {
		if p.start.After(t) {
			return p.start
		}
		if p.end.After(t) {
			return p.end
		}
	}
	return (today + 1).midnight(s.calendar.Zone())
}

// Intervals lists the sure openings between from and to, in order, cut to that
// span. Those that touch are one, unless their comments differ.
func (s *Schedule) Intervals(from, to time.Time) []Interval {
	var list []Interval
	s.between(from, to, func(p piece, next Interval) {
		if p.state == open {
			list = join(list, next)
		}
	})
	return list
}

// Slots is Intervals with the unsure hours too, each of which is kept apart.
func (s *Schedule) Slots(from, to time.Time) []Slot {
	var list []Slot
	s.between(from, to, func(p piece, next Interval) {
		n := len(list)
		switch {
		case p.state == closed:
		case p.state == open && n > 0 && !list[n-1].Unsure && list[n-1].touches(next):
			list[n-1].End = next.End
		default:
			list = append(list, Slot{next, p.state == unknown})
		}
	})
	return list
}

// between visits the pieces between from and to, cut to that span.
func (s *Schedule) between(from, to time.Time, visit func(piece, Interval)) {
	if !from.Before(to) {
		return
	}
	var buffer [16]piece
	zone := s.calendar.Zone()
	from, to = from.In(zone), to.In(zone)
	for d, last := dayOf(from, zone), dayOf(to, zone); d <= last; d++ {
		for _, p := range s.day(d, buffer[:0]) {
			if p.end.After(from) && p.start.Before(to) {
				visit(p, Interval{latest(p.start, from), earliest(p.end, to), s.rules[p.rule].comment})
			}
		}
	}
}

func (i Interval) touches(next Interval) bool {
	return i.End.Equal(next.Start) && i.Comment == next.Comment
}

func join(list []Interval, next Interval) []Interval {
	if n := len(list); n > 0 && list[n-1].touches(next) {
		list[n-1].End = next.End
		return list
	}
	return append(list, next)
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
