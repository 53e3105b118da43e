package api

import (
	"io"
	"slices"

	"github.com/labstack/echo/v4"

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
	text, err := a.renderer.snapshotText(page.moment.Snapshot)
	if err != nil {
		return err
	}
	filter := p.Only
	filter.Filter = p.at(page.at)
	hits := page.cut(page.moment.FindVisits(filter), p.Limit)
	features := make([][]byte, len(hits))
	for i, hit := range hits {
		if features[i], err = text.visit(hit.Visit); err != nil {
			return err
		}
	}
	return stream(c, func(w io.Writer) error {
		head := func(b []byte) []byte { return append(b, text.allSources...) }
		return page.write(w, head, func(b []byte, i int) []byte {
			return append(appendDistance(append(b, features[i]...), hits[i].Metres), '}', '}')
		})
	})
}

// visit answers GET /visits/{id}: one feature, past or not.
func (a *API) visit(c echo.Context) error {
	s, err := a.data.Current()
	if err != nil {
		return err
	}
	if err := web.NewQuery(c.QueryParams()).Err(); err != nil {
		return err
	}
	s, i, err := s.WithVisit(c.Param("id"))
	if err != nil {
		return err
	}
	if done, err := web.Fresh(c, a.stamp(s.At(a.now()))); done || err != nil {
		return err
	}
	text, err := a.renderer.snapshotText(s)
	if err != nil {
		return err
	}
	feature, err := text.visit(i)
	if err != nil {
		return err
	}
	site, err := siteOf(s, i)
	if err != nil {
		return err
	}
	return stream(c, func(w io.Writer) error {
		b := append(slices.Clone(feature), '}')
		return end(w, append(appendSources(b, text.sources, []string{site.offer.Source}), '}', '\n'))
	})
}

// visit returns the text of a visit, open at its end.
func (t *snapshotText) visit(i int) ([]byte, error) {
	if text := t.visits[i].Load(); text != nil {
		return *text, nil
	}
	feature, err := newVisit(t.snapshot, i)
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
