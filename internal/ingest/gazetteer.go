package ingest

import (
	"slices"
	"strings"

	"escale/internal/mediation"
)

// gazetteer finds a commune of the département by what a record says of it.
type gazetteer struct {
	departement string
	byINSEE     map[string]mediation.Commune
	byPostcode  map[string][]mediation.Commune
}

func newGazetteer(t mediation.Territory) gazetteer {
	g := gazetteer{t.Departement, map[string]mediation.Commune{}, map[string][]mediation.Commune{}}
	for _, c := range t.Communes {
		for _, code := range append([]string{c.INSEE}, c.Former...) {
			if _, taken := g.byINSEE[code]; !taken || code == c.INSEE {
				g.byINSEE[code] = c
			}
		}
		for _, postcode := range c.Postcodes {
			g.byPostcode[postcode] = append(g.byPostcode[postcode], c)
		}
	}
	return g
}

// elsewhere tells whether the address declares another département, by its
// INSEE code or else by its postcode. One that declares neither may be here.
func (g gazetteer) elsewhere(a mediation.Address) bool {
	if a.INSEE != "" {
		return mediation.DepartementOf(a.INSEE) != g.departement
	}
	_, known := g.byPostcode[a.Postcode]
	return !known && a.Postcode != "" && mediation.DepartementOf(a.Postcode) != g.departement
}

// declared returns the INSEE code, of today, of the commune that the address
// names, "" when it cannot be told.
func (g gazetteer) declared(a mediation.Address) string {
	if c, ok := g.byINSEE[a.INSEE]; ok {
		return c.INSEE
	}
	candidates := g.byPostcode[a.Postcode]
	for _, c := range candidates {
		if cityName(c.Name) == cityName(a.City) {
			return c.INSEE
		}
	}
	if len(candidates) == 1 {
		return candidates[0].INSEE
	}
	return g.mostAlike(candidates, a.City)
}

// mostAlike forgives a misspelt city ("Saint-Pierre-Langer"), when one
// commune of the postcode is clearly meant.
func (g gazetteer) mostAlike(candidates []mediation.Commune, city string) string {
	best, score := "", 0.6
	for _, c := range candidates {
		if s := mediation.Similarity(cityName(c.Name), cityName(city)); s > score {
			best, score = c.INSEE, s
		}
	}
	return best
}

// postcodeFits tells whether a postcode is one of the commune's. CEDEX codes
// are not, and prove nothing.
func (g gazetteer) postcodeFits(insee, postcode string) bool {
	return slices.Contains(g.byINSEE[insee].Postcodes, postcode)
}

// cityName folds a city as postal files write it: "ST LO CEDEX" is Saint-Lô.
func cityName(city string) string {
	words := strings.Fields(mediation.Fold(city))
	for i, w := range words {
		switch w {
		case "st":
			words[i] = "saint"
		case "ste":
			words[i] = "sainte"
		case "cedex":
			return strings.Join(words[:i], " ")
		}
	}
	return strings.Join(words, " ")
}
