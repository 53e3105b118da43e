package ground

import "slices"

// A chain is a limit of a département, from where three of them meet, two and the sea, or
// coast and border, to the next such point: its arcs, in order, each as it is walked. Drawn as a
// whole, it loses the corners of communes, which nobody sees from far.
type chain []int

// chains joins the arcs that part départements from each other, or from what is
// outside.
func (g *Ground) chains() []chain {
	meeting := map[cell][]int{} // the arcs that end at a point, twice one that closes there
	for i := range g.arcs {
		if g.partsDepartements(i) {
			first, last := ends(g.arcs, i)
			meeting[first], meeting[last] = append(meeting[first], i), append(meeting[last], i)
		}
	}
	var list []chain
	used := map[int]bool{}
	for i := range g.arcs {
		if used[i] || !g.partsDepartements(i) {
			continue
		}
		c := g.onwards(chain{i}, meeting, used)
		turned := chain{}
		for _, ref := range slices.Backward(c) {
			turned = append(turned, ^ref)
		}
		list = append(list, g.onwards(turned, meeting, used))
	}
	return list
}

// onwards adds to a chain the arcs that follow its last one.
func (g *Ground) onwards(c chain, meeting map[cell][]int, used map[int]bool) chain {
	used[indexOf(c[0])] = true
	for {
		last := c[len(c)-1]
		_, end := ends(g.arcs, last)
		at := meeting[end]
		if len(at) != 2 || g.pair(at[0]) != g.pair(at[1]) || g.cuts[end] {
			return c
		}
		next := at[0]
		if next == indexOf(last) {
			next = at[1]
		}
		if used[next] {
			return c
		}
		used[next] = true
		if first, _ := ends(g.arcs, next); first != end {
			next = ^next
		}
		c = append(c, next)
	}
}

// pair names the départements that an arc parts, "" for what is outside.
func (g *Ground) pair(arc int) [2]string {
	p := [2]string{g.departementAt(g.arcs[arc].left), g.departementAt(g.arcs[arc].right)}
	if p[0] > p[1] {
		p[0], p[1] = p[1], p[0]
	}
	return p
}

func (g *Ground) departementAt(commune int) string {
	if commune == outside {
		return ""
	}
	return g.communes[commune].Departement()
}

func (g *Ground) partsDepartements(arc int) bool {
	p := g.pair(arc)
	return p[0] != p[1]
}

// cells are those of the whole chain, each once.
func (c chain) cells(arcs []arc) []cell {
	var cells []cell
	for _, ref := range c {
		piece := slices.Clone(arcs[indexOf(ref)].cells)
		if ref < 0 {
			slices.Reverse(piece)
		}
		cells = append(cells, piece...)
	}
	return slices.Compact(cells)
}
