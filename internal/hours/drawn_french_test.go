package hours_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"escale/internal/hours"
)

// drawnWeek is hours that are known, to be written in one of the ways of people.
type drawnWeek [7][][2]int // minutes

func (w drawnWeek) has(day, minute int) bool {
	return slices.ContainsFunc(w[day], func(s [2]int) bool { return s[0] <= minute && minute < s[1] })
}

func one(r *rand.Rand, list ...string) string { return list[r.IntN(len(list))] }

var wordsOfDays = []string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}

// clockIn writes a time in a style, the same for the whole text.
func clockIn(style, minutes int) string {
	h, m := minutes/60, minutes%60
	switch style {
	case 0:
		if m == 0 {
			return fmt.Sprintf("%dh", h)
		}
		return fmt.Sprintf("%dh%02d", h, m)
	case 1:
		return fmt.Sprintf("%02dh%02d", h, m)
	case 2:
		return fmt.Sprintf("%02d:%02d", h, m)
	case 3:
		return fmt.Sprintf("%d h %02d", h, m)
	case 4:
		return fmt.Sprintf("%02d.%02d", h, m)
	}
	return fmt.Sprintf("%dH%02d", h, m)
}

// drawFrench draws a week and a text that says it.
func drawFrench(r *rand.Rand) (w drawnWeek, text string) {
	style := r.IntN(6)
	between := one(r, "-", " - ", " à ", "–", "/")
	joined := one(r, " et ", " / ", ", ", " puis ", " ")
	if between == "/" || style == 3 && joined == " " {
		joined = " et "
	}
	colon := one(r, " : ", " ", ": ", " de ")
	var pieces []string
	for day := 0; day < 7; {
		first := day
		day++
		if r.IntN(5) == 0 {
			continue
		}
		for day < 7 && r.IntN(3) > 0 {
			day++
		}
		spans := [][2]int{{8*60 + 30*r.IntN(4), 12*60 - 15*r.IntN(3)}}
		if r.IntN(2) == 0 {
			spans = append(spans, [2]int{13*60 + 30*r.IntN(3), 16*60 + 15*r.IntN(9)})
		}
		times := make([]string, len(spans))
		for i, s := range spans {
			times[i] = clockIn(style, s[0]) + between + clockIn(style, s[1])
		}
		for d := first; d < day; d++ {
			w[d] = spans
		}
		pieces = append(pieces, daysIn(r, first, day-1)+colon+strings.Join(times, joined))
	}
	if pieces == nil {
		return drawFrench(r)
	}
	text = one(r, "", "", "Horaires : ", "Ouvert ", "Horaires d'ouverture : ") + strings.Join(pieces, one(r, " ; ", "\n", " | ", ". ", ", ", "\n- "))
	switch r.IntN(8) {
	case 0:
		text = strings.ToUpper(text)
	case 1:
		text += one(r, " ; voir le site", ". Parking gratuit", "\nSur rendez-vous", " ; sauf vacances scolaires", " ; fermé en août")
	}
	return w, text
}

func daysIn(r *rand.Rand, first, last int) string {
	names := wordsOfDays[first : last+1]
	switch {
	case len(names) == 1:
		return one(r, "", "le ", "Le ") + names[0] + one(r, "", "", "s")
	case len(names) == 2 || r.IntN(4) == 0:
		return strings.Join(names[:len(names)-1], ", ") + " et " + names[len(names)-1]
	}
	return one(r, "du "+names[0]+" au ", names[0]+" au ", "Du "+names[0]+" au ", names[0]+" à ") + names[len(names)-1]
}

// TestDrawnFrench holds what is read of drawn texts against the weeks that they say: what is
// understood is right to the minute, and nothing is ever open that is not.
func TestDrawnFrench(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 3))
	understood, partly, text, wrong := 0, 0, 0, 0
	for range 3000 {
		week, written := drawFrench(r)
		got := hours.Read(written)
		if got.OSM == "" {
			text++
			continue
		}
		s, err := hours.Parse(got.OSM)
		if err != nil {
			t.Fatal(err)
		}
		var open drawnWeek
		for _, i := range s.Intervals(monday, monday.AddDate(0, 0, 7)) {
			day := int(i.Start.Sub(monday).Hours()+1) / 24
			from := i.Start.Hour()*60 + i.Start.Minute()
			open[day] = append(open[day], [2]int{from, from + int(i.End.Sub(i.Start).Minutes())})
		}
		sure, right := len(got.Left) == 0 && !s.Uncertain(), true
		for day := range 7 {
			for minute := 0; minute < 24*60; minute += 15 {
				should, is := week.has(day, minute), open.has(day, minute)
				right = right && (is == should || !sure && !is)
			}
		}
		switch {
		case !right:
			if wrong++; wrong < 20 {
				t.Errorf("%q is read %q", written, got.OSM)
			}
		case sure:
			understood++
		default:
			partly++
		}
	}
	t.Logf("3000 texts: %d understood, %d in part or limited, %d text, %d wrong", understood, partly, text, wrong)
	if understood < 2000 {
		t.Error("too few are understood")
	}
}
