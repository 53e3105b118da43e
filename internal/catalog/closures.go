package catalog

import (
	"strings"
	"time"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// closedRules are what the closures of an offer add to its hours, "" when these are
// not known: an offer of which nobody knows the hours is not called closed.
func closedRules(o *mediation.Offer) string {
	var rules strings.Builder
	for _, c := range o.Closures {
		from, to := c.From.Time(), c.To.Time()
		if o.Hours == "" || from.IsZero() || to.Before(from) {
			continue
		}
		rules.WriteString("; " + from.Format(osmDay))
		if to.After(from) {
			rules.WriteString("-" + to.Format(osmDay))
		}
		rules.WriteString(" off")
	}
	return rules.String()
}

// osmDay writes a day as hours of OSM do.
const osmDay = "2006 Jan 02"

// Closed says in a language on which days to come an offer is closed, and why.
func (m *Moment) Closed(l *language.Language, place, offer int) (sentences []string) {
	e := &m.entries[place]
	now := m.At.In(e.calendar.Zone())
	for _, c := range e.offers[offer].Closures {
		if c.To >= mediation.DayOf(now) {
			sentences = append(sentences, ClosureText(l, c, now))
		}
	}
	return sentences
}

// ClosureText says the days of a closure, and why: "Fermé du 24 décembre au 2
// janvier : Congés". The year is named but within the twelve months to come.
func ClosureText(l *language.Language, c mediation.Closure, now time.Time) string {
	write := hours.DateIn
	if c.To < mediation.DayOf(now) || c.To > mediation.DayOf(now.AddDate(1, 0, 0)) {
		write = hours.LongDateIn
	}
	day := func(d mediation.Day) string {
		y, m, n := d.Time().Date()
		return write(l, time.Date(y, m, n, 12, 0, 0, 0, now.Location()))
	}
	days := hours.OnDateIn(l, day(c.From))
	if c.To != c.From {
		days = hours.DateRangeIn(l, day(c.From), day(c.To))
	}
	text := l.Say("Fermé %s", days)
	if c.Reason != "" {
		text = l.Say("%s : %s", text, l.Quote(c.Reason))
	}
	return text
}
