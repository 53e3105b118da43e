package hours

import "time"

// Holiday is a public holiday.
type Holiday struct {
	// Day is midnight in Paris at its start.
	Day time.Time
	// Name is its French name, as it reads after "jour férié : ".
	Name string
}

// Holidays lists the eleven public holidays of metropolitan France in a year,
// in order (Code du travail, article L3133-1). The two further ones of
// Alsace-Moselle are not in it. In the rare years when two fall on one day
// (Ascension on 1 May 2008), that day is listed once, under its fixed name.
func Holidays(year int) []Holiday {
	var list []Holiday
	first := dayFromDate(year, time.January, 1)
	for d := first; d < dayFromDate(year+1, time.January, 1); d++ {
		y, m, n := d.date()
		if name := holidayName(y, m, n); name != "" {
			list = append(list, Holiday{time.Date(y, m, n, 0, 0, 0, 0, Paris), name})
		}
	}
	return list
}

// HolidayOn returns the public holiday of the day that it is in Paris at the
// instant given.
func HolidayOn(day time.Time) (Holiday, bool) {
	y, m, n := day.In(Paris).Date()
	name := holidayName(y, m, n)
	if name == "" {
		return Holiday{}, false
	}
	return Holiday{time.Date(y, m, n, 0, 0, 0, 0, Paris), name}, true
}

func holidayName(y int, m time.Month, d int) string {
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
