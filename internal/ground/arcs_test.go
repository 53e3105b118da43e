package ground

import (
	"maps"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"escale/internal/mediation"
)

// patchwork draws communes that tile a rectangle, in a grid of crooked squares.
// Each contour is rounded by itself, as sources do, some have points in the
// middle of a neighbour's side, and some squares are one commune in several
// contours, as merged communes are.
func patchwork(t *rapid.T) []mediation.Commune {
	wide, high := rapid.IntRange(1, 4).Draw(t, "wide"), rapid.IntRange(1, 4).Draw(t, "high")
	corner := map[[2]int]cell{}
	for x := range wide + 1 {
		for y := range high + 1 {
			corner[[2]int{x, y}] = cell{int32(x*1000 + rapid.IntRange(-300, 300).Draw(t, "dx")), int32(y*1000 + rapid.IntRange(-300, 300).Draw(t, "dy"))}
		}
	}
	count := rapid.IntRange(1, wide*high).Draw(t, "communes")
	communes := make([]mediation.Commune, count)
	for x := range wide {
		for y := range high {
			var r orb.Ring
			turn := [][2]int{{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}}
			for i, at := range turn {
				a, b := corner[at], corner[turn[(i+1)%4]]
				r = append(r, a.point())
				if rapid.Bool().Draw(t, "middle") {
					r = append(r, cell{(a.x + b.x) / 2, (a.y + b.y) / 2}.point())
				}
			}
			for i := range r { // less than half a cell
				r[i][0] += rapid.Float64Range(-.4, .4).Draw(t, "ex") / grid
				r[i][1] += rapid.Float64Range(-.4, .4).Draw(t, "ey") / grid
			}
			if rapid.Bool().Draw(t, "clockwise") {
				r.Reverse()
			}
			c := &communes[rapid.IntRange(0, count-1).Draw(t, "of")]
			c.Contour = append(c.Contour, orb.Polygon{append(r, r[0])})
		}
	}
	return communes
}

func sidesOf(cells []cell) map[side]int {
	sides := map[side]int{}
	for i, a := range cells {
		s, _ := sideOf(a, cells[(i+1)%len(cells)])
		sides[s]++
	}
	return sides
}

// The ground of each commune is its contours on the grid, without the limits
// inside it; and every limit is one arc.
func TestCommunesAreMadeOfSharedArcs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		communes := patchwork(t)
		arcs := newMesh(communes).arcs()
		seen := map[side]int{}
		for _, a := range arcs {
			if a.left == a.right || a.left == outside {
				t.Fatalf("an arc between %d and %d", a.left, a.right)
			}
			for i := 1; i < len(a.cells); i++ {
				s, _ := sideOf(a.cells[i-1], a.cells[i])
				if seen[s]++; seen[s] > 1 {
					t.Fatalf("%v is in two arcs", s)
				}
			}
		}
		for i, contours := range snapped(communes) {
			want := map[side]int{}
			for _, r := range contours {
				for s := range sidesOf(r) {
					want[s]++
				}
			}
			maps.DeleteFunc(want, func(_ side, n int) bool { return n > 1 }) // between two contours of one commune
			got := map[side]int{}
			for _, r := range rings(arcs, outline(func(commune int) bool { return commune == i })) {
				if first, last := closing(arcs, r); first != last {
					t.Fatalf("a ring of commune %d is open", i)
				}
				maps.Copy(got, sidesOf(cellsOf(arcs, r)))
			}
			if !maps.Equal(want, got) {
				t.Fatalf("commune %d: %v instead of %v", i, got, want)
			}
		}
	})
}

func closing(arcs []arc, r ring) (first, last cell) {
	first, _ = ends(arcs, r[0])
	_, last = ends(arcs, r[len(r)-1])
	return first, last
}

// The whole of the Manche, as the mirror has it: the outline holds as much ground
// as the communes do.
func TestTheOutlineHoldsWhatTheCommunesDo(t *testing.T) {
	territory := mirrored(t, "50")
	arcs := newMesh(territory.Communes).arcs()
	var whole, parts int64
	for _, r := range rings(arcs, outline(func(int) bool { return true })) {
		whole += twiceArea(cellsOf(arcs, r))
	}
	for _, list := range snapped(territory.Communes) {
		for _, r := range list {
			parts += twiceArea(r)
		}
	}
	if float64(max(whole-parts, parts-whole)) > 1e-6*float64(parts) {
		t.Errorf("the outline holds %d, the communes %d", whole, parts)
	}
}
