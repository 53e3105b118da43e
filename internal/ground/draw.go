package ground

import (
	"slices"

	"github.com/paulmach/orb"

	"escale/internal/compact"
)

// How finely limits are drawn, in metres: on the whole territory, near by, and
// the coast of others.
const (
	farMetres   = 100
	nearMetres  = 50
	worldMetres = 400
	// awayMetres is for the coasts of others that are further than aside, in
	// degrees, from the territory.
	awayMetres = 1_500
	// regionMetres is how coarsely several départements may be drawn as a whole.
	regionMetres = 2_000
	aside        = 0.6
)

// How many points the limits may have, by scale. With more they are drawn more coarsely, so
// that a département's first view is about 15 kB, its communes 60. Many départements, or many
// communes, need more than that.
const (
	farPoints  = 2_500
	nearPoints = 9_000
	// severalPoints are those of the first view of several départements, which is in
	// the sheet of each too.
	severalPoints = 2_300
	// leastPoints are those of a département in its sheet, however many the first view has.
	leastPoints = 3_500
)

// draw draws the arcs from far and near by. The kept points, places and town halls, stay on
// their side; of several départements from far, places alone.
func (g *Ground) draw(kept, places []cell) {
	d := g.newDrawing(kept)
	l := g.limits
	g.bounds = make([]orb.Bound, len(g.arcs))
	for i, a := range g.arcs {
		g.bounds[i] = points(a.cells).Bound()
	}
	first := slices.Concat(l.borders, l.departements, l.world)
	if len(g.sheets) > 1 {
		far := within(severalPoints, farMetres, regionMetres, first, g.newDrawing(places).byChain)
		g.keep(far, d.sheets(max(leastPoints, nearPoints-pointsOf(far, first))))
		return
	}
	first = append(first, l.epcis...)
	g.keep(within(farPoints, farMetres, worldMetres, first, d.byArc),
		within(nearPoints, nearMetres, worldMetres, append(first, l.communes...), d.byArc))
}

// keep holds what is drawn; nothing but their ends is asked of the arcs then.
func (g *Ground) keep(far, near [][]cell) {
	g.far, g.near = newLines(far), newLines(near)
	for i := range g.arcs {
		g.arcs[i].cells = nil
	}
}

// lines are those of all arcs: what collects garbage would look at each of a hundred
// thousand slices.
type lines struct{ compact.Joined[cell] }

func newLines(drawn [][]cell) lines {
	length := 0
	for _, line := range drawn {
		length += len(line)
	}
	l := lines{compact.NewJoined[cell](len(drawn), length)}
	for _, line := range drawn {
		l.Add(line)
	}
	return l
}

// within draws so that a list of arcs has so many points at most, if that is not too
// coarse.
func within(most int, metres, coarsest float64, list []int, draw func(metres float64) [][]cell) [][]cell {
	for {
		lines := draw(metres)
		if pointsOf(lines, list) <= most || metres > coarsest {
			return lines
		}
		metres *= coarser
	}
}

// coarser is what a tolerance is multiplied with when there are too many points.
const coarser = 1.3

func pointsOf(lines [][]cell, list []int) (count int) {
	for _, i := range list {
		count += len(lines[i])
	}
	return count
}

// drawing draws the arcs of a ground with fewer points.
type drawing struct {
	*Ground
	latitude float64
	kept     []cell
	// beside and away draw the coasts of others, near the territory and not.
	beside, away simplifier
}

func (g *Ground) newDrawing(kept []cell) drawing {
	return drawing{Ground: g, latitude: g.Box.Center().Lat(), kept: kept}.withCoasts(0)
}

// withCoasts draws the coasts of others as coarsely at least.
func (d drawing) withCoasts(metres float64) drawing {
	d.beside = newSimplifier(max(worldMetres, metres), d.latitude, d.kept)
	d.away = newSimplifier(max(awayMetres, metres), d.latitude, d.kept)
	return d
}

// byArc draws every arc with the points that a scale needs.
func (d drawing) byArc(metres float64) [][]cell {
	s := newSimplifier(metres, d.latitude, d.kept)
	lines := make([][]cell, len(d.arcs))
	for i, a := range d.arcs {
		if a.left == outside {
			lines[i] = d.coast(a.cells)
		} else {
			lines[i] = s.line(a.cells)
		}
	}
	return lines
}

// byChain draws the limits of départements alone: the line of a chain is that of its
// first arc, the others have none.
func (d drawing) byChain(metres float64) [][]cell {
	s := newSimplifier(metres, d.latitude, d.kept)
	d = d.withCoasts(metres)
	lines := make([][]cell, len(d.arcs))
	for i, a := range d.arcs {
		if a.left == outside {
			lines[i] = d.coast(a.cells)
		}
	}
	for _, c := range d.chains() {
		line := s.line(c.cells(d.arcs))
		if c[0] < 0 {
			slices.Reverse(line)
		}
		lines[indexOf(c[0])] = line
	}
	return lines
}

// sheets draws each département as finely as so many points allow. A limit of two is as
// coarse as the coarser one.
func (d drawing) sheets(most int) [][]cell {
	lists := d.sheetArcs()
	metres := make([]float64, len(lists))
	of := make([][]int, len(d.arcs)) // the sheets of each arc
	for k, list := range lists {
		metres[k] = nearMetres
		for _, i := range list {
			of[i] = append(of[i], k)
		}
	}
	lines := make([][]cell, len(d.arcs))
	for i, a := range d.arcs {
		if a.left == outside {
			lines[i] = d.coast(a.cells)
		}
	}
	for k := range lists {
		d.redraw(lines, lists[k], of, metres)
	}
	for again := true; again; {
		again = false
		for k, list := range lists {
			if metres[k] <= worldMetres && pointsOf(lines, list) > most {
				metres[k], again = metres[k]*coarser, true
				d.redraw(lines, list, of, metres)
			}
		}
	}
	return lines
}

// redraw draws the arcs of a list, each as the coarsest of its sheets.
func (d drawing) redraw(lines [][]cell, list []int, of [][]int, metres []float64) {
	simplifiers := map[float64]simplifier{}
	for _, i := range list {
		coarsest := 0.0
		for _, k := range of[i] {
			coarsest = max(coarsest, metres[k])
		}
		s, known := simplifiers[coarsest]
		if !known {
			s = newSimplifier(coarsest, d.latitude, d.kept)
			simplifiers[coarsest] = s
		}
		lines[i] = s.line(d.arcs[i].cells)
	}
}

// coast draws a coast of others: the further away, the coarser.
func (d drawing) coast(cells []cell) (line []cell) {
	for _, p := range cutAtBox(cells, d.inner(aside)) {
		s := d.away
		if p.inside {
			s = d.beside
		}
		line = append(line, s.line(p.cells)...)
	}
	return slices.Compact(line)
}

// part is a piece of a line, within a box or not.
type part struct {
	cells  []cell
	inside bool
}

// cutAtBox cuts a line where it enters a box and where it leaves it.
func cutAtBox(cells []cell, box orb.Bound) []part {
	var parts []part
	for i, c := range cells {
		inside := box.Contains(c.point())
		if i == 0 || parts[len(parts)-1].inside != inside {
			if i > 0 {
				last := &parts[len(parts)-1]
				last.cells = append(last.cells, c)
			}
			parts = append(parts, part{inside: inside})
		}
		last := &parts[len(parts)-1]
		last.cells = append(last.cells, c)
	}
	return parts
}
