package formats

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"

	"github.com/paulmach/orb"

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

// ReadTerritory makes the territory of a département ("50") as it is today.
// Contours of an older edition are joined into those of today's communes, as a
// set of polygons that may touch. A commune whose centre cannot be known is
// left out, and a problem says so. A file that cannot be read is a
// [*mediation.Error] of kind Invalid.
func ReadTerritory(departement string, in TerritoryFiles) (mediation.Territory, []Problem, error) {
	none := mediation.Territory{}
	history, communes, err := readCommunes(departement, in.Communes)
	if err != nil {
		return none, nil, err
	}
	epcis, err := readEPCIs(in.EPCI, communes)
	if err != nil {
		return none, nil, err
	}
	if err := history.readMovements(in.Movements); err != nil {
		return none, nil, err
	}
	shapes, problems, err := readShapes(in.Contours, history, communes)
	if err != nil {
		return none, nil, err
	}
	for old, today := range history.formers() {
		if c := communes[today]; c != nil {
			c.Former = append(c.Former, old)
		}
	}
	history.name(communes, shapes)
	t, more := assemble(departement, communes, epcis, shapes, history.splitFrom)
	return t, append(problems, more...), nil
}

// name gives communes the names of before, of which theirs of today is none,
// and their parts the centres of the contours that they have of their own.
func (h *history) name(communes map[string]*mediation.Commune, shapes map[string]*shape) {
	for today, parts := range h.partsOf() {
		c := communes[today]
		if c == nil {
			continue
		}
		for _, part := range parts {
			if mediation.CityName(part.Name) == mediation.CityName(c.Name) {
				continue
			}
			if s := shapes[today]; s != nil {
				part.Centre = s.partCentre(part.INSEE, today)
			}
			c.Parts = append(c.Parts, part)
		}
	}
}

// AddParts gives the communes of a territory the names of before that the
// official list (communes.json) knows, where no other source tells any.
func AddParts(t *mediation.Territory, official io.Reader) error {
	h, _, err := readCommunes(t.Area.Only(), official)
	if err != nil {
		return err
	}
	communes := map[string]*mediation.Commune{}
	for i := range t.Communes {
		communes[t.Communes[i].INSEE] = &t.Communes[i]
	}
	h.name(communes, nil)
	return nil
}

// assemble gives the communes their contours and centres, in the order of
// their codes. splitFrom names the communes that one was last part of.
func assemble(departement string, communes map[string]*mediation.Commune, epcis []mediation.EPCI,
	shapes map[string]*shape, splitFrom func(string) []string) (mediation.Territory, []Problem) {
	t := mediation.Territory{Area: mediation.Area(departement), EPCIs: epcis}
	var problems []Problem
	if len(shapes) == 0 {
		return t, []Problem{{Column: "contour", Message: "Aucune commune n'a de contour ni de centre : toutes sont laissées de côté."}}
	}
	for _, code := range slices.Sorted(maps.Keys(communes)) {
		c := communes[code]
		slices.Sort(c.Former)
		s := shapes[code]
		if s == nil {
			message := "Commune sans contour ni centre : elle est laissée de côté."
			if from := splitFrom(code); len(from) > 0 {
				message += fmt.Sprintf(" Ces contours la comptent sans doute encore dans %v.", from)
			}
			problems = append(problems, Problem{Column: "contour", Value: code + " " + c.Name, Message: message})
			continue
		}
		c.Contour, c.Centre = s.contour, s.middle()
		t.Communes = append(t.Communes, *c)
	}
	return t, problems
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

func readCommunes(departement string, r io.Reader) (*history, map[string]*mediation.Commune, error) {
	h, communes := newHistory(), map[string]*mediation.Commune{}
	err := eachElement(r, "des communes", func(c officialCommune) {
		switch c.Type {
		case "commune-actuelle":
			h.today[c.Code] = true
			if mediation.DepartementOf(c.Code) == departement {
				communes[c.Code] = &mediation.Commune{INSEE: c.Code, Name: c.Nom,
					Postcodes: c.Postcodes, Population: c.Population}
			}
		case "commune-deleguee", "commune-associee":
			h.parts[c.Code] = c.ChefLieu
			h.names[c.Code] = include(h.names[c.Code], c.Nom)
		}
	})
	if err == nil && len(communes) == 0 {
		err = fault("Le fichier des communes n'en a aucune du département %s.", departement)
	}
	return h, communes, err
}

// readEPCIs gives the communes their EPCI, and returns those that have a
// commune here.
func readEPCIs(r io.Reader, communes map[string]*mediation.Commune) ([]mediation.EPCI, error) {
	type official struct {
		Code    string `json:"code"`
		Nom     string `json:"nom"`
		Membres []struct {
			Code string `json:"code"`
		} `json:"membres"`
	}
	var epcis []mediation.EPCI
	err := eachElement(r, "des intercommunalités", func(e official) {
		here := false
		for _, m := range e.Membres {
			if c := communes[m.Code]; c != nil {
				c.EPCI, here = e.Code, true
			}
		}
		if here {
			epcis = append(epcis, mediation.EPCI{SIREN: e.Code, Name: e.Nom})
		}
	})
	sortEPCIs(epcis)
	return epcis, err
}

func sortEPCIs(epcis []mediation.EPCI) {
	slices.SortFunc(epcis, func(a, b mediation.EPCI) int { return cmp.Compare(a.SIREN, b.SIREN) })
}

// eachElement decodes a JSON array one element at a time.
func eachElement[T any](r io.Reader, what string, use func(T)) error {
	if r == nil {
		return fault("Le fichier %s manque.", what)
	}
	limited := &io.LimitedReader{R: r, N: MaxFile}
	decoder := json.NewDecoder(limited)
	start, err := decoder.Token()
	if err == nil && start != json.Delim('[') {
		err = errors.New("not an array")
	}
	for err == nil && decoder.More() {
		var element T
		if err = decoder.Decode(&element); err == nil {
			use(element)
		}
	}
	if err == nil {
		_, err = decoder.Token()
	}
	return badFile(what, err)
}

func badFile(what string, err error) error {
	if err == nil {
		return nil
	}
	if _, ours := errors.AsType[*mediation.Error](err); ours {
		return err
	}
	e := fault("Le fichier %s ne peut pas être lu.", what)
	e.Cause = err
	return e
}

// shape is the ground of a commune.
type shape struct {
	contour orb.MultiPolygon
	// seat is the ground of the former commune whose code today's bears: that
	// of its town hall.
	seat orb.MultiPolygon
	// parts are the grounds of the former communes that have a contour of
	// their own, by their codes.
	parts map[string]orb.MultiPolygon
	// centre is what a source gives as such, nil when none does.
	centre *orb.Point
}

// middle is the centre that the source gives when it lies within the contour,
// else a point that does.
func (s shape) middle() orb.Point {
	if s.centre != nil && (len(s.contour) == 0 || contains(s.contour, *s.centre)) {
		return *s.centre
	}
	if len(s.seat) > 0 {
		return centreOf(s.seat)
	}
	return centreOf(s.contour)
}

// partCentre is the centre of a part that has its own contour, nil for others.
func (s shape) partCentre(part, today string) *orb.Point {
	ground := s.parts[part]
	if part == today && len(s.parts) > 0 {
		ground = s.seat
	}
	if len(ground) == 0 {
		return nil
	}
	centre := centreOf(ground)
	return &centre
}
