package api

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/mediation"
	"escale/internal/web"
)

type need struct {
	ID          mediation.ServiceID `json:"id"`
	Family      string              `json:"family"`
	Label       string              `json:"label"`
	Explanation string              `json:"explanation"`
	Synonyms    []string            `json:"synonyms"`
	National    string              `json:"national"`
}

type kind struct {
	ID    mediation.Kind `json:"id"`
	Label string         `json:"label"`
}

// services answers GET /services: the needs one can ask for, and the kinds.
func (a *API) services(c echo.Context) error {
	return a.answer(c, nil, func(s *catalog.Snapshot, _ *params) (any, error) {
		needs := make([]need, len(s.Needs))
		for i, n := range s.Needs {
			needs[i] = need{n.ID, n.Family, n.Label, n.Explanation, list(n.Synonyms), n.National}
		}
		kinds := make([]kind, len(mediation.Kinds))
		for i, k := range mediation.Kinds {
			kinds[i] = kind{k, k.Label()}
		}
		return struct {
			Services []need `json:"services"`
			Kinds    []kind `json:"kinds"`
		}{needs, kinds}, nil
	})
}

// facets answers GET /facets: what each further choice would leave.
func (a *API) facets(c echo.Context) error {
	return a.answer(c, filterNames, func(s *catalog.Snapshot, p *params) (any, error) {
		asked := p.asked()
		if p.err != nil {
			return nil, p.err
		}
		f := s.Facets(asked.at(a.now()))
		counts := map[string]any{"kind": f.Kinds, "service": f.Service}
		for name, values := range f.Values {
			counts[name] = values
		}
		return struct {
			NumberMatched int            `json:"numberMatched"`
			Facets        map[string]any `json:"facets"`
		}{f.Total, counts}, nil
	})
}

// rounded keeps the decimals that GeoJSON answers have.
func rounded(degrees float64) float64 {
	v, _ := strconv.ParseFloat(string(geojson.AppendCoordinate(nil, degrees)), 64)
	return v
}

type communeProperties struct {
	INSEE      string     `json:"insee"`
	Name       string     `json:"name"`
	Postcodes  []string   `json:"postcodes"`
	Population int        `json:"population"`
	EPCI       *epci      `json:"epci"`
	Former     []string   `json:"former"`
	Centre     [2]float64 `json:"centre"`
	Places     int        `json:"places"`
}

type epci struct {
	SIREN string `json:"siren"`
	Name  string `json:"name"`
}

// commune answers GET /communes/{insee}: the commune, with its contour.
func (a *API) commune(c echo.Context) error {
	return a.answer(c, nil, func(s *catalog.Snapshot, _ *params) (any, error) {
		found, err := s.Commune(c.Param("insee"))
		if err != nil {
			return nil, err
		}
		properties := communeProperties{
			INSEE: found.INSEE, Name: found.Name, Postcodes: list(found.Postcodes), Population: found.Population,
			Former: list(found.Former), Centre: [2]float64{rounded(found.Centre[0]), rounded(found.Centre[1])},
			Places: len(s.Find(mediation.Filter{Communes: []string{found.INSEE}})),
		}
		if e, ok := s.EPCI(found.EPCI); ok {
			properties.EPCI = &epci{e.SIREN, e.Name}
		}
		return geojson.Feature[communeProperties]{
			ID: found.INSEE, Geometry: geojson.Geometry{Value: found.Contour}, Properties: properties,
		}, nil
	})
}

// answer does what these requests share: it checks the parameters' names,
// answers 304 to who holds this state already, and else writes the value.
func (a *API) answer(c echo.Context, names []string, value func(*catalog.Snapshot, *params) (any, error)) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	p := newParams(c.QueryParams(), s, names...)
	if p.err != nil {
		return p.err
	}
	body, err := value(s, p)
	if err != nil {
		return err
	}
	mediaType := echo.MIMEApplicationJSON
	switch body.(type) {
	case geojson.Feature[communeProperties], geojson.Feature[visitProperties]:
		mediaType = geojson.MediaType
	}
	return web.JSON(c, a.stamp(s.At(a.now())), mediaType, body)
}
