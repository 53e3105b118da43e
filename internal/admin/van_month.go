package admin

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// vanMonth is what the vehicles do in a month: a week in each row, from Monday.
type vanMonth struct {
	Title          string
	Previous, Next string
	Weekdays       []string
	Weeks          [][]vanMonthDay
	// Empty is true of a month without a visit.
	Empty bool
}

// vanMonthDay is a day of the month, or of another one: Number is then 0. Before and After
// are the words around its number, for a list.
type vanMonthDay struct {
	Number              int
	Before, After, Date string
	// Holiday names a public holiday.
	Holiday string
	Today   bool
	Lines   []vanMonthLine
}

type vanMonthLine struct {
	Hours, Town, Tour, Note, URL string
	Cancelled                    bool
}

// newVanMonth tells of the month of the address, else of this one.
func (a *Admin) newVanMonth(c echo.Context) (*vanMonth, error) {
	first := a.today()
	if month, err := time.ParseInLocation("2006-01", c.QueryParam(monthField), first.Location()); err == nil {
		first = month
	}
	y, m, _ := first.Date()
	from := time.Date(y, m, 1, 0, 0, 0, 0, first.Location())
	to := from.AddDate(0, 1, 0)
	list, err := a.desk.VanCalendar(c.Request().Context(), actor(c), from, to)
	if err != nil {
		return nil, err
	}
	address := func(t time.Time) string {
		return vansPath + "?" + url.Values{viewField: {"calendrier"}, monthField: {t.Format("2006-01")}}.Encode()
	}
	month := &vanMonth{Title: hours.Capital(hours.MonthYearIn(language.French, from)), Next: address(to), Weeks: a.weeksOf(from), Empty: true}
	if from.After(a.today()) {
		month.Previous = address(from.AddDate(0, -1, 0))
	}
	for i := range 7 {
		month.Weekdays = append(month.Weekdays, hours.Capital(hours.WeekdayName(time.Weekday((i+1)%7))))
	}
	for _, d := range list {
		if start := d.Start.In(a.zone()); !start.Before(from) && start.Before(to) {
			month.add(start.Day(), newMonthLine(d, a.zone()))
		}
	}
	return month, nil
}

// weeksOf are the weeks of the month that begins on a day, with days of other months
// before and after it.
func (a *Admin) weeksOf(first time.Time) (weeks [][]vanMonthDay) {
	calendar := hours.CalendarOf(a.opts.Departement)
	monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
	for week := monday; week.Before(first.AddDate(0, 1, 0)); week = week.AddDate(0, 0, 7) {
		var row []vanMonthDay
		for i := range 7 {
			on := week.AddDate(0, 0, i)
			if on.Month() != first.Month() {
				row = append(row, vanMonthDay{})
				continue
			}
			day := vanMonthDay{Number: on.Day(), Before: hours.Capital(hours.WeekdayName(on.Weekday())), After: hours.MonthName(on.Month()), Date: on.Format(time.DateOnly), Today: on.Equal(a.today())}
			if holiday, is := calendar.HolidayOn(on); is {
				day.Holiday = holiday.Name
			}
			row = append(row, day)
		}
		weeks = append(weeks, row)
	}
	return weeks
}

// add adds a line to a day of the month.
func (m *vanMonth) add(number int, line vanMonthLine) {
	for _, week := range m.Weeks {
		for i := range week {
			if week[i].Number == number {
				week[i].Lines, m.Empty = append(week[i].Lines, line), false
			}
		}
	}
}

func newMonthLine(d desk.VanDay, zone *time.Location) vanMonthLine {
	line := vanMonthLine{Hours: hours.SpanIn(language.French, d.Start.In(zone), d.End.In(zone)), Town: d.Town, Tour: d.Tour}
	if d.Request != 0 {
		line.URL = vanURL(d.Request)
	}
	switch {
	case d.Proposed:
		line.Note = "Proposé, la commune n’a pas répondu"
	case d.Status != mediation.Planned:
		line.Note, line.Cancelled = d.Status.Label(), d.Status == mediation.Cancelled
	}
	return line
}
