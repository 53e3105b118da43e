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
	monthNames   = [13]string{"", "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
		"août", "septembre", "octobre", "novembre", "décembre"}
)

// WeekdayName returns the French name of a day of the week: "mardi".
func WeekdayName(d time.Weekday) string { return weekdayNames[(int(d)+6)%7] }

// MonthName returns the French name of a month: "août".
func MonthName(m time.Month) string { return monthNames[m] }

func formatMinutes(minutes int) string { return minutesIn(language.French, minutes) }

func formatDate(month, day int) string { return ordinal(day, "er", "") + " " + monthNames[month] }

// ordinal writes n with one ending for 1 and another for the rest.
func ordinal(n int, first, other string) string {
	if n == 1 {
		other = first
	}
	return fmt.Sprint(n) + other
}

// List joins words: "a", "a et b", "a, b et c".
func List(words []string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + " et " + words[n-1]
}

// Lower puts the first letter of a phrase in lower case, for the middle of a
// sentence.
func Lower(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToLower(s[:size]) + s[size:]
}

// Capital puts the first letter of a French phrase in upper case.
func Capital(s string) string {
	for i, r := range s {
		return s[:i] + strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
