package site

import (
	"net/url"
	"strconv"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// when is the days that someone asks about. The client reads, means and says
// the same (frontend/src/when.ts).
type when struct {
	// id is "" for any time, "jour" for one day, else a span that starts today.
	id     string
	window *mediation.Window // nil for any time
	words  string            // "cette semaine", "le mardi 8 décembre"
}

// spans are those that start today, by the names that addresses carry.
var spans = []struct {
	id, label, words string
	last             func(today time.Time) time.Time
}{
	{"aujourdhui", "Aujourd’hui", "aujourd’hui", func(today time.Time) time.Time { return today }},
	{"semaine", "Cette semaine", "cette semaine", func(today time.Time) time.Time {
		return today.AddDate(0, 0, (7-int(today.Weekday()))%7) // Sunday is 0
	}},
	{"mois", "Ce mois-ci", "ce mois-ci", func(today time.Time) time.Time {
		return time.Date(today.Year(), today.Month()+1, 0, 0, 0, 0, 0, hours.Paris)
	}},
}

const oneDay = "jour"

// readWhen reads quand=semaine, or jour=2026-12-08. A form sends both, and
// the choice it marks counts. A day that is past asks nothing that anyone can
// still go to: it is left out.
func readWhen(query url.Values, today time.Time) when {
	chosen := query.Get("quand")
	for _, s := range spans {
		if s.id == chosen {
			return when{chosen, &mediation.Window{From: today, To: s.last(today)}, s.words}
		}
	}
	day, err := time.ParseInLocation(time.DateOnly, query.Get("jour"), hours.Paris)
	if err != nil || day.Before(today) || day.Year() >= 2100 || query.Has("quand") && chosen == "" {
		return when{}
	}
	words := "le " + hours.FormatDay(day)
	if day.Year() != today.Year() {
		words += " " + strconv.Itoa(day.Year())
	}
	return when{oneDay, &mediation.Window{From: day, To: day}, words}
}

// dayOf is the midnight in Paris at which the day of an instant began.
func dayOf(t time.Time) time.Time {
	y, m, d := t.In(hours.Paris).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, hours.Paris)
}

// choices are the spans to choose among; one day has a field of its own.
func (w when) choices() []choice {
	list := []choice{{Label: "N’importe quand", Checked: w.id == ""}}
	for _, s := range spans {
		list = append(list, choice{ID: s.id, Label: s.label, Checked: w.id == s.id})
	}
	return list
}

// day is what the field of the day holds.
func (w when) day(today time.Time) string {
	if w.id == oneDay {
		today = w.window.From
	}
	return today.Format(time.DateOnly)
}
