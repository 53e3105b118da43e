package admin

import (
	"strings"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// daysOff are the typed dates that are public holidays or Sundays, which the team confirms.
type daysOff struct {
	// DaysOff names them in words, OnDaysOff is true once they were confirmed.
	DaysOff   string
	OnDaysOff bool
}

// daysOffField is sent by who wants these days too.
const daysOffField = "feries"

// check has dates at a fixed place confirmed; a visit on such a day is itself to be
// confirmed.
func (d *daysOff) check(calendar hours.Calendar, dates []mediation.WorkshopDate) error {
	var days []string
	for _, date := range dates {
		if why := calendar.DayOff(date.Start); why != "" && date.Place != "" {
			days = append(days, hours.DateYearIn(language.French, date.Start)+" ("+why+")")
		}
	}
	if d.DaysOff = strings.Join(days, ", "); d.DaysOff == "" || d.OnDaysOff {
		return nil
	}
	return mediation.InvalidParameter(daysOffField, "Un jour férié ou un dimanche : "+d.DaysOff+". Dites si l’atelier a lieu ce jour-là, ou changez la date.")
}
