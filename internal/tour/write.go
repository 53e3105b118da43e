package tour

import (
	"fmt"
	"math/bits"
	"strconv"
	"time"

	"escale/internal/hours"
)

// String writes the rule in canonical French, which [ParseRule] reads back.
func (r Rule) String() string { return r.core() + r.bounds() }

func (r Rule) core() string {
	switch r.kind {
	case ended:
		return "ne passe plus"
	case unconfirmed:
		return r.days.named() + ", semaines à confirmer"
	case listed:
		return hours.List(each(r.dates, figures))
	case weekly:
		return r.days.everyWeek()
	case alternate:
		return r.alternation()
	case parity:
		return r.days.named() + " des semaines " + evenOrOdd(r.odd)
	case ranked:
		return rankWords(r.ranks) + " du mois"
	case monthly:
		return monthDayWords(r.monthDays)
	}
	return "dates non publiées"
}

func each[T any](values []T, write func(T) string) []string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = write(v)
	}
	return words
}

func evenOrOdd(odd bool) string {
	if odd {
		return "impaires"
	}
	return "paires"
}

// stretch writes three days or more in a row: "du lundi au vendredi".
func (w weekdays) stretch() (string, bool) {
	if w == allWeek {
		return "tous les jours", true
	}
	first := bits.TrailingZeros8(uint8(w))
	if n := w.count(); n > 2 && w == (1<<n-1)<<first {
		days := w.list()
		return "du " + hours.WeekdayName(days[0]) + " au " + hours.WeekdayName(days[n-1]), true
	}
	return "", false
}

func (w weekdays) words(before, after string) string {
	if text, ok := w.stretch(); ok {
		return text
	}
	return hours.List(each(w.list(), func(d time.Weekday) string { return before + hours.WeekdayName(d) + after }))
}

// named writes the days alone: "mardi et jeudi".
func (w weekdays) named() string { return w.words("", "") }

// everyWeek writes the days of a weekly rule: "tous les mardis et jeudis".
func (w weekdays) everyWeek() string {
	if text, ok := w.stretch(); ok {
		return text
	}
	return "tous les " + w.words("", "s")
}

// smallNumbers are written in letters.
var smallNumbers = []string{"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"}

func inLetters(n int) string {
	if n < len(smallNumbers) {
		return smallNumbers[n]
	}
	return strconv.Itoa(n)
}

func (r Rule) alternation() string {
	if r.days.count() == 1 {
		return "un " + r.days.named() + " sur " + inLetters(r.every)
	}
	return "une semaine sur " + inLetters(r.every) + " " + r.days.words("le ", "")
}

var rankNames = [8]string{"", "1er", "2e", "3e", "4e", "5e", "dernier", "avant-dernier"}

// rankWords writes places in the month: "1er et 3e mardi, dernier jeudi".
func rankWords(all [7]ranks) string {
	text := ""
	for i, set := range all {
		var names []string
		for _, n := range []int{1, 2, 3, 4, 5, beforeLastRank, lastRank} {
			if set>>n&1 == 1 {
				names = append(names, rankNames[n])
			}
		}
		if len(names) == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += hours.List(names) + " " + weekdays(1<<i).named()
	}
	return text
}

func monthDayWords(set uint32) string {
	var words []string
	for n := 1; n <= 31; n++ {
		if set>>n&1 == 1 {
			words = append(words, "le "+ordinal(n))
		}
	}
	switch {
	case set&1 == 0:
		return hours.List(words) + " du mois"
	case len(words) == 0:
		return "dernier jour du mois"
	}
	return hours.List(append(words, "le dernier jour")) + " du mois"
}

// ordinal writes a day of the month.
func ordinal(n int) string {
	if n == 1 {
		return "1er"
	}
	return strconv.Itoa(n)
}

func (r Rule) bounds() string {
	text := ""
	switch {
	case r.from != "" && r.until != "":
		text = fmt.Sprintf(" du %s au %s", figures(r.from), figures(r.until))
	case r.from != "":
		text = " à partir du " + figures(r.from)
	case r.until != "":
		text = " jusqu’au " + figures(r.until)
	}
	if r.without != 0 {
		text += ", " + r.without.excluded()
	}
	return text + r.exceptions()
}

// exceptions writes the days, then the spans: "sauf le 25/12/2026, sauf du
// 01/02/2027 au 14/02/2027".
func (r Rule) exceptions() string {
	var days []string
	spans := ""
	for _, s := range r.except {
		if s.from == s.to {
			days = append(days, "le "+figures(s.from))
		} else {
			spans += fmt.Sprintf(", sauf du %s au %s", figures(s.from), figures(s.to))
		}
	}
	if len(days) > 0 {
		return ", sauf " + hours.List(days) + spans
	}
	return spans
}

// excluded writes the months without a visit, or the others when these are few
// or follow each other: "sauf en juillet et août", "de septembre à avril".
func (m months) excluded() string {
	only := allYear &^ m
	first, last := only.run()
	switch {
	case bits.OnesCount16(uint16(m)) <= 3:
		return "sauf en " + m.names()
	case first != 0 && first != last:
		return of(first) + " à " + hours.MonthName(last)
	case bits.OnesCount16(uint16(only)) < 6:
		return "en " + only.names()
	}
	return "sauf en " + m.names()
}

// of writes "de septembre", "d’octobre".
func of(month time.Month) string {
	name := hours.MonthName(month)
	if name[0] == 'a' || name[0] == 'o' {
		return "d’" + name
	}
	return "de " + name
}

func (m months) names() string {
	var names []string
	for month := time.January; month <= time.December; month++ {
		if m.has(month) {
			names = append(names, hours.MonthName(month))
		}
	}
	return hours.List(names)
}

// run gives the first and last month of a set that is one stretch of the year,
// which may pass over its end; 0 when it is not one.
func (m months) run() (first, last time.Month) {
	for month := time.January; month <= time.December; month++ {
		before, after := (month+10)%12+1, month%12+1
		if !m.has(month) {
			continue
		}
		if !m.has(before) {
			if first != 0 {
				return 0, 0
			}
			first = month
		}
		if !m.has(after) {
			last = month
		}
	}
	return first, last
}
