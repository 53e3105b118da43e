package site

import (
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
)

// weekDay is a day of the coming week, in words.
type weekDay struct{ Day, Hours string }

// newWeek says the hours of the next seven days; nil when they are not
// known.
func newWeek(l *language.Language, m *catalog.Moment, place, offer int) []weekDay {
	var week []weekDay
	for i, d := range m.Week(place, offer) {
		day := hours.Capital(hours.DayIn(l, d.Day))
		if i == 0 {
			day = l.Say("Aujourd’hui, %s", hours.DayIn(l, d.Day))
		}
		week = append(week, weekDay{day, d.Text(l)})
	}
	return week
}

// machineDay is a day as schema.org writes it.
func machineDay(t time.Time) string { return hours.Local(t).Format(time.DateOnly) }
