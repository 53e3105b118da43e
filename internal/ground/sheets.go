package ground

import (
	"slices"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// Sheet is the ground of one département, finely drawn: what a map asks for once it
// comes near. The rest of the territory is in it as the first view draws it.
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
// town: of the sheet, where there are several.
func (s Sheet) Encode() ([]byte, error) {
	g, l := s.ground, s.ground.limits
	if len(g.sheets) == 1 {
		return g.encode(g.near, l, g.towns)
	}
	lines := slices.Clone(g.far)
	for i := range lines {
		if s.has(i) {
			lines[i] = g.near[i]
		}
	}
	others := func(arc int) bool { return !s.has(arc) }
	l.epcis, l.communes = slices.DeleteFunc(slices.Clone(l.epcis), others), slices.DeleteFunc(slices.Clone(l.communes), others)
	towns := slices.DeleteFunc(slices.Clone(g.towns), func(t town) bool { return t.departement != s.Departement })
	return g.encode(lines, l, towns)
}
