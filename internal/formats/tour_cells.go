package formats

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"escale/internal/mediation"
)

var (
	clockForm  = regexp.MustCompile(`^(\d{1,2})\s*(?:[hH:]\s*(\d{2})?|heures?\s*(\d{2})?)?(?::00)?$`)
	serialForm = regexp.MustCompile(`^\d+(\.\d+)?([eE]-?\d+)?$`)
)

// clock reads an hour of the day as "14:00"; "" when there is none.
func (r *row) clock(column string) string {
	text := r.words(column)
	if text == "" {
		return ""
	}
	if minutes, ok := r.serialMinutes(text); ok {
		return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
	}
	if m := clockForm.FindStringSubmatch(text); m != nil {
		hour, _ := strconv.Atoi(m[1])
		minute, _ := strconv.Atoi(m[2] + m[3])
		if hour < 24 && minute < 60 {
			return fmt.Sprintf("%02d:%02d", hour, minute)
		}
	}
	r.fatal(column, "« %s » n'est pas une heure : écrivez par exemple 14:00 ou 14h30.", shorten(text))
	return ""
}

// serialMinutes reads an hour as a workbook stores it: a part of a day.
func (r *row) serialMinutes(text string) (minutes int, ok bool) {
	if !r.serial || !strings.ContainsAny(text, ".eE") || !serialForm.MatchString(text) {
		return 0, false
	}
	part, err := strconv.ParseFloat(text, 64)
	if err != nil || part < 0 || part >= 1 {
		return 0, false
	}
	minutes = int(math.Round(part * 24 * 60))
	return minutes, minutes < 24*60
}

// day reads a calendar day; "" when there is none.
func (r *row) day(column string) mediation.Day {
	text := r.words(column)
	if text == "" {
		return ""
	}
	if day, ok := r.serialDay(text); ok {
		return day
	}
	for _, form := range []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006", "2/1/06"} {
		if t, err := time.Parse(form, text); err == nil {
			return r.reasonable(column, t)
		}
	}
	r.fatal(column, "« %s » n'est pas une date du calendrier : écrivez par exemple 08/12/2026.", shorten(text))
	return ""
}

func (r *row) reasonable(column string, t time.Time) mediation.Day {
	if t.Year() < 2000 || t.Year() >= 2100 {
		r.fatal(column, "L'année %d n'est pas possible ici.", t.Year())
		return ""
	}
	return mediation.DayOf(t)
}

// serialDay reads a day as a workbook stores it: days since 30 December 1899,
// or since 1 January 1904 in workbooks that say so.
func (r *row) serialDay(text string) (mediation.Day, bool) {
	if !r.serial || !serialForm.MatchString(text) {
		return "", false
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || number < 30000 || number > 80000 {
		return "", false
	}
	first := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	if r.from1904 {
		first = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	return mediation.DayOf(first.AddDate(0, 0, int(number))), true
}

// rule reads the words of a rule; a workbook may have made a number of a date.
func (r *row) rule(column string) string {
	if day, ok := r.serialDay(r.words(column)); ok {
		return frenchDay(day)
	}
	return r.words(column)
}

// count reads a whole number of people, 0 when there is none.
func (r *row) count(column string) int {
	text := r.code(column)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 10000 {
		r.fatal(column, "« %s » n'est pas un nombre de places : écrivez par exemple 12.", shorten(r.words(column)))
		return 0
	}
	return n
}

func frenchDay(day mediation.Day) string {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return ""
	}
	return t.Format("02/01/2006")
}
