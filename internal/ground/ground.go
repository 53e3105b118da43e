// Package ground draws the background of the map: land and sea, the limits of
// communes and intercommunalités, the names of towns. A limit is one arc, which
// the areas on both its sides share, so that they fit without a gap. No I/O.
package ground

import (
	"cmp"
	"maps"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"escale/internal/mediation"
)

// Ground is the ground of a territory. It is immutable, and safe for
// concurrent use.
type Ground struct {
	// Box is what it covers: the territory, and enough around to move the map.
	Box orb.Bound

	arcs   []arc
	land   []ring // of the territory
	others []ring // of its neighbours
	pieces []ring // of land under points that had none
	// borders are the limits with other land, as finely drawn as they are known.
	borders []borderPiece
	towns   []town // the largest first
	// cuts are where coast and border meet.
	cuts map[cell]bool
	// limits are the arcs by what they part, bounds where each of them is.
	limits limits
	bounds []orb.Bound
	// far and near are the arcs as they are drawn, by scale; see [drawing.byChain] for those
	// that have no line of their own.
	far, near lines

	communes []mediation.Commune
	index    map[string]int // of communes, by INSEE code
	sheets   []Sheet
}

// town is a commune by its name.
type town struct {
	name        string
	at          orb.Point
	population  int
	departement string
}

// The box is the territory's with so much around, in degrees.
const (
	aroundLon = 5.0
	aroundLat = 3.5
)

// smallHole is the area, in square kilometres, under which a hole between
// contours is a fault of theirs.
const smallHole = 0.5

// New makes the ground of a territory. Places are points that must stay on the
// right side of the limits, and on land. Land may be nil.
func New(t mediation.Territory, places []orb.Point, land *Land) *Ground {
	g := &Ground{communes: t.Communes, index: map[string]int{}}
	g.Box = around(t)
	world := land.within(g.Box)
	g.arcs = newMesh(t.Communes).arcs()
	inland := g.cutShores(world)
	all := outline(func(int) bool { return true })
	outlines, holes := g.sortRings(rings(g.arcs, all))
	g.land = outlines
	if len(outlines) > 0 {
		g.others = g.beyond(world, outlines, inland)
	} else {
		for _, r := range world {
			g.land = append(g.land, ring{g.addArc(toCells(r))})
		}
	}
	g.fill(holes, world)
	g.addTowns()
	kept := sortCells(slices.Concat(places, g.townHalls()))
	g.addPieces(kept)
	g.sheets = g.newSheets()
	g.limits = g.sortArcs()
	g.draw(kept, sortCells(places))
	return g
}

// around is the box that is drawn: that of the territory, with a part of what
// lies beyond. Empty without communes.
func around(t mediation.Territory) orb.Bound {
	box := t.Bounds()
	if box.IsZero() {
		return box
	}
	box.Min[0], box.Max[0] = box.Min[0]-aroundLon, box.Max[0]+aroundLon
	box.Min[1], box.Max[1] = box.Min[1]-aroundLat, box.Max[1]+aroundLat
	return box
}

// cutShores cuts the outline where coast and border meet, and says of an arc
// of it whether it is border.
func (g *Ground) cutShores(world []orb.Ring) (inland func(ref int) bool) {
	outlines, _ := g.sortRings(rings(g.arcs, outline(func(int) bool { return true })))
	var ours []orb.Ring
	lines := make([][]cell, len(outlines))
	for i, r := range outlines {
		lines[i] = cellsOf(g.arcs, r)
		rough := toRing(lines[i])
		ours = append(ours, simplify.DouglasPeucker(farMetres/metresPerDegree*3).Ring(rough))
	}
	s := shores{newArea(clipRings(g.inner(0.2), world)), newArea(ours)}
	border, cuts := map[side]bool{}, map[cell]bool{}
	for _, line := range lines {
		labels := s.inland(line)
		for i, label := range labels {
			sd, _ := sideOf(line[i], line[(i+1)%len(line)])
			border[sd] = label
			if label != labels[(i+len(labels)-1)%len(labels)] {
				cuts[line[i]] = true
			}
		}
	}
	g.cutArcs(cuts)
	g.cuts = cuts
	return func(ref int) bool {
		cells := g.arcs[indexOf(ref)].cells
		sd, _ := sideOf(cells[0], cells[1])
		return border[sd]
	}
}

// cutArcs cuts arcs of the outline at some points.
func (g *Ground) cutArcs(at map[cell]bool) {
	var arcs []arc
	for _, a := range g.arcs {
		start := 0
		for i := 1; i < len(a.cells)-1; i++ {
			if a.right == outside && at[a.cells[i]] {
				arcs = append(arcs, newArc(a.cells[start:i+1], a.left, a.right))
				start = i
			}
		}
		arcs = append(arcs, newArc(a.cells[start:], a.left, a.right))
	}
	g.arcs = arcs
}

// sortRings separates the outlines of ground from those of holes in it.
func (g *Ground) sortRings(all []ring) (outlines, holes []ring) {
	for _, r := range all {
		if twiceArea(cellsOf(g.arcs, r)) > 0 {
			outlines = append(outlines, r)
		} else {
			holes = append(holes, r)
		}
	}
	return outlines, holes
}

// fill decides what the holes between contours are: nothing when they are
// small, the neighbours' where the world has land, else water.
func (g *Ground) fill(holes []ring, world []orb.Ring) {
	dry, others := newArea(world), newArea(g.lines(g.others))
	for _, r := range holes {
		cells := cellsOf(g.arcs, r)
		if squareKilometres(cells) < smallHole {
			continue
		}
		g.land = append(g.land, r)
		if p := cells[0].point(); dry.holds(p) && !others.holds(p) {
			g.others = append(g.others, r)
		}
	}
}

func squareKilometres(cells []cell) float64 {
	s := newSimplifier(0, cells[0].point().Lat(), nil)
	return float64(max(twiceArea(cells), -twiceArea(cells))) / 2 * s.squeeze * metresPerCell * metresPerCell / 1e6
}

func (g *Ground) addTowns() {
	g.towns = make([]town, 0, len(g.communes))
	for i, c := range g.communes {
		g.index[c.INSEE] = i
		g.towns = append(g.towns, town{c.Name, c.Centre, c.Population, c.Departement()})
	}
	slices.SortStableFunc(g.towns, func(a, b town) int {
		return cmp.Or(cmp.Compare(b.population, a.population), cmp.Compare(a.name, b.name))
	})
}

// townHalls are the centres of all communes.
func (g *Ground) townHalls() (points []orb.Point) {
	for _, c := range g.communes {
		points = append(points, c.Centre)
	}
	return points
}

// sortCells puts points on the grid, from west to east, each once.
func sortCells(points []orb.Point) []cell {
	cells := map[cell]bool{}
	for _, p := range points {
		cells[toCell(p)] = true
	}
	return slices.SortedFunc(maps.Keys(cells), func(a, b cell) int {
		return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y))
	})
}

// inner is the box of the territory with so many degrees around.
func (g *Ground) inner(around float64) orb.Bound {
	box := g.Box
	box.Min[0], box.Max[0] = box.Min[0]+aroundLon-around, box.Max[0]-aroundLon+around
	box.Min[1], box.Max[1] = box.Min[1]+aroundLat-around, box.Max[1]-aroundLat+around
	return box
}
