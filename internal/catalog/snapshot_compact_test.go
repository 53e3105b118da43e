package catalog

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"escale/internal/mediation"
)

// Compact communes say the same, and those that were given are as before.
func TestCompactCommunesAreTheSame(t *testing.T) {
	text := rapid.StringN(0, 8, -1)
	point := rapid.Custom(func(t *rapid.T) orb.Point {
		return orb.Point{rapid.Float64Range(-5, 9).Draw(t, "lon"), rapid.Float64Range(41, 51).Draw(t, "lat")}
	})
	part := rapid.Custom(func(t *rapid.T) mediation.Part {
		p := mediation.Part{INSEE: text.Draw(t, "insee"), Name: text.Draw(t, "name")}
		if rapid.Bool().Draw(t, "centre known") {
			centre := point.Draw(t, "centre")
			p.Centre = &centre
		}
		return p
	})
	ring := rapid.Map(rapid.SliceOfN(point, 0, 9), func(points []orb.Point) orb.Ring { return points })
	polygon := rapid.Map(rapid.SliceOfN(ring, 0, 3), func(rings []orb.Ring) orb.Polygon { return rings })
	commune := rapid.Custom(func(t *rapid.T) mediation.Commune {
		c := mediation.Commune{INSEE: text.Draw(t, "insee"), Name: text.Draw(t, "name"), EPCI: text.Draw(t, "epci"), Centre: point.Draw(t, "centre")}
		c.Postcodes, c.Former = rapid.SliceOfN(text, 0, 3).Draw(t, "postcodes"), rapid.SliceOfN(text, 0, 3).Draw(t, "former")
		c.Parts, c.Contour = rapid.SliceOfN(part, 0, 3).Draw(t, "parts"), rapid.SliceOfN(polygon, 0, 3).Draw(t, "contour")
		if rapid.Bool().Draw(t, "nothing more") {
			c.Postcodes, c.Former, c.Parts, c.Contour = nil, nil, nil, nil
		}
		return c
	})
	rapid.Check(t, func(t *rapid.T) {
		given := rapid.SliceOfN(commune, 1, 5).Draw(t, "communes")
		before := written(t, given)
		list := compactCommunes(given)
		if !reflect.DeepEqual(list, given) {
			t.Fatalf("%s, want %s", written(t, list), before)
		}
		for i := range list { // none of it is shared
			c := &list[i]
			for _, texts := range [][]string{c.Postcodes, c.Former} {
				for j := range texts {
					texts[j] = "another"
				}
			}
			for _, polygon := range c.Contour {
				for j := range polygon {
					polygon[j] = nil
				}
			}
			for j := range c.Parts {
				c.Parts[j].Name = "another"
				if c.Parts[j].Centre != nil {
					*c.Parts[j].Centre = orb.Point{}
				}
			}
		}
		if after := written(t, given); after != before {
			t.Fatalf("the communes that were given became %s, were %s", after, before)
		}
	})
}

func written(t *rapid.T, communes []mediation.Commune) string {
	t.Helper()
	text, err := json.Marshal(communes)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
