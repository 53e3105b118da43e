package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"

	"escale/internal/mediation"
)

// Public is everything the public may see, read at one instant.
type Public struct {
	Revision  int64
	Changed   time.Time
	Territory mediation.Territory
	// Places are in the order of their ids, each with at least one offer.
	Places []mediation.Place
}

// Public reads the public state of a département on one consistent picture.
func (db *DB) Public(ctx context.Context, departement string) (p Public, err error) {
	err = db.readTx(ctx, func(tx *Tx) error {
		err := tx.tx.QueryRow(ctx, `SELECT revision, changed_at FROM data_revision`).Scan(&p.Revision, &p.Changed)
		if err != nil {
			return err
		}
		if p.Territory, err = tx.territory(ctx, departement); err != nil {
			return err
		}
		p.Places, err = tx.places(ctx, departement)
		return err
	})
	return p, err
}

func (tx *Tx) places(ctx context.Context, departement string) ([]mediation.Place, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT p.id, p.name, p.street, p.complement, p.postcode, p.city, p.insee, p.point,
			(SELECT jsonb_agg(o.content) FROM offers o WHERE o.place_id = p.id AND o.gone_at IS NULL)
		FROM places p JOIN communes c USING (insee)
		WHERE c.departement = $1
			AND EXISTS (SELECT FROM offers o WHERE o.place_id = p.id AND o.gone_at IS NULL)
		ORDER BY p.id COLLATE "C"`, departement)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanPlace)
}

func scanPlace(row pgx.CollectableRow) (p mediation.Place, err error) {
	var point geom.T
	a := &p.Address
	err = row.Scan(&p.ID, &p.Name, &a.Street, &a.Complement, &a.Postcode, &a.City, &a.INSEE, &point, &p.Offers)
	if err != nil {
		return p, err
	}
	mediation.SortOffers(p.Offers)
	p.Point, err = toPoint(point)
	return p, err
}
