package coverage

import (
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// One more stop is taken to help with a need for which no van is confirmed: so is the
// van that comes already, and its people are not to be helped again.
func TestAStopWhereTheVanComesHelpsNobodyMore(t *testing.T) {
	now := time.Date(2026, time.December, 1, 8, 0, 0, 0, hours.Paris)
	at := func(insee string, lon float64) Commune {
		return Commune{INSEE: insee, Spots: []Spot{{insee, orb.Point{lon, 49}, 1}}, ToBorder: NoBorder}
	}
	for _, claims := range [][]mediation.Claim{{{ID: "cv", Certainty: mediation.Possible}}, {{ID: "caf", Certainty: mediation.Declared}}} {
		w := World{
			Communes: []Commune{at("50001", -1), at("50002", -2)}, Travel: Travel{Factor: 1},
			Helps: []Help{{Place: "bus", Point: orb.Point{-1, 49}, Commune: "50001", Moves: true, Claims: claims,
				Open: []hours.Interval{{Start: now.Add(time.Hour), End: now.Add(3 * time.Hour)}}}},
		}
		r := w.Answer(Question{Need: "cv", Now: now, Days: 14, Reach: 5000})
		u := r.Unserved([]float64{100, 100}, []Candidate{{ID: "50001", Point: orb.Point{-1, 49}}, {ID: "50002", Point: orb.Point{-2, 49}}})
		if r.Lines[0].Status() != Far || len(u.Reached[0]) != 0 || len(u.Reached[1]) != 1 || !u.Supposed {
			t.Errorf("%v: %v, %+v", claims, r.Lines[0].Status(), u)
		}
	}
}

// However many stops there may be, no bound is above the people there are.
func TestNoBoundIsAboveThePeopleThereAre(t *testing.T) {
	d := Demand{Weights: []float64{30, 50, 20, 70}, Reached: [][]int{{0, 1}, {1, 2}, {0, 2}, {1}}}
	for stops := range 9 {
		if p := d.Propose(stops * stops * 20); p.Bound > 170 || p.Bound < p.Covered {
			t.Errorf("%d stops: %+v", stops*stops*20, p)
		}
	}
}
