package ground

import (
	"slices"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// outside is who owns what no commune does.
const outside = -1

// arc is a piece of limit with one commune on its left and one on its right, or
// nobody: each limit is one arc, whoever has it.
type arc struct {
	cells       []cell // nil once all is drawn
	first, last cell
	left, right int // indexes of communes, or outside
}

func newArc(cells []cell, left, right int) arc {
	return arc{cells, cells[0], cells[len(cells)-1], left, right}
}

// side is one piece of a limit between two points, from the lesser to the
// greater.
type side struct{ from, to cell }

func sideOf(a, b cell) (s side, forward bool) {
	if a.x < b.x || a.x == b.x && a.y < b.y {
		return side{a, b}, true
	}
	return side{b, a}, false
}

// owners are whose ground lies left and right of a side.
type owners struct{ left, right int }

func (o owners) turned() owners { return owners{o.right, o.left} }

// mesh holds every side of the limits once.
type mesh struct {
	sides map[side]owners
	// order lists the sides as they were first met, so that the same territory
	// always gives the same arcs.
	order []side
	at    map[cell][]cell // the other ends of the sides that meet at a point
}

// newMesh lays the contours of communes over each other. Limits inside a
// commune, which several contours of former communes make up, vanish.
func newMesh(communes []mediation.Commune) *mesh {
	rings := snapped(communes)
	m := &mesh{sides: map[side]owners{}, at: map[cell][]cell{}}
	for i, list := range rings {
		for _, ring := range list {
			m.add(i, ring)
		}
	}
	m.order = slices.DeleteFunc(m.order, func(s side) bool {
		if o := m.sides[s]; o.left == o.right {
			delete(m.sides, s)
			return true
		}
		m.at[s.from] = append(m.at[s.from], s.to)
		m.at[s.to] = append(m.at[s.to], s.from)
		return false
	})
	return m
}

// snapped gives the rings of each commune on the grid; its ground lies on their
// left.
func snapped(communes []mediation.Commune) [][][]cell {
	s, rings := newSnapper(), make([][][]cell, len(communes))
	for i, c := range communes {
		for _, polygon := range c.Contour {
			for j, ring := range polygon {
				if cells := s.ring(ring); cells != nil {
					if (twiceArea(cells) > 0) != (j == 0) {
						slices.Reverse(cells)
					}
					rings[i] = append(rings[i], cells)
				}
			}
		}
	}
	for _, list := range rings {
		for j, ring := range list {
			list[j] = s.meet(ring)
		}
	}
	return rings
}

// add lays one ring of a commune. Where two contours overlap, the first stays.
func (m *mesh) add(commune int, ring []cell) {
	for i, a := range ring {
		s, forward := sideOf(a, ring[(i+1)%len(ring)])
		o, known := m.sides[s]
		if !known {
			o = owners{outside, outside}
			m.order = append(m.order, s)
		}
		switch {
		case forward && o.left == outside:
			o.left = commune
		case !forward && o.right == outside:
			o.right = commune
		}
		m.sides[s] = o
	}
}

// along are the owners left and right of who walks from a to b.
func (m *mesh) along(a, b cell) owners {
	s, forward := sideOf(a, b)
	if o := m.sides[s]; forward {
		return o
	}
	return m.sides[s].turned()
}

// isNode is true where an arc begins or ends: where three limits meet, or where
// the neighbour changes.
func (m *mesh) isNode(c cell) bool {
	ends := m.at[c]
	return len(ends) != 2 || m.along(ends[0], c) != m.along(c, ends[1])
}

// arcs cuts the limits where they meet.
func (m *mesh) arcs() []arc {
	var arcs []arc
	done := make(map[side]bool, len(m.sides))
	for _, nodes := range []bool{true, false} { // then what never meets a node: islands
		for _, s := range m.order {
			for _, ends := range [][2]cell{{s.from, s.to}, {s.to, s.from}} {
				if !done[s] && m.isNode(ends[0]) == nodes {
					arcs = append(arcs, m.walk(ends[0], ends[1], done))
				}
			}
		}
	}
	return arcs
}

// walk follows a limit from its first side to the next node.
func (m *mesh) walk(from, to cell, done map[side]bool) arc {
	o, cells := m.along(from, to), []cell{from, to}
	for {
		s, _ := sideOf(from, to)
		done[s] = true
		if to == cells[0] || m.isNode(to) {
			break
		}
		next := m.at[to][0]
		if next == from {
			next = m.at[to][1]
		}
		from, to = to, next
		cells = append(cells, to)
	}
	if o.left == outside { // ground on the left, always
		slices.Reverse(cells)
		o = o.turned()
	}
	return newArc(cells, o.left, o.right)
}

// ring is a closed line of arcs, each by its index, or by ^index when it is
// walked backwards: what TopoJSON does.
type ring []int

// rings joins the arcs that a predicate keeps into rings, with the ground that
// it speaks of on their left. keep says how an arc is walked: 1 forwards, -1
// backwards, 0 not at all.
func rings(arcs []arc, keep func(arc) int) []ring {
	starts := map[cell][]int{}
	var refs []int
	for i, a := range arcs {
		ref := i
		switch keep(a) {
		case 0:
			continue
		case -1:
			ref = ^i
		}
		refs = append(refs, ref)
		start, _ := ends(arcs, ref)
		starts[start] = append(starts[start], ref)
	}
	used := map[int]bool{}
	var list []ring
	for _, first := range refs {
		if used[first] {
			continue
		}
		var r ring
		for ref, ok := first, true; ok; ref, ok = nextRef(arcs, ref, starts, used) {
			used[ref] = true
			r = append(r, ref)
		}
		list = append(list, r)
	}
	return list
}

// nextRef is an arc not used yet that begins where another ends.
func nextRef(arcs []arc, ref int, starts map[cell][]int, used map[int]bool) (int, bool) {
	_, end := ends(arcs, ref)
	for _, next := range starts[end] {
		if !used[next] {
			return next, true
		}
	}
	return 0, false
}

func indexOf(ref int) int {
	if ref < 0 {
		return ^ref
	}
	return ref
}

// ends are the first and last points of an arc as it is walked.
func ends(arcs []arc, ref int) (first, last cell) {
	a := arcs[indexOf(ref)]
	if ref < 0 {
		return a.last, a.first
	}
	return a.first, a.last
}

// outline is the walk of the limits of everything that a predicate takes for
// ours: one side of it is, the other is not.
func outline(ours func(commune int) bool) func(arc) int {
	return func(a arc) int {
		left, right := a.left != outside && ours(a.left), a.right != outside && ours(a.right)
		switch {
		case left == right:
			return 0
		case left:
			return 1
		}
		return -1
	}
}

// cellsOf is the line of a ring, without its last point, which is its first.
func cellsOf(arcs []arc, r ring) []cell {
	var cells []cell
	for _, ref := range r {
		piece := slices.Clone(arcs[indexOf(ref)].cells)
		if ref < 0 {
			slices.Reverse(piece)
		}
		cells = append(cells, piece[:len(piece)-1]...)
	}
	return cells
}

// toRing is the line of a ring as orb knows it, closed.
func toRing(cells []cell) orb.Ring {
	r := orb.Ring(points(cells))
	return append(r, r[0])
}
