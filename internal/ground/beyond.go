package ground

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// border is a piece of the outline that runs between the territory and other
// land: its arcs, and where on the coast of the world it begins and ends.
type border struct {
	refs     []int
	from, to spot
	length   float64 // in metres
	done     bool
}

const (
	// farthest is how far the coast of the world may be from where a border ends.
	farthest = 15_000.0
	// A border shorter than inlet, whose ends are nearer to each other than
	// mouth, is an estuary that the coast of the world does not know.
	inlet = 40_000.0
	mouth = 10_000.0
)

// borders finds the pieces of the outline that are not coast.
func borders(arcs []arc, outlines []ring, inland func(ref int) bool, land []orb.Ring) []*border {
	var list []*border
	for _, r := range outlines {
		first := slices.IndexFunc(r, func(ref int) bool { return !inland(ref) })
		if first < 0 {
			continue // no sea on this side
		}
		var current *border
		for i := range r {
			ref := r[(first+i)%len(r)]
			switch {
			case !inland(ref):
				current = nil
			case current == nil:
				current = &border{refs: []int{ref}}
				list = append(list, current)
			default:
				current.refs = append(current.refs, ref)
			}
		}
	}
	for _, b := range list {
		start, _ := ends(arcs, b.refs[0])
		_, end := ends(arcs, b.refs[len(b.refs)-1])
		b.from, b.to = nearestSpot(land, start.point()), nearestSpot(land, end.point())
	}
	list = slices.DeleteFunc(list, func(b *border) bool {
		b.length = length(arcs, b.refs)
		return b.from.metres > farthest || b.to.metres > farthest ||
			metres(b.from.point, b.to.point) < mouth && b.length < inlet
	})
	return inTurn(list, land)
}

// inTurn drops borders, the shortest first, until each is followed along the coast by one
// of its own: a piece of coast that was taken for a border stands between the ends
// of others.
func inTurn(list []*border, land []orb.Ring) []*border {
	for {
		follows := map[*border]*border{}
		var wrong *border
		for _, b := range list {
			next := nextEnd(b.from, list, len(land[b.from.ring])-1)
			other := follows[next]
			if follows[next] = b; other != nil && (wrong == nil || min(b.length, other.length) < wrong.length) {
				wrong = b
				if other.length < b.length {
					wrong = other
				}
			}
		}
		if wrong == nil {
			return list
		}
		list = slices.DeleteFunc(list, func(b *border) bool { return b == wrong })
	}
}

// length is that of some arcs, in metres.
func length(arcs []arc, refs []int) (sum float64) {
	for _, ref := range refs {
		cells := arcs[indexOf(ref)].cells
		for i := 1; i < len(cells); i++ {
			sum += metres(cells[i-1].point(), cells[i].point())
		}
	}
	return sum
}

// beyond is the land around the territory: that of the world, with the
// territory cut out of it along its borders, so that its own coast is the only
// one there. It adds to the arcs the pieces of coast that it takes.
func (g *Ground) beyond(land []orb.Ring, outlines []ring, inland func(ref int) bool) []ring {
	list := borders(g.arcs, outlines, inland, land)
	for _, b := range list {
		for _, ref := range b.refs {
			g.borders = append(g.borders, borderPieces(points(g.arcs[indexOf(ref)].cells))...)
		}
	}
	var around []ring
	cut := map[int]bool{}
	for _, b := range list {
		if !b.done {
			around = append(around, g.around(b, list, land))
			cut[b.from.ring], cut[b.to.ring] = true, true
		}
	}
	for i, r := range land {
		if !cut[i] && !g.isOurs(r, outlines, inland) {
			around = append(around, ring{g.addArc(toCells(r))})
		}
	}
	return around
}

// around walks around the land beside a border: along the coast from where the
// border begins to where the next one ends, and back along that one.
func (g *Ground) around(start *border, list []*border, land []orb.Ring) ring {
	var r ring
	for b := start; !b.done; {
		b.done = true
		next := nextEnd(b.from, list, len(land[b.from.ring])-1)
		first, _ := ends(g.arcs, b.refs[0])
		_, last := ends(g.arcs, next.refs[len(next.refs)-1])
		coast := append([]cell{first}, toCells(stretch(land[b.from.ring], b.from, next.to))...)
		r = append(r, g.addArc(append(coast, last)))
		for _, ref := range slices.Backward(next.refs) {
			r = append(r, ^ref)
		}
		b = next
	}
	return r
}

// nextEnd is the border that ends first along the coast after a spot.
func nextEnd(from spot, list []*border, length int) *border {
	return slices.MinFunc(list, func(a, b *border) int {
		return cmp.Compare(ahead(from, a.to, length), ahead(from, b.to, length))
	})
}

// ahead is how far one goes along a ring from one spot to another.
func ahead(from, to spot, length int) float64 {
	if from.ring != to.ring {
		return math.Inf(1)
	}
	way := to.place() - from.place()
	if way <= 0 {
		way += float64(length)
	}
	return way
}

// stretch is the part of a ring between two spots, each the nearest to the end
// of a border. What is too near to one is left out: the coast of the world is
// off there, and goes aslant to where it is right.
func stretch(r orb.Ring, from, to spot) []orb.Point {
	n := len(r) - 1
	var line []orb.Point
	for i := 1; i <= n && float64(from.index+i) < from.place()+ahead(from, to, n); i++ {
		p := r[(from.index+i)%n]
		if metres(p, from.point) > 2*from.metres && metres(p, to.point) > 2*to.metres {
			line = append(line, p)
		}
	}
	return line
}

// isOurs is true for land of the world that is the territory's: an island whose
// contours are known.
func (g *Ground) isOurs(land orb.Ring, outlines []ring, inland func(ref int) bool) bool {
	ours := false
	for _, r := range outlines {
		if !overlaps(toRing(cellsOf(g.arcs, r)), land) {
			continue
		}
		if slices.ContainsFunc(r, inland) {
			return false
		}
		ours = true
	}
	return ours
}

func toCells(points []orb.Point) []cell {
	var cells []cell
	for _, p := range points {
		if c := toCell(p); len(cells) == 0 || cells[len(cells)-1] != c {
			cells = append(cells, c)
		}
	}
	return cells
}

func (g *Ground) addArc(cells []cell) int {
	g.arcs = append(g.arcs, newArc(cells, outside, outside))
	return len(g.arcs) - 1
}

// ToBorder is how far it is, in metres, to the land of neighbours; infinite where
// there is none.
func (g *Ground) ToBorder(p orb.Point) float64 {
	least := math.Inf(1)
	squeeze := math.Cos(p.Lat() * math.Pi / 180)
	flat := func(q orb.Point) orb.Point { return orb.Point{(q.Lon() - p.Lon()) * squeeze, q.Lat() - p.Lat()} }
	for _, piece := range g.borders {
		corner := orb.Point{min(max(p.Lon(), piece.bound.Left()), piece.bound.Right()), min(max(p.Lat(), piece.bound.Bottom()), piece.bound.Top())}
		if planar.DistanceSquared(flat(corner), orb.Point{}) >= least {
			continue
		}
		for i := 1; i < len(piece.line); i++ {
			least = min(least, planar.DistanceFromSegmentSquared(flat(piece.line[i-1]), flat(piece.line[i]), orb.Point{}))
		}
	}
	return math.Sqrt(least) * metresPerDegree
}

// borderPiece is a short piece of a border, and the box that it is in.
type borderPiece struct {
	line  orb.LineString
	bound orb.Bound
}

// pieceLength is how many sides a piece of a border has at the most.
const pieceLength = 32

func borderPieces(line orb.LineString) (pieces []borderPiece) {
	for from := 0; from+1 < len(line); from += pieceLength {
		piece := line[from:min(from+pieceLength+1, len(line))]
		pieces = append(pieces, borderPiece{piece, piece.Bound()})
	}
	return pieces
}
