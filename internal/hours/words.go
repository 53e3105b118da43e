package hours

import (
	"fmt"
	"math/bits"
	"slices"
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

func (s daySet) names(article string) []string {
	var names []string
	for d, name := range weekdayNames {
		if s>>d&1 == 1 {
			names = append(names, article+name)
		}
	}
	return names
}

// heading names the days at the start of a line: "du lundi au vendredi".
func (s daySet) heading() string {
	switch first, last, ok := s.run(); {
	case s.count() == 7:
		return "tous les jours"
	case ok && s.count() > 2:
		return "du " + weekdayNames[first] + " au " + weekdayNames[last]
	}
	return List(s.names(""))
}

// afterClosed names the days after "Fermé": "le samedi et le dimanche".
func (s daySet) afterClosed() string {
	if first, last, ok := s.run(); ok && s.count() > 2 {
		return "du " + weekdayNames[first] + " au " + weekdayNames[last]
	}
	return List(s.names("le "))
}

// dayWords names the weekdays of a rule: "mardi et 1er jeudi du mois".
func (r *rule) dayWords() string {
	var every daySet
	for d, numbers := range r.weekdays {
		if numbers&everyWeek != 0 {
			every |= 1 << d
		}
	}
	var words []string
	if every != 0 {
		words = append(words, every.heading())
	}
	for d, numbers := range r.weekdays {
		if numbers != 0 && every>>d&1 == 0 {
			words = append(words, numberWords(numbers, weekdayNames[d]))
		}
	}
	if r.holidays {
		words = append(words, "jours fériés")
	}
	return List(words)
}

// fromEnd names the places in the month counted from its end.
var fromEnd = [6]string{"", "dernier", "avant-dernier", "antépénultième", "4e en partant de la fin", "5e en partant de la fin"}

// numberWords says which of a month's weekdays: "1er et 3e mardis du mois".
func numberWords(numbers weekdayNumbers, weekday string) string {
	var ranks []string
	for n := 1; n <= 5; n++ {
		if numbers&nth(n) != 0 {
			ranks = append(ranks, ordinal(n, "er", "e"))
		}
	}
	for n := 5; n >= 1; n-- {
		if numbers&nthLast(n) != 0 {
			ranks = append(ranks, fromEnd[n])
		}
	}
	if len(ranks) > 1 {
		weekday += "s"
	}
	return List(ranks) + " " + weekday + " du mois"
}

// weekWords names ISO weeks: "semaines paires", "semaines 10 à 20".
func weekWords(set uint64) string {
	const all = 1<<54 - 2
	const odd = 0x2AAAAAAAAAAAAA & all
	switch {
	case set == all:
		return "toutes les semaines"
	case set == odd:
		return "semaines impaires"
	case set == all&^odd:
		return "semaines paires"
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
			parts = append(parts, fmt.Sprintf("%d à %d", w, last))
			w = last
		} else {
			parts = append(parts, fmt.Sprint(w))
		}
	}
	if bits.OnesCount64(set) == 1 {
		return "semaine " + parts[0]
	}
	return "semaines " + List(parts)
}

// dateWords names dates: "du 24 décembre au 2 janvier", "en juillet et en août".
func dateWords(dates []dateRange) string {
	words := make([]string, len(dates))
	for i, d := range dates {
		words[i] = d.words()
	}
	return List(words)
}

func (r dateRange) words() string {
	first, last := formatDate(r.from/100, r.from%100), formatDate(r.to/100, r.to%100)
	switch {
	case r.months && r.from/100 == r.to/100:
		return "en " + monthNames[r.from/100]
	case r.months && r.to/100 == r.from/100+1:
		return "en " + monthNames[r.from/100] + " et " + monthNames[r.to/100]
	case r.months:
		return "de " + monthNames[r.from/100] + " à " + monthNames[r.to/100]
	case r.from == r.to && r.fromYear == r.toYear:
		return "le " + last + yearWord(r.toYear)
	case r.fromYear == r.toYear:
		return "du " + first + " au " + last + yearWord(r.toYear)
	}
	return "du " + first + yearWord(r.fromYear) + " au " + last + yearWord(r.toYear)
}

func yearWord(year int) string {
	if year == 0 {
		return ""
	}
	return fmt.Sprintf(" %d", year)
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
