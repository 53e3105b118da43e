package ground

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
)

// The coast is no border: Granville lies on the sea, Pontorson beside Ille-et-Vilaine.
func TestTheBorderIsNotTheCoast(t *testing.T) {
	manche := mirrored(t, "50")
	g := New(manche, nil, world(t))
	for name, want := range map[string]struct {
		at       orb.Point
		from, to float64
	}{
		"Pontorson": {orb.Point{-1.509, 48.553}, 0, 3_000},
		"Granville": {orb.Point{-1.597, 48.838}, 20_000, 50_000},
		"Saint-Lô":  {orb.Point{-1.09, 49.1157}, 8_000, 25_000},
		"Cherbourg": {orb.Point{-1.62, 49.64}, 45_000, 80_000},
		"Airel":     {orb.Point{-1.07, 49.22}, 0, 5_000},
	} {
		if metres := g.ToBorder(want.at); metres < want.from || metres > want.to {
			t.Errorf("%s is %.0f m from the border", name, metres)
		}
	}
	if metres := New(manche, nil, nil).ToBorder(orb.Point{-1.509, 48.553}); !math.IsInf(metres, 1) {
		t.Errorf("%.0f m where no land around is known", metres)
	}
}
