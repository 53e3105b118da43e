package ground

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"
)

// Land is the land of the world around the départements (data/terres.json), known
// more coarsely than contours of communes.
type Land struct{ regions []region }

type region struct {
	box   orb.Bound
	rings []orb.Ring
}

// ReadLand reads data/terres.json.
func ReadLand(r io.Reader) (*Land, error) {
	var file struct {
		Grid    float64
		Regions []struct {
			Box   [4]float64
			Rings [][]float64
		}
	}
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return nil, err
	}
	land := &Land{}
	for _, area := range file.Regions {
		part := region{box: orb.Bound{Min: orb.Point{area.Box[0], area.Box[1]}, Max: orb.Point{area.Box[2], area.Box[3]}}}
		for _, numbers := range area.Rings {
			part.rings = append(part.rings, readRing(numbers, file.Grid))
		}
		land.regions = append(land.regions, part)
	}
	return land, nil
}

// readRing reads a ring of whole numbers, each given by its difference from the
// one before. Land is on its left.
func readRing(numbers []float64, grid float64) orb.Ring {
	var r orb.Ring
	var x, y float64
	for i := 0; i+1 < len(numbers); i += 2 {
		x, y = x+numbers[i], y+numbers[i+1]
		r = append(r, orb.Point{x / grid, y / grid})
	}
	return append(r, r[0])
}

// within is the land inside a box, as rings that may hold others: those are
// water. A nil Land has none.
func (l *Land) within(box orb.Bound) []orb.Ring {
	if l == nil {
		return nil
	}
	i := slices.IndexFunc(l.regions, func(r region) bool { return r.box.Contains(box.Center()) })
	if i < 0 {
		return nil
	}
	return clipRings(box, l.regions[i].rings)
}

// clipRings is what rings hold inside a box.
func clipRings(box orb.Bound, rings []orb.Ring) []orb.Ring {
	var list []orb.Ring
	for _, whole := range rings {
		if r := clip.Ring(box, whole.Clone()); len(r) > 3 {
			if !r.Closed() {
				r = append(r, r[0])
			}
			list = append(list, r)
		}
	}
	return list
}

// area is what rings hold: a point inside an odd number of them.
type area struct {
	rings  []orb.Ring
	bounds []orb.Bound
}

func newArea(rings []orb.Ring) area {
	a := area{rings, make([]orb.Bound, len(rings))}
	for i, r := range rings {
		a.bounds[i] = r.Bound()
	}
	return a
}

func (a area) holds(p orb.Point) bool {
	in := false
	for i, r := range a.rings {
		if a.bounds[i].Contains(p) && planar.RingContains(r, p) {
			in = !in
		}
	}
	return in
}
