package synth

import (
	"math/rand/v2"
	"strings"
)

// Times of a day's halves, and the shapes of a week: "<" stands for a morning,
// ">" for an afternoon, each drawn anew where it stands.
var (
	mornings   = [2][]string{{"08:30", "08:45", "09:00", "09:15", "09:30", "10:00"}, {"12:00", "12:15", "12:30", "12:45"}}
	afternoons = [2][]string{{"13:30", "13:45", "14:00", "14:15", "14:30"}, {"16:00", "16:30", "17:00", "17:30", "18:00", "18:30"}}
	weeks      = []string{
		"Mo-Fr <,>", "Mo-Fr <,>", "Mo-Fr <,>; PH off", "Mo-Th <,>; Fr <", "Tu,Th <; We <,>; Sa <",
		"Mo,We,Fr <; Tu,Th >", "Tu-Sa <,>; PH off", "We >", "Mo <", "Tu >; Th <,>", "Tu-Fr >; We <,>; Sa <",
		"Mo-Fr <,>; Tu <; Th <,>", "Mo[1,3] <; We >", "Mo-We <; Th >; Jul-Aug off",
	}
	unreadable = []string{"sur rendez-vous", "le matin, sauf vacances scolaires", "voir le site"}
)

// hours are OSM opening hours, sometimes absent, seldom unreadable.
func hours(r *rand.Rand) string {
	switch n := r.IntN(100); {
	case n < 10:
		return ""
	case n < 12:
		return pick(r, unreadable)
	}
	var b strings.Builder
	for _, c := range pick(r, weeks) {
		switch c {
		case '<':
			b.WriteString(span(r, mornings))
		case '>':
			b.WriteString(span(r, afternoons))
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

func span(r *rand.Rand, bounds [2][]string) string {
	return pick(r, bounds[0]) + "-" + pick(r, bounds[1])
}
