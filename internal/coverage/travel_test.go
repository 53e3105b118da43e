package coverage_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/coverage"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// One commune of two former ones, and a door in another commune.
func travelled(matrix *coverage.Matrix) coverage.Line {
	w := coverage.World{
		Communes: []coverage.Commune{{INSEE: "50129", ToBorder: 2000, Spots: []coverage.Spot{
			{Code: "50129", Point: orb.Point{-1.6, 49.6}, Share: 0.5}, {Code: "50173", Point: orb.Point{-1.7, 49.6}, Share: 0.5}}}},
		Helps: []coverage.Help{{
			Place: "door", Commune: "50615", Point: orb.Point{-1.5, 49.6}, Claims: []mediation.Claim{{ID: "caf", Certainty: mediation.Declared}},
			Open: []hours.Interval{{Start: morning, End: morning.Add(3600e9)}},
		}},
		Travel: coverage.Travel{Factor: 2, Matrix: matrix},
	}
	return w.Answer(coverage.Question{Now: morning, Days: 7, Reach: 15_000}).Lines[0]
}

// A way of the file is that of the former commune, or else of today's; without one, the
// straight line is made longer.
func TestWaysThatWereMeasuredComeFirst(t *testing.T) {
	straight := travelled(nil)
	if math.Abs(straight.Open.Metres-21_630) > 50 || straight.Shares[coverage.Helped] != 0.5 || !straight.Border {
		t.Errorf("%+v", straight)
	}
	whole := travelled(&coverage.Matrix{{From: "50129", To: "50615"}: 12_000})
	if whole.Open.Metres != 12_000 || whole.Shares[coverage.Helped] != 1 {
		t.Errorf("%+v", whole)
	}
	parts := travelled(&coverage.Matrix{{From: "50129", To: "50615"}: 12_000, {From: "50173", To: "50615"}: 30_000})
	if parts.Open.Metres != 21_000 || parts.Shares[coverage.Helped] != 0.5 {
		t.Errorf("%+v", parts)
	}
}
