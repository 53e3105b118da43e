package planning

import (
	"regexp"
	"strings"

	"escale/internal/hours"
)

// Opening hours of a stop that are not the same each week, in the two forms
// that sources use: every other week ("week 1-53/2 Tu 09:30-12:00"), and some
// weeks of the month ("Th[2,4] 14:00-16:30").
var (
	fortnightForm = regexp.MustCompile(`^week ([12])-5[23]/2 (Mo|Tu|We|Th|Fr|Sa|Su) (\d\d:\d\d)-(\d\d:\d\d)$`)
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
