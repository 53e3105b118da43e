package reach_test

import (
	"fmt"
	"slices"
	"testing"

	"escale/internal/coverage"
	"escale/internal/coverage/coveragetest"
	"escale/internal/mediation"
	"escale/internal/reach"
	"escale/internal/reach/reachtest"
)

// wideGap is the gap above which an exact solver is run.
const wideGap = 0.035

// TestGapsOfRealTerritories prints how far from the best the proposals of real
// territories can be, and beside a wide gap what the best one is.
func TestGapsOfRealTerritories(t *testing.T) {
	for _, departement := range []string{"50", "80"} {
		m := reachtest.Map(t, departement).At(reachtest.Today)
		r := reach.New(reach.Options{Travel: coverage.Travel{Factor: coverage.DefaultFactor}})
		var gaps []float64
		for _, need := range []mediation.NeedID{"", "caf", "ameli"} {
			for _, km := range []float64{5, 8, 10} {
				answer, err := r.Answer(m, coverage.Question{Need: need, Days: 14, Reach: 1000 * km})
				if err != nil {
					t.Fatal(err)
				}
				for _, stops := range []int{5, 10, 20, 40} {
					s := answer.Suggest(reach.Wishes{Stops: stops, Weights: map[mediation.Layer]float64{reach.Everybody: 1}})
					gaps = append(gaps, s.Gap())
					if s.Gap() > wideGap {
						t.Log(besideTheBest(t, answer, s, fmt.Sprintf("%s, %q, %.0f km, %d stops", departement, need, km, stops), stops))
					}
				}
			}
		}
		slices.Sort(gaps)
		t.Logf("%s: %d proposals, gap from %.2f to %.2f %%, median %.2f %%", departement, len(gaps), 100*gaps[0], 100*gaps[len(gaps)-1], 100*gaps[len(gaps)/2])
	}
}

// besideTheBest says a proposal and what an exact solver finds.
func besideTheBest(t *testing.T, answer *reach.Answer, s reach.Suggestion, name string, stops int) string {
	t.Helper()
	people := make([]float64, len(answer.Lines))
	for i, c := range answer.Moment.Territory.Communes {
		people[i] = float64(c.Population)
	}
	u := answer.Unserved(people, s.Candidates)
	best := coveragetest.Glpk(t, coveragetest.Instance{Demand: u.Demand, Stops: stops})[0]
	if s.Covered > best+1 || s.Bound < best-1 {
		t.Errorf("%s: covered %.0f, best %.0f, bound %.0f", name, s.Covered, best, s.Bound)
	}
	return fmt.Sprintf("%s: gap %.2f %%, covered %.0f, glpk's best %.0f, bound %.0f", name, 100*s.Gap(), s.Covered, best, s.Bound)
}
