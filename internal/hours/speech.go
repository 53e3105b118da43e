package hours

import (
	"fmt"
	"time"

	"escale/internal/language"
)

// FormatTime writes the hour of t in Paris: "14 h", "14 h 05".
func FormatTime(t time.Time) string { return TimeIn(language.French, t) }

// TimeIn writes the hour of t in Paris as a language does: "14:05".
func TimeIn(l *language.Language, t time.Time) string {
	h, m, _ := t.In(Paris).Clock()
	return minutesIn(l, h*60+m)
}

// FormatDay writes the day of t in Paris, without its year: "mardi 8 décembre",
// "vendredi 1er janvier".
func FormatDay(t time.Time) string { return DayIn(language.French, t) }

// DayIn writes the day of t in Paris as a language does: "Tuesday 8 December".
func DayIn(l *language.Language, t time.Time) string {
	t = t.In(Paris)
	return l.SayOf("date", "%s %s %s", l.Say(WeekdayName(t.Weekday())), dayNumber(l, t.Day()), l.Say(MonthName(t.Month())))
}

// NearDayIn writes a day of the coming week, without its month: "samedi 5".
func NearDayIn(l *language.Language, t time.Time) string {
	t = t.In(Paris)
	return l.SayOf("jour proche", "%s %s", l.Say(WeekdayName(t.Weekday())), dayNumber(l, t.Day()))
}

// DateIn writes the same without the day of the week: "8 December".
func DateIn(l *language.Language, t time.Time) string {
	t = t.In(Paris)
	return l.SayOf("date", "%s %s", dayNumber(l, t.Day()), l.Say(MonthName(t.Month())))
}

func dayNumber(l *language.Language, n int) string {
	if n == 1 {
		return l.Say("1er")
	}
	return fmt.Sprint(n)
}

// FormatClock writes an hour of the wall clock, "14:05", as "14 h 05"; any other
// text as it is.
func FormatClock(clock string) string { return ClockIn(language.French, clock) }

// ClockIn is FormatClock in another language.
func ClockIn(l *language.Language, clock string) string {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return clock
	}
	return minutesIn(l, t.Hour()*60+t.Minute())
}

// EndIn writes the hour at which something ends; midnight belongs to the day
// that ends.
func EndIn(l *language.Language, t time.Time) string {
	if h, m, _ := t.In(Paris).Clock(); h == 0 && m == 0 {
		return l.Say("minuit")
	}
	return TimeIn(l, t)
}

// DaysBetween counts the days in Paris from that of one instant to that of
// another, negative when it is earlier.
func DaysBetween(from, to time.Time) int { return int(dayOf(to) - dayOf(from)) }

func minutesIn(l *language.Language, minutes int) string {
	if minutes%60 == 0 {
		return l.Say("%d h", minutes/60)
	}
	return l.Say("%d h %02d", minutes/60, minutes%60)
}

// Sentence says the state to a reader at the instant now, for which the state
// was asked: "Ouvert jusqu’à 17 h", "Fermé. Ouvre demain à 9 h". Comments are
// those of the source, in its language.
func (st State) Sentence(l *language.Language, now time.Time) string {
	if st.Open {
		return st.openSentence(l, now)
	}
	sentence := l.Say("Fermé")
	switch {
	case st.Unknown && st.Comment == "":
		sentence = l.Say("Ouverture à confirmer")
	case st.Unknown:
		sentence = l.Say("Ouverture à confirmer : %s", st.Comment)
	case st.Holiday != "":
		sentence = l.Say("Fermé aujourd’hui (jour férié : %s)", l.Say(st.Holiday))
	case st.Comment != "":
		sentence += bracket(st.Comment)
	}
	if st.Next.IsZero() {
		return sentence
	}
	return sentence + ". " + opensText(l, st.Next, now)
}

func opensText(l *language.Language, next, now time.Time) string {
	switch dayOf(next) - dayOf(now) {
	case 0:
		return l.Say("Ouvre à %s", TimeIn(l, next))
	case 1:
		return l.Say("Ouvre demain à %s", TimeIn(l, next))
	}
	return l.Say("Ouvre %s à %s", DayIn(l, next), TimeIn(l, next))
}

func (st State) openSentence(l *language.Language, now time.Time) string {
	sentence := l.Say("Ouvert 24 h sur 24")
	if !st.Until.IsZero() {
		sentence = l.Say("Ouvert jusqu’à %s", untilWords(l, st.Until, now))
	}
	return sentence + bracket(st.Comment)
}

func untilWords(l *language.Language, until, now time.Time) string {
	switch {
	case until.Equal(newClock(dayOf(now) + 1).midnight):
		return l.Say("minuit")
	case dayOf(until) == dayOf(now):
		return TimeIn(l, until)
	case dayOf(until) == dayOf(now)+1:
		return l.Say("demain %s", TimeIn(l, until))
	}
	return l.Say("%s à %s", DayIn(l, until), TimeIn(l, until))
}
