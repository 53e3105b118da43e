package planning

import (
	"regexp"
	"strings"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// Opening hours of a stop that are not the same each week, in the forms that
// sources use: every other week ("week 1-53/2 Tu 09:30-12:00"), some weeks of the
// month ("Th[2,4] 14:00-16:30"), weeks that nobody names, and dates ("2026 Dec 08 14:00-16:30").
var (
	datedForm     = regexp.MustCompile(`^(\d{4} [A-Z][a-z]{2} \d\d) (?:(\d\d:\d\d)-(\d\d:\d\d)|"[^"]*")$`)
	fortnightForm = regexp.MustCompile(`^week ([12])-5[23]/2 (Mo|Tu|We|Th|Fr|Sa|Su) (\d\d:\d\d)-(\d\d:\d\d)$`)
	unsureForm    = regexp.MustCompile(`^(Mo|Tu|We|Th|Fr|Sa|Su) (\d\d:\d\d)-(\d\d:\d\d) "semaines à confirmer"$`)
	monthlyForm   = regexp.MustCompile(`^(Mo|Tu|We|Th|Fr|Sa|Su)\[([-,1-5]+)\] (\d\d:\d\d)-(\d\d:\d\d)$`)
)

var osmDays = map[string]string{
	"Mo": "lundi", "Tu": "mardi", "We": "mercredi", "Th": "jeudi", "Fr": "vendredi", "Sa": "samedi", "Su": "dimanche",
}

var nthWords = map[string]string{"1": "1er", "2": "2e", "3": "3e", "4": "4e", "5": "5e", "-1": "dernier"}

// osmStop reads opening hours as a rule and hours of the day; ok is false for
// any other form.
func osmStop(text string) (r rule, from, to string, ok bool) {
	if _, err := hours.Parse(text); err != nil {
		return r, "", "", false
	}
	if m := fortnightForm.FindStringSubmatch(text); m != nil {
		weeks := map[string]string{"1": "impaires", "2": "paires"}[m[1]]
		r = newRule(osmDays[m[2]] + " des semaines " + weeks)
		return r, m[3], m[4], m[3] < m[4]
	}
	if m := unsureForm.FindStringSubmatch(text); m != nil {
		return newRule(osmDays[m[1]] + ", semaines à confirmer"), m[2], m[3], m[2] < m[3]
	}
	if r, from, to, ok = osmDates(text); ok {
		return r, from, to, ok
	}
	m := monthlyForm.FindStringSubmatch(text)
	if m == nil {
		return r, "", "", false
	}
	var nth []string
	for n := range strings.SplitSeq(m[2], ",") {
		nth = append(nth, nthWords[n])
	}
	r = newRule(strings.Join(nth, " et ") + " " + osmDays[m[1]] + " du mois")
	return r, m[3], m[4], m[3] < m[4]
}

// osmDates reads visits on dates that all have the same hours, or none.
func osmDates(text string) (r rule, from, to string, ok bool) {
	var dates []string
	for i, part := range strings.Split(text, "; ") {
		m := datedForm.FindStringSubmatch(part)
		if m == nil || i > 0 && (m[2] != from || m[3] != to) {
			return r, "", "", false
		}
		day, err := time.Parse("2006 Jan 02", m[1])
		if err != nil {
			return r, "", "", false
		}
		from, to = m[2], m[3]
		dates = append(dates, day.Format("02/01/2006"))
	}
	r = newRule(strings.Join(dates, ", "))
	return r, from, to, r.dates == mediation.DatesKnown
}
