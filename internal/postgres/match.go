package postgres

import (
	"context"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// Locate finds, for each situation and in the same order, which commune
// contains the point and how far the declared commune is.
func (tx *Tx) Locate(ctx context.Context, situations []mediation.Situation) ([]mediation.Location, error) {
	if err := tx.stage(ctx, len(situations), []string{"name", "point"}, func(i int) []any {
		return []any{situations[i].Declared, fromPoint(situations[i].Point)}
	}); err != nil {
		return nil, err
	}
	// The distance is 0 within the commune declared: most points are.
	rows, err := tx.tx.Query(ctx, `
		SELECT COALESCE(at.insee, ''),
			CASE WHEN ST_Covers(d.contour, s.point) THEN 0
				ELSE COALESCE(ST_Distance(s.point::geography, COALESCE(d.contour, d.centre)::geography), -1) END,
			d.contour IS NOT NULL
		FROM staged s LEFT JOIN communes d ON d.insee = s.name
			LEFT JOIN LATERAL (SELECT c.insee FROM communes c WHERE ST_Covers(c.contour, s.point) ORDER BY c.insee LIMIT 1) at ON true
		ORDER BY s.n`)
	if err != nil {
		return nil, err
	}
	locations, err := pgx.CollectRows(rows, scanLocation)
	if err != nil {
		return nil, err
	}
	return locations, tx.dropStaged(ctx)
}

// Unproject converts points to degrees; nil for one that its projection does not have, or
// that no projection knows.
func (tx *Tx) Unproject(ctx context.Context, points []mediation.Projected) ([]*orb.Point, error) {
	srids, xs, ys := make([]int, len(points)), make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		srids[i], xs[i], ys[i] = p.SRID, p.X, p.Y
	}
	rows, err := tx.tx.Query(ctx, `
		SELECT ST_X(d.point), ST_Y(d.point)
		FROM unnest($1::int[], $2::float8[], $3::float8[]) WITH ORDINALITY AS m (srid, x, y, n)
			LEFT JOIN spatial_ref_sys s USING (srid)
			CROSS JOIN LATERAL (SELECT CASE WHEN s.srid IS NOT NULL AND abs(m.x) <= 1e7 AND abs(m.y) <= 1e7
				THEN ST_Transform(ST_SetSRID(ST_MakePoint(m.x, m.y), m.srid), 4326) END AS point) d
		ORDER BY m.n`, srids, xs, ys)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (*orb.Point, error) {
		var lon, lat *float64
		if err := row.Scan(&lon, &lat); err != nil || lon == nil || lat == nil || math.IsInf(*lon+*lat, 0) || math.IsNaN(*lon+*lat) {
			return nil, err
		}
		return &orb.Point{*lon, *lat}, nil
	})
}

func scanLocation(row pgx.CollectableRow) (l mediation.Location, err error) {
	err = row.Scan(&l.Commune, &l.Metres, &l.HasContour)
	return l, err
}

// alikeNames is how alike the names of two records must be (pg_trgm, without
// accents) for them to be compared although one of them has no point of its own.
const alikeNames = 0.4

// Neighbours finds, for offers about to be stored, every offer within metres
// of them, stored or in the same list, that nobody declared to be another door. A
// record that is only known to be in a commune has as neighbours those of the
// commune whose names are like its own; one with a house number, those of the same
// address in the commune within [mediation.AddressReach].
func (tx *Tx) Neighbours(ctx context.Context, offers []mediation.Offer, metres float64) ([]mediation.Neighbour, error) {
	err := tx.stage(ctx, len(offers), []string{"name", "point", "title", "insee", "approximate", "street"}, func(i int) []any {
		o := offers[i]
		return []any{o.Key(), fromPoint(*o.Point), o.Name, o.Address.INSEE, o.Approximate, o.Address.Street}
	})
	if err != nil {
		return nil, err
	}
	if err := tx.pairStaged(ctx, metres); err != nil {
		return nil, err
	}
	if err := tx.refuseCrowd(ctx); err != nil {
		return nil, err
	}
	rows, err := tx.tx.Query(ctx, neighboursOfStaged, metres, alikeNames, mediation.AddressReach)
	if err != nil {
		return nil, err
	}
	neighbours, err := pgx.CollectRows(rows, scanNeighbour)
	if err != nil {
		return nil, err
	}
	return neighbours, tx.dropStaged(ctx)
}

// mostPairs is how many pairs of records are compared at the most, near each
// other or in one commune without points of their own. The whole country
// has fewer; a file that is made for it has billions.
const mostPairs = 500_000

// pairStaged notes which of the staged are near each other, in both orders, as far as
// [mostPairs] and one more.
func (tx *Tx) pairStaged(ctx context.Context, metres float64) error {
	_, err := tx.tx.Exec(ctx, `
		CREATE INDEX ON staged USING gist ((point::geography)); ANALYZE staged;
		CREATE TEMP TABLE near_staged (key text, other text) ON COMMIT DROP`)
	if err != nil {
		return err
	}
	_, err = tx.tx.Exec(ctx, `
		INSERT INTO near_staged SELECT s.name, x.name
		FROM staged s JOIN staged x ON s.n <> x.n AND ST_DWithin(s.point::geography, x.point::geography, $1) LIMIT $2::bigint + 1`,
		metres, mostPairs)
	return err
}

// refuseCrowd refuses what is staged when too much of it is at one door.
func (tx *Tx) refuseCrowd(ctx context.Context) error {
	var crowded bool
	err := tx.tx.QueryRow(ctx, `
		SELECT $1::bigint < (SELECT count(*) FROM near_staged)
			OR $1::bigint < (SELECT COALESCE(sum(approximates * records), 0) FROM (
				SELECT count(*) FILTER (WHERE approximate) AS approximates, count(*) AS records FROM staged GROUP BY insee) towns)`,
		mostPairs).Scan(&crowded)
	if err == nil && crowded {
		err = mediation.InvalidParameter("fichier", "Trop de lignes sont au même endroit, ou dans une commune sans adresse : ce fichier ne peut pas être une liste de lieux.")
	}
	return err
}

// neighboursOfStaged pairs what is staged with what is stored or staged: near
// (the index of both sides is on the geography, so neither is transformed), or
// of like names where a point is no evidence.
const neighboursOfStaged = `
		WITH stored AS (
			SELECT s.name AS key, o.source, o.source_id
			FROM staged s JOIN offers o ON ST_DWithin(s.point::geography, o.point::geography, $1)
			UNION
			SELECT s.name, o.source, o.source_id
			FROM staged s JOIN offers o ON o.insee = s.insee AND similarity(fold(left(s.title, 300)), fold(left(o.name, 300))) >= $2
			WHERE s.approximate
			UNION
			SELECT s.name, o.source, o.source_id
			FROM staged s JOIN offers o ON o.insee = s.insee AND s.street ~ '^\s*\d' AND regexp_replace(fold(s.street), '[^a-z0-9]+', ' ', 'g') = regexp_replace(fold(o.content #>> '{address,street}'), '[^a-z0-9]+', ' ', 'g')
				AND ST_DWithin(s.point::geography, o.point::geography, $3)
			WHERE NOT s.approximate AND (o.content -> 'approximate') IS NULL
			UNION
			SELECT s.name, o.source, o.source_id
			FROM offers o JOIN staged s ON s.insee = o.insee AND similarity(fold(left(s.title, 300)), fold(left(o.name, 300))) >= $2
			WHERE (o.content -> 'approximate') IS NOT NULL
		), pairs AS (
			SELECT n.key, o.source || '/' || o.source_id AS other, o.content, o.place_id, o.gone_at IS NOT NULL AS gone
			FROM stored n JOIN offers o USING (source, source_id)
			WHERE o.source || '/' || o.source_id NOT IN (SELECT name FROM staged)
			UNION ALL
			SELECT key, other, NULL, NULL, false FROM near_staged
			UNION ALL
			SELECT s.name, x.name, NULL, NULL, false
			FROM staged s JOIN staged x ON s.n <> x.n AND x.insee = s.insee AND s.street ~ '^\s*\d' AND regexp_replace(fold(s.street), '[^a-z0-9]+', ' ', 'g') = regexp_replace(fold(x.street), '[^a-z0-9]+', ' ', 'g')
				AND ST_DWithin(s.point::geography, x.point::geography, $3) AND NOT ST_DWithin(s.point::geography, x.point::geography, $1)
				AND NOT s.approximate AND NOT x.approximate
			UNION ALL
			SELECT pair.one, pair.other, NULL, NULL, false
			FROM staged s JOIN staged x ON s.approximate AND s.n <> x.n AND x.insee = s.insee
				AND NOT ST_DWithin(s.point::geography, x.point::geography, $1) AND similarity(fold(left(s.title, 300)), fold(left(x.title, 300))) >= $2
				CROSS JOIN LATERAL (VALUES (s.name, x.name), (x.name, s.name)) AS pair (one, other)
			WHERE NOT x.approximate OR s.n < x.n
		)
		SELECT key, other, content, COALESCE(place_id, ''), gone FROM pairs
		WHERE NOT EXISTS (SELECT FROM doors_apart
			WHERE offer_a = least(key, other) AND offer_b = greatest(key, other))
		ORDER BY key, other`

func scanNeighbour(row pgx.CollectableRow) (n mediation.Neighbour, err error) {
	var content *offerRow
	var stored mediation.Holding
	err = row.Scan(&n.Key, &n.Other, &content, &stored.PlaceID, &stored.Gone)
	if err != nil || content == nil {
		return n, err
	}
	stored.Offer, err = content.offer()
	n.Stored = &stored
	return n, err
}

// stage copies rows, numbered in order, into the columns of a temporary table.
func (tx *Tx) stage(ctx context.Context, rows int, columns []string, row func(i int) []any) error {
	_, err := tx.tx.Exec(ctx, `
		CREATE TEMP TABLE staged (n integer, name text, point geometry(Point, 4326),
			title text, insee text, approximate boolean, street text) ON COMMIT DROP`)
	if err != nil {
		return err
	}
	_, err = tx.tx.CopyFrom(ctx, pgx.Identifier{"staged"}, append([]string{"n"}, columns...),
		pgx.CopyFromSlice(rows, func(i int) ([]any, error) { return append([]any{i}, row(i)...), nil }))
	return err
}

func (tx *Tx) dropStaged(ctx context.Context) error {
	_, err := tx.tx.Exec(ctx, `DROP TABLE staged; DROP TABLE IF EXISTS near_staged`)
	return err
}
