package ground

import (
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"escale/internal/mediation"
)

// Each limit of a département is walked once, by one chain, whose arcs follow each other;
// and a chain ends only where limits of others do.
func TestChainsAreTheLimitsOfDepartements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		communes := patchwork(t)
		for i := range communes {
			communes[i].INSEE = fmt.Sprintf("%s%03d", rapid.SampledFrom([]string{"14", "50", "61"}).Draw(t, "departement"), i)
		}
		g := New(mediation.Territory{Area: "14,50,61", Communes: communes}, nil, nil)
		walks, meeting := map[int]int{}, map[cell]map[[2]string]int{}
		for i := range g.arcs {
			if g.partsDepartements(i) {
				first, last := ends(g.arcs, i)
				for _, end := range []cell{first, last} {
					if meeting[end] == nil {
						meeting[end] = map[[2]string]int{}
					}
					meeting[end][g.pair(i)]++
				}
			}
		}
		for _, c := range g.chains() {
			for i, ref := range c {
				walks[indexOf(ref)]++
				first, last := ends(g.arcs, ref)
				if i > 0 {
					if _, before := ends(g.arcs, c[i-1]); before != first || g.pair(indexOf(ref)) != g.pair(indexOf(c[i-1])) {
						t.Fatalf("chain %v is broken at %d", c, i)
					}
				}
				start, _ := ends(g.arcs, c[0])
				if i == len(c)-1 && last != start && len(meeting[last]) == 1 && meeting[last][g.pair(indexOf(ref))] == 2 {
					t.Fatalf("chain %v ends at %v, where nothing else does", c, last)
				}
			}
		}
		for i := range g.arcs {
			want := 0
			if g.partsDepartements(i) {
				want = 1
			}
			if walks[i] != want {
				t.Fatalf("arc %d, between %v, is walked %d times", i, g.pair(i), walks[i])
			}
		}
	})
}

// A point is inside an odd number of rings, as planar counts it for each.
func TestAnAreaHoldsWhatItsRingsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rings []orb.Ring
		for range rapid.IntRange(1, 4).Draw(t, "rings") {
			middle := orb.Point{rapid.Float64Range(-1, 1).Draw(t, "x"), 48 + rapid.Float64Range(-1, 1).Draw(t, "y")}
			var r orb.Ring
			for corners, i := rapid.IntRange(3, 20).Draw(t, "corners"), 0; i < corners; i++ {
				sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(corners))
				size := rapid.Float64Range(.01, 1).Draw(t, "size")
				r = append(r, orb.Point{middle[0] + size*cos, middle[1] + size*sin})
			}
			rings = append(rings, append(r, r[0]))
		}
		a := newArea(rings)
		for range 50 {
			p := orb.Point{rapid.Float64Range(-2, 2).Draw(t, "px"), 48 + rapid.Float64Range(-2, 2).Draw(t, "py")}
			want, onEdge := false, false
			for _, r := range rings {
				want = want != planar.RingContains(r, p)
				onEdge = onEdge || planar.DistanceFrom(orb.LineString(r), p) < 1e-9 // planar counts it inside each
			}
			if !onEdge && a.holds(p) != want {
				t.Fatalf("%v: %v, want %v", p, a.holds(p), want)
			}
		}
		for _, r := range rings {
			if len(rings) == 1 && !a.holds(r[0]) {
				t.Fatalf("the corner %v is outside", r[0])
			}
		}
	})
}
