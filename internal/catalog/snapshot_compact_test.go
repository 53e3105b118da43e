package catalog

import (
	"encoding/json"
	"fmt"
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

// Compact offers say the same, and needs that many have are there once.
func TestCompactOffersAreTheSame(t *testing.T) {
	claim := rapid.Custom(func(t *rapid.T) mediation.Claim {
		return mediation.Claim{
			ID:        rapid.SampledFrom([]mediation.NeedID{"caf", "cv", "c"}).Draw(t, "need"),
			Certainty: rapid.SampledFrom([]mediation.Certainty{mediation.Declared, mediation.Possible, "v"}).Draw(t, "certainty"),
		}
	})
	offer := rapid.Custom(func(t *rapid.T) mediation.Offer {
		o := mediation.Offer{SourceID: rapid.StringN(0, 4, -1).Draw(t, "id"), Claims: rapid.SliceOfN(claim, 0, 3).Draw(t, "claims")}
		if rapid.Bool().Draw(t, "no list") {
			o.Claims = nil
		}
		if rapid.Bool().Draw(t, "point known") {
			o.Point = &orb.Point{rapid.Float64Range(-5, 9).Draw(t, "lon"), 49}
		}
		return o
	})
	rapid.Check(t, func(t *rapid.T) {
		k := offerKeeper{lists: map[string][]mediation.Claim{}}
		first := map[string]*mediation.Claim{}
		for _, given := range rapid.SliceOfN(rapid.SliceOfN(offer, 0, 3), 1, 9).Draw(t, "places") {
			list := k.keep(given)
			if !reflect.DeepEqual(list, given) {
				t.Fatalf("%+v, want %+v", list, given)
			}
			for _, o := range list {
				if len(o.Claims) == 0 {
					continue
				}
				key := fmt.Sprintf("%q", o.Claims)
				if first[key] == nil {
					first[key] = &o.Claims[0]
				}
				if first[key] != &o.Claims[0] {
					t.Fatalf("%s is there twice", key)
				}
			}
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
