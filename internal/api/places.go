package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/language"
	"escale/internal/web"
)

// places answers GET /places: a GeoJSON FeatureCollection.
func (a *API) places(c echo.Context) error {
	page, q, err := a.page(c, placesPath, placesNames...)
	if err != nil {
		return err
	}
	p, err := readPlaces(q, page.moment.Snapshot)
	if err != nil {
		return err
	}
	if done, err := web.Fresh(c, a.stamp(page.moment)); done || err != nil {
		return err
	}
	if p.Brief {
		return a.markers(c, page, p)
	}
	text, err := a.renderer.text(page.moment, p.Language)
	if err != nil {
		return err
	}
	hits := cut(&page, page.moment.Find(p.at(page.at)), p.Limit)
	write := func() []byte {
		return page.encode(text.size(hits), func(b []byte, i int) []byte { return text.append(b, hits[i], p) })
	}
	if p.everything(len(page.query)) {
		return text.whole.pack(write).send(c)
	}
	return c.Blob(http.StatusOK, geojson.MediaType, write())
}

// everything is true when a query of n parameters asks for all places: it only
// says in which form and language.
func (p placesParams) everything(n int) bool {
	if p.Brief {
		n--
	}
	if p.Language != language.French {
		n--
	}
	return n == 0
}

// place answers GET /places/{id}: one feature, with each offer's own state.
func (a *API) place(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	q := web.NewQuery(c.QueryParams(), web.LanguageName)
	l := q.Language()
	if err := q.Err(); err != nil {
		return err
	}
	i, err := s.Place(c.Param("id"))
	if err != nil {
		return err
	}
	m := s.At(a.now())
	if done, err := web.Fresh(c, a.stamp(m)); done || err != nil {
		return err
	}
	body, err := a.renderer.one(m, i, l)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, geojson.MediaType, body)
}

// one writes the feature of one place.
func (r *renderer) one(m *catalog.Moment, i int, l *language.Language) ([]byte, error) {
	offers := r.sources.newOffers(m.Snapshot, i)
	for j := range offers {
		state := newOpen(m.OfferOpen(i, j), l)
		offers[j].Open = &state
	}
	feature, err := encode(newPlace(m.Places[i], offers))
	if err != nil {
		return nil, err
	}
	state, err := encode(newOpen(m.Open(i), l))
	if err != nil {
		return nil, err
	}
	next, err := nextVisit(l, m, m.NextVisit(i))
	if err != nil {
		return nil, err
	}
	return slices.Concat(open(feature), []byte(`,"open":`), state, next, []byte("}}\n")), nil
}
