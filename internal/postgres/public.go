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
	// Tours, Stops and Visits leave out what is gone or withdrawn. Visits are
	// those that ended less than [keptPast] ago, and all later ones.
	Tours  []mediation.Tour
	Stops  []mediation.Stop
	Visits []mediation.Visit
}

// keptPast is how long past visits stay in calendars.
const keptPast = 31 * 24 * time.Hour

// Public reads the public state of a département at an instant, on one
// consistent picture.
func (db *DB) Public(ctx context.Context, departement string, at time.Time) (p Public, err error) {
	err = db.readTx(ctx, func(tx *Tx) error {
		err := tx.tx.QueryRow(ctx, `SELECT revision, changed_at FROM data_revision`).Scan(&p.Revision, &p.Changed)
		if err != nil {
			return err
		}
		if p.Territory, err = tx.territory(ctx, departement); err != nil {
			return err
		}
		if p.Places, err = tx.places(ctx, departement); err != nil {
			return err
		}
		return tx.publicTours(ctx, departement, at, &p)
	})
	return p, err
}

func (tx *Tx) publicTours(ctx context.Context, departement string, at time.Time, p *Public) error {
	tours, err := tx.Tours(ctx, departement)
	if err != nil {
		return err
	}
	for _, h := range tours {
		if !h.Gone {
			p.Tours = append(p.Tours, h.Tour)
		}
	}
	stops, err := tx.Stops(ctx, departement)
	if err != nil {
		return err
	}
	for _, h := range stops {
		if !h.Gone && !h.OfferGone {
			p.Stops = append(p.Stops, h.Stop)
		}
	}
	visits, err := tx.Visits(ctx, departement, at.Add(-keptPast))
	if err != nil {
		return err
	}
	for _, h := range visits {
		if !h.Withdrawn {
			p.Visits = append(p.Visits, h.Visit)
		}
	}
	mediation.LendContacts(p.Places, p.Tours, p.Stops)
	return nil
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
