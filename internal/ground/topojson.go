package ground

import (
	"encoding/json"
	"slices"
)

// topology is a TopoJSON object (https://github.com/topojson/topojson-specification).
type topology struct {
	Type      string              `json:"type"`
	Box       [4]float64          `json:"bbox"`
	Transform transform           `json:"transform"`
	Objects   map[string]geometry `json:"objects"`
	Arcs      [][][2]int32        `json:"arcs"`
}

type transform struct {
	Scale     [2]float64 `json:"scale"`
	Translate [2]float64 `json:"translate"`
}

type geometry struct {
	Type        string      `json:"type"`
	Arcs        any         `json:"arcs,omitempty"`
	Coordinates *[2]int32   `json:"coordinates,omitempty"`
	Properties  *townFacts  `json:"properties,omitempty"`
	Geometries  *[]geometry `json:"geometries,omitempty"`
}

type townFacts struct {
	Name       string `json:"name"`
	Population int    `json:"population"`
}

// firstTowns is how many towns the first view may name.
const firstTowns = 60

// Base is what the first view draws, as TopoJSON: "land" of the territory,
// "others" around it, "borders" and "epcis", the limits, and "towns", the
// largest first. Land and others are filled by the rule of odd and even, then
// "pieces", which lie over land too, whole. Of several départements the borders are
// theirs, and there are no intercommunalités yet.
func (g *Ground) Base() ([]byte, error) {
	l := g.limits
	l.communes = nil
	if len(g.sheets) > 1 {
		l.epcis = nil
	}
	return g.encode(g.far, l, g.towns[:min(firstTowns, len(g.towns))])
}

func (g *Ground) encode(drawn lines, l limits, towns []town) ([]byte, error) {
	e := encoder{lines: drawn, numbers: map[int]int{}}
	objects := map[string]geometry{
		"land":    e.rings(g.land),
		"pieces":  e.rings(g.pieces),
		"others":  e.rings(g.others),
		"borders": e.multiline(slices.Concat(l.borders, l.departements)),
		"epcis":   e.multiline(l.epcis),
		"towns":   collection(towns),
	}
	if l.communes != nil {
		objects["communes"] = e.multiline(l.communes)
	}
	return json.Marshal(topology{
		"Topology", [4]float64{g.Box.Min[0], g.Box.Min[1], g.Box.Max[0], g.Box.Max[1]},
		transform{Scale: [2]float64{1.0 / grid, 1.0 / grid}}, objects, e.arcs,
	})
}

// limits are arcs by what they part, each in one list only.
type limits struct{ borders, departements, epcis, communes, world []int }

func (g *Ground) sortArcs() (l limits) {
	for i, a := range g.arcs {
		switch {
		case a.left == outside:
			l.world = append(l.world, i)
		case a.right == outside:
			l.borders = append(l.borders, i)
		case g.communes[a.left].Departement() != g.communes[a.right].Departement():
			l.departements = append(l.departements, i)
		case g.communes[a.left].EPCI != g.communes[a.right].EPCI:
			l.epcis = append(l.epcis, i)
		default:
			l.communes = append(l.communes, i)
		}
	}
	return l
}

// encoder numbers the arcs that are used, in the order of their use.
type encoder struct {
	lines   lines
	numbers map[int]int
	arcs    [][][2]int32
}

func (e *encoder) arc(ref int) int {
	i := indexOf(ref)
	number, known := e.numbers[i]
	if !known {
		number = len(e.arcs)
		e.numbers[i] = number
		e.arcs = append(e.arcs, deltas(e.lines.At(i)))
	}
	if ref < 0 {
		return ^number
	}
	return number
}

func deltas(line []cell) [][2]int32 {
	moves := make([][2]int32, len(line))
	var before cell
	for i, c := range line {
		moves[i] = [2]int32{c.x - before.x, c.y - before.y}
		before = c
	}
	return moves
}

// refs leaves out the arcs that have no line of their own: see [drawing.byChain] and [inSight].
func (e *encoder) refs(list []int) []int {
	numbers := make([]int, 0, len(list))
	for _, ref := range list {
		if len(e.lines.At(indexOf(ref))) > 0 {
			numbers = append(numbers, e.arc(ref))
		}
	}
	return numbers
}

func (e *encoder) rings(list []ring) geometry {
	all := make([][]int, 0, len(list))
	for _, r := range list {
		if refs := e.refs(r); len(refs) > 0 {
			all = append(all, refs)
		}
	}
	return geometry{Type: "MultiLineString", Arcs: all}
}

func (e *encoder) multiline(list []int) geometry {
	all := make([][]int, 0, len(list))
	for _, ref := range list {
		if refs := e.refs([]int{ref}); len(refs) > 0 {
			all = append(all, refs)
		}
	}
	return geometry{Type: "MultiLineString", Arcs: all}
}

func collection(towns []town) geometry {
	list := make([]geometry, len(towns))
	for i, t := range towns {
		c := toCell(t.at)
		list[i] = geometry{Type: "Point", Coordinates: &[2]int32{c.x, c.y}, Properties: &townFacts{t.name, t.population}}
	}
	return geometry{Type: "GeometryCollection", Geometries: &list}
}
