package hours

import (
	"fmt"
	"strings"
	"time"
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

// FormatTime writes the hour of t in Paris: "14 h", "14 h 05".
func FormatTime(t time.Time) string {
	h, m, _ := t.In(Paris).Clock()
	return formatMinutes(h*60 + m)
}

// FormatDay writes the day of t in Paris, without its year: "mardi 8 décembre",
// "vendredi 1er janvier".
func FormatDay(t time.Time) string {
	d := dayOf(t)
	_, m, n := d.date()
	return weekdayNames[(int(d.utc().Weekday())+6)%7] + " " + formatDate(int(m), n)
}

// FormatClock writes an hour of the wall clock, "14:05", as "14 h 05"; any other
// text as it is.
func FormatClock(clock string) string {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return clock
	}
	return formatMinutes(t.Hour()*60 + t.Minute())
}

func formatMinutes(minutes int) string {
	if minutes%60 == 0 {
		return fmt.Sprintf("%d h", minutes/60)
	}
	return fmt.Sprintf("%d h %02d", minutes/60, minutes%60)
}

func formatDate(month, day int) string { return ordinal(day, "er", "") + " " + monthNames[month] }

// ordinal writes n with one ending for 1 and another for the rest.
func ordinal(n int, first, other string) string {
	if n == 1 {
		other = first
	}
	return fmt.Sprint(n) + other
}

// Sentence says the state to a reader at the instant now, for which the state
// was asked: "Ouvert jusqu’à 17 h", "Fermé. Ouvre demain à 9 h".
func (st State) Sentence(now time.Time) string {
	if st.Open {
		return st.openSentence(now)
	}
	sentence := "Fermé"
	switch {
	case st.Unknown && st.Comment == "":
		sentence = "Ouverture à confirmer"
	case st.Unknown:
		sentence = "Ouverture à confirmer : " + st.Comment
	case st.Holiday != "":
		sentence = "Fermé aujourd’hui (jour férié : " + st.Holiday + ")"
	case st.Comment != "":
		sentence += " (" + st.Comment + ")"
	}
	if st.Next.IsZero() {
		return sentence
	}
	return sentence + ". Ouvre " + relativeDay(st.Next, now) + "à " + FormatTime(st.Next)
}

func (st State) openSentence(now time.Time) string {
	sentence := "Ouvert 24 h sur 24"
	if !st.Until.IsZero() {
		sentence = "Ouvert jusqu’à " + untilWords(st.Until, now)
	}
	if st.Comment != "" {
		sentence += " (" + st.Comment + ")"
	}
	return sentence
}

func untilWords(until, now time.Time) string {
	switch {
	case until.Equal(newClock(dayOf(now) + 1).midnight):
		return "minuit"
	case dayOf(until) == dayOf(now):
		return FormatTime(until)
	case dayOf(until) == dayOf(now)+1:
		return "demain " + FormatTime(until)
	}
	return FormatDay(until) + " à " + FormatTime(until)
}

// relativeDay names the day of t as seen from now, with a space after it; it
// is empty for today.
func relativeDay(t, now time.Time) string {
	switch dayOf(t) - dayOf(now) {
	case 0:
		return ""
	case 1:
		return "demain "
	}
	return FormatDay(t) + " "
}

// list joins words: "a", "a et b", "a, b et c".
func list(words []string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + " et " + words[n-1]
}

// Capital puts the first letter of a French phrase in upper case.
func Capital(s string) string {
	for i, r := range s {
		return s[:i] + strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
