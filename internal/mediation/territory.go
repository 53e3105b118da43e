package mediation

import (
	"strings"

	"github.com/paulmach/orb"
)

// Commune is a commune of today's official geography.
type Commune struct {
	// INSEE is the code of the Code officiel géographique.
	INSEE     string   `json:"insee"`
	Name      string   `json:"name"`
	Postcodes []string `json:"postcodes"`
	// Population is the number of inhabitants, 0 when unknown.
	Population int `json:"population"`
	// EPCI is the SIREN of the intercommunalité, "" for none.
	EPCI string `json:"epci,omitempty"`
	// Centre is required; Contour is nil when no source gives one.
	Centre  orb.Point        `json:"centre"`
	Contour orb.MultiPolygon `json:"contour,omitempty"`
	// Former lists the INSEE codes that merged into this commune.
	Former []string `json:"former,omitempty"`
	// Parts are the communes of before that are now in this one, by every name
	// that they have had.
	Parts []Part `json:"parts,omitempty"`
}

// Part is a commune of before, under one of its names.
type Part struct {
	// INSEE was its code: that of today's commune when it gave it its own.
	INSEE string `json:"insee"`
	Name  string `json:"name"`
	// Centre is nil when no source tells its ground from that of the whole.
	Centre *orb.Point `json:"centre,omitempty"`
}

// Departement returns the code of the département of the commune.
func (c Commune) Departement() string { return DepartementOf(c.INSEE) }

// DepartementOf returns the département of an INSEE code: its first two
// characters, three overseas (97x, 98x).
func DepartementOf(insee string) string {
	n := 2
	if strings.HasPrefix(insee, "97") || strings.HasPrefix(insee, "98") {
		n = 3
	}
	if len(insee) < n {
		return ""
	}
	return insee[:n]
}

// EPCI is an intercommunalité.
type EPCI struct {
	SIREN string `json:"siren"`
	Name  string `json:"name"`
}

// Territory is the geography that a map covers.
type Territory struct {
	// Area is the département, or the several ones.
	Area     Area      `json:"area"`
	Communes []Commune `json:"communes"`
	EPCIs    []EPCI    `json:"epcis"`
	// Indicators are what is known of the people, by layer; none without a file of them.
	Indicators []Indicator `json:"indicators,omitempty"`
	// Coverage are the months that were counted, the earliest first.
	Coverage []CoverageMonth `json:"coverage,omitempty"`
}

// Bounds is the smallest box around the communes of the territory, empty for none.
func (t Territory) Bounds() orb.Bound {
	all := make([]*Commune, len(t.Communes))
	for i := range all {
		all[i] = &t.Communes[i]
	}
	return BoundsOf(all)
}

// BoundsOf is the smallest box around communes, empty for none.
func BoundsOf(communes []*Commune) orb.Bound {
	if len(communes) == 0 {
		return orb.Bound{}
	}
	box := communes[0].Centre.Bound()
	for _, c := range communes {
		box = box.Extend(c.Centre)
		if len(c.Contour) > 0 {
			box = box.Union(c.Contour.Bound())
		}
	}
	return box
}
