package site

import (
	"strings"
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
)

// weekDay is a day of the coming week, in words.
type weekDay struct{ Day, Hours string }

// newWeek says the openings of the next seven days; nil when they are not
// known.
func newWeek(l *language.Language, m *catalog.Moment, place, offer int) []weekDay {
	var week []weekDay
	for i, d := range m.Week(place, offer) {
		day := hours.Capital(hours.DayIn(l, d.Day))
		if i == 0 {
			day = l.Say("Aujourd’hui, %s", hours.DayIn(l, d.Day))
		}
		week = append(week, weekDay{day, spansText(l, d)})
	}
	return week
}

func spansText(l *language.Language, d catalog.DayHours) string {
	texts := make([]string, len(d.Spans))
	for i, span := range d.Spans {
		end := hours.TimeIn(l, span.End)
		if span.End.Equal(d.Day.AddDate(0, 0, 1)) {
			end = l.Say("minuit")
		}
		texts[i] = l.SayOf("heures", "%s à %s", hours.TimeIn(l, span.Start), end)
		if span.Comment != "" {
			texts[i] += " (" + span.Comment + ")"
		}
	}
	text := strings.Join(texts, l.Say(", "))
	if text == "" {
		text = l.Say("fermé")
	}
	if d.Holiday != "" {
		text += l.Say(" (jour férié : %s)", l.Say(d.Holiday))
	}
	return text
}

// machineDay is a day as schema.org writes it.
func machineDay(t time.Time) string { return t.In(hours.Paris).Format(time.DateOnly) }
