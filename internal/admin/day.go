package admin

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// Days as people write them, and as browsers send them.
var (
	writtenDay = regexp.MustCompile(`^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$`)
	sentDay    = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
)

// typedDay reads the day of a field; missing says what to do without one.
func typedDay(field, text, missing string) (mediation.Day, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", mediation.InvalidParameter(field, missing)
	}
	day, month, year := "", "", ""
	if m := writtenDay.FindStringSubmatch(text); m != nil {
		day, month, year = m[1], m[2], m[3]
	} else if m := sentDay.FindStringSubmatch(text); m != nil {
		day, month, year = m[3], m[2], m[1]
	}
	d, _ := strconv.Atoi(day) // 0 for none
	m, _ := strconv.Atoi(month)
	y, _ := strconv.Atoi(year)
	if d == 0 || m == 0 || m > 12 {
		return "", mediation.InvalidParameter(field, "Cette date ne se lit pas. Exemple : 24/12/2026")
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d {
		return "", mediation.InvalidParameter(field, "Cette date n’existe pas : "+hours.DayNumberIn(language.French, d)+" "+hours.MonthIn(language.French, time.Month(m))+".")
	}
	return mediation.DayOf(t), nil
}
