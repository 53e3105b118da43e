package catalog

import (
	"time"

	"escale/internal/hours"
)

// DayHours are the sure openings of an offer on one day.
type DayHours struct {
	// Day is midnight in Paris at its start.
	Day   time.Time
	Spans []hours.Interval
	// Holiday names the public holiday that the day is, "" for none.
	Holiday string
}

// weekDays is how many days [Moment.Week] tells, today included.
const weekDays = 7

// Week tells the openings of an offer for seven days from today on; nil when
// they are not known, and for a service that moves or receives nobody.
func (m *Moment) Week(place, offer int) []DayHours {
	o := &m.entries[place].offers[offer]
	if state := o.state(m.At); o.schedule == nil || state.Mobile || state.NoPublic {
		return nil
	}
	y, month, d := m.At.In(hours.Paris).Date()
	week := make([]DayHours, weekDays)
	for i := range week {
		day := time.Date(y, month, d+i, 0, 0, 0, 0, hours.Paris)
		week[i] = DayHours{Day: day, Spans: o.schedule.Intervals(day, day.AddDate(0, 0, 1))}
		if holiday, ok := hours.HolidayOn(day); ok {
			week[i].Holiday = holiday.Name
		}
	}
	return week
}
