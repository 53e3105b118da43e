package formats

import (
	"io"
	"regexp"
	"slices"

	"escale/internal/mediation"
)

var departementForm = regexp.MustCompile(`^(\d{2}|2[AB]|9[78]\d)$`)

// TerritoryFiles are the official files that a territory is made of.
type TerritoryFiles struct {
	// Communes and EPCI are communes.json and epci.json of the npm package
	// @etalab/decoupage-administratif.
	Communes, EPCI io.Reader
	// Movements is INSEE's list of the movements of communes (CSV), which
	// maps the codes of former communes to those of today. It may be nil.
	Movements io.Reader
	// Contours is a GeoJSON of communes, of any edition, with the property
	// "code"; a feature that is a point gives a centre. It may be nil.
	Contours io.Reader
}

// ReadTerritory makes the territory of a département ("50") as it is today: see
// [ReadOfficial] and [Official.Territory].
func ReadTerritory(departement string, in TerritoryFiles) (mediation.Territory, []Problem, error) {
	lists, err := ReadOfficial(in)
	if err != nil {
		return mediation.Territory{}, nil, err
	}
	return lists.Territory(departement, in.Contours)
}

// Official is what the official lists say of the communes of France.
type Official struct {
	history *history
	// communes are those of today, by département.
	communes map[string][]mediation.Commune
	// epcis are those that have a commune, by its code.
	epcis map[string]mediation.EPCI
	// former are the codes of before, parts the names, by today's code.
	former map[string][]string
	parts  map[string][]mediation.Part
}

// ReadOfficial reads the official lists, once for all départements. Communes alone are
// enough to know the names of before; Contours are not read. A file that cannot be read
// is a [*mediation.Error] of kind Invalid.
func ReadOfficial(in TerritoryFiles) (*Official, error) {
	o := &Official{history: newHistory(), communes: map[string][]mediation.Commune{}, epcis: map[string]mediation.EPCI{}, former: map[string][]string{}}
	if err := o.readCommunes(in.Communes); err != nil {
		return nil, err
	}
	if in.EPCI != nil {
		if err := o.readEPCIs(in.EPCI); err != nil {
			return nil, err
		}
	}
	if err := o.history.readMovements(in.Movements); err != nil {
		return nil, err
	}
	for old, today := range o.history.formers() {
		o.former[today] = append(o.former[today], old)
	}
	for _, codes := range o.former {
		slices.Sort(codes)
	}
	o.parts = o.history.partsOf()
	return o, nil
}

// Territory makes the territory of a département. Contours (GeoJSON, nil for none) of an
// older edition are joined into those of today's communes, as a set of polygons
// that may touch. A commune whose centre cannot be known is left out, and a problem
// says so.
func (o *Official) Territory(departement string, contours io.Reader) (mediation.Territory, []Problem, error) {
	none := mediation.Territory{}
	communes, epcis := map[string]*mediation.Commune{}, map[string]mediation.EPCI{}
	for _, c := range o.communes[departement] {
		if epci, member := o.epcis[c.INSEE]; member {
			c.EPCI, epcis[epci.SIREN] = epci.SIREN, epci
		}
		c.Former = slices.Clone(o.former[c.INSEE])
		communes[c.INSEE] = &c
	}
	if len(communes) == 0 {
		return none, nil, fault("Le fichier des communes n'en a aucune du département %s.", departement)
	}
	shapes, problems, err := readShapes(contours, o.history, communes)
	if err != nil {
		return none, nil, err
	}
	for code, c := range communes {
		o.name(c, shapes[code])
	}
	t, more := assemble(departement, communes, sortedEPCIs(epcis), shapes, o.history.splitFrom)
	return t, append(problems, more...), nil
}

// AddParts gives the communes of a territory the names of before, where no other
// source tells any.
func (o *Official) AddParts(t *mediation.Territory) {
	for i := range t.Communes {
		o.name(&t.Communes[i], nil)
	}
}

// name gives a commune the names of before, of which its own is none, and
// those parts their centres that have a contour in its shape, which may be nil.
func (o *Official) name(c *mediation.Commune, s *shape) {
	for _, part := range o.parts[c.INSEE] {
		if mediation.CityName(part.Name) == mediation.CityName(c.Name) {
			continue
		}
		if s != nil {
			part.Centre = s.partCentre(part.INSEE, c.INSEE)
		}
		c.Parts = append(c.Parts, part)
	}
}

// officialCommune is a row of communes.json: a commune of today, or one that
// was merged and is still part of its chef-lieu.
type officialCommune struct {
	Code       string   `json:"code"`
	Nom        string   `json:"nom"`
	Type       string   `json:"type"`
	ChefLieu   string   `json:"chefLieu"`
	Postcodes  []string `json:"codesPostaux"`
	Population int      `json:"population"`
}

func (o *Official) readCommunes(r io.Reader) error {
	h := o.history
	return eachElement(r, "des communes", func(c officialCommune) {
		switch c.Type {
		case "commune-actuelle":
			departement := mediation.DepartementOf(c.Code)
			h.today[c.Code] = true
			o.communes[departement] = append(o.communes[departement], mediation.Commune{INSEE: c.Code, Name: c.Nom, Postcodes: c.Postcodes, Population: c.Population})
		case "commune-deleguee", "commune-associee":
			h.parts[c.Code] = c.ChefLieu
			h.names[c.Code] = include(h.names[c.Code], c.Nom)
		}
	})
}

// officialEPCI is an element of epci.json.
type officialEPCI struct {
	Code    string `json:"code"`
	Nom     string `json:"nom"`
	Membres []struct {
		Code string `json:"code"`
	} `json:"membres"`
}

func (o *Official) readEPCIs(r io.Reader) error {
	return eachElement(r, "des intercommunalités", func(e officialEPCI) {
		for _, m := range e.Membres {
			o.epcis[m.Code] = mediation.EPCI{SIREN: e.Code, Name: e.Nom}
		}
	})
}
