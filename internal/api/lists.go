package api

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/mediation"
	"escale/internal/web"
)

type need struct {
	ID          mediation.NeedID `json:"id"`
	Family      string           `json:"family"`
	Label       string           `json:"label"`
	Explanation string           `json:"explanation"`
	Synonyms    []string         `json:"synonyms"`
	National    string           `json:"national"`
	Level       mediation.Level  `json:"level"`
	// Bring lists what to have at hand, BringSource who says so.
	Bring       []string        `json:"bring,omitempty"`
	BringSource *mediation.Link `json:"bring_source,omitempty"`
	// BringChecked is when the list was last compared with its source.
	BringChecked string `json:"bring_checked,omitempty"`
}

func newNeed(n mediation.Need) need {
	out := need{
		ID: n.ID, Family: n.Family, Label: n.Label, Explanation: n.Explanation, Synonyms: list(n.Synonyms), National: n.National,
		Level: n.Level, Bring: n.Bring, BringChecked: n.BringChecked,
	}
	if len(n.Bring) > 0 {
		out.BringSource = &n.BringSource
	}
	return out
}

type kind struct {
	ID    mediation.Kind `json:"id"`
	Label string         `json:"label"`
}

// services answers GET /services: the needs one can ask for, and the kinds.
func (a *API) services(c echo.Context) error {
	return a.answer(c, nil, func(s *catalog.Snapshot, _ *web.Query) (any, error) {
		needs := make([]need, len(s.Needs))
		for i, n := range s.Needs {
			needs[i] = newNeed(n)
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
	return a.answer(c, web.FilterNames, func(s *catalog.Snapshot, q *web.Query) (any, error) {
		p, err := readFacets(q, s)
		if err != nil {
			return nil, err
		}
		f := s.Facets(p.at(a.now()))
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

type communeName struct {
	INSEE     string     `json:"insee"`
	Name      string     `json:"name"`
	Postcodes []string   `json:"postcodes"`
	Lat       float64    `json:"lat"`
	Lon       float64    `json:"lon"`
	Parts     []partName `json:"parts,omitempty"`
}

// partName is a commune of before; it has no point when its ground is not known.
type partName struct {
	Name string   `json:"name"`
	Lat  *float64 `json:"lat,omitempty"`
	Lon  *float64 `json:"lon,omitempty"`
}

// partNames names the communes of before of one of today, each once.
func partNames(c *mediation.Commune) (list []partName) {
	for _, part := range c.Parts {
		p := partName{Name: part.Name}
		if part.Centre != nil {
			lat, lon := rounded(part.Centre[1]), rounded(part.Centre[0])
			p.Lat, p.Lon = &lat, &lon
		}
		if !slices.ContainsFunc(list, func(other partName) bool { return other.Name == p.Name }) {
			list = append(list, p)
		}
	}
	return list
}

// communes answers GET /communes: all of them in the order of names, so that a
// page can find one by what is typed without sending it.
func (a *API) communes(c echo.Context) error {
	return a.answer(c, nil, func(s *catalog.Snapshot, _ *web.Query) (any, error) {
		names := make([]communeName, len(s.Territory.Communes))
		for i := range s.Territory.Communes {
			found := &s.Territory.Communes[i]
			names[i] = communeName{found.INSEE, found.Name, list(found.Postcodes), rounded(found.Centre[1]), rounded(found.Centre[0]), partNames(found)}
		}
		slices.SortFunc(names, func(a, b communeName) int {
			return cmp.Or(cmp.Compare(mediation.Fold(a.Name), mediation.Fold(b.Name)), cmp.Compare(a.INSEE, b.INSEE))
		})
		return map[string]any{"communes": names}, nil
	})
}

// commune answers GET /communes/{insee}: the commune, with its contour.
func (a *API) commune(c echo.Context) error {
	return a.answer(c, nil, func(s *catalog.Snapshot, _ *web.Query) (any, error) {
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
func (a *API) answer(c echo.Context, names []string, value func(*catalog.Snapshot, *web.Query) (any, error)) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	q := web.NewQuery(c.QueryParams(), names...)
	if err := q.Err(); err != nil {
		return err
	}
	body, err := value(s, q)
	if err != nil {
		return err
	}
	mediaType := echo.MIMEApplicationJSON
	switch body.(type) {
	case geojson.Feature[communeProperties]:
		mediaType = geojson.MediaType
	}
	return web.JSON(c, a.stamp(s.At(a.now())), mediaType, body)
}
