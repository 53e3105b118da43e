package catalog

import (
	"time"

	"escale/internal/hours"
	"escale/internal/language"
)

// DayHours are the hours of an offer on one day, those by appointment included.
type DayHours struct {
	// Day is midnight at its start.
	Day   time.Time
	Slots []hours.Slot
	// Holiday names the public holiday that the day is, "" for none.
	Holiday string
}

// weekDays is how many days [Moment.Week] tells, today included.
const weekDays = 7

// Week tells the hours of an offer for seven days from today on; nil when
// they are not known, and for a service that moves or receives nobody.
func (m *Moment) Week(place, offer int) []DayHours {
	e := &m.entries[place]
	o := &e.offers[offer]
	if state := o.state(m.At); o.schedule == nil || state.Mobile || state.NoPublic {
		return nil
	}
	week := make([]DayHours, weekDays)
	for i := range week {
		day := hours.Midnight(m.At.In(e.calendar.Zone()), i)
		week[i] = DayHours{Day: day, Slots: o.schedule.Slots(day, hours.Midnight(day, 1))}
		if holiday, ok := e.calendar.HolidayOn(day); ok {
			week[i].Holiday = holiday.Name
		}
	}
	return week
}

// Text says the hours of the day in a language: "9 h – 12 h et 14 h – 17 h",
// "sur rendez-vous, 14 h – 18 h", "fermé".
func (d DayHours) Text(l *language.Language) string {
	texts := make([]string, len(d.Slots))
	for i, slot := range d.Slots {
		texts[i] = hours.SlotIn(l, slot)
	}
	text := hours.ListIn(l, texts)
	if text == "" {
		text = l.Say("fermé")
	}
	if d.Holiday != "" {
		text += l.Say(" (jour férié : %s)", l.Say(d.Holiday))
	}
	return text
}
