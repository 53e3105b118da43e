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
	g := Gazetteer{t.Area.Only(), map[string]Commune{}, map[string][]Commune{}}
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
	departement := PostcodeDepartement(a.Postcode)
	return !known && departement != "" && departement != g.departement
}

// PostcodeDepartement is the département of a postcode, also of one that no
// commune has, as those of companies (CEDEX); "" when it names none. Both of
// Corsica begin with 20, and the third digit distinguishes them.
func PostcodeDepartement(postcode string) string {
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
		if c.isNamed(a.City) {
			return c.INSEE
		}
	}
	switch {
	case len(candidates) == 1:
		return candidates[0].INSEE
	case len(candidates) == 0 && a.INSEE == "" && !g.Elsewhere(a):
		return g.Named(a.City) // a postcode of nobody (CEDEX), or none
	}
	return g.mostAlike(candidates, a.City)
}

// isNamed is true for the name of the commune, or of one that it was made of.
func (c Commune) isNamed(city string) bool {
	wanted := CityName(city)
	return wanted != "" && (CityName(c.Name) == wanted || slices.ContainsFunc(c.Parts, func(p Part) bool { return CityName(p.Name) == wanted }))
}

// NameFits reports whether a city is the name of that commune, of one that it was made
// of, or nearly.
func (g Gazetteer) NameFits(insee, city string) bool {
	c, ok := g.byINSEE[insee]
	return ok && (c.isNamed(city) || strings.HasPrefix(CityName(c.Name), CityName(city)+" ") && city != "" || Similarity(CityName(c.Name), CityName(city)) > nearlyNamed)
}

// nearlyNamed is from which likeness on a misspelt name is that of a commune.
const nearlyNamed = 0.6

// Named returns the INSEE code of the only commune of that name, or else of
// the only one that was made of one of that name, or whose name begins with it, as
// that of many merged communes does ("Ducey" is now Ducey-Les Chéris); "" when none or several do.
func (g Gazetteer) Named(city string) string {
	wanted := CityName(city)
	if wanted == "" {
		return ""
	}
	named := func(c Commune) bool { return CityName(c.Name) == wanted }
	begins := func(c Commune) bool { return strings.HasPrefix(CityName(c.Name), wanted+" ") }
	for _, fits := range []func(Commune) bool{named, func(c Commune) bool { return c.isNamed(wanted) }, begins} {
		if found, several := g.only(fits); found != "" || several {
			return found
		}
	}
	return ""
}

// only returns the one commune of today that fits, "" when several do.
func (g Gazetteer) only(fits func(Commune) bool) (found string, several bool) {
	for insee, c := range g.byINSEE {
		if insee != c.INSEE || !fits(c) {
			continue
		}
		if found != "" {
			return "", true
		}
		found = insee
	}
	return found, false
}

// mostAlike forgives a misspelt city ("Saint-Pierre-Langer"), when one
// commune of the postcode is clearly meant.
func (g Gazetteer) mostAlike(candidates []Commune, city string) string {
	best, score := "", nearlyNamed
	for _, c := range candidates {
		if s := Similarity(CityName(c.Name), CityName(city)); s > score {
			best, score = c.INSEE, s
		}
	}
	return best
}

// Departement is the code of the département.
func (g Gazetteer) Departement() string { return g.departement }

// Knows reports whether a postcode is one of the département.
func (g Gazetteer) Knows(postcode string) bool { return len(g.byPostcode[postcode]) > 0 }

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
