package formats

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

var (
	// wholeDate is a date with its year, spaces forgiven: "15/11/22", "5/12/ 2022".
	wholeDate = regexp.MustCompile(`\b(\d{1,2})\s*[/.]\s*(\d{1,2})\s*[/.]\s*(\d{4}|\d{2})\b`)
	// shortDate is one without: a fraction, a telephone and "7/7" are none.
	shortDate = regexp.MustCompile(`(?:^|[\s(,;:–-])(\d{1,2})\s?/\s?(\d{1,2})(?:[\s),;:–.-]|$)`)
	wordDate  = regexp.MustCompile(`(?i)\b(\d{1,2})(?:er)?\s+(janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)\s+(20\d{2})\b`)
	// untilDate ends a stretch of time: it limits hours, and is no visit.
	untilDate = regexp.MustCompile(`(?i)\b(?:(?:du|depuis le|à partir du|dès le|entre le)\s+\d{1,2}(?:er)?[^()]*?\s+)?(?:au|jusqu['’]au|et le)\s+\d{1,2}(?:er)?(?:\s+\pL+|\s*/\s*\d{1,2})(?:[\s/]+\d{2,4})?|(?:à partir du|dès le|depuis le)\s+\d{1,2}\S*(?:\s+\pL+)?(?:\s+\d{4})?`)
	loneDate  = regexp.MustCompile(`\(\s*(?:le\s+)?\d{1,2}\s?/\s?\d{1,2}\s*\)`)
	monthList = []string{"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"}
)

// nameDates reads the dates of a name, "Mairie (05/10 - 02/11)": dated is true when
// there are any, and days is nil when one of them cannot be read whole.
func nameDates(name string) (days []mediation.Day, dated bool) {
	if len(name) > longText || !strings.ContainsAny(name, "0123456789") {
		return nil, false
	}
	days, rest, good := datesOf(untilDate.ReplaceAllString(name, " "))
	short := shortDates(rest)
	// "10/12 rue Hugo" and "1/2 journée" are no dates; two are, or one by itself.
	if len(days) == 0 && good && short < 2 && !(short == 1 && loneDate.MatchString(rest)) {
		return nil, false
	}
	if !good || short > 0 || strings.ContainsAny(afterFirstDate(rest), "0123456789") {
		return nil, true
	}
	return days, true
}

// afterFirstDate is the text from the first date on.
func afterFirstDate(rest string) string {
	_, after, _ := strings.Cut(rest, dateMark)
	return after
}

// dateMark stands where a date was.
const dateMark = "\x01"

// datesOf takes the whole dates out of a text; good is false when one is no day of the
// calendar.
func datesOf(text string) (days []mediation.Day, rest string, good bool) {
	good = true
	take := func(year, month, day int) string {
		t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		if t.Day() != day || int(t.Month()) != month || year < 2015 || year > 2099 {
			good = false
			return dateMark
		}
		days = append(days, mediation.DayOf(t))
		return dateMark
	}
	rest = wholeDate.ReplaceAllStringFunc(text, func(found string) string {
		m := wholeDate.FindStringSubmatch(found)
		year := number(m[3])
		if year < 100 {
			year += 2000
		}
		return take(year, number(m[2]), number(m[1]))
	})
	rest = wordDate.ReplaceAllStringFunc(rest, func(found string) string {
		m := wordDate.FindStringSubmatch(found)
		return take(number(m[3]), slices.Index(monthList, mediation.Fold(m[2]))+1, number(m[1]))
	})
	slices.Sort(days)
	return slices.Compact(days), rest, good
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // only digits, and few
	return n
}

// shortDates counts the dates without a year.
func shortDates(text string) (n int) {
	text = strings.NewReplacer("-", " - ", "–", " - ", "et", " - ", ",", " , ").Replace(text)
	for len(text) > 0 {
		at := shortDate.FindStringSubmatchIndex(text)
		if at == nil {
			return n
		}
		day, month := number(text[at[2]:at[3]]), number(text[at[4]:at[5]])
		if day >= 1 && day <= 31 && month >= 1 && month <= 12 && !(day == 7 && month == 7) && !(day == 24 && month == 7) && !(day == 1 && month == 2) {
			n++
		}
		text = text[at[5]:]
	}
	return n
}

// dateFillers are the words around dates in a comment that says nothing else.
var dateFillers = regexp.MustCompile(`(?i)\b(?:prochaine?s?|passages?|dates?|du|bus|camion|van|le|les|et|de|à|a|au|aux|puis|tournée|calendrier|permanences?|jours?|présence|numérique|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|[àÀ]\s`)

// wholeDates reads a comment that is only dates, with hours or without: what else it
// says might change them.
func wholeDates(text string) (days []mediation.Day, dated bool) {
	if len(text) > longText {
		return nil, false
	}
	days, rest, good := datesOf(text)
	rest = dateFillers.ReplaceAllString(clockRange.ReplaceAllString(rest, " "), " ")
	if len(days) == 0 || !good || strings.Trim(rest, dateMark+" .,;:()-–\n&/") != "" {
		return nil, false
	}
	return days, true
}

var clockRange = regexp.MustCompile(`(?i)(?:de\s+)?\d{1,2}\s*[h:]\s*\d{0,2}\s*(?:à|a|-|–)\s*\d{1,2}\s*[h:]\s*\d{0,2}`)

// datedHours writes visits on those days, at the hours that the week of the record has
// on their weekdays; "" when some day has none, or several.
func datedHours(days []mediation.Day, week string) string {
	if len(days) == 0 {
		return ""
	}
	schedule, err := hours.Parse(week)
	rules := make([]string, len(days))
	for i, day := range days {
		t, _ := time.ParseInLocation(time.DateOnly, string(day), hours.Paris) // written by datesOf
		rules[i] = t.Format("2006 Jan 02") + ` "` + noClock + `"`
		if week == "" {
			continue
		}
		if err != nil {
			return ""
		}
		found := schedule.Intervals(t, t.AddDate(0, 0, 1))
		if len(found) == 0 {
			return ""
		}
		times := make([]string, len(found))
		for j, span := range found {
			times[j] = fmt.Sprintf("%s-%s", span.Start.Format("15:04"), span.End.Format("15:04"))
		}
		rules[i] = t.Format("2006 Jan 02") + " " + strings.Join(times, ",")
	}
	return strings.Join(rules, "; ")
}

// noClock is what a visit without hours has in their place.
const noClock = "heures non publiées"
