package hours

import (
	"fmt"
	"math/bits"
	"slices"
	"time"

	"escale/internal/language"
)

// daySet has bit 0 set for Monday, and so on.
type daySet uint8

func (s daySet) count() int { return bits.OnesCount8(uint8(s)) }

// run returns the first and last day of the set when it is one stretch of the
// week from Monday to Sunday.
func (s daySet) run() (first, last int, ok bool) {
	first = bits.TrailingZeros8(uint8(s))
	last = first + s.count() - 1
	return first, last, s == (1<<s.count()-1)<<first
}

func weekdayOf(mondayFirst int) time.Weekday { return time.Weekday((mondayFirst + 1) % 7) }

func (s daySet) names(l *language.Language, name func(*language.Language, time.Weekday) string) string {
	var names []string
	for d := range 7 {
		if s>>d&1 == 1 {
			names = append(names, name(l, weekdayOf(d)))
		}
	}
	return ListIn(l, names)
}

// heading names the days at the start of a line: "du lundi au vendredi".
func (s daySet) heading(l *language.Language) string {
	switch first, last, ok := s.run(); {
	case s.count() == 7:
		return l.Say("tous les jours")
	case ok && s.count() > 2:
		return WeekdayRangeIn(l, weekdayOf(first), weekdayOf(last))
	}
	return s.names(l, WeekdayIn)
}

// afterClosed names the days after "Fermé": "le samedi et le dimanche".
func (s daySet) afterClosed(l *language.Language) string {
	if first, last, ok := s.run(); ok && s.count() > 2 {
		return WeekdayRangeIn(l, weekdayOf(first), weekdayOf(last))
	}
	return s.names(l, OnWeekdayIn)
}

// dayWords names the weekdays of a rule: "mardi et 1er jeudi du mois".
func (r *rule) dayWords(l *language.Language) string {
	var every daySet
	for d, numbers := range r.weekdays {
		if numbers&everyWeek != 0 {
			every |= 1 << d
		}
	}
	var words []string
	if every != 0 {
		words = append(words, every.heading(l))
	}
	for d, numbers := range r.weekdays {
		if numbers != 0 && every>>d&1 == 0 {
			words = append(words, InMonthIn(l, RankedIn(l, numbers.ranks(), weekdayOf(d))))
		}
	}
	if r.holidays {
		words = append(words, l.Say("jours fériés"))
	}
	return ListIn(l, words)
}

// ranks lists the places in the month, first those from its start.
func (n weekdayNumbers) ranks() []int {
	var ranks []int
	for place := 1; place <= 5; place++ {
		if n&nth(place) != 0 {
			ranks = append(ranks, place)
		}
	}
	for place := 5; place >= 1; place-- {
		if n&nthLast(place) != 0 {
			ranks = append(ranks, -place)
		}
	}
	return ranks
}

// weekWords names ISO weeks: "semaines paires", "semaines 10 à 20".
func weekWords(l *language.Language, set uint64) string {
	const all = 1<<54 - 2
	const odd = 0x2AAAAAAAAAAAAA & all
	switch {
	case set == all:
		return l.Say("toutes les semaines")
	case set == odd:
		return l.Say("semaines impaires")
	case set == all&^odd:
		return l.Say("semaines paires")
	}
	var parts []string
	for w := 1; w <= 53; w++ {
		if set>>w&1 == 0 {
			continue
		}
		last := w
		for last < 53 && set>>(last+1)&1 == 1 {
			last++
		}
		if last > w+1 {
			parts = append(parts, l.SayOf("semaines", "%d à %d", w, last))
			w = last
		} else {
			parts = append(parts, fmt.Sprint(w))
		}
	}
	if bits.OnesCount64(set) == 1 {
		return l.Say("semaine %s", parts[0])
	}
	return l.Say("semaines %s", ListIn(l, parts))
}

// dateWords names dates: "du 24 décembre au 2 janvier", "en juillet et en août".
func dateWords(l *language.Language, dates []dateRange) string {
	words := make([]string, len(dates))
	for i, d := range dates {
		words[i] = d.words(l)
	}
	return ListIn(l, words)
}

func (r dateRange) words(l *language.Language) string {
	firstMonth, lastMonth := time.Month(r.from/100), time.Month(r.to/100)
	first, last := dayOfMonthIn(l, r.from%100, firstMonth), dayOfMonthIn(l, r.to%100, lastMonth)
	switch {
	case r.months && firstMonth == lastMonth:
		return InMonthsIn(l, MonthIn(l, firstMonth))
	case r.months && lastMonth == firstMonth+1:
		return InMonthsIn(l, ListIn(l, []string{MonthIn(l, firstMonth), MonthIn(l, lastMonth)}))
	case r.months:
		return MonthRangeIn(l, firstMonth, lastMonth)
	case r.from == r.to && r.fromYear == r.toYear:
		return OnDateIn(l, inYear(l, last, r.toYear))
	case r.fromYear == r.toYear:
		return DateRangeIn(l, first, inYear(l, last, r.toYear))
	}
	return DateRangeIn(l, inYear(l, first, r.fromYear), inYear(l, last, r.toYear))
}

// inYear adds a year to a date; 0 is every year.
func inYear(l *language.Language, date string, year int) string {
	if year == 0 {
		return date
	}
	return l.SayOf("date", "%s %d", date, year)
}

// mayMeet is true unless no day can match both rules.
func (r *rule) mayMeet(other *rule) bool {
	return r.daysMeet(other) &&
		(r.weeks == 0 || other.weeks == 0 || r.weeks&other.weeks != 0) &&
		(len(r.dates) == 0 || len(other.dates) == 0 || slices.ContainsFunc(r.dates, other.dateMeets))
}

func (r *rule) daysMeet(other *rule) bool {
	if !r.hasDays || !other.hasDays || r.holidays || other.holidays {
		return true
	}
	for d, numbers := range r.weekdays {
		if numbersMeet(numbers, other.weekdays[d]) {
			return true
		}
	}
	return false
}

// numbersMeet compares places in the month; one counted from the start may be
// one counted from the end.
func numbersMeet(a, b weekdayNumbers) bool {
	const fromFirst, fromLast weekdayNumbers = 31, 31 << 5
	switch {
	case a == 0 || b == 0:
		return false
	case (a|b)&^fromFirst == 0, (a|b)&^fromLast == 0:
		return a&b != 0
	}
	return true
}

// dateMeets walks one leap year, and so errs towards meeting.
func (r *rule) dateMeets(d dateRange) bool {
	for month := 1; month <= 12; month++ {
		for n := 1; n <= daysIn(month); n++ {
			f := facts{month: month, monthDay: n}
			if d.yearless().contains(&f) && slices.ContainsFunc(r.dates, func(o dateRange) bool {
				return o.yearless().contains(&f)
			}) {
				return true
			}
		}
	}
	return false
}

// yearless is the range in any year, the whole year when it is a year or more.
func (r dateRange) yearless() dateRange {
	if r.toYear-r.fromYear > 1 || r.toYear > r.fromYear && r.to >= r.from {
		return dateRange{from: 101, to: 1231}
	}
	return dateRange{from: r.from, to: r.to}
}
