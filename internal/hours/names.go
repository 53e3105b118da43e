package hours

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"escale/internal/language"
)

var (
	weekdayNames = [7]string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}
	// onWeekday stands in a sentence: "fermé le mardi".
	onWeekday = [7]string{language.Mark("le lundi"), language.Mark("le mardi"), language.Mark("le mercredi"), language.Mark("le jeudi"),
		language.Mark("le vendredi"), language.Mark("le samedi"), language.Mark("le dimanche")}
	monthNames = [13]string{"", "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
		"août", "septembre", "octobre", "novembre", "décembre"}
)

// mondayFirst numbers the days of the week from Monday, 0, to Sunday, 6.
func mondayFirst(d time.Weekday) int { return (int(d) + 6) % 7 }

// WeekdayName returns the French name of a day of the week: "mardi".
func WeekdayName(d time.Weekday) string { return weekdayNames[mondayFirst(d)] }

// WeekdayIn names a day of the week in a language.
func WeekdayIn(l *language.Language, d time.Weekday) string { return l.Say(WeekdayName(d)) }

// OnWeekdayIn names a day of the week in a sentence: "le mardi".
func OnWeekdayIn(l *language.Language, d time.Weekday) string {
	return l.Say(onWeekday[mondayFirst(d)])
}

// WeekdayRangeIn names a stretch of the week: "du lundi au vendredi".
func WeekdayRangeIn(l *language.Language, first, last time.Weekday) string {
	return l.SayOf("jours", "du %s au %s", WeekdayIn(l, first), WeekdayIn(l, last))
}

// MonthName returns the French name of a month: "août".
func MonthName(m time.Month) string { return monthNames[m] }

// MonthIn names a month in a language.
func MonthIn(l *language.Language, m time.Month) string { return l.Say(MonthName(m)) }

// MonthRangeIn names a stretch of the year: "de mai à juin", "d’août à octobre".
func MonthRangeIn(l *language.Language, first, last time.Month) string {
	if name := MonthName(first); name[0] == 'a' || name[0] == 'o' {
		return l.SayOf("mois", "d’%s à %s", MonthIn(l, first), MonthIn(l, last))
	}
	return l.SayOf("mois", "de %s à %s", MonthIn(l, first), MonthIn(l, last))
}

// InMonthsIn says in which months: "en juillet et août".
func InMonthsIn(l *language.Language, months string) string { return l.SayOf("mois", "en %s", months) }

// OnDateIn and DateRangeIn put dates, written in any way, in a sentence: "le 8
// décembre", "du 24 décembre au 2 janvier".
func OnDateIn(l *language.Language, date string) string { return l.SayOf("date", "le %s", date) }

func DateRangeIn(l *language.Language, first, last string) string {
	return l.SayOf("date", "du %s au %s", first, last)
}

// RankedIn names a weekday by its places in a month, 1 to 5 from its start, -1
// to -5 from its end: "1er et 3e mardi".
func RankedIn(l *language.Language, ranks []int, d time.Weekday) string {
	names := make([]string, len(ranks))
	for i, n := range ranks {
		names[i] = rankIn(l, n, d)
	}
	return l.SayOf("rang", "%s %s", ListIn(l, names), WeekdayIn(l, d))
}

// InMonthIn ends what names days by their place in a month: "%s du mois".
func InMonthIn(l *language.Language, days string) string { return l.Say("%s du mois", days) }

// rankIn names a place in the month, in the gender of its day: Portuguese has
// two.
func rankIn(l *language.Language, n int, d time.Weekday) string {
	if d == time.Saturday || d == time.Sunday {
		return map[int]string{
			1: l.SayOf("rang d’un samedi", "1er"), 2: l.SayOf("rang d’un samedi", "2e"), 3: l.SayOf("rang d’un samedi", "3e"),
			4: l.SayOf("rang d’un samedi", "4e"), 5: l.SayOf("rang d’un samedi", "5e"),
			-1: l.SayOf("rang d’un samedi", "dernier"), -2: l.SayOf("rang d’un samedi", "avant-dernier"),
			-3: l.SayOf("rang d’un samedi", "3e en partant de la fin"), -4: l.SayOf("rang d’un samedi", "4e en partant de la fin"),
			-5: l.SayOf("rang d’un samedi", "5e en partant de la fin"),
		}[n]
	}
	return map[int]string{
		1: l.SayOf("rang", "1er"), 2: l.SayOf("rang", "2e"), 3: l.SayOf("rang", "3e"), 4: l.SayOf("rang", "4e"), 5: l.SayOf("rang", "5e"),
		-1: l.SayOf("rang", "dernier"), -2: l.SayOf("rang", "avant-dernier"), -3: l.SayOf("rang", "3e en partant de la fin"),
		-4: l.SayOf("rang", "4e en partant de la fin"), -5: l.SayOf("rang", "5e en partant de la fin"),
	}[n]
}

// List joins French words: "a", "a et b", "a, b et c".
func List(words []string) string { return ListIn(language.French, words) }

// ListIn joins words in a language.
func ListIn(l *language.Language, words []string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return l.Say("%s et %s", strings.Join(words[:n-1], l.Say(", ")), words[n-1])
}

// Lower puts the first letter of a phrase in lower case, for the middle of a
// sentence.
func Lower(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToLower(s[:size]) + s[size:]
}

// Capital puts the first letter of a phrase in upper case.
func Capital(s string) string {
	for i, r := range s {
		return s[:i] + strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// DayNumberIn writes a day of the month: "1er", "2".
func DayNumberIn(l *language.Language, n int) string {
	if n == 1 {
		return l.Say("1er")
	}
	return fmt.Sprint(n)
}
