package hours

import "slices"

// noon parts a day; a morning that lasts longer, to morningEnd, is still one.
const noon, morningEnd = 12 * 60, 14 * 60

// dayScope is when on a day something holds.
type dayScope struct {
	whole, morning, afternoon bool
	times                     []timeRange
}

func (s dayScope) empty() bool {
	return !s.whole && !s.morning && !s.afternoon && len(s.times) == 0
}

// within are the parts of a range of hours where it holds. A few minutes that would
// be left beside one belong to it.
func (s dayScope) within(t timeRange) (parts []timeRange) {
	if s.whole {
		return []timeRange{t}
	}
	scopes := s.times
	if s.morning && t.from < noon {
		end := int16(noon)
		if t.to <= morningEnd {
			end = morningEnd
		}
		scopes = append(slices.Clone(scopes), timeRange{0, end})
	}
	if s.afternoon && (t.from >= noon || t.to > morningEnd) {
		scopes = append(slices.Clone(scopes), timeRange{noon, 2 * midnight})
	}
	for _, scope := range scopes {
		from, to := max(t.from, scope.from), min(t.to, scope.to)
		if from-t.from <= slack {
			from = t.from
		}
		if t.to-to <= slack {
			to = t.to
		}
		if to-from > slack || from == t.from && to == t.to {
			parts = append(parts, timeRange{from, to})
		}
	}
	return merged(parts)
}

// slack is how many minutes two ways of writing the same hours differ by.
const slack = 30

func merged(list []timeRange) (out []timeRange) {
	slices.SortFunc(list, func(a, b timeRange) int { return int(a.from) - int(b.from) })
	for _, t := range list {
		if n := len(out); n > 0 && t.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, t.to)
			continue
		}
		out = append(out, t)
	}
	return out
}

// beside are the parts of a range that some others leave.
func beside(t timeRange, parts []timeRange) (out []timeRange) {
	from := t.from
	for _, p := range parts {
		if p.from > from {
			out = append(out, timeRange{from, p.from})
		}
		from = p.to
	}
	if from < t.to {
		out = append(out, timeRange{from, t.to})
	}
	return out
}

// weekScope is when in a week something holds.
type weekScope [7]dayScope

// wholeWeek is the scope of what names no day and no time.
func wholeWeek() (s weekScope) {
	for d := range s {
		s[d].whole = true
	}
	return s
}

func (s *weekScope) isWhole() bool {
	return !slices.ContainsFunc(s[:], func(d dayScope) bool { return !d.whole })
}

func (s *weekScope) add(other weekScope) {
	for d, o := range other {
		s[d].whole = s[d].whole || o.whole
		s[d].morning = s[d].morning || o.morning
		s[d].afternoon = s[d].afternoon || o.afternoon
		s[d].times = append(s[d].times, o.times...)
	}
}

// without takes away what is excepted: whole days, or halves of days; hours are too fine to
// be sure of.
func (s *weekScope) without(excepted weekScope) {
	for d, e := range excepted {
		day := &s[d]
		switch {
		case e.whole:
			*day = dayScope{}
		case day.whole && (e.morning || e.afternoon):
			*day = dayScope{morning: !e.morning, afternoon: !e.afternoon}
		case e.morning || e.afternoon:
			day.morning, day.afternoon = day.morning && !e.morning, day.afternoon && !e.afternoon
		}
	}
}

// scopeReader reads of what days and times French words speak: "le lundi et le
// jeudi de 13h à 17h et le vendredi matin".
type scopeReader struct {
	words []string
	// clocks makes hours count.
	clocks bool
	scope  weekScope
	// days are those named since the last half or hours. They share the next half unless
	// each has an article, or a comma and no plural: "le lundi et le mardi après-midi" may speak
	// of the whole Monday.
	days           []int
	shared, plural bool
	// last are the days of the last half or hours.
	last []int
	// half waits for the days after it: "l’après-midi du lundi au vendredi".
	half dayScope
	// found is true once a day, a half or hours were read.
	found bool
}

// scopeIn reads a scope; found is false when the words name no day and no time.
func scopeIn(words []string, clocks bool) (s weekScope, found bool) {
	main, except := words, []string(nil)
	if i := slices.IndexFunc(words, func(w string) bool { return exceptWords[w] }); i >= 0 {
		main, except = words[:i], words[i+1:]
	}
	r := scopeReader{words: main, clocks: clocks, shared: true}
	r.read()
	if len(except) > 0 {
		if e, some := scopeIn(except, clocks); some {
			if !r.found {
				r.scope = wholeWeek()
			}
			r.scope.without(e)
			return r.scope, true
		}
	}
	return r.scope, r.found
}

var exceptWords = map[string]bool{"sauf": true, "hors": true, "excepte": true, "exceptes": true, "hormis": true}

func (r *scopeReader) read() {
	for i := 0; i < len(r.words); i++ {
		if d, ok := dayForms[r.words[i]]; ok {
			r.day(d, i)
			continue
		}
		switch r.words[i] {
		case "matin", "matins", "matinee", "matinees":
			r.place(dayScope{morning: true}, true)
		case "apresmidi", "apresmidis":
			r.place(dayScope{afternoon: true}, true)
		case "journee", "journees":
			r.place(dayScope{whole: true}, true)
		default:
			if t, used := r.hours(i); used > 0 {
				r.place(dayScope{times: []timeRange{t}}, false)
				i += used - 1
			}
		}
	}
	r.end()
}

func (r *scopeReader) day(d, i int) {
	r.found = true
	n := len(r.days)
	if n == 0 && !r.half.empty() && slices.Contains(r.words[max(0, i-2):i], "et") {
		r.end() // "les après-midi et le samedi matin"
		r.half = dayScope{}
	}
	switch {
	case n > 0 && i > 0 && joins[r.words[i-1]]:
		for between := r.days[n-1] + 1; between < d; between++ {
			r.days = append(r.days, between)
		}
	case n > 0 && i > 0 && (articles[r.words[i-1]] || r.words[i-1] == "," && !r.plural):
		r.shared = false
	case n == 0:
		r.plural = i > 0 && r.words[i-1] == "les"
	}
	r.days = append(r.days, d)
	if !r.half.empty() {
		r.put(r.days[n:], r.half)
	}
}

var (
	joins    = map[string]bool{"au": true, "a": true, "-": true, "–": true}
	articles = map[string]bool{"le": true, "les": true, "du": true}
)

// place gives the days before, or else those to come, their half or hours.
func (r *scopeReader) place(s dayScope, half bool) {
	r.found = true
	switch {
	case len(r.days) > 0 && r.half.empty():
		days := r.days
		if half && !r.shared {
			r.put(days[:len(days)-1], dayScope{whole: true})
			days = days[len(days)-1:]
		}
		r.put(days, s)
		r.last, r.days, r.shared = days, nil, true
	case len(r.last) > 0 && (half || !r.halved(s)):
		r.put(r.last, s)
	case len(r.last) == 0:
		r.days, r.half = nil, s
	}
}

// halved is true when the last days have a half already that those hours belong to.
func (r *scopeReader) halved(s dayScope) bool {
	return !slices.ContainsFunc(r.last, func(d int) bool {
		day := r.scope[d]
		return !day.whole && !(day.morning && s.times[0].from < noon) && !(day.afternoon && s.times[0].to > noon)
	})
}

func (r *scopeReader) put(days []int, s dayScope) {
	var scope weekScope
	for _, d := range days {
		scope[d] = s
	}
	r.scope.add(scope)
}

// end gives days that have nothing the whole of the day, and a half without days every day.
func (r *scopeReader) end() {
	if r.half.empty() {
		r.put(r.days, dayScope{whole: true})
		return
	}
	if len(r.days) == 0 {
		r.put(everyWeekday, r.half)
	}
}

var everyWeekday = []int{0, 1, 2, 3, 4, 5, 6}

// hours reads "de 13h à 17h" at a word, and how many words that takes.
func (r *scopeReader) hours(i int) (t timeRange, used int) {
	if !r.clocks || !isClock(r.words[i]) {
		return t, 0
	}
	rest := reader{words: r.words[i:]}
	t, err := rest.timeRange()
	if err != nil || t.to <= t.from {
		return timeRange{}, 0
	}
	return t, len(r.words) - i - len(rest.words)
}
