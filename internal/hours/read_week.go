package hours

import (
	"fmt"
	"slices"
	"strings"
)

// frenchWeek gathers what the statements of a text say of the days.
type frenchWeek struct {
	days [7]frenchDayHours
	// extra are the rules of some weeks only; general is what limits all the
	// hours; left is what was not understood.
	extra, general, left []string
	// understood is true once some hours were.
	understood bool
}

// frenchDayHours is what a text says of one day of the week.
type frenchDayHours struct {
	times []timeRange
	// notes make the hours unsure; statements are all those about the day.
	notes, statements []string
	// unclear is true when the statements cannot all hold.
	unclear bool
}

// read takes in a statement; false when it is not understood.
func (w *frenchWeek) read(piece string) bool {
	clauses, err := clausesOf(piece)
	rest, limits := piece, []string(nil)
	if err != nil || len(clauses) == 0 {
		if rest, limits = cutLimits(piece); len(limits) == 0 && rest == piece {
			return false
		}
		if strings.Trim(rest, " .,:;()-–/") == "" {
			w.general = append(w.general, limits...)
			return true
		}
		if clauses, err = clausesOf(rest); err != nil || len(clauses) == 0 || bothWeeks(limits) {
			return false // of two kinds of weeks each has hours of its own
		}
	}
	for i := range clauses {
		w.take(&clauses[i], limits, piece)
	}
	return true
}

// bothWeeks is true for phrases that name even and odd weeks.
func bothWeeks(limits []string) bool {
	return parity(limits) == "" && slices.ContainsFunc(limits, parityForm.MatchString)
}

func clausesOf(text string) (clauses []clause, err error) {
	r := reader{words: frenchWords(text)}
	for r.skipSeparators(); len(r.words) > 0; r.skipSeparators() {
		c, err := r.clause()
		if err != nil {
			return nil, err
		}
		clauses = append(clauses, c)
	}
	return clauses, nil
}

// take takes in a clause with what limits it.
func (w *frenchWeek) take(c *clause, limits []string, piece string) {
	w.understood = w.understood || len(c.times) > 0
	weeks := parity(limits)
	limits = slices.DeleteFunc(slices.Clone(limits), func(l string) bool { return weeks != "" && parityForm.MatchString(l) })
	if c.note != "" {
		limits = append([]string{c.note}, limits...)
	}
	if len(c.nth) > 0 || weeks != "" && !c.shut {
		c.note = Comment(strings.Join(limits, " ; "))
		w.extra = append(w.extra, c.limitedRule(weeks))
		return
	}
	for d := range w.days {
		if c.days[d] {
			w.days[d].take(c, limits, piece)
		}
	}
}

func (d *frenchDayHours) take(c *clause, limits []string, piece string) {
	if !slices.Contains(d.statements, piece) {
		d.statements = append(d.statements, piece)
	}
	n := len(d.times)
	switch {
	case c.shut && len(limits) > 0: // "fermé le lundi pendant les vacances"
		d.notes = append(d.notes, piece)
	case c.shut:
		d.times, d.notes = nil, nil
	case n > 0 && c.times[0].from < d.times[n-1].to, n > 0 && (len(d.notes) > 0) != (len(limits) > 0):
		d.unclear = true
	default:
		d.times, d.notes = append(d.times, c.times...), append(d.notes, limits...)
	}
}

// leave keeps a statement that is not understood as the comment of the days that it
// names, or of all the hours.
func (w *frenchWeek) leave(piece string) {
	w.left = append(w.left, piece)
	named := namedDays(piece)
	if named == [7]bool{} {
		w.general = append(w.general, piece)
		return
	}
	for d, is := range named {
		if is {
			w.days[d].statements = append(w.days[d].statements, piece)
			w.days[d].unclear = true
		}
	}
}

// namedDays are the days that a text may be about: those that it names, and those
// between two of them that a range joins.
func namedDays(text string) (days [7]bool) {
	words := frenchWords(text)
	before := -1
	for i, word := range words {
		d, ok := dayForms[word]
		if !ok {
			continue
		}
		days[d] = true
		if before >= 0 && slices.Contains([]string{"au", "a", "-", "–"}, words[i-1]) {
			for between := before; between <= d; between++ {
				days[between] = true
			}
		}
		before = d
	}
	return days
}

// osm writes the week, "" when nothing of it can be.
func (w *frenchWeek) osm() string {
	var rules []string
	days := map[string][]int{}
	for d := range w.days {
		text := w.days[d].osm()
		if text == "" {
			continue
		}
		if days[text] == nil {
			rules = append(rules, text)
		}
		days[text] = append(days[text], d)
	}
	for i, text := range rules {
		rules[i] = osmDayList(days[text]) + " " + text
	}
	list := w.extra
	if len(rules) > 0 {
		list = append([]string{strings.Join(rules, "; ")}, w.extra...)
	}
	if len(list) == 0 {
		return ""
	}
	return qualified(strings.Join(list, ", "), w.general)
}

func (d *frenchDayHours) osm() string {
	switch {
	case d.unclear:
		return `"` + Comment(strings.Join(d.statements, " ; ")) + `"`
	case len(d.times) == 0:
		return strings.TrimSpace(osmNote(Comment(strings.Join(d.notes, " ; "))))
	}
	return osmTimes(d.times) + osmNote(Comment(strings.Join(d.notes, " ; ")))
}

// limitedRule writes the hours of some weeks: "Tu[1,3] 09:00-12:00", "week 2-53/2 Tu
// 09:00-12:00".
func (c *clause) limitedRule(weeks string) string {
	text := ""
	if weeks != "" {
		text = "week " + weeks + " "
	}
	if len(c.nth) > 0 {
		return text + c.nthRule()
	}
	var days []int
	for d, is := range c.days {
		if is {
			days = append(days, d)
		}
	}
	return text + fmt.Sprintf("%s %s%s", osmDayList(days), osmTimes(c.times), osmNote(c.note))
}
