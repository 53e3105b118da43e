package ground

import (
	"slices"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// Sheet is the ground of one département, finely drawn: what a map asks for once it
// comes near. The land in sight around it is there as the first view draws it, the rest
// with as few points as close it.
type Sheet struct {
	Departement string
	// Box is where it is wanted: around the département, or wherever the only one is.
	Box orb.Bound

	ground *Ground
}

func (g *Ground) newSheets() []Sheet {
	areas := map[string][]*mediation.Commune{}
	for i := range g.communes {
		code := g.communes[i].Departement()
		areas[code] = append(areas[code], &g.communes[i])
	}
	var list []Sheet
	for code, communes := range areas {
		list = append(list, Sheet{code, mediation.BoundsOf(communes), g})
	}
	if len(list) < 2 {
		return []Sheet{{Box: g.Box, ground: g}}
	}
	slices.SortFunc(list, func(a, b Sheet) int { return slices.Compare([]string{a.Departement}, []string{b.Departement}) })
	return list
}

// Sheets are one for each département.
func (g *Ground) Sheets() []Sheet { return g.sheets }

// has reports whether an arc parts communes of the sheet from each other, or from others.
func (s Sheet) has(arc int) bool {
	a := s.ground.arcs[arc]
	if a.left == outside {
		return false
	}
	of := func(commune int) bool { return s.ground.communes[commune].Departement() == s.Departement }
	return len(s.ground.sheets) == 1 || of(a.left) || a.right != outside && of(a.right)
}

// sheetArcs are the arcs that each sheet draws finely.
func (g *Ground) sheetArcs() [][]int {
	lists := make([][]int, len(g.sheets))
	for k, s := range g.sheets {
		for i := range g.arcs {
			if s.has(i) {
				lists[k] = append(lists[k], i)
			}
		}
	}
	return lists
}

// Encode is [Ground.Base], more finely drawn, with the limits of "communes" and every
// town: limits and towns of the sheet alone, where there are several.
func (s Sheet) Encode() ([]byte, error) {
	g, l := s.ground, s.ground.limits
	if len(g.sheets) == 1 {
		return g.encode(g.near, l, g.towns)
	}
	others := func(arc int) bool { return !s.has(arc) }
	for _, list := range []*[]int{&l.borders, &l.departements, &l.epcis, &l.communes} {
		*list = without(*list, others)
	}
	towns := without(g.towns, func(t town) bool { return t.departement != s.Departement })
	return g.encode(s.lines(), l, towns)
}

func without[T any](list []T, out func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), out)
}

// A screen whose middle is in a département sees so far around it, in degrees, once communes
// are drawn; what lies further is drawn with a tolerance of so many metres.
const (
	sightDegrees = 1.25
	hiddenMetres = 20_000
)

// lines are those of all arcs, as the sheet draws them.
func (s Sheet) lines() lines {
	g, view := s.ground, s.Box.Pad(sightDegrees)
	coarse := newSimplifier(hiddenMetres, view.Center().Lat(), nil)
	drawn := make([][]cell, len(g.arcs))
	for i := range drawn {
		if s.has(i) {
			drawn[i] = g.near.At(i)
		} else {
			drawn[i] = inSight(g.far.At(i), view, coarse)
		}
	}
	return newLines(drawn)
}

// inSight draws coarsely what lies beyond a view; an island there has no line.
func inSight(cells []cell, view orb.Bound, coarse simplifier) (line []cell) {
	parts := cutAtBox(cells, view)
	if len(parts) == 1 && !parts[0].inside && cells[0] == cells[len(cells)-1] {
		return nil
	}
	for _, p := range parts {
		if !p.inside {
			p.cells = coarse.line(p.cells)
		}
		line = append(line, p.cells...)
	}
	return slices.Compact(line)
}
