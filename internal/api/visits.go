package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/language"
	"escale/internal/web"
)

// visits answers GET /visits: a GeoJSON FeatureCollection of dated visits
// that are not past, whatever became of them.
func (a *API) visits(c echo.Context) error {
	page, q, err := a.page(c, visitsPath, visitNames...)
	if err != nil {
		return err
	}
	p, err := readVisits(q, page.moment.Snapshot)
	if err != nil {
		return err
	}
	if done, err := web.Fresh(c, a.stamp(page.moment)); done || err != nil {
		return err
	}
	text, err := a.renderer.text(page.moment, language.French)
	if err != nil {
		return err
	}
	filter := p.Only
	filter.Filter = p.at(page.at)
	hits := cut(&page, page.moment.FindVisits(filter), p.Limit)
	features := make([][]byte, len(hits))
	size := 0
	for i, hit := range hits {
		if features[i], err = a.renderer.visit(text.snapshotText, hit.Visit); err != nil {
			return err
		}
		size += len(features[i]) + 32
	}
	return c.Blob(http.StatusOK, geojson.MediaType, page.encode(size, func(b []byte, i int) []byte {
		return append(appendDistance(append(b, features[i]...), hits[i].Metres), '}', '}')
	}))
}

// visit answers GET /visits/{id}: one feature, past or not.
func (a *API) visit(c echo.Context) error {
	return a.answer(c, nil, func(s *catalog.Snapshot, _ *web.Query) (any, error) {
		i, err := s.Visit(c.Param("id"))
		if err != nil {
			return nil, err
		}
		return a.renderer.sources.newVisit(s, i)
	})
}

// visit returns the text of a visit, open at its end.
func (r *renderer) visit(t *snapshotText, i int) ([]byte, error) {
	if text := t.visits[i].Load(); text != nil {
		return *text, nil
	}
	feature, err := r.sources.newVisit(t.snapshot, i)
	if err != nil {
		return nil, err
	}
	text, err := encode(feature)
	if err != nil {
		return nil, err
	}
	text = open(text)
	t.visits[i].Store(&text)
	return text, nil
}
