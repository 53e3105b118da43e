package ground

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/simplify"
)

// metresPerCell is the height of a cell.
const metresPerCell = 111_320.0 / grid

// simplifier draws limits with fewer points, without putting any of the kept
// points on the other side of one.
type simplifier struct {
	metres  float64
	squeeze float64 // a cell's width, its height being 1
	kept    []cell  // by x
}

func newSimplifier(metres, latitude float64, kept []cell) simplifier {
	byX := func(a, b cell) int { return cmp.Compare(a.x, b.x) }
	if !slices.IsSortedFunc(kept, byX) {
		kept = slices.SortedFunc(slices.Values(kept), byX)
	}
	return simplifier{metres, math.Cos(latitude * math.Pi / 180), kept}
}

// line draws an arc; its ends stay.
func (s simplifier) line(cells []cell) []cell {
	if len(cells) > 3 && cells[0] == cells[len(cells)-1] { // a closed one has no far ends: it is cut in two
		half := len(cells) / 2
		first := s.piece(cells[:half+1], s.metres)
		return append(first[:len(first)-1], s.piece(cells[half:], s.metres)...)
	}
	return s.piece(cells, s.metres)
}

// finest is the tolerance below which nothing is simplified.
const finest = 2.0

// piece draws with a tolerance in metres, and again more finely each part that
// would pass a kept point.
func (s simplifier) piece(cells []cell, metres float64) []cell {
	if len(cells) < 3 || metres < finest {
		return cells
	}
	flat := make(orb.LineString, len(cells))
	for i, c := range cells {
		flat[i] = orb.Point{float64(c.x-cells[0].x) * s.squeeze, float64(c.y - cells[0].y)}
	}
	fewer := simplify.DouglasPeucker(metres / metresPerCell).LineString(flat.Clone())
	drawn, at := []cell{cells[0]}, 0
	for _, p := range fewer[1:] {
		start := at
		for at++; flat[at] != p; at++ {
		}
		if at-start > 1 && s.passes(cells[start:at+1]) {
			drawn = append(drawn, s.piece(cells[start:at+1], metres/2)[1:]...)
		} else {
			drawn = append(drawn, cells[at])
		}
	}
	return drawn
}

// passes is true when a kept point lies between a line and the segment from its
// first point to its last.
func (s simplifier) passes(cells []cell) bool {
	between := toRing(cells)
	bound := between.Bound()
	west, east := toCell(bound.Min).x, toCell(bound.Max).x
	first, _ := slices.BinarySearchFunc(s.kept, west, func(c cell, x int32) int { return cmp.Compare(c.x, x) })
	for _, c := range s.kept[first:] {
		if c.x > east {
			return false
		}
		if p := c.point(); bound.Contains(p) && planar.RingContains(between, p) {
			return true
		}
	}
	return false
}
