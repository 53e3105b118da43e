package api

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/mediation"
)

// newMarker writes what a marker needs and does not change: the name and the
// sets of its offers. `possible` and `open`, when they are true, follow, and
// `distance`.
func newMarker(p mediation.Place, sets []int32) []byte {
	b := append([]byte(`{"type":"Feature","id":`), quoted(p.ID)...)
	b = append(geojson.AppendMarker(append(b, `,"geometry":`...), p.Point), `,"properties":{"name":`...)
	b = append(append(b, quoted(p.Name)...), `,"sets":[`...)
	for i, n := range sets {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, ']')
}

// markers answers GET /places?fields=map.
func (a *API) markers(c echo.Context, page page, p placesParams) error {
	text, err := a.renderer.snapshotText(page.moment.Snapshot)
	if err != nil {
		return err
	}
	f := p.at(page.at)
	question := page.moment.Question(f)
	if p.everything(len(page.query)) {
		return a.renderer.wholeMap(page.moment).send(c, len(text.markers.All), text.writeMarkers(newWhole(page.moment, page.query), everyPlace, question))
	}
	hits := page.find(f, p.Limit)
	defer catalog.Recycle(hits)
	return stream(c, text.writeMarkers(page, among(hits), question))
}

// appendMarker writes the feature of a hit.
func (t *snapshotText) appendMarker(b []byte, hit catalog.Hit, open bool) []byte {
	b = append(b, t.markers.at(hit.Place)...)
	if hit.Unsure {
		b = append(b, `,"possible":true`...)
	}
	if open {
		b = append(b, `,"open":true`...)
	}
	return append(appendDistance(b, hit.Metres), '}', '}')
}
