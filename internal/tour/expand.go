package tour

import (
	"slices"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"

	"github.com/teambition/rrule-go"
)

// Days lists the days of the rule between two others, both included, in order.
// There are none when its dates are not known, or when a bound is not a day.
func (r Rule) Days(from, to mediation.Day) []mediation.Day {
	if !isDay(from) || !isDay(to) || r.Dates() != mediation.DatesKnown {
		return nil
	}
	from = max(from, r.from)
	if r.until != "" {
		to = min(to, r.until)
	}
	if from > to {
		return nil
	}
	if r.kind == listed {
		return within(r.dates, from, to)
	}
	if r.kind == working {
		return r.workingDays(from, to)
	}
	recurrence, err := rrule.NewRRule(r.options(from, to))
	if err != nil {
		return nil // ParseRule makes no such rule
	}
	var days []mediation.Day
	for _, t := range recurrence.Between(utc(from), utc(to), true) {
		if d := mediation.DayOf(t); r.inWeek(t) && !r.skips(d) {
			days = append(days, d)
		}
	}
	return days
}

// workingDays walks the months between two days.
func (r Rule) workingDays(from, to mediation.Day) (days []mediation.Day) {
	first := utc(from)
	for month := time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC); !month.After(utc(to)); month = month.AddDate(0, 1, 0) {
		if r.without.has(month.Month()) {
			continue
		}
		if r.workdays&firstWorkday != 0 {
			days = append(days, nearestWorkday(month, 1))
		}
		if r.workdays&lastWorkday != 0 {
			days = append(days, nearestWorkday(month.AddDate(0, 1, -1), -1))
		}
	}
	return slices.DeleteFunc(within(days, from, to), r.skips)
}

// nearestWorkday is that day, or the next in one direction that is a working day.
func nearestWorkday(t time.Time, step int) mediation.Day {
	for {
		_, holiday := hours.CalendarOf("").HolidayOn(t)
		if !holiday && t.Weekday() != time.Saturday && t.Weekday() != time.Sunday {
			return mediation.DayOf(t)
		}
		t = t.AddDate(0, 0, step)
	}
}

func within(days []mediation.Day, from, to mediation.Day) []mediation.Day {
	var list []mediation.Day
	for _, d := range days {
		if from <= d && d <= to {
			list = append(list, d)
		}
	}
	return list
}

// has is true when the rule has that day.
func (r Rule) has(d mediation.Day) bool { return len(r.Days(d, d)) > 0 }

// inWeek holds even and odd weeks against the ISO week, which rrule's own
// BYWEEKNO gets wrong when an expansion begins on one of the first days of
// January that belong to the year before: it takes week 52 for week 53 on 1 and
// 2 January 2022 and 2039 (rrule-go 1.8.2, as the Python code it was made from).
func (r Rule) inWeek(t time.Time) bool {
	if r.kind != parity {
		return true
	}
	_, week := t.ISOWeek()
	return week%2 == 1 == r.odd
}

var rruleDays = [7]rrule.Weekday{rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU}

// options puts what recurs in rrule's terms, at midnight in UTC. Only the weeks
// of an alternate rule depend on where the expansion begins.
func (r Rule) options(from, to mediation.Day) rrule.ROption {
	o := rrule.ROption{Freq: rrule.WEEKLY, Wkst: rrule.MO, Dtstart: utc(from), Until: utc(to)}
	for i, day := range rruleDays {
		if r.days>>i&1 == 1 {
			o.Byweekday = append(o.Byweekday, day)
		}
	}
	switch r.kind {
	case alternate:
		o.Dtstart, o.Interval = r.anchor(from), r.every
	case ranked:
		o.Freq, o.Byweekday = rrule.MONTHLY, r.rankedDays()
	case monthly:
		o.Freq, o.Bymonthday = rrule.MONTHLY, r.daysOfMonth()
	}
	for m := time.January; m <= time.December && r.without != 0; m++ {
		if !r.without.has(m) {
			o.Bymonth = append(o.Bymonth, int(m))
		}
	}
	return o
}

// anchor is the start of an alternate rule, or the Monday of a later week of
// its own before the day from, so that old rules are not walked from their start.
func (r Rule) anchor(from mediation.Day) time.Time {
	start := utc(r.from)
	weeks := int(monday(utc(from)).Sub(monday(start)).Hours()) / 24 / 7 / r.every * r.every
	if weeks <= 0 {
		return start
	}
	return monday(start).AddDate(0, 0, 7*weeks)
}

func (r Rule) rankedDays() []rrule.Weekday {
	var days []rrule.Weekday
	for i, day := range rruleDays {
		for n := 1; n <= beforeLastRank; n++ {
			if r.ranks[i]>>n&1 == 0 {
				continue
			}
			if n >= lastRank {
				days = append(days, day.Nth(lastRank-1-n))
			} else {
				days = append(days, day.Nth(n))
			}
		}
	}
	return days
}

func (r Rule) daysOfMonth() []int {
	var days []int
	for n := 1; n <= 31; n++ {
		if r.monthDays>>n&1 == 1 {
			days = append(days, n)
		}
	}
	if r.monthDays&1 == 1 {
		days = append(days, -1)
	}
	return days
}

// patience is how many years without a day end the search for one: between
// 2096 and 2104 there is no 29 February.
const patience = 9

// FirstDays lists the first n days of the rule on that day or after it, fewer
// when the rule has no more.
func FirstDays(r Rule, from mediation.Day, n int) []mediation.Day {
	if !isDay(from) {
		return nil
	}
	if r.kind == listed {
		days := r.Days(from, r.dates[len(r.dates)-1])
		return days[:min(n, len(days))]
	}
	from = max(from, r.from)
	var days []mediation.Day
	for quiet := 0; len(days) < n && quiet < patience && (r.until == "" || from <= r.until); quiet++ {
		next := mediation.DayOf(utc(from).AddDate(1, 0, 0))
		if found := r.Days(from, plus(next, -1)); len(found) > 0 {
			days, quiet = append(days, found...), -1
		}
		from = next
	}
	return days[:min(n, len(days))]
}
