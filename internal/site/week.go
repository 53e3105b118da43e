package site

import (
	"strings"
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
)

// weekDay is a day of the coming week, in words.
type weekDay struct{ Day, Hours string }

// newWeek says the openings of the next seven days; nil when they are not
// known.
func newWeek(m *catalog.Moment, place, offer int) []weekDay {
	var week []weekDay
	for i, d := range m.Week(place, offer) {
		day := hours.Capital(hours.FormatDay(d.Day))
		if i == 0 {
			day = "Aujourd’hui, " + hours.FormatDay(d.Day)
		}
		week = append(week, weekDay{day, spansText(d)})
	}
	return week
}

func spansText(d catalog.DayHours) string {
	texts := make([]string, len(d.Spans))
	for i, span := range d.Spans {
		end := hours.FormatTime(span.End)
		if span.End.Equal(d.Day.AddDate(0, 0, 1)) {
			end = "minuit"
		}
		texts[i] = hours.FormatTime(span.Start) + " à " + end
		if span.Comment != "" {
			texts[i] += " (" + span.Comment + ")"
		}
	}
	text := strings.Join(texts, ", ")
	if text == "" {
		text = "fermé"
	}
	if d.Holiday != "" {
		text += " (jour férié : " + d.Holiday + ")"
	}
	return text
}

// machineDay is a day as schema.org writes it.
func machineDay(t time.Time) string { return t.In(hours.Paris).Format(time.DateOnly) }
