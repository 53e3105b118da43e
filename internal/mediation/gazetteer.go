package mediation

import (
	"slices"
	"strings"
)

// Gazetteer finds a commune of the département by what a record says of it.
type Gazetteer struct {
	departement string
	byINSEE     map[string]Commune
	byPostcode  map[string][]Commune
}

// NewGazetteer indexes the communes of a territory.
func NewGazetteer(t Territory) Gazetteer {
	g := Gazetteer{t.Departement, map[string]Commune{}, map[string][]Commune{}}
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

// Commune returns the commune with that INSEE code, of today or of one that
// merged into it.
func (g Gazetteer) Commune(insee string) (Commune, bool) {
	c, ok := g.byINSEE[insee]
	return c, ok
}

// Elsewhere reports whether the address declares another département, by its
// INSEE code or else by its postcode. One that declares neither may be here.
func (g Gazetteer) Elsewhere(a Address) bool {
	if a.INSEE != "" {
		return DepartementOf(a.INSEE) != g.departement
	}
	_, known := g.byPostcode[a.Postcode]
	departement := postcodeDepartement(a.Postcode)
	return !known && departement != "" && departement != g.departement
}

// postcodeDepartement is the département of a postcode, also of one that no
// commune has, as those of companies (CEDEX); "" when it names none. Both of
// Corsica begin with 20, and the third digit distinguishes them.
func postcodeDepartement(postcode string) string {
	if !strings.HasPrefix(postcode, "20") {
		return DepartementOf(postcode)
	}
	switch postcode[2:min(3, len(postcode))] {
	case "0", "1":
		return "2A"
	case "2", "6":
		return "2B"
	}
	return ""
}

// Declared returns the INSEE code, of today, of the commune that the address
// names, "" when that is ambiguous.
func (g Gazetteer) Declared(a Address) string {
	if c, ok := g.byINSEE[a.INSEE]; ok {
		return c.INSEE
	}
	candidates := g.byPostcode[a.Postcode]
	for _, c := range candidates {
		if CityName(c.Name) == CityName(a.City) {
			return c.INSEE
		}
	}
	if len(candidates) == 1 {
		return candidates[0].INSEE
	}
	return g.mostAlike(candidates, a.City)
}

// Named returns the INSEE code of the only commune of that name, or else of
// the only one whose name begins with it, as that of many merged communes does
// ("Ducey" is now Ducey-Les Chéris); "" when none or several do.
func (g Gazetteer) Named(city string) string {
	wanted := CityName(city)
	if wanted == "" {
		return ""
	}
	found := g.only(func(name string) bool { return name == wanted })
	if found == "" {
		found = g.only(func(name string) bool { return strings.HasPrefix(name, wanted+" ") })
	}
	return found
}

// only returns the one commune of today whose folded name fits.
func (g Gazetteer) only(fits func(name string) bool) (found string) {
	for insee, c := range g.byINSEE {
		if insee != c.INSEE || !fits(CityName(c.Name)) {
			continue
		}
		if found != "" {
			return ""
		}
		found = insee
	}
	return found
}

// mostAlike forgives a misspelt city ("Saint-Pierre-Langer"), when one
// commune of the postcode is clearly meant.
func (g Gazetteer) mostAlike(candidates []Commune, city string) string {
	best, score := "", 0.6
	for _, c := range candidates {
		if s := Similarity(CityName(c.Name), CityName(city)); s > score {
			best, score = c.INSEE, s
		}
	}
	return best
}

// PostcodeFits reports whether a postcode is one of the commune's. CEDEX codes
// are not, and prove nothing.
func (g Gazetteer) PostcodeFits(insee, postcode string) bool {
	return slices.Contains(g.byINSEE[insee].Postcodes, postcode)
}

// CityName folds a city as postal files write it: "ST LO CEDEX" is Saint-Lô.
func CityName(city string) string {
	words := strings.Fields(Fold(city))
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
