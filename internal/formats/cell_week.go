package formats

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"escale/internal/hours"
	"escale/internal/mediation"
)

var (
	dayCodes = [7]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}
	dayNames = [7]string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}
	spanForm = regexp.MustCompile(`^(\d{1,2})\s*[:hH]\s*(\d{2})?\s*(?:[-–—]|à|a)\s*(\d{1,2})\s*[:hH]\s*(\d{2})?$`)
)

const wholeDay = 24 * 60

// span is a time of opening, in minutes since midnight.
type span struct{ from, to int }

// dayMark stands for the day in a rule of [day].
const dayMark = "@"

// day is what a cell says of one weekday; empty means that the cell is.
type day struct {
	// rule is in the syntax of OSM: "@ 09:00-12:00", "week 2-53/2 @ 14:00-17:00".
	rule string
	// words stand for a cell that says no hours.
	words string
}

// readDay reads what a cell says of one weekday: "09:00 - 12:00 / 13:30 - 17:00" in any
// order, or in words. Pieces that touch become one; a day that is closed, or of which
// the cell says nothing, is empty. The notes say what was made of the cell; an error
// says why it is kept in words.
func readDay(cell string) (d day, notes []string, err error) {
	if isNothing(cell) || strings.HasPrefix(mediation.Fold(cell), "ferme") && !strings.ContainsAny(cell, "0123456789") {
		return day{}, nil, nil
	}
	var spans []span
	for piece := range strings.FieldsFuncSeq(cell, func(c rune) bool { return strings.ContainsRune("/|;\n", c) }) {
		if piece = strings.TrimSpace(piece); piece == "" {
			continue
		}
		s, err := readSpan(piece)
		if err != nil {
			return dayInWords(cell, err)
		}
		if s == (span{}) {
			notes = append(notes, "« 00:00 - 00:00 » ne dit pas d'horaire : laissé de côté.")
			continue
		}
		spans = append(spans, s)
	}
	merged, overlap := mergeSpans(spans)
	if overlap {
		// "09:00 - 17:00 / 09:00 - 12:00" may mean either: nobody is sent to a
		// door that may be closed for lunch.
		return day{words: cell}, nil, errors.New("ces horaires se chevauchent : à préciser par la structure")
	}
	if len(merged) > 0 {
		d.rule = dayMark + " " + osmSpans(merged)
	}
	return d, slices.Compact(notes), nil
}

// dayInWords reads a cell as the rest of a sentence about its day.
func dayInWords(cell string, why error) (day, []string, error) {
	monday := hours.Read(dayNames[0] + " : " + cell)
	if monday.OSM == "" || len(monday.Left) > 0 || otherDay.MatchString(monday.OSM) {
		return day{words: cell}, nil, why
	}
	return day{rule: strings.ReplaceAll(monday.OSM, dayCodes[0], dayMark)}, nil, nil
}

var otherDay = regexp.MustCompile(`\b(?:Tu|We|Th|Fr|Sa|Su|Mo\s*-)\b`)

func readSpan(piece string) (span, error) {
	m := spanForm.FindStringSubmatch(piece)
	if m == nil {
		return span{}, fmt.Errorf("« %s » n'est pas un horaire comme 09:00 - 12:00", piece)
	}
	from, err1 := minutes(m[1], m[2])
	to, err2 := minutes(m[3], m[4])
	if err := cmp.Or(err1, err2); err != nil {
		return span{}, err
	}
	if from == 0 && to == 0 {
		return span{}, nil
	}
	if from >= to {
		return span{}, fmt.Errorf("« %s » finit avant de commencer", piece)
	}
	return span{from, to}, nil
}

func minutes(hour, minute string) (int, error) {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	if m > 59 || h*60+m > wholeDay {
		return 0, errors.New(hour + ":" + minute + " n'est pas une heure")
	}
	return h*60 + m, nil
}

// mergeSpans orders spans and joins those that meet; overlap is true when some
// differ and overlap, which a source should not say.
func mergeSpans(spans []span) (merged []span, overlap bool) {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(a.from-b.from, a.to-b.to) })
	for _, s := range slices.Compact(spans) {
		last := len(merged) - 1
		if last < 0 || s.from > merged[last].to {
			merged = append(merged, s)
			continue
		}
		overlap = overlap || s.from < merged[last].to
		merged[last].to = max(merged[last].to, s.to)
	}
	return merged, overlap
}

// osmSpans writes spans as OSM does: "09:00-12:00,13:30-17:00".
func osmSpans(spans []span) string {
	texts := make([]string, len(spans))
	for i, s := range spans {
		texts[i] = fmt.Sprintf("%02d:%02d-%02d:%02d", s.from/60, s.from%60, s.to/60, s.to%60)
	}
	return strings.Join(texts, ",")
}

// osm writes the day as a rule of OSM; what is only in words is its comment.
func (d day) osm() string {
	if d.words != "" {
		return dayMark + ` "` + hours.Comment(d.words) + `"`
	}
	return d.rule
}

// week holds seven days from Monday.
type week [7]day

// known is true when a day has hours.
func (w week) known() bool {
	return slices.ContainsFunc(w[:], func(d day) bool { return d.rule != "" })
}

// osm writes the week as OSM opening hours, days with equal hours together, in
// the order of their first day: "Mo-Tu,Th 09:00-12:00; We 14:00-17:00".
func (w week) osm() string {
	var texts [7]string
	for i, d := range w {
		texts[i] = d.osm()
		if strings.Contains(texts[i], dayMark+"[") { // each day by itself
			texts[i] = strings.ReplaceAll(texts[i], dayMark, dayCodes[i])
		}
	}
	return grouped(texts, "; ", func(text string, days string) string { return strings.ReplaceAll(text, dayMark, days) }, osmRun, ",")
}

// french writes a week that is only in words.
func (w week) french() string {
	var texts [7]string
	for i, d := range w {
		texts[i] = d.words
	}
	return grouped(texts, " ; ", func(text, days string) string { return days + " « " + text + " »" }, frenchRun, ", ")
}

// grouped writes each different text of the days once, with its days: runs of days
// that follow each other, joined by and.
func grouped(texts [7]string, next string, write func(text, days string) string, run func(first, last int) string, and string) string {
	var groups []string
	for i, text := range texts {
		if text != "" && slices.Index(texts[:], text) == i {
			groups = append(groups, write(text, strings.Join(runs(texts, text, run), and)))
		}
	}
	return strings.Join(groups, next)
}

// runs names the days that have that text.
func runs(texts [7]string, text string, run func(first, last int) string) []string {
	var list []string
	for first := 0; first < 7; first++ {
		if texts[first] != text {
			continue
		}
		last := first
		for last < 6 && texts[last+1] == text {
			last++
		}
		list = append(list, run(first, last))
		first = last
	}
	return list
}

func osmRun(first, last int) string {
	if first == last {
		return dayCodes[first]
	}
	return dayCodes[first] + "-" + dayCodes[last]
}

func frenchRun(first, last int) string {
	switch last - first {
	case 0:
		return dayNames[first]
	case 1:
		return dayNames[first] + ", " + dayNames[last]
	}
	return "du " + dayNames[first] + " au " + dayNames[last]
}

// week reads the columns of the days, whose names begin with prefix. Each day counts
// for itself: one that cannot be read is shown in its words and does not look
// closed. A dash is a closed day when another day has hours, else nothing.
func (r *row) week(prefix string) (osm, text string) {
	var w week
	for i, name := range dayNames {
		column := prefix + name
		cell := r.dayCell(column)
		if cell == "" {
			continue
		}
		d, notes, err := readDay(cell)
		if err != nil {
			r.problem(column, "« %s » : %s ; ce jour est montré tel que la source l’écrit.", shorten(cell), err)
		}
		for _, note := range notes {
			r.problem(column, "%s", note)
		}
		w[i] = d
	}
	if !w.known() {
		return "", w.french()
	}
	osm = w.osm()
	if _, err := hours.Parse(osm); err != nil {
		r.problem(prefix+dayNames[0], "%s Ils sont montrés tels que la source les écrit.", err)
		return "", osm
	}
	return osm, ""
}

// dayCell is the cell of a day as text, words for nothing included.
func (r *row) dayCell(column string) string {
	return r.clockText(cmp.Or(plainText(r.text(column)), r.empty[column]))
}

// clockText writes an hour that a workbook stores as a part of a day, 0.375, as "09:00",
// and a day that it stores as a number as a date.
func (r *row) clockText(cell string) string {
	if day, ok := r.serialDay(cell); ok {
		return frenchDay(day)
	}
	if minutes, ok := r.serialMinutes(cell); ok {
		return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
	}
	return cell
}
