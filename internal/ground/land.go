package ground

import (
	"encoding/json"
	"io"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
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

// area is what rings hold: a point inside an odd number of them. Its edges stand in bands
// of latitude, so that a point is compared with those beside it alone.
type area struct{ bands map[int][]edge }

type edge struct{ from, to orb.Point }

// bandsPerDegree is how many bands a degree of latitude has.
const bandsPerDegree = 50

func newArea(rings []orb.Ring) area {
	a := area{map[int][]edge{}}
	for _, r := range rings {
		for i := 1; i < len(r); i++ {
			e := edge{r[i-1], r[i]}
			for band := bandOf(min(e.from.Lat(), e.to.Lat())); band <= bandOf(max(e.from.Lat(), e.to.Lat())); band++ {
				a.bands[band] = append(a.bands[band], e)
			}
		}
	}
	return a
}

func bandOf(latitude float64) int { return int(math.Floor(latitude * bandsPerDegree)) }

// holds counts the edges that lie east of a point; one on an edge is inside.
func (a area) holds(p orb.Point) bool {
	in := false
	for _, e := range a.bands[bandOf(p.Lat())] {
		switch {
		case p == e.from || p == e.to:
			return true
		case (e.from.Lat() > p.Lat()) == (e.to.Lat() > p.Lat()):
			continue
		}
		lon := e.from.Lon() + (p.Lat()-e.from.Lat())/(e.to.Lat()-e.from.Lat())*(e.to.Lon()-e.from.Lon())
		if lon == p.Lon() {
			return true
		}
		in = in != (lon > p.Lon())
	}
	return in
}
