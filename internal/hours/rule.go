package hours

import "time"

// state is what a rule makes of the times it covers.
type state uint8

const (
	closed state = iota
	unknown
	open
)

const midnight = 24 * 60

// MaxOvernight is the longest opening past midnight that is believed. Longer
// ones in real data ("Fr 17:00-12:00") are slips of the pen.
const MaxOvernight = 12 * time.Hour

// weekdayNumbers says which of a month's Mondays, say: bits 0–4 the first to
// the fifth, bits 5–9 the last to the last but four, bit 10 every one.
type weekdayNumbers uint16

const everyWeek weekdayNumbers = 1 << 10

func nth(n int) weekdayNumbers     { return 1 << (n - 1) }
func nthLast(n int) weekdayNumbers { return 1 << (n + 4) }

// timeRange is in minutes since midnight; to is past 1440 for the next day.
type timeRange struct{ from, to int16 }

// dateRange holds both its ends. Years are 0 when it comes back every year.
type dateRange struct {
	fromYear, toYear int
	// from and to are month*100+day.
	from, to int
	// months is true when whole months were written.
	months bool
}

func (r dateRange) contains(f *facts) bool {
	d := f.month*100 + f.monthDay
	if r.fromYear != 0 {
		d += f.year * 10000
		return r.fromYear*10000+r.from <= d && d <= r.toYear*10000+r.to
	}
	if r.from <= r.to {
		return r.from <= d && d <= r.to
	}
	return d >= r.from || d <= r.to
}

// rule is one rule of a schedule: when it matches, and what holds then.
type rule struct {
	dates []dateRange
	// weeks has bit n set for ISO week n; 0 means every week.
	weeks uint64
	// hasDays is true when the rule names weekdays or public holidays.
	hasDays, holidays bool
	weekdays          [7]weekdayNumbers
	// times is empty for the whole day.
	times      []timeRange
	state      state
	comment    string
	additional bool
}

// everyDay is true when the rule names no day of any sort.
func (r *rule) everyDay() bool { return len(r.dates) == 0 && r.weeks == 0 && !r.hasDays }

// weekly is true when the rule only depends on weekday and public holiday.
func (r *rule) weekly() bool {
	if len(r.dates) > 0 || r.weeks != 0 {
		return false
	}
	for _, numbers := range r.weekdays {
		if numbers&^everyWeek != 0 {
			return false
		}
	}
	return true
}

// holidayOff is true for a rule that only closes public holidays, all day.
func (r *rule) holidayOff() bool {
	return r.holidays && r.state == closed && len(r.times) == 0 && r.weekdays == [7]weekdayNumbers{}
}

// overrides is true when the rule replaces earlier rules on its days.
func (r *rule) overrides() bool { return !r.additional && r.state != closed }

func (r *rule) matches(f *facts) bool {
	if r.weeks != 0 && r.weeks>>f.week&1 == 0 {
		return false
	}
	if len(r.dates) > 0 && !r.onDate(f) {
		return false
	}
	return !r.hasDays || r.holidays && f.holiday != "" || r.weekdays[f.weekday]&f.number != 0
}

func (r *rule) onDate(f *facts) bool {
	for _, d := range r.dates {
		if d.contains(f) {
			return true
		}
	}
	return false
}

func (r *rule) lastsPast(minute int16) bool {
	for _, t := range r.times {
		if t.to > minute {
			return true
		}
	}
	return false
}

// paint adds the rule's times to a day that it matches.
func (r *rule) paint(list []span, index int16) []span {
	if r.overrides() {
		list = list[:0]
	}
	if len(r.times) == 0 {
		return append(list, span{0, midnight, index, r.state})
	}
	for _, t := range r.times {
		list = append(list, span{t.from, min(t.to, midnight), index, r.state})
	}
	return list
}

// paintNight adds what the rule's times leave for the day after.
func (r *rule) paintNight(list []span, index int16) []span {
	for _, t := range r.times {
		if t.to > midnight {
			list = append(list, span{0, t.to - midnight, index, r.state})
		}
	}
	return list
}
