package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/web"
)

// places answers GET /places: a GeoJSON FeatureCollection.
func (a *API) places(c echo.Context) error {
	page, params, err := a.page(c, placesPath, append(filterNames, "limit", "cursor", "fields")...)
	if err != nil {
		return err
	}
	p, err := params.places()
	if err != nil {
		return err
	}
	if done, err := web.Fresh(c, a.stamp(page.moment)); done || err != nil {
		return err
	}
	text, err := a.renderer.text(page.moment)
	if err != nil {
		return err
	}
	hits := cut(&page, page.moment.Find(p.at(page.at)), p.Limit)
	write := func() []byte {
		return page.encode(text.size(hits, p.Brief), func(b []byte, i int) []byte { return text.append(b, hits[i], p) })
	}
	if n := len(page.query); n == 0 || p.Brief && n == 1 {
		return text.sendWhole(c, p.Brief, write)
	}
	return c.Blob(http.StatusOK, geojson.MediaType, write())
}

// sendWhole answers what most ask for from an answer kept compressed.
func (t *momentText) sendWhole(c echo.Context, brief bool, write func() []byte) error {
	w := &t.whole[0]
	if brief {
		w = &t.whole[1]
	}
	w.once.Do(func() { w.packed, w.err = web.Pack(write()) })
	if w.err != nil {
		return w.err
	}
	return w.packed.Send(c, geojson.MediaType)
}

// place answers GET /places/{id}: one feature, with each offer's own state.
func (a *API) place(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	if p := newParams(c.QueryParams(), s); p.err != nil {
		return p.err
	}
	i, err := s.Place(c.Param("id"))
	if err != nil {
		return err
	}
	m := s.At(a.now())
	if done, err := web.Fresh(c, a.stamp(m)); done || err != nil {
		return err
	}
	body, err := a.renderer.one(m, i)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, geojson.MediaType, body)
}

// one writes the feature of one place.
func (r *renderer) one(m *catalog.Moment, i int) ([]byte, error) {
	offers := r.sources.newOffers(m.Snapshot, i)
	for j := range offers {
		state := newOpen(m.OfferOpen(i, j))
		offers[j].Open = &state
	}
	feature, err := encode(newPlace(m.Places[i], offers))
	if err != nil {
		return nil, err
	}
	state, err := encode(newOpen(m.Open(i)))
	if err != nil {
		return nil, err
	}
	next, err := nextVisit(m, m.NextVisit(i), false)
	if err != nil {
		return nil, err
	}
	return slices.Concat(open(feature), []byte(`,"open":`), state, next, []byte("}}\n")), nil
}
