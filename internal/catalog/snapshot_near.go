package catalog

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// nearTree finds the nearest places first: boxes within boxes, on the unit
// sphere, where straight distances grow with those on the ground. There are no
// poles and no date line there.
type nearTree struct {
	// order are the places along a curve that stays near where it was; at are
	// their points.
	order []int32
	at    []vector
	// levels[0] has a box around each few places, levels[1] around each few
	// of these, and so on to one.
	levels [][]solid
}

// fanOut is how many places or boxes a box holds.
const fanOut = 8

// solid is a box in space.
type solid struct{ low, high vector }

// AlongCurve are the places in an order in which those that follow each other are near
// each other. It is not to be changed.
func (s *Snapshot) AlongCurve() []int32 { return s.near.order }

func newNearTree(points []orb.Point, at func(i int) vector) (t nearTree) {
	keys := make([]uint32, len(points))
	t.order = make([]int32, len(points))
	for i, p := range points {
		keys[i], t.order[i] = curveKey(p), int32(i)
	}
	slices.SortFunc(t.order, func(a, b int32) int { return cmp.Or(cmp.Compare(keys[a], keys[b]), cmp.Compare(a, b)) })
	t.at = make([]vector, len(points))
	leaves := make([]solid, len(points))
	for k, i := range t.order {
		t.at[k] = at(int(i))
		leaves[k] = solid{t.at[k], t.at[k]}
	}
	for level := around(leaves); len(level) > 0; level = around(level) {
		t.levels = append(t.levels, level)
		if len(level) == 1 {
			break
		}
	}
	return t
}

// around makes a box around each few of a list.
func around(list []solid) []solid {
	out := make([]solid, 0, (len(list)+fanOut-1)/fanOut)
	for few := range slices.Chunk(list, fanOut) {
		sum := few[0]
		for _, b := range few[1:] {
			for axis := range sum.low {
				sum.low[axis] = min(sum.low[axis], b.low[axis])
				sum.high[axis] = max(sum.high[axis], b.high[axis])
			}
		}
		out = append(out, sum)
	}
	return out
}

// curveKey places a point along a curve that goes through quarters, quarters of
// these, and so on (Morton's): points that follow each other are near.
func curveKey(p orb.Point) uint32 {
	grid := func(v, low, span float64) uint32 {
		n := uint32(math.Max(0, math.Min(0xffff, (v-low)/span*0x10000)))
		for _, step := range []struct{ shift, mask uint32 }{{8, 0x00ff00ff}, {4, 0x0f0f0f0f}, {2, 0x33333333}, {1, 0x55555555}} {
			n = (n | n<<step.shift) & step.mask
		}
		return n
	}
	return grid(p[0], -180, 360) | grid(p[1], -90, 180)<<1
}

// reach is the least and the greatest squared distance from a point to what is
// in a box.
func (b *solid) reach(v vector) (least, most float64) {
	for axis, x := range v {
		low, high := b.low[axis]-x, x-b.high[axis]
		near := max(0, low, high)
		far := max(math.Abs(low), math.Abs(high))
		least += near * near
		most += far * far
	}
	return least, most
}

// near looks for the first places from a point.
type near struct {
	*nearTree
	centre vector
	// after is where the page before ended.
	after Hit
	most  int
	// accept tells whether a place answers.
	accept func(place int) bool
	// found holds at most twice as many, bound how far the last of most is.
	found []Hit
	bound float64
}

// first returns the first places after a hit that are accepted, the nearest
// first.
func (t *nearTree) first(centre vector, after Hit, most int, accept func(place int) bool) []Hit {
	return t.look(near{centre: centre, after: after, most: most, accept: accept, bound: math.Inf(1)})
}

// within returns the places up to a squared distance that are accepted, the
// nearest first.
func (t *nearTree) within(centre vector, chord2 float64, accept func(place int) bool) []Hit {
	return t.look(near{centre: centre, after: Hit{Place: -1}, most: len(t.order) + 1, accept: accept, bound: chord2})
}

func (t *nearTree) look(n near) []Hit {
	n.nearTree, n.found = t, roomForHits()
	if len(t.levels) > 0 {
		n.visit(len(t.levels)-1, 0)
	}
	n.cut()
	return n.found
}

// visit looks into a box, the nearest of its boxes first.
func (n *near) visit(level, i int) {
	if level == 0 {
		for k := i * fanOut; k < min((i+1)*fanOut, len(n.order)); k++ {
			n.add(int(n.order[k]), n.centre.chord2(n.at[k]))
		}
		return
	}
	type child struct {
		least float64
		i     int
	}
	var list [fanOut]child
	children := list[:0]
	boxes := n.levels[level-1]
	for k := i * fanOut; k < min((i+1)*fanOut, len(boxes)); k++ {
		if least, most := boxes[k].reach(n.centre); most >= n.after.chord2 {
			children = append(children, child{least, k})
		}
	}
	slices.SortFunc(children, func(a, b child) int { return cmp.Compare(a.least, b.least) })
	for _, c := range children {
		if c.least > n.bound {
			return
		}
		n.visit(level-1, c.i)
	}
}

func (n *near) add(place int, chord2 float64) {
	if chord2 > n.bound || chord2 < n.after.chord2 || chord2 == n.after.chord2 && place <= n.after.Place || !n.accept(place) {
		return
	}
	if n.found = append(n.found, Hit{Place: place, chord2: chord2}); len(n.found) >= 2*n.most {
		n.cut()
	}
}

// cut keeps the nearest ones.
func (n *near) cut() {
	slices.SortFunc(n.found, compareNear)
	if len(n.found) >= n.most {
		n.found = n.found[:n.most]
		n.bound = n.found[n.most-1].chord2
	}
}

func compareNear(a, b Hit) int {
	return cmp.Or(cmp.Compare(a.chord2, b.chord2), cmp.Compare(a.Place, b.Place))
}
