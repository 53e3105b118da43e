package hours

import "time"

// Holiday is a public holiday.
type Holiday struct {
	// Day is midnight at its start, in its département.
	Day time.Time
	// Name is its French name, as it reads after "jour férié : ".
	Name string
}

// Calendar is the time zone and the public holidays of a département. Its zero
// value is that of Paris: the eleven days of the whole country and no other.
type Calendar struct {
	own  []ownDay
	zone *time.Location // nil for Paris
}

// ownDay is a day that is a public holiday in some départements only.
type ownDay struct {
	name string
	// on is month*100+day, 0 for a day that Easter moves: that many days after
	// Easter Sunday.
	on, afterEaster int
}

// alsaceMoselle has two days of its own (Code du travail, article L3134-13).
// The law keeps Good Friday to communes with a Protestant church; no list says
// which they are, and a closed door must not be called open, so all have it.
var alsaceMoselle = []ownDay{
	{name: "Vendredi saint", afterEaster: -2},
	{name: "Lendemain de Noël", on: 1226},
}

// abolition is the one day of its own of a département overseas, where the abolition of
// slavery is commemorated on a date of its own (Code du travail, article
// L3422-2). Days that are only customary there, such as Good Friday in the
// Antilles, are not in it.
func abolition(month time.Month, day int) []ownDay {
	return []ownDay{{name: "Abolition de l’esclavage", on: int(month)*100 + day}}
}

// ownDays are those of the départements that have some.
var ownDays = map[string][]ownDay{
	"57": alsaceMoselle, "67": alsaceMoselle, "68": alsaceMoselle,
	"971": abolition(time.May, 27),
	"972": abolition(time.May, 22),
	"973": abolition(time.June, 10),
	"974": abolition(time.December, 20),
	"976": abolition(time.April, 27),
	"977": abolition(time.October, 9), // Saint-Barthélemy
	"978": abolition(time.May, 28),    // Saint-Martin
}

// CalendarOf returns the calendar of a département, by its code: "50", "2A",
// "974".
func CalendarOf(departement string) Calendar {
	return Calendar{ownDays[departement], ZoneOf(departement)}
}

// Zone is the clock of the département.
func (c Calendar) Zone() *time.Location {
	if c.zone == nil {
		return Paris
	}
	return c.zone
}

// Holidays lists the public holidays of a year, in order: the eleven of the
// whole country (Code du travail, article L3133-1), and those of the
// département. When two fall on one day (Ascension on 1 May 2008), that day is
// listed once, under its fixed name.
func (c Calendar) Holidays(year int) []Holiday {
	var list []Holiday
	first := dayFromDate(year, time.January, 1)
	for d := first; d < dayFromDate(year+1, time.January, 1); d++ {
		y, m, n := d.date()
		if name := c.nameOf(y, m, n); name != "" {
			list = append(list, Holiday{d.midnight(c.Zone()), name})
		}
	}
	return list
}

// HolidayOn returns the public holiday of the day that it is in the département
// at an instant.
func (c Calendar) HolidayOn(t time.Time) (Holiday, bool) {
	d := dayOf(t, c.Zone())
	name := c.nameOf(d.date())
	if name == "" {
		return Holiday{}, false
	}
	return Holiday{d.midnight(c.Zone()), name}, true
}

// nameOf names the public holiday of a date, "" for none.
func (c Calendar) nameOf(y int, m time.Month, d int) string {
	for _, own := range c.own {
		if own.on == int(m)*100+d || own.on == 0 && dayFromDate(y, m, d) == easter(y)+day(own.afterEaster) {
			return own.name
		}
	}
	return nationalName(y, m, d)
}

// nationalName names the public holiday that a date is in the whole country.
func nationalName(y int, m time.Month, d int) string {
	switch int(m)*100 + d {
	case 101:
		return "Jour de l’an"
	case 501:
		return "Fête du Travail"
	case 508:
		return "Victoire de 1945"
	case 714:
		return "Fête nationale"
	case 815:
		return "Assomption"
	case 1101:
		return "Toussaint"
	case 1111:
		return "Armistice de 1918"
	case 1225:
		return "Noël"
	}
	if m < time.March || m > time.June {
		return ""
	}
	switch dayFromDate(y, m, d) - easter(y) {
	case 1:
		return "Lundi de Pâques"
	case 39:
		return "Ascension"
	case 50:
		return "Lundi de Pentecôte"
	}
	return ""
}

// DayOff names why few expect anything on a day: "Noël", "dimanche"; "" for other days.
func (c Calendar) DayOff(t time.Time) string {
	if holiday, is := c.HolidayOn(t); is {
		return holiday.Name
	}
	if t.In(c.Zone()).Weekday() == time.Sunday {
		return WeekdayName(time.Sunday)
	}
	return ""
}

// easter computes Easter Sunday of the Gregorian calendar: the Sunday after
// the ecclesiastical full moon that falls on or after 21 March.
func easter(year int) day {
	golden := year % 19
	century := year / 100
	// Age of the moon, with the solar and lunar corrections of the century.
	epact := (19*golden + century - century/4 - (8*century+13)/25 + 15) % 30
	// Two exceptions keep the moon within 29 days.
	if epact == 29 || epact == 28 && golden > 10 {
		epact--
	}
	fullMoon := dayFromDate(year, time.March, 21) + day(epact)
	return fullMoon + 7 - day(fullMoon.utc().Weekday())
}
