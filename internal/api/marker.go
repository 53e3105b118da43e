package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/mediation"
	"escale/internal/web"
)

// markerProperties are those of fields=map that do not change: what a marker
// needs. `certainty`, when services are asked for, and `open`, when it is true,
// follow.
type markerProperties struct {
	Name  string           `json:"name"`
	Kinds []mediation.Kind `json:"kinds"`
}

func newMarker(p mediation.Place) geojson.Feature[markerProperties] {
	return geojson.Feature[markerProperties]{
		ID: p.ID, Geometry: geojson.Geometry{Value: p.Point}, Properties: markerProperties{p.Name, p.Kinds()},
	}
}

// markers answers GET /places?fields=map.
func (a *API) markers(c echo.Context, page page, p placesParams) error {
	text, err := a.renderer.snapshotText(page.moment.Snapshot)
	if err != nil {
		return err
	}
	f := p.at(page.at)
	hits, question := cut(&page, page.moment.Find(f), p.Limit), page.moment.Question(f)
	write := func() []byte {
		return page.encode(sizeOf(text.markers, hits), func(b []byte, i int) []byte {
			return text.appendMarker(b, hits[i], question.Open(hits[i].Place), len(f.Needs) > 0)
		})
	}
	if p.everything(len(page.query)) {
		return a.renderer.wholeMap(page.moment, write).send(c)
	}
	return c.Blob(http.StatusOK, geojson.MediaType, write())
}

// appendMarker writes the feature of a hit; judged is true when services are
// asked for.
func (t *snapshotText) appendMarker(b []byte, hit catalog.Hit, open, judged bool) []byte {
	b = append(b, t.markers[hit.Place]...)
	switch {
	case !judged:
	case hit.Unsure:
		b = append(b, `,"certainty":"possible"`...)
	default:
		b = append(b, `,"certainty":"confirmed"`...)
	}
	if open {
		b = append(b, `,"open":true`...)
	}
	return append(appendDistance(b, hit.Metres), '}', '}')
}

// send answers what most ask for from an answer kept compressed.
func (w *whole) send(c echo.Context) error {
	if w.err != nil {
		return w.err
	}
	return w.packed.Send(c, geojson.MediaType)
}

// pack compresses the answer that write gives, once.
func (w *whole) pack(write func() []byte) *whole {
	w.once.Do(func() { w.packed, w.err = web.Pack(write()) })
	return w
}
