package ground

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// grid is how many cells of the grid one degree holds: a cell is about two
// metres, which is finer than any contour that is published.
const grid = 50_000

// cell is a point on the grid. Contours that meet have their points in the
// same cells, so that limits can be compared without rounding.
type cell struct{ x, y int32 }

func toCell(p orb.Point) cell {
	return cell{int32(math.Round(p.Lon() * grid)), int32(math.Round(p.Lat() * grid))}
}

func (c cell) point() orb.Point { return orb.Point{float64(c.x) / grid, float64(c.y) / grid} }

func points(cells []cell) orb.LineString {
	line := make(orb.LineString, len(cells))
	for i, c := range cells {
		line[i] = c.point()
	}
	return line
}

// near is how many cells apart two points may be and still be one: the same
// limit, drawn twice, differs by the rounding of each.
const near = 2

// bucketSize is the side of a bucket of cells, in which neighbours are looked for.
const bucketSize = 256

// snapper brings points that are nearly one into one cell.
type snapper struct{ buckets map[cell][]cell }

func newSnapper() *snapper { return &snapper{buckets: map[cell][]cell{}} }

func bucketOf(c cell) cell { return cell{floorDiv(c.x), floorDiv(c.y)} }

func floorDiv(v int32) int32 { return int32(math.Floor(float64(v) / bucketSize)) }

// snap returns the cell that stands for a point.
func (s *snapper) snap(c cell) cell {
	low, high := bucketOf(cell{c.x - near, c.y - near}), bucketOf(cell{c.x + near, c.y + near})
	for x := low.x; x <= high.x; x++ {
		for y := low.y; y <= high.y; y++ {
			for _, known := range s.buckets[cell{x, y}] {
				if apart(known, c) <= near*near {
					return known
				}
			}
		}
	}
	b := bucketOf(c)
	s.buckets[b] = append(s.buckets[b], c)
	return c
}

// apart is the square of the distance of two cells.
func apart(a, b cell) int64 {
	dx, dy := int64(a.x)-int64(b.x), int64(a.y)-int64(b.y)
	return dx*dx + dy*dy
}

// ring brings a closed ring onto the grid, without its last point, which is its
// first; nil when nothing is left of it.
func (s *snapper) ring(r orb.Ring) []cell {
	var cells []cell
	for _, p := range r {
		if c := s.snap(toCell(p)); len(cells) == 0 || cells[len(cells)-1] != c {
			cells = append(cells, c)
		}
	}
	for len(cells) > 1 && cells[0] == cells[len(cells)-1] {
		cells = cells[:len(cells)-1]
	}
	if len(cells) < 3 {
		return nil
	}
	return cells
}

// meet adds to a ring the known points that lie on its sides: where a
// neighbour's limit ends on the middle of one of ours.
func (s *snapper) meet(ring []cell) []cell {
	var met []cell
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		met = append(met, a)
		on := s.between(a, b)
		slices.SortFunc(on, func(c, d cell) int { return cmp.Compare(apart(a, c), apart(a, d)) })
		met = append(met, on...)
	}
	return met
}

// between lists the known points on the segment from a to b, its ends apart.
func (s *snapper) between(a, b cell) []cell {
	low := bucketOf(cell{min(a.x, b.x) - near, min(a.y, b.y) - near})
	high := bucketOf(cell{max(a.x, b.x) + near, max(a.y, b.y) + near})
	var on []cell
	for x := low.x; x <= high.x; x++ {
		for y := low.y; y <= high.y; y++ {
			for _, c := range s.buckets[cell{x, y}] {
				if c != a && c != b && isBetween(a, b, c) {
					on = append(on, c)
				}
			}
		}
	}
	return on
}

// isBetween is true when c is within a cell of the segment from a to b.
func isBetween(a, b, c cell) bool {
	dx, dy := float64(b.x-a.x), float64(b.y-a.y)
	ex, ey := float64(c.x-a.x), float64(c.y-a.y)
	length := math.Hypot(dx, dy)
	along := (ex*dx + ey*dy) / length
	return along > 0 && along < length && math.Abs(ex*dy-ey*dx)/length <= 1
}

// twiceArea is twice the area of a ring in cells, positive when it turns
// anticlockwise.
func twiceArea(ring []cell) (sum int64) {
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		sum += int64(a.x)*int64(b.y) - int64(b.x)*int64(a.y)
	}
	return sum
}
