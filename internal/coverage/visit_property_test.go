package coverage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"pgregory.net/rapid"

	"escale/internal/coverage"
	"escale/internal/hours"
	"escale/internal/mediation"
)

var morning = time.Date(2026, time.December, 1, 9, 0, 0, 0, hours.Paris)

const factor = 1.3

func drawPoint(t *rapid.T, name string) orb.Point {
	return orb.Point{rapid.Float64Range(-1.5, -1).Draw(t, name+" lon"), rapid.Float64Range(48.8, 49.2).Draw(t, name+" lat")}
}

// drawWorld has communes of one to three spots, and visits of several needs.
func drawWorld(t *rapid.T) coverage.World {
	w := coverage.World{Travel: coverage.Travel{Factor: factor}}
	for c := range rapid.IntRange(1, 12).Draw(t, "communes") {
		commune := coverage.Commune{INSEE: fmt.Sprint(50001 + c), ToBorder: coverage.NoBorder}
		n := rapid.IntRange(1, 3).Draw(t, "spots")
		for range n {
			commune.Spots = append(commune.Spots, coverage.Spot{Point: drawPoint(t, "spot"), Share: 1 / float64(n)})
		}
		w.Communes = append(w.Communes, commune)
	}
	for v := range rapid.IntRange(1, 12).Draw(t, "visits") {
		h := drawVisit(t, v, w.Communes)
		if v > 0 && rapid.IntRange(0, 3).Draw(t, "where another comes") == 3 {
			h.Point = w.Helps[v-1].Point
		}
		w.Helps = append(w.Helps, h)
	}
	return w
}

func drawVisit(t *rapid.T, n int, communes []coverage.Commune) coverage.Help {
	start := morning.Add(time.Duration(rapid.IntRange(-4, 24*10).Draw(t, "start")) * time.Hour)
	need := rapid.SampledFrom([]mediation.NeedID{"caf", "cv"}).Draw(t, "need")
	return coverage.Help{
		Place: fmt.Sprint("place ", n), Point: drawPoint(t, "visit"), Moves: true,
		Commune: rapid.SampledFrom(communes).Draw(t, "commune").INSEE,
		Claims:  []mediation.Claim{{ID: need, Certainty: mediation.Declared}},
		Open:    []hours.Interval{{Start: start, End: start.Add(3 * time.Hour)}},
	}
}

// counts is true for a visit that is to come in the days of the question.
func counts(q coverage.Question, h coverage.Help) bool {
	return h.Claims[0].ID == q.Need && h.Open[0].End.After(q.Now) && h.Open[0].Start.Before(hours.Midnight(q.Now, q.Days))
}

// should tells whether a visit matters to a commune: somebody there reaches it, or
// has none as near.
func should(q coverage.Question, w coverage.World, c coverage.Commune, visit int) bool {
	h := w.Helps[visit]
	if !counts(q, h) {
		return false
	}
	for _, spot := range c.Spots {
		metres := geo.DistanceHaversine(spot.Point, h.Point) * factor
		limit := q.Reach
		if q.OnFoot {
			limit = min(limit, coverage.FootReach)
		}
		asNear := false
		for i, other := range w.Helps {
			asNear = asNear || i != visit && counts(q, other) && geo.DistanceHaversine(spot.Point, other.Point)*factor <= metres
		}
		if metres <= limit || q.OnFoot && h.Commune == c.INSEE || !asNear {
			return true
		}
	}
	return false
}

// Without one visit, what is found changes in exactly the communes to which it
// mattered; with it again, it is as before.
func TestOneVisitChangesWhatItShould(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		q := coverage.Question{Need: "caf", Now: morning, Days: rapid.IntRange(1, 9).Draw(t, "days"), Reach: float64(rapid.IntRange(1, 20).Draw(t, "km") * 1000), OnFoot: rapid.Bool().Draw(t, "on foot")}
		visit := rapid.IntRange(0, len(w.Helps)-1).Draw(t, "visit")
		rest := w
		rest.Helps = slices.Delete(slices.Clone(w.Helps), visit, visit+1)
		with, without := w.Answer(q), rest.Answer(q)
		for i, c := range w.Communes {
			changed := byPoint(w, with, i) != byPoint(w, without, i)
			if want := should(q, w, c, visit); changed != want {
				t.Fatalf("commune %d changed: %v, should: %v", i, changed, want)
			}
		}
		again := rest
		again.Helps = append(slices.Clone(rest.Helps), w.Helps[visit])
		for i := range w.Communes {
			if a, b := byPoint(w, with, i), byPoint(w, again.Answer(q), i); a != b {
				t.Fatalf("commune %d is %v with the visit, %v with it again", i, a, b)
			}
		}
	})
}

// seen is what is found of a commune, with the doors by their names.
func seen(r *coverage.Result, commune int) string {
	l := r.Lines[commune]
	door := "none"
	if !l.Open.None() {
		door = r.Doors[l.Open.Door].Place
	}
	return fmt.Sprintf("%s %.3f %d %.6f %.6f", door, l.Open.Metres, l.Wait, l.Weekly, l.Shares)
}

// byPoint is the same with the point of the door: of two visits there, either is found.
func byPoint(w coverage.World, r *coverage.Result, commune int) string {
	text := seen(r, commune)
	for _, h := range w.Helps {
		if rest, found := strings.CutPrefix(text, h.Place+" "); found {
			return fmt.Sprint(h.Point, rest)
		}
	}
	return text
}
