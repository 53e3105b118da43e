package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"escale/internal/mediation"
)

// Locate tells, for each situation and in the same order, which commune
// contains the point and how far the declared commune is.
func (tx *Tx) Locate(ctx context.Context, situations []mediation.Situation) ([]mediation.Location, error) {
	points := make([]orb.Point, len(situations))
	declared := make([]string, len(situations))
	for i, s := range situations {
		points[i], declared[i] = s.Point, s.Declared
	}
	if err := tx.stagePoints(ctx, points, declared); err != nil {
		return nil, err
	}
	rows, err := tx.tx.Query(ctx, `
		SELECT COALESCE((SELECT c.insee FROM communes c WHERE ST_Covers(c.contour, s.point) ORDER BY c.insee LIMIT 1), ''),
			COALESCE(ST_Distance(s.point::geography, COALESCE(d.contour, d.centre)::geography), -1),
			d.contour IS NOT NULL
		FROM staged s LEFT JOIN communes d ON d.insee = s.name
		ORDER BY s.n`)
	if err != nil {
		return nil, err
	}
	locations, err := pgx.CollectRows(rows, pgx.RowToStructByPos[mediation.Location])
	if err != nil {
		return nil, err
	}
	return locations, tx.dropStaged(ctx)
}

// Neighbours finds, for offers about to be stored, every offer within metres
// of them, stored or in the same list, that nobody said is another door.
func (tx *Tx) Neighbours(ctx context.Context, offers []mediation.Offer, metres float64) ([]mediation.Neighbour, error) {
	points := make([]orb.Point, len(offers))
	keys := make([]string, len(offers))
	for i, o := range offers {
		points[i], keys[i] = *o.Point, o.Key()
	}
	if err := tx.stagePoints(ctx, points, keys); err != nil {
		return nil, err
	}
	// The index of both sides is on the geography, so neither is transformed.
	rows, err := tx.tx.Query(ctx, `
		WITH pairs AS (
			SELECT s.name AS key, o.source || '/' || o.source_id AS other, o.content, o.place_id, o.gone_at IS NOT NULL AS gone
			FROM staged s JOIN offers o ON ST_DWithin(s.point::geography, o.point::geography, $1)
			WHERE o.source || '/' || o.source_id NOT IN (SELECT name FROM staged)
			UNION ALL
			SELECT s.name, x.name, NULL, NULL, false
			FROM staged s JOIN staged x ON s.n <> x.n AND ST_DWithin(s.point::geography, x.point::geography, $1)
		)
		SELECT key, other, content, COALESCE(place_id, ''), gone FROM pairs
		WHERE NOT EXISTS (SELECT FROM doors_apart
			WHERE offer_a = least(key, other) AND offer_b = greatest(key, other))
		ORDER BY key, other`, metres)
	if err != nil {
		return nil, err
	}
	neighbours, err := pgx.CollectRows(rows, scanNeighbour)
	if err != nil {
		return nil, err
	}
	return neighbours, tx.dropStaged(ctx)
}

func scanNeighbour(row pgx.CollectableRow) (n mediation.Neighbour, err error) {
	var offer *mediation.Offer
	var place string
	var gone bool
	if err = row.Scan(&n.Key, &n.Other, &offer, &place, &gone); err == nil && offer != nil {
		n.Stored = &mediation.Holding{Offer: *offer, PlaceID: place, Gone: gone}
	}
	return n, err
}

// stagePoints copies named points into a temporary table, numbered in order.
func (tx *Tx) stagePoints(ctx context.Context, points []orb.Point, names []string) error {
	_, err := tx.tx.Exec(ctx, `
		CREATE TEMP TABLE staged (n integer, name text, point geometry(Point, 4326)) ON COMMIT DROP`)
	if err != nil {
		return err
	}
	_, err = tx.tx.CopyFrom(ctx, pgx.Identifier{"staged"}, []string{"n", "name", "point"},
		pgx.CopyFromSlice(len(points), func(i int) ([]any, error) {
			var point geom.T = fromPoint(points[i])
			return []any{i, names[i], point}, nil
		}))
	if err != nil {
		return err
	}
	_, err = tx.tx.Exec(ctx, `CREATE INDEX ON staged USING gist ((point::geography)); ANALYZE staged`)
	return err
}

func (tx *Tx) dropStaged(ctx context.Context) error {
	_, err := tx.tx.Exec(ctx, `DROP TABLE staged`)
	return err
}
