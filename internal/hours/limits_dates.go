package hours

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"escale/internal/mediation"
)

var (
	// datedForm are the words of a sentence about what closes, or changes hours, on its dates
	// and on no other day.
	datedForm = regexp.MustCompile(`(?i)\bferm|cong[ée]s|\bannul|\bsuspend|\b(?:pas|aucune?)\s+(?:de\s+)?permanence|transf[ée]r|exceptionnel|horaires? (?:d['’][ée]t[ée]|d['’]hiver|estiva)|changent|modifi`)
	// opensOn are those of one that opens on its dates, or about days before or after them.
	opensOn  = regexp.MustCompile(`(?i)\bouverte?s?\b|r?[ée]?ouverture d[ue]s? (?:\d|lundi|mardi|mercredi|jeudi|vendredi|samedi)|r[ée]ouv|uniquement|seulement|jusqu|[àa] (?:partir|compter)|d[èe]s le|depuis`)
	dateForm = regexp.MustCompile(`(?i)\b(\d{1,2})(?:er)?\b(?:\s+(` + monthForm + `)|/(\d{1,2}))?(?:\s+(20\d\d)\b|/(20\d\d|\d\d)\b)?`)
	rangeEnd = regexp.MustCompile(`(?i)^\s*(?:au|et le|-|–)\s*(?:` + weekdayForm + `)?\s*$`)
	ranged   = regexp.MustCompile(`(?i)\b(?:du|entre le)\s*(?:` + weekdayForm + `)?\s*$`)
	listed   = regexp.MustCompile(`^\s*(?:,|et\b|&|-|–|au\b)`)
	clockEnd = regexp.MustCompile(`^\s*(?:h|:|[eè]me|e\b|%|€)`)
)

// shutMonths are months when all is closed: "fermé en juillet et août", "sauf en août".
var shutMonths = regexp.MustCompile(`(?i)(?:\bferm[ée]e?s?|\bfermetures?(?: annuelles?)?|\bannul[ée]e?s?|\bsuspendue?s?|\b(?:pas|aucune) (?:de )?permanences?|\bsauf|\bhors|cong[ée]s)(?: annuels?)?\s+(?:en|au mois d(?:e\s|['’])|de)\s*` + monthForm + `(?:\s*(?:et|,|à|-)\s*(?:en\s+)?` + monthForm + `)*`)

var oneMonth = regexp.MustCompile(`(?i)` + monthForm)

// osmMonths writes "Jul,Aug", or "Jun-Sep" for a stretch.
func osmMonths(phrase string) string {
	var names []string
	for _, name := range oneMonth.FindAllString(phrase, -1) {
		names = append(names, monthWords[monthNumber(name)-1])
	}
	if strings.ContainsAny(phrase, "à-") {
		return strings.Join(names, "-")
	}
	return strings.Join(names, ",")
}

func monthNumber(name string) int {
	return max(0, slices.IndexFunc(monthNames[:], func(m string) bool { return name != "" && mediation.Fold(m) == mediation.Fold(name) }))
}

// writtenDate is a date as a sentence writes it: 0 for what it leaves out.
type writtenDate struct {
	day, month, year int
	// starts and ends are true for those of a stretch: "du 9 au 30 août".
	starts, ends bool
}

// closureDates are the dates of a sentence that closes on them, or changes the hours, as
// OSM writes them; "" when it does not, or names none, or not all can be read.
func closureDates(sentence string) string {
	if m := shutMonths.FindString(sentence); m != "" && !dateForm.MatchString(sentence) && !onlyForm.MatchString(sentence) {
		return osmMonths(m)
	}
	if !datedForm.MatchString(sentence) || opensOn.MatchString(sentence) {
		return ""
	}
	var list []string
	dates := datesIn(sentence)
	for i := 0; i < len(dates); i++ {
		from, to := dates[i], dates[i]
		if i+1 < len(dates) && dates[i+1].ends {
			i++
			to = dates[i]
		}
		text := osmDates(from, to)
		if text == "" || to.ends != from.starts {
			return ""
		}
		list = append(list, text)
	}
	return strings.Join(list, ",")
}

// namesDaysToo is true for a sentence that names days of the week beside its dates: "fermé
// le mercredi et du 3 au 9 mars".
func namesDaysToo(sentence string) bool {
	return anyWeekday.MatchString(datedDay.ReplaceAllString(sentence, ""))
}

var (
	anyWeekday = regexp.MustCompile(`(?i)\b(?:` + weekdayForm + `)s?\b`)
	datedDay   = regexp.MustCompile(`(?i)\b(?:` + weekdayForm + `)\s+\d`)
)

// datesIn are the dates of a sentence; those before another share its month: "les 24 et 31
// décembre".
func datesIn(sentence string) (dates []writtenDate) {
	rest := 0
	for _, at := range dateForm.FindAllStringSubmatchIndex(sentence, -1) {
		if clockEnd.MatchString(sentence[at[1]:]) || at[0] > 0 && strings.ContainsAny(sentence[at[0]-1:at[0]], ":h") {
			continue // hours
		}
		d, before, after := dateAt(sentence, at), sentence[rest:at[0]], sentence[at[1]:]
		d.starts = ranged.MatchString(before)
		d.ends = len(dates) > 0 && dates[len(dates)-1].starts && rangeEnd.MatchString(before)
		if d.month == 0 && !listed.MatchString(after) {
			continue // another number
		}
		dates, rest = append(dates, d), at[1]
	}
	for i := len(dates) - 2; i >= 0; i-- {
		if dates[i].month == 0 {
			dates[i].month = dates[i+1].month
		}
		if dates[i].year == 0 {
			dates[i].year = dates[i+1].year
		}
	}
	return dates
}

func dateAt(text string, at []int) (d writtenDate) {
	part := func(n int) string {
		if at[2*n] < 0 {
			return ""
		}
		return text[at[2*n]:at[2*n+1]]
	}
	d.day, _ = strconv.Atoi(part(1))
	if d.month, _ = strconv.Atoi(part(3)); d.month == 0 {
		d.month = monthNumber(part(2))
	}
	if d.year, _ = strconv.Atoi(part(4) + part(5)); 0 < d.year && d.year < 100 {
		d.year += 2000
	}
	return d
}

// osmDates writes "2026 Aug 09-2026 Aug 30", "Aug 09-Aug 30", "2026 Nov 30"; "" for what is no date.
func osmDates(from, to writtenDate) string {
	if from.year > 0 && to.year == 0 || !from.real() || !to.real() {
		return ""
	}
	if from.osm() == to.osm() {
		return from.osm()
	}
	if from.year > to.year || from.year == to.year && from.year > 0 && from.month*100+from.day > to.month*100+to.day {
		return ""
	}
	return from.osm() + "-" + to.osm()
}

func (d writtenDate) real() bool { return 1 <= d.day && d.day <= 31 && 1 <= d.month && d.month <= 12 }

func (d writtenDate) osm() string {
	text := fmt.Sprintf("%s %02d", monthWords[d.month-1], d.day)
	if d.year > 0 {
		text = fmt.Sprintf("%d %s", d.year, text)
	}
	return text
}

// withDates ends hours with what is said of some dates: then, and only then, they are unsure.
func withDates(text, dates, comment string) string {
	rule := dates + ` "` + comment + `"`
	if strings.Contains(text, rule) {
		return text
	}
	if with := text + "; " + rule; parses(with) {
		return with
	}
	return eachRule(text, qualifier{comment: comment, scope: wholeWeek()}.change)
}

func parses(text string) bool {
	_, err := Parse(text)
	return err == nil
}
