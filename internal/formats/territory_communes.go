package formats

import (
	"cmp"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// gathering collects communes that a file describes completely.
type gathering struct {
	departement string
	communes    map[string]*mediation.Commune
	shapes      map[string]*shape
	epcis       map[string]string
	problems    []Problem
}

func newGathering(departement string) *gathering {
	return &gathering{departement, map[string]*mediation.Commune{}, map[string]*shape{}, map[string]string{}, nil}
}

// add keeps a commune of the département, once.
func (g *gathering) add(line int, c mediation.Commune, epciName string) bool {
	switch {
	case !inseeForm.MatchString(c.INSEE) || c.Name == "":
		g.tell(line, c, "Il faut le code INSEE et le nom de la commune : ligne laissée de côté.")
		return false
	case c.Departement() != g.departement:
		g.tell(line, c, "Commune d'un autre département : laissée de côté.")
		return false
	case g.communes[c.INSEE] != nil:
		g.tell(line, c, "Commune déjà lue : la première est gardée.")
		return false
	}
	g.communes[c.INSEE] = &c
	if c.EPCI != "" && g.epcis[c.EPCI] == "" {
		g.epcis[c.EPCI] = epciName
	}
	return true
}

func (g *gathering) tell(line int, c mediation.Commune, message string) {
	g.problems = append(g.problems, Problem{Line: line, Column: "code", Value: c.INSEE + " " + c.Name, Message: message})
}

func (g *gathering) territory() (mediation.Territory, []Problem, error) {
	if len(g.communes) == 0 {
		return mediation.Territory{}, nil, fault("Le fichier n'a aucune commune du département %s.", g.departement)
	}
	epcis := map[string]mediation.EPCI{}
	for siren, name := range g.epcis {
		epcis[siren] = mediation.EPCI{SIREN: siren, Name: cmp.Or(name, "Intercommunalité "+siren)}
	}
	t, problems := assemble(g.departement, g.communes, sortedEPCIs(epcis), g.shapes, func(string) []string { return nil })
	return t, append(g.problems, problems...), nil
}

// ReadTerritoryAPI reads the answer of geo.api.gouv.fr to "communes of a
// département", as GeoJSON, whose geometry is the contour or the centre. It
// says nothing of former communes; an EPCI that it gives no name for is named
// after its SIREN.
func ReadTerritoryAPI(departement string, r io.Reader) (mediation.Territory, []Problem, error) {
	features, err := readFeatures(r, "des communes")
	if err != nil {
		return mediation.Territory{}, nil, err
	}
	g := newGathering(departement)
	for i, f := range features {
		p := f.Properties
		c := mediation.Commune{INSEE: p.Code, Name: cleanText(p.Nom), Postcodes: p.Postcodes, Population: p.Population, EPCI: p.CodeEPCI}
		if c.EPCI == "" {
			c.EPCI = p.EPCI.Code
		}
		if g.add(i+1, c, p.EPCI.Nom) && !addGround(g.shapes, c.INSEE, f) && f.Geometry != nil {
			g.tell(i+1, c, "Ce contour n'est pas un polygone correct.")
		}
	}
	return g.territory()
}

var communesLayout = newLayout("communes", []string{"insee", "nom", "lat", "lon"},
	"insee", "nom", "codes_postaux", "population", "epci_siren", "epci_nom", "lat latitude", "lon longitude")

// ReadTerritoryCSV reads our own small list of communes: insee, nom,
// codes_postaux (separated by "|"), population, epci_siren, epci_nom, and the
// centre in degrees, lat and lon.
func ReadTerritoryCSV(departement string, r io.Reader) (mediation.Territory, []Problem, error) {
	g := newGathering(departement)
	_, err := readTable(r, communesLayout, func(row *row) {
		if !row.unreadable {
			g.addRow(row)
		}
		g.problems = append(g.problems, row.problems...)
	})
	if err != nil {
		return mediation.Territory{}, nil, err
	}
	return g.territory()
}

func (g *gathering) addRow(r *row) {
	c := mediation.Commune{INSEE: r.insee("insee"), Name: r.words("nom"), EPCI: r.code("epci_siren")}
	for _, postcode := range r.list("codes_postaux", nil) {
		c.Postcodes = append(c.Postcodes, strings.Fields(postcode)...)
	}
	if text := r.code("population"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			r.problem("population", "La population doit être un nombre entier.")
		}
		c.Population = max(n, 0)
	}
	if !g.add(r.line, c, r.words("epci_nom")) {
		return
	}
	lat, latOK := readDecimal(r.words("lat"))
	lon, lonOK := readDecimal(r.words("lon"))
	if !latOK || !lonOK || pointFault(lat, lon) != "" {
		r.problem("lat", "Le centre de la commune doit être en degrés.")
		return
	}
	g.shapes[c.INSEE] = &shape{centre: &orb.Point{lon, lat}}
}
