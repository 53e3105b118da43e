package hours

import (
	"time"
	"unicode/utf8"

	"escale/internal/language"
)

// Sentences tell an instant on the clock that it carries: see [Local].

// FormatTime writes the hour of t: "14 h", "14 h 05".
func FormatTime(t time.Time) string { return TimeIn(language.French, t) }

// TimeIn writes the hour of t as a language does: "14:05".
func TimeIn(l *language.Language, t time.Time) string {
	return minutesIn(l, int(minuteOf(t)))
}

// FormatDay writes the day of t, without its year: "mardi 8 décembre",
// "vendredi 1er janvier".
func FormatDay(t time.Time) string { return DayIn(language.French, t) }

// DayIn writes the day of t as a language does: "Tuesday 8 December".
func DayIn(l *language.Language, t time.Time) string {
	t = Local(t)
	return l.SayOf("date", "%s %s %s", WeekdayIn(l, t.Weekday()), DayNumberIn(l, t.Day()), MonthIn(l, t.Month()))
}

// NearDayIn writes a day of the coming week, without its month: "samedi 5".
func NearDayIn(l *language.Language, t time.Time) string {
	t = Local(t)
	return l.SayOf("jour proche", "%s %s", l.Say(WeekdayName(t.Weekday())), DayNumberIn(l, t.Day()))
}

// DateIn writes the same without the day of the week: "8 December".
func DateIn(l *language.Language, t time.Time) string {
	t = Local(t)
	return dayOfMonthIn(l, t.Day(), t.Month())
}

func dayOfMonthIn(l *language.Language, day int, m time.Month) string {
	return l.SayOf("date", "%s %s", DayNumberIn(l, day), MonthIn(l, m))
}

// LongDateIn is DateIn with the year: "8 décembre 2026".
func LongDateIn(l *language.Language, t time.Time) string {
	return inYear(l, DateIn(l, t), Local(t).Year())
}

// DateYearIn is DayIn with the year: "mardi 8 décembre 2026".
func DateYearIn(l *language.Language, t time.Time) string {
	return inYear(l, DayIn(l, t), Local(t).Year())
}

// MonthYearIn writes the month of t: "décembre 2026".
func MonthYearIn(l *language.Language, t time.Time) string {
	t = Local(t)
	return inYear(l, MonthIn(l, t.Month()), t.Year())
}

// ClockIn writes an hour of the wall clock, "14:05", as a language does: "14 h 05";
// any other text as it is.
func ClockIn(l *language.Language, clock string) string {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return clock
	}
	return minutesIn(l, t.Hour()*60+t.Minute())
}

// DaysBetween counts the days from that of one instant to that of another, on
// the clock of the latter; negative when it is earlier.
func DaysBetween(from, to time.Time) int {
	zone := ZoneAt(to)
	return int(dayOf(to, zone) - dayOf(from, zone))
}

func minutesIn(l *language.Language, minutes int) string {
	if minutes%60 == 0 {
		return l.Say("%d h", minutes/60)
	}
	return l.Say("%d h %02d", minutes/60, minutes%60)
}

// Sentence says the state to a reader at the instant now, for which the state
// was asked: "Ouvert jusqu’à 17 h", "Fermé. Ouvre demain à 9 h", "Sur
// rendez-vous". Comments are those of the source, in its language.
func (st State) Sentence(l *language.Language, now time.Time) string {
	if st.Open {
		return st.openSentence(l, now)
	}
	sentence := l.Say("Fermé")
	switch {
	case st.Unknown, st.Uncertain && st.Holiday == "":
		sentence = unsureText(l, st.Comment)
	case st.Holiday != "":
		sentence = l.Say("Fermé aujourd’hui (jour férié : %s)", l.Say(st.Holiday))
	case st.Comment != "":
		sentence += bracket(CommentIn(l, st.Comment))
	}
	if opens := st.Opens(l, now); opens != "" {
		sentence += ". " + opens
	}
	return sentence
}

// Opens says when a place that is not open opens next: "Ouvre demain à 9 h"; ""
// when no opening is in sight.
func (st State) Opens(l *language.Language, now time.Time) string {
	next := st.Next
	if next.IsZero() {
		return ""
	}
	switch DaysBetween(now, next) {
	case 0:
		return l.Say("Ouvre à %s", TimeIn(l, next))
	case 1:
		return l.Say("Ouvre demain à %s", TimeIn(l, next))
	}
	return l.Say("Ouvre %s à %s", DayIn(l, next), TimeIn(l, next))
}

// longestReason is how long, in letters, a reason may be in the one line that says
// a state: a longer one stands with the hours.
const longestReason = 60

// unsureText says hours that are not sure.
func unsureText(l *language.Language, comment string) string {
	switch {
	case ByAppointment(comment):
		return Capital(CommentIn(l, comment))
	case comment == "", utf8.RuneCountInString(comment) > longestReason:
		return l.Say("Ouverture à confirmer")
	}
	return l.Say("Ouverture à confirmer : %s", CommentIn(l, comment))
}

func (st State) openSentence(l *language.Language, now time.Time) string {
	sentence := l.Say("Ouvert 24 h sur 24")
	if !st.Until.IsZero() {
		sentence = l.Say("Ouvert jusqu’à %s", untilWords(l, st.Until, now))
	}
	return sentence + bracket(CommentIn(l, st.Comment))
}

func untilWords(l *language.Language, until, now time.Time) string {
	switch days := DaysBetween(now, until); {
	case days == 1 && until.Equal(Midnight(until, 0)):
		return l.Say("minuit")
	case days == 0:
		return TimeIn(l, until)
	case days == 1:
		return l.Say("demain %s", TimeIn(l, until))
	}
	return l.Say("%s à %s", DayIn(l, until), TimeIn(l, until))
}

// SpanIn writes a time of a day: "9 h – 12 h", "9 h – minuit", "24 h sur 24".
func SpanIn(l *language.Language, start, end time.Time) string {
	return rangeIn(l, wallRange(start, end))
}

// DateSpanIn writes a time of a day with its date: "jeudi 3 décembre 2026, 14 h – 16 h".
func DateSpanIn(l *language.Language, start, end time.Time) string {
	return DateYearIn(l, start) + ", " + SpanIn(l, start, end)
}

// wallRange is a time in minutes of the day on which it starts; midnight belongs
// to the day that ends.
func wallRange(start, end time.Time) timeRange {
	t := timeRange{minuteOf(start), minuteOf(end)}
	if t.to == 0 {
		t.to = midnight
	}
	return t
}

// SlotIn says a time of a day, and how sure it is: "9 h – 12 h", "sur
// rendez-vous, 14 h – 18 h".
func SlotIn(l *language.Language, slot Slot) string {
	times := wallRange(slot.Start, slot.End)
	text, whole := rangeIn(l, times), times == timeRange{0, midnight}
	switch {
	case !slot.Unsure:
		return text + bracket(CommentIn(l, slot.Comment))
	case slot.Comment == "" && whole:
		return l.Say("horaires non renseignés")
	case slot.Comment == "":
		return text + bracket(l.Say("à confirmer"))
	case whole:
		return CommentIn(l, slot.Comment)
	}
	return CommentIn(l, slot.Comment) + l.Say(", ") + text
}

// minuteOf is the minute of the day.
func minuteOf(t time.Time) int16 {
	h, m, _ := Local(t).Clock()
	return int16(h*60 + m)
}

// Term says until when something is kept, after « jusqu’au »: to a minute, or to the end
// of a day.
func Term(end time.Time) string {
	if end.Hour() == 0 && end.Minute() == 0 {
		return DateYearIn(language.French, end.AddDate(0, 0, -1)) + " compris"
	}
	return DateYearIn(language.French, end) + " à " + FormatTime(end)
}
