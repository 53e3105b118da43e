package tour

import (
	"math/bits"
	"strconv"
	"strings"
	"time"

	"escale/internal/hours"
	"escale/internal/language"
)

// String writes the rule in canonical French, which [ParseRule] reads back.
func (r Rule) String() string { return r.Text(language.French) }

// Text says the rule in a language, in the same order as in French.
func (r Rule) Text(l *language.Language) string {
	text := r.core(l)
	if bounds := r.bounds(l); bounds != "" {
		text += " " + bounds
	}
	return strings.Join(append([]string{text}, r.exceptions(l)...), l.Say(", "))
}

func (r Rule) core(l *language.Language) string {
	switch r.kind {
	case ended:
		return l.Say("ne passe plus")
	case onRequest:
		return l.Say("sur demande")
	case unconfirmed:
		return l.Say("%s, semaines à confirmer", r.days.namedIn(l))
	case listed:
		return hours.ListIn(l, each(r.dates, figures))
	case weekly:
		return r.days.everyWeek(l)
	case alternate:
		return r.alternation(l)
	case parity:
		if r.odd {
			return l.Say("%s des semaines impaires", r.days.namedIn(l))
		}
		return l.Say("%s des semaines paires", r.days.namedIn(l))
	case ranked:
		return hours.InMonthIn(l, rankWords(l, r.ranks))
	case monthly:
		return monthDayWords(l, r.monthDays)
	case working:
		return workdayWords(l, r.workdays)
	}
	return l.Say("dates non publiées")
}

// DaysText says the days of the week that the rule names, in a sentence: "le
// mardi et le jeudi", "du lundi au vendredi"; "" when it names none.
func (r Rule) DaysText(l *language.Language) string {
	var named weekdays
	for _, d := range r.Weekdays() {
		named |= onDay(d)
	}
	return named.words(l, hours.OnWeekdayIn)
}

func each[T any](values []T, write func(T) string) []string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = write(v)
	}
	return words
}

// stretch writes three days or more in a row: "du lundi au vendredi".
func (w weekdays) stretch(l *language.Language) (string, bool) {
	if w == allWeek {
		return l.Say("tous les jours"), true
	}
	first := bits.TrailingZeros8(uint8(w))
	if n := w.count(); n > 2 && w == (1<<n-1)<<first {
		days := w.list()
		return hours.WeekdayRangeIn(l, days[0], days[n-1]), true
	}
	return "", false
}

func (w weekdays) words(l *language.Language, name func(*language.Language, time.Weekday) string) string {
	if text, ok := w.stretch(l); ok {
		return text
	}
	return hours.ListIn(l, each(w.list(), func(d time.Weekday) string { return name(l, d) }))
}

// named writes the days alone in French: "mardi et jeudi".
func (w weekdays) named() string { return w.namedIn(language.French) }

func (w weekdays) namedIn(l *language.Language) string { return w.words(l, hours.WeekdayIn) }

// everyWeek writes the days of a weekly rule: "tous les mardis et jeudis".
func (w weekdays) everyWeek(l *language.Language) string {
	if text, ok := w.stretch(l); ok {
		return text
	}
	return l.Say("tous les %s", w.words(l, func(l *language.Language, d time.Weekday) string { return l.Say(eachWeekday[d]) }))
}

// eachWeekday are the days from Sunday, after "tous les".
var eachWeekday = [7]string{language.Mark("dimanches"), language.Mark("lundis"), language.Mark("mardis"), language.Mark("mercredis"),
	language.Mark("jeudis"), language.Mark("vendredis"), language.Mark("samedis")}

func evenOrOdd(odd bool) string {
	if odd {
		return "impaires"
	}
	return "paires"
}

// smallNumbers are written in letters.
var smallNumbers = []string{"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"}

func inLetters(n int) string {
	if n < len(smallNumbers) {
		return smallNumbers[n]
	}
	return strconv.Itoa(n)
}

func (r Rule) alternation(l *language.Language) string {
	every := strconv.Itoa(r.every)
	if !l.Foreign() {
		every = inLetters(r.every)
	}
	if r.days.count() == 1 {
		return l.Count(r.every, "un %s sur %s", "un %s sur %s", r.days.namedIn(l), every)
	}
	return l.Count(r.every, "une semaine sur %[2]s %[1]s", "une semaine sur %[2]s %[1]s", r.days.words(l, hours.OnWeekdayIn), every)
}

// rankWords writes places in the month: "1er et 3e mardi, dernier jeudi".
func rankWords(l *language.Language, all [7]ranks) string {
	var words []string
	for i, set := range all {
		var places []int
		for _, place := range []struct{ bit, rank int }{{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {beforeLastRank, -2}, {lastRank, -1}} {
			if set>>place.bit&1 == 1 {
				places = append(places, place.rank)
			}
		}
		if len(places) > 0 {
			words = append(words, hours.RankedIn(l, places, time.Weekday((i+1)%7)))
		}
	}
	return strings.Join(words, l.Say(", "))
}

func monthDayWords(l *language.Language, set uint32) string {
	var words []string
	for n := 1; n <= 31; n++ {
		if set>>n&1 == 1 {
			words = append(words, l.SayOf("jour du mois", "le %s", hours.DayNumberIn(l, n)))
		}
	}
	switch {
	case set&1 == 0:
	case len(words) == 0:
		words = []string{l.Say("dernier jour")}
	default:
		words = append(words, l.Say("le dernier jour"))
	}
	return hours.InMonthIn(l, hours.ListIn(l, words))
}

func workdayWords(l *language.Language, set workdays) string {
	var words []string
	if set&firstWorkday != 0 {
		words = append(words, l.Say("premier jour ouvré"))
	}
	if set&lastWorkday != 0 {
		words = append(words, l.Say("dernier jour ouvré"))
	}
	return hours.InMonthIn(l, hours.ListIn(l, words))
}

// ordinal writes a day of the month.
func ordinal(n int) string {
	if n == 1 {
		return "1er"
	}
	return strconv.Itoa(n)
}

func (r Rule) bounds(l *language.Language) string {
	switch {
	case r.from != "" && r.until != "":
		return hours.DateRangeIn(l, figures(r.from), figures(r.until))
	case r.from != "":
		return l.SayOf("date", "à partir du %s", figures(r.from))
	case r.until != "":
		return l.SayOf("date", "jusqu’au %s", figures(r.until))
	}
	return ""
}

// exceptions writes the months, then the days, then the spans: "sauf en
// août", "sauf le 25/12/2026", "sauf du 01/02/2027 au 14/02/2027".
func (r Rule) exceptions(l *language.Language) []string {
	var all, days, spans []string
	for _, s := range r.except {
		if s.from == s.to {
			days = append(days, hours.OnDateIn(l, figures(s.from)))
		} else {
			spans = append(spans, l.Say("sauf %s", hours.DateRangeIn(l, figures(s.from), figures(s.to))))
		}
	}
	if r.without != 0 {
		all = append(all, r.without.excluded(l))
	}
	if len(days) > 0 {
		all = append(all, l.Say("sauf %s", hours.ListIn(l, days)))
	}
	return append(all, spans...)
}

// excluded writes the months without a visit, or the others when these are few
// or follow each other: "sauf en juillet et août", "de septembre à avril".
func (m months) excluded(l *language.Language) string {
	only := allYear &^ m
	first, last := only.run()
	switch {
	case bits.OnesCount16(uint16(m)) <= 3:
		return l.Say("sauf %s", m.names(l))
	case first != 0 && first != last:
		return hours.MonthRangeIn(l, first, last)
	case bits.OnesCount16(uint16(only)) < 6:
		return only.names(l)
	}
	return l.Say("sauf %s", m.names(l))
}

// names says in which months: "en juillet et août".
func (m months) names(l *language.Language) string {
	var names []string
	for month := time.January; month <= time.December; month++ {
		if m.has(month) {
			names = append(names, hours.MonthIn(l, month))
		}
	}
	return hours.InMonthsIn(l, hours.ListIn(l, names))
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
