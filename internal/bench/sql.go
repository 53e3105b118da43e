package main

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/klauspost/compress/gzhttp"
	"github.com/labstack/echo/v4"
)

// selectCollection makes the whole answer in PostGIS, as one would without a
// snapshot. It leaves out what SQL cannot know (whether a place is open, hours
// in French), which only makes it cheaper.
const selectCollection = `
SELECT json_build_object('type', 'FeatureCollection', 'numberMatched', count(*), 'numberReturned', count(*),
	'features', COALESCE(json_agg(f.feature ORDER BY f.id), '[]'))::text
FROM (
	SELECT p.id, json_build_object('type', 'Feature', 'id', p.id, 'geometry', ST_AsGeoJSON(p.point, 6)::json,
		'properties', json_build_object(
			'name', p.name, 'address', p.street, 'complement', p.complement, 'postcode', p.postcode,
			'city', p.city, 'insee', p.insee,
			'kinds', json_agg(DISTINCT o.kind),
			'phone', min(o.content #>> '{contact,phone}'), 'email', min(o.content #>> '{contact,email}'),
			'website', min(o.content #>> '{contact,website}'),
			'services', COALESCE((array_agg(o.services))[1], '[]'),
			'offers', json_agg(o.content))) AS feature
	FROM places p JOIN offers o ON o.place_id = p.id AND o.gone_at IS NULL
	WHERE CONDITION
	GROUP BY p.id
) f`

var (
	selectAll    = strings.Replace(selectCollection, "CONDITION", "true", 1)
	selectWithin = strings.Replace(selectCollection, "CONDITION", "p.point && ST_MakeEnvelope($1, $2, $3, $4, 4326)", 1)
)

// serveSQL answers each request with one query: echo and pgx, nothing kept.
func serveSQL(ctx context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("want the address of a database")
	}
	pool, err := pgxpool.New(ctx, args[0])
	if err != nil {
		return err
	}
	defer pool.Close()
	e := echo.New()
	e.GET(placesPath, func(c echo.Context) error {
		query, box, err := readBox(c.QueryParam("bbox"))
		if err != nil {
			return err
		}
		var body []byte
		if err := pool.QueryRow(c.Request().Context(), query, box...).Scan(&body); err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "application/geo+json", body)
	})
	return serveChild(&http.Server{Handler: gzhttp.GzipHandler(e)})
}

func readBox(text string) (query string, box []any, err error) {
	if text == "" {
		return selectAll, nil, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		v, err := strconv.ParseFloat(part, 64)
		if err != nil {
			return "", nil, echo.ErrBadRequest
		}
		box = append(box, v)
	}
	return selectWithin, box, nil
}
