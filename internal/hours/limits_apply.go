package hours

import (
	"regexp"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// byAppointment is the comment of hours when people come by appointment only.
const byAppointment = "sur rendez-vous"

// Qualify gives hours what limits them, on the days, the times and the dates that it
// names or on all: weeks enter the rules, anything else becomes their comment, so that it
// is shown and the hours are never taken for open.
func Qualify(text, limit string) string {
	whole := Comment(limit)
	if whole == "" {
		return text
	}
	if scope, needed := appointmentScope(limit); needed {
		return eachRule(text, qualifier{comment: byAppointment, scope: scope}.change)
	}
	if dates := closureDates(limit); dates != "" {
		if namesDaysToo(limit) {
			text = eachRule(text, qualifier{comment: whole, scope: limitScope(limit)}.change)
		}
		return withDates(text, dates, whole)
	}
	q := qualifier{comment: whole, scope: limitScope(limit)}
	if rest, limits := cutLimits(limit); strings.Trim(rest, " .,:;()") == "" && len(limits) == 1 {
		q.weeks = parity(limits)
	}
	return eachRule(text, q.change)
}

// limitScope is when what limits hours does: on the days that it names and, when it closes,
// on their halves; always when it names none, or those that are not limited.
func limitScope(limit string) weekScope {
	words := frenchWords(limit)
	scope, found := scopeIn(words, false)
	if !found || onlyOpen.MatchString(limit) {
		return wholeWeek()
	}
	if shutForm.MatchString(limit) && !openForm.MatchString(limit) {
		return scope
	}
	days := namedDays(limit)
	for d := range scope {
		scope[d] = dayScope{whole: days[d] || days == [7]bool{}}
	}
	return scope
}

var (
	shutForm = newForm(`(?i)\bferm`)
	openForm = regexp.MustCompile(`(?i)ouvert|ouvre|accueil`)
	onlyOpen = regexp.MustCompile(`(?i)(?:ouvert|ouvre|accueil)\pL*\s+(?:uniquement|seulement|que)\b`)
)

// qualifier is what limits rules: some weeks, or words; at some times of the week.
type qualifier struct {
	weeks, comment string
	scope          weekScope
}

func (q qualifier) change(r *rule, written string) string {
	m := osmDays.FindStringSubmatch(written)
	switch {
	case r.state == closed || q.holds(r), len(r.dates) > 0 && len(r.times) == 0 && r.comment != "":
		return written // dates of [withDates] say all that there is
	case q.scope.isWhole():
		return q.limited(r, written)
	case m == nil || r.weeks != 0 || len(r.dates) > 0 || r.holidays || strings.HasPrefix(m[2], "[") || strings.HasPrefix(m[2], ","):
		return q.limited(r, written) // of more than plain days, it counts as a whole
	}
	return q.parted(r, m[2])
}

// limited is a rule with what limits it.
func (q qualifier) limited(r *rule, written string) string {
	switch {
	case q.weeks != "" && r.weeks == 0 && len(r.dates) == 0 && r.hasDays:
		return "week " + q.weeks + " " + written
	case r.comment == "":
		return withNote(written, q.comment)
	case !strings.Contains(mediation.Fold(r.comment), mediation.Fold(q.comment)):
		return withNote(written, r.comment+" ; "+q.comment)
	}
	return written
}

func withNote(written, note string) string {
	return strings.TrimSpace(bare(written) + osmNote(note))
}

// parted is a rule of plain days in parts: the days and hours that stay as they are,
// then those that are limited.
func (q qualifier) parted(r *rule, hours string) string {
	var order []string
	days := map[string][]int{}
	for d, numbers := range r.weekdays {
		if numbers == 0 {
			continue
		}
		key := q.day(r, d, hours)
		if days[key] == nil {
			order = append(order, key)
		}
		days[key] = append(days[key], d)
	}
	rules := make([]string, len(order))
	for i, key := range order {
		list := osmDayList(days[key])
		rules[i] = list + " " + strings.ReplaceAll(key, dayMark, list)
	}
	return strings.Join(rules, map[bool]string{false: "; ", true: ", "}[r.additional])
}

// dayMark stands for the days of a rule in its second part.
const dayMark = "\x00"

// day is what a rule says of a day, in one part or two.
func (q qualifier) day(r *rule, d int, hours string) string {
	scope := q.scope[d]
	if scope.empty() {
		return hours
	}
	if scope.whole || len(r.times) == 0 {
		return q.limited(r, hours)
	}
	var free, limited []timeRange
	for _, t := range r.times {
		parts := scope.within(t)
		limited = append(limited, parts...)
		free = append(free, beside(t, parts)...)
	}
	tail := strings.TrimSpace(ending.FindString(hours))
	if tail != "" {
		tail = " " + tail
	}
	switch {
	case len(limited) == 0:
		return hours
	case len(free) == 0:
		return q.limited(r, hours)
	}
	return osmTimes(free) + tail + ", " + dayMark + " " + q.limited(r, osmTimes(limited)+tail)
}

// holds reports whether the rule says so itself: in its weeks, or its place in the month.
func (q qualifier) holds(r *rule) bool {
	switch {
	case q.weeks != "" && r.weeks != 0:
		return r.weeks == weeksOf[q.weeks]
	case nthForm.FindString(q.comment) == q.comment:
		return slices.ContainsFunc(r.weekdays[:], func(n weekdayNumbers) bool { return n&^everyWeek != 0 && n&everyWeek == 0 })
	}
	return false
}

var ending = regexp.MustCompile(`\s*(?:\b(?:open|unknown)\b)?\s*(?:"[^"]*")?\s*$`)

// bare is a rule without its state and comment.
func bare(written string) string { return ending.ReplaceAllString(written, "") }

// eachRule writes hours anew, each rule as change makes it; hours that cannot be read,
// or not any more, stay as they are.
func eachRule(text string, change func(r *rule, written string) string) string {
	tokens, err := scan(text)
	if err != nil {
		return text
	}
	p := &parser{text: text, tokens: tokens}
	var b strings.Builder
	for {
		from := p.peek().offset
		r := p.rule()
		end := p.peek().offset
		p.separator()
		if p.err != nil {
			return text
		}
		b.WriteString(change(&r, strings.TrimSpace(text[from:end])))
		if p.peek().kind == endToken {
			break
		}
		b.WriteString(map[bool]string{false: "; ", true: ", "}[p.adding])
	}
	if _, err := Parse(b.String()); err != nil {
		return text
	}
	return b.String()
}
