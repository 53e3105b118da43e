package tour

import (
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// utc is midnight in UTC at the start of a day that is known to be right. Days
// are counted there because no UTC day is longer or shorter than another.
func utc(d mediation.Day) time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// isDay is true for an existing day written as "2026-12-08".
func isDay(d mediation.Day) bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

func plus(d mediation.Day, days int) mediation.Day {
	return mediation.DayOf(utc(d).AddDate(0, 0, days))
}

// monday is the first day of the ISO week of a day.
func monday(t time.Time) time.Time {
	return t.AddDate(0, 0, -int(mondayFirst(t.Weekday())))
}

// mondayFirst numbers the days of the week from Monday, 0, to Sunday, 6.
func mondayFirst(d time.Weekday) int { return (int(d) + 6) % 7 }

func weekdayName(d mediation.Day) string { return hours.WeekdayName(utc(d).Weekday()) }

// figures writes a day as people type it: "08/12/2026".
func figures(d mediation.Day) string { return utc(d).Format("02/01/2006") }

// inWords writes a day in full: "mardi 8 décembre 2026".
func inWords(d mediation.Day) string { return shortly(d, "") }

// shortly writes a day without the month or year that it shares with another,
// which was just named: "mardi 8", "mardi 5 janvier 2027".
func shortly(d, named mediation.Day) string {
	t := utc(d)
	text := hours.WeekdayName(t.Weekday()) + " " + t.Format("2")
	if t.Day() == 1 {
		text += "er"
	}
	if named != "" && named[:len("2006-01")] == d[:len("2006-01")] {
		return text
	}
	text += " " + hours.MonthName(t.Month())
	if named != "" && named[:len("2006")] == d[:len("2006")] {
		return text
	}
	return text + t.Format(" 2006")
}
