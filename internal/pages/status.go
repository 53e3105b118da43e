package pages

import (
	"strings"
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
)

// Tone is how a status is drawn, beside its words.
type Tone string

// The tones of a status.
const (
	Open   Tone = "open"
	Later  Tone = "later"
	Check  Tone = "check"
	Closed Tone = "closed"
)

// Status says in one line when somebody helps at a place.
type Status struct {
	Text string
	Tone Tone
	// Until is the instant (RFC 3339) up to which Text is true, "" for always.
	// A page that is kept without a network says After from then on.
	Until, After string
	// Today is true when Text says "aujourd’hui" of later: paper outlives the day.
	Today bool
}

// NewStatus says a timing at the instant now.
func NewStatus(l *language.Language, t catalog.Timing, now time.Time) Status {
	s, until := statusOf(l, t, now)
	if !until.IsZero() {
		s.Until, s.After = hours.Local(until).Format(time.RFC3339), l.Say("Horaires à vérifier")
		s.Today = s.Tone == Later && hours.DaysBetween(now, until) == 0
	}
	return s
}

// statusOf says a timing, and until when what it says is true.
func statusOf(l *language.Language, t catalog.Timing, now time.Time) (Status, time.Time) {
	switch {
	case t.NoPublic:
		return Status{Text: t.Text(l), Tone: Closed}, time.Time{}
	case t.Hour && t.Open:
		day := hours.Capital(l.Say("%s à %s", dayText(l, t.At, now), hours.TimeIn(l, t.At)))
		return Status{Text: l.Say("%s : %s", day, hours.Lower(t.Text(l))), Tone: Later}, t.Until
	case t.Open:
		return Status{Text: t.Text(l), Tone: Open}, t.Until
	case t.Visit != nil:
		return Status{Text: visitText(l, t, now), Tone: Later}, t.Visit.End
	case len(t.Spans) > 0:
		return Status{Text: spansText(l, t, now), Tone: Later}, t.Spans[len(t.Spans)-1].End
	case !t.Known, t.Partly, t.Unknown, t.Uncertain && t.Holiday == "":
		return Status{Text: t.Text(l), Tone: Check}, t.Next
	}
	return Status{Text: t.Text(l), Tone: Closed}, t.Next
}

// visitText is "Le bus passe lundi 30 à 9 h 30, jusqu’à 12 h (samedi 28 : annulé)".
func visitText(l *language.Language, t catalog.Timing, now time.Time) string {
	v := t.Visit
	text := l.Say("Le bus passe %s à %s, jusqu’à %s", dayText(l, v.Start, now), hours.TimeIn(l, v.Start), hours.TimeIn(l, v.End))
	if v.Venue != nil {
		text += l.SayOf("lieu", ", à %s", v.Venue.Name)
	}
	if t.Missed == nil {
		return text
	}
	return text + " (" + l.Say("%s : %s", dayText(l, t.Missed.Start, now), catalog.FateText(l, t.Missed)) + ")"
}

// spansText is "Samedi 5 : 10 h – 12 h, 14 h – 17 h", or "Ouvre lundi 30 : …"
// when no day was asked for.
func spansText(l *language.Language, t catalog.Timing, now time.Time) string {
	day := dayText(l, t.Day, now)
	if !t.Days {
		day = l.Say("Ouvre %s", day)
	}
	texts, comment := make([]string, len(t.Spans)), t.Spans[0].Comment
	for i, span := range t.Spans {
		texts[i] = hours.SpanIn(l, span.Start, span.End)
		if span.Comment != comment {
			comment = ""
		}
	}
	text := l.Say("%s : %s", hours.Capital(day), strings.Join(texts, l.Say(", ")))
	if comment != "" {
		text += " (" + hours.CommentIn(l, comment) + ")"
	}
	return text
}

// daysNamed is within how many days the name of a day and its number are
// enough to tell it.
const daysNamed = 7

// dayText names a day as one says it at the instant now: "aujourd’hui",
// "samedi 5", "samedi 12 décembre".
func dayText(l *language.Language, t, now time.Time) string {
	switch days := hours.DaysBetween(now, t); {
	case days == 0:
		return l.Say("aujourd’hui")
	case days > 0 && days < daysNamed:
		return hours.NearDayIn(l, t)
	}
	return hours.DayIn(l, t)
}
