package tour

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"escale/internal/mediation"
)

// The decade on which rules are compared with the oracle.
const (
	decadeFrom = mediation.Day("2024-01-01")
	decadeTo   = mediation.Day("2033-12-31")
)

// sample is a rule in the words of an agent, with a predicate on days that
// knows nothing of how rules are read or expanded.
type sample struct {
	text string
	has  func(time.Time) bool
}

var sampleKinds = []string{"weekly", "alternate", "parity", "ranked", "month day", "dates"}

var (
	dayWords   = []string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}
	monthNames = []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	numerals   = map[int]string{2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 8: "huit", 13: "13"}
)

func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

// randomDay is a day of the decade.
func randomDay(r *rand.Rand) time.Time {
	return time.Date(2024, 1, 1+r.IntN(3653), 0, 0, 0, 0, time.UTC)
}

// writeDay writes a date in one of the ways that people do.
func writeDay(r *rand.Rand, t time.Time) string {
	first := ""
	if t.Day() == 1 {
		first = "er"
	}
	return pick(r, t.Format("02/01/2006"), t.Format("2/1/06"), t.Format("2006-01-02"), t.Format("2.1.2006"),
		fmt.Sprintf("%d%s %s %d", t.Day(), first, monthNames[t.Month()-1], t.Year()),
		fmt.Sprintf("%s %d%s %s %d", dayWords[(t.Weekday()+6)%7], t.Day(), first, strings.ToUpper(monthNames[t.Month()-1]), t.Year()))
}

// someDays draws a few days of the week, in order from Monday.
func someDays(r *rand.Rand) []int {
	days := r.Perm(7)[:pick(r, 1, 1, 1, 2, 2, 3)]
	slices.Sort(days)
	return days
}

func join(r *rand.Rand, words []string) string {
	return strings.Join(words, pick(r, " et ", ", ", " & "))
}

func named(r *rand.Rand, days []int, before, after string) string {
	var words []string
	for _, d := range days {
		words = append(words, before+dayWords[d]+after)
	}
	return join(r, words)
}

func onOneOf(days []int) func(time.Time) bool {
	return func(t time.Time) bool { return slices.Contains(days, (int(t.Weekday())+6)%7) }
}

// generate draws a rule of a kind.
func generate(r *rand.Rand, kind string) sample {
	switch kind {
	case "weekly":
		return bounded(r, weeklySample(r), "")
	case "alternate":
		return alternateSample(r)
	case "parity":
		return bounded(r, paritySample(r), "")
	case "ranked":
		return bounded(r, rankedSample(r), "")
	case "month day":
		return bounded(r, monthDaySample(r), "")
	}
	return datesSample(r)
}

func weeklySample(r *rand.Rand) sample {
	if r.IntN(4) == 0 {
		first, length := r.IntN(7), 2+r.IntN(5)
		var days []int
		for i := range length {
			days = append(days, (first+i)%7)
		}
		return sample{fmt.Sprintf("du %s au %s", dayWords[first], dayWords[days[length-1]]), onOneOf(days)}
	}
	days := someDays(r)
	return sample{pick(r, named(r, days, "", ""), "tous les "+named(r, days, "", "s"), "le "+named(r, days, "", ""),
		"toutes les semaines, "+named(r, days, "le ", "")), onOneOf(days)}
}

func alternateSample(r *rand.Rand) sample {
	days, start := someDays(r), randomDay(r)
	for !onOneOf(days)(start) {
		start = start.AddDate(0, 0, 1)
	}
	n := pick(r, 2, 2, 2, 3, 4, 5, 6, 8, 13)
	text := pick(r, fmt.Sprintf("toutes les %s semaines ", numerals[n]), fmt.Sprintf("une semaine sur %d, ", n)) + named(r, days, "le ", "")
	switch {
	case len(days) == 1 && r.IntN(2) == 0:
		text = fmt.Sprintf("un %s sur %s", dayWords[days[0]], numerals[n])
	case n == 2 && r.IntN(2) == 0:
		text = "tous les quinze jours " + named(r, days, "le ", "")
	}
	monday := func(t time.Time) int64 { return t.Unix()/86400 - int64((t.Weekday()+6)%7) }
	has := func(t time.Time) bool {
		weeks := (monday(t) - monday(start)) / 7
		return onOneOf(days)(t) && !t.Before(start) && weeks%int64(n) == 0
	}
	return bounded(r, sample{text, has}, start.Format(time.DateOnly))
}

func paritySample(r *rand.Rand) sample {
	days, odd := someDays(r), r.IntN(2)
	word := []string{"paire", "impaire"}[odd]
	text := pick(r,
		named(r, days, "", "")+" des semaines "+word+"s",
		"semaines "+word+"s, le "+named(r, days, "", ""),
		"le "+named(r, days, "", "")+" en semaine "+word,
		"Tous les "+named(r, days, "", "s")+" (semaines "+word+"s)")
	return sample{text, func(t time.Time) bool {
		_, week := t.ISOWeek()
		return onOneOf(days)(t) && week%2 == odd
	}}
}

func rankedSample(r *rand.Rand) sample {
	var parts []string
	places := map[int][]int{} // by weekday; -1 is the last, -2 the one before
	for _, d := range someDays(r) {
		var words []string
		for _, i := range r.Perm(7)[:1+r.IntN(3)] {
			place := []int{1, 2, 3, 4, 5, -1, -2}[i]
			places[d] = append(places[d], place)
			words = append(words, map[int]string{1: pick(r, "1er", "premier"), 2: pick(r, "2e", "2ème", "2nd", "deuxième"), 3: pick(r, "3e", "3ième", "troisième"),
				4: "4e", 5: pick(r, "5e", "cinquième"), -1: "dernier", -2: "avant-dernier"}[place])
		}
		parts = append(parts, join(r, words)+" "+dayWords[d]+pick(r, "", "s"))
	}
	return sample{join(r, parts) + pick(r, "", " du mois", " de chaque mois"), func(t time.Time) bool {
		last := time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
		fromStart, fromEnd := (t.Day()-1)/7+1, -((last-t.Day())/7 + 1)
		mine := places[(int(t.Weekday())+6)%7]
		return slices.Contains(mine, fromStart) || slices.Contains(mine, fromEnd)
	}}
}

func monthDaySample(r *rand.Rand) sample {
	if r.IntN(4) == 0 {
		return sample{pick(r, "dernier jour du mois", "le dernier jour de chaque mois"), func(t time.Time) bool { return t.AddDate(0, 0, 1).Day() == 1 }}
	}
	var days []int
	var words []string
	for _, n := range r.Perm(31)[:1+r.IntN(3)] {
		days = append(days, n+1)
		words = append(words, "le "+strings.Replace(fmt.Sprint(n+1, "."), "1 .", "1er .", 1))
	}
	text := strings.ReplaceAll(strings.ReplaceAll(join(r, words), " .", ""), ".", "")
	return sample{text + " du mois", func(t time.Time) bool { return slices.Contains(days, t.Day()) }}
}

func datesSample(r *rand.Rand) sample {
	days := map[time.Time]bool{}
	var words []string
	for range 1 + r.IntN(12) {
		t := randomDay(r)
		days[t] = true
		words = append(words, writeDay(r, t))
	}
	return sample{strings.Join(words, pick(r, ", ", " et ", " ; ")), func(t time.Time) bool { return days[t] }}
}

// bounded adds bounds of every sort to what recurs; start is the date that an
// alternation begins on.
func bounded(r *rand.Rand, s sample, start string) sample {
	from, until := randomDay(r), randomDay(r)
	switch core := s.has; {
	case start != "":
		from, _ = time.Parse(time.DateOnly, start)
		if until = from.AddDate(0, 0, 300+r.IntN(900)); r.IntN(2) == 0 {
			s.text += " à partir du " + writeDay(r, from)
			break
		}
		s.text += fmt.Sprintf(" du %s au %s", writeDay(r, from), writeDay(r, until))
		s.has = func(t time.Time) bool { return core(t) && !t.After(until) }
	case r.IntN(3) == 0:
		s.text += pick(r, " à partir du ", ", dès le ", " À COMPTER DU ") + writeDay(r, from)
		s.has = func(t time.Time) bool { return core(t) && !t.Before(from) }
	case r.IntN(3) == 0:
		s.text += pick(r, " jusqu'au ", ", jusqu’au ") + writeDay(r, until)
		s.has = func(t time.Time) bool { return core(t) && !t.After(until) }
	}
	return excepted(r, inMonths(r, s))
}

func inMonths(r *rand.Rand, s sample) sample {
	first, last := r.IntN(12), r.IntN(12)
	inside := func(t time.Time) bool {
		m := int(t.Month()) - 1
		return first <= last && first <= m && m <= last || first > last && (m >= first || m <= last)
	}
	preposition := "de "
	if strings.ContainsAny(monthNames[first][:1], "ao") {
		preposition = pick(r, "d'", "d’")
	}
	stretch := preposition + monthNames[first] + " à " + monthNames[last]
	switch core := s.has; r.IntN(5) {
	case 0:
		return sample{s.text + pick(r, ", ", " ") + stretch, func(t time.Time) bool { return core(t) && inside(t) }}
	case 1:
		if (last+1)%12 != first { // not all of them
			return sample{s.text + pick(r, ", sauf ", " hors ") + stretch, func(t time.Time) bool { return core(t) && !inside(t) }}
		}
	case 2:
		text := s.text + fmt.Sprintf(", sauf %s%s et %s", pick(r, "", "en "), monthNames[first], monthNames[last])
		return sample{text, func(t time.Time) bool {
			return core(t) && int(t.Month())-1 != first && int(t.Month())-1 != last
		}}
	}
	return s
}

// excepted leaves out one or two of the days of the decade that s has.
func excepted(r *rand.Rand, s sample) sample {
	var out []time.Time
	for i := 0; i < 400 && len(out) < 2; i++ {
		if t := randomDay(r); s.has(t) && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	core := s.has
	switch n := r.IntN(4); {
	case n == 0 && len(out) == 2:
		s.text += ", sauf le " + writeDay(r, out[0]) + pick(r, " et le ", ", le ", " et ") + writeDay(r, out[1])
		s.has = func(t time.Time) bool { return core(t) && !slices.Contains(out, t) }
	case n == 1 && len(out) == 2:
		a, b := out[0], out[0].AddDate(0, 0, r.IntN(30))
		s.text += fmt.Sprintf(" sauf du %s au %s", writeDay(r, a), writeDay(r, b))
		s.has = func(t time.Time) bool { return core(t) && (t.Before(a) || t.After(b)) }
	}
	return s
}
