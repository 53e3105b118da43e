package formats

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	dayCodes = [7]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}
	dayNames = [7]string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}
	spanForm = regexp.MustCompile(`^(\d{1,2})[:hH](\d{2})\s*[-–]\s*(\d{1,2})[:hH](\d{2})$`)
)

const wholeDay = 24 * 60

// span is a time of opening, in minutes since midnight.
type span struct{ from, to int }

// day is what a cell says of one weekday; empty means that the cell is.
type day struct {
	spans []span
	// words stands for cells that cannot be read.
	words string
}

// readDay reads "09:00 - 12:00 / 13:30 - 17:00", in any order. Pieces that
// touch become one. The notes say what was made of the cell; an error means
// that it cannot be read, or says two things.
func readDay(cell string) (d day, notes []string, err error) {
	for piece := range strings.SplitSeq(cell, "/") {
		if piece = strings.TrimSpace(piece); piece == "" {
			continue
		}
		s, err := readSpan(piece)
		if err != nil {
			return day{words: "« " + cell + " »"}, nil, err
		}
		if s == (span{}) {
			notes = append(notes, "« 00:00 - 00:00 » ne dit pas d'horaire : laissé de côté.")
			continue
		}
		d.spans = append(d.spans, s)
	}
	merged, overlap := mergeSpans(d.spans)
	if overlap {
		// "09:00 - 17:00 / 09:00 - 12:00" may mean either: nobody is sent to a
		// door that may be closed for lunch.
		return day{words: "« " + cell + " »"}, nil, errors.New("ces horaires se chevauchent : à préciser par la structure")
	}
	return day{spans: merged}, slices.Compact(notes), nil
}

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

// osm writes the spans as OSM does: "09:00-12:00,13:30-17:00".
func (d day) osm() string {
	texts := make([]string, len(d.spans))
	for i, s := range d.spans {
		texts[i] = fmt.Sprintf("%02d:%02d-%02d:%02d", s.from/60, s.from%60, s.to/60, s.to%60)
	}
	return strings.Join(texts, ",")
}

// french writes the spans in words: "de 9 h à 12 h et de 13 h 30 à 17 h".
func (d day) french() string {
	if d.words != "" {
		return d.words
	}
	texts := make([]string, len(d.spans))
	for i, s := range d.spans {
		texts[i] = "de " + clock(s.from) + " à " + clock(s.to)
	}
	return strings.Join(texts, " et ")
}

func clock(minutes int) string {
	if minutes%60 == 0 {
		return fmt.Sprintf("%d h", minutes/60)
	}
	return fmt.Sprintf("%d h %02d", minutes/60, minutes%60)
}

// week holds seven days from Monday.
type week [7]day

// osm writes the week as OSM opening hours, days with equal hours together, in
// the order of their first day: "Mo-Tu,Th 09:00-12:00; We 14:00-17:00".
func (w week) osm() string {
	return w.grouped(day.osm, osmRun, ",", "; ")
}

// french writes the week in words.
func (w week) french() string {
	return w.grouped(day.french, frenchRun, ", ", " ; ")
}

// grouped writes each different text of the days once, after its days: runs of
// days that follow each other, joined by and.
func (w week) grouped(write func(day) string, run func(first, last int) string, and, next string) string {
	var texts [7]string
	for i, d := range w {
		texts[i] = write(d)
	}
	var groups []string
	for i, text := range texts {
		if text != "" && slices.Index(texts[:], text) == i {
			groups = append(groups, strings.Join(runs(texts, text, run), and)+" "+text)
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
