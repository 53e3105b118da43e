package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// Public is everything the public may see, read at one instant.
type Public struct {
	Revision  int64
	Changed   time.Time
	Territory mediation.Territory
	// Until is when the first of the records that left their source is to be
	// hidden; zero for none.
	Until time.Time
	// SetAside counts, by source, the records that are not shown.
	SetAside map[string]int
	// Declared describes the sources that imports declared, by id.
	Declared map[string]mediation.SourceInfo
	// Places are in the order of their ids, each with at least one offer.
	Places []mediation.Place
	// Tours, Stops and Visits leave out what is gone or withdrawn. Visits are
	// those that ended less than [keptPast] ago, and all later ones.
	Tours  []mediation.Tour
	Stops  []mediation.Stop
	Visits []mediation.Visit
	// Workshops are kept as visits are.
	Workshops []mediation.Workshop
}

// keptPast is how long past visits stay in calendars.
const keptPast = 31 * 24 * time.Hour

// Public reads the public state of an area at an instant, on one
// consistent picture.
func (db *DB) Public(ctx context.Context, area mediation.Area, at time.Time) (p Public, err error) {
	err = db.readTx(ctx, func(tx *Tx) error {
		err := tx.tx.QueryRow(ctx, `SELECT revision, changed_at FROM data_revision`).Scan(&p.Revision, &p.Changed)
		if err != nil {
			return err
		}
		if p.Territory, err = tx.territory(ctx, area); err != nil {
			return err
		}
		if p.Territory.Indicators, err = tx.indicators(ctx, area); err != nil {
			return err
		}
		if p.Territory.Coverage, err = tx.coverage(ctx, area); err != nil {
			return err
		}
		if p.Places, err = tx.places(ctx, area, at, nil); err != nil {
			return err
		}
		if p.SetAside, err = tx.countSetAside(ctx, area); err != nil {
			return err
		}
		if p.Declared, err = tx.Declared(ctx); err != nil {
			return err
		}
		if p.Until, err = tx.nextHidden(ctx, area, at); err != nil {
			return err
		}
		return tx.publicTours(ctx, area, at, &p)
	})
	return p, err
}

func (tx *Tx) publicTours(ctx context.Context, area mediation.Area, at time.Time, p *Public) error {
	tours, err := tx.tours(ctx, area)
	if err != nil {
		return err
	}
	for _, h := range tours {
		if !h.Gone {
			p.Tours = append(p.Tours, h.Tour)
		}
	}
	stops, err := tx.stops(ctx, area)
	if err != nil {
		return err
	}
	for _, h := range stops {
		if !h.Gone && !h.OfferGone {
			p.Stops = append(p.Stops, h.Stop)
		}
	}
	visits, err := tx.visits(ctx, area, at.Add(-keptPast), nil)
	if err != nil {
		return err
	}
	p.Visits = toBeSeen(visits)
	if p.Workshops, err = tx.publicWorkshops(ctx, area, at.Add(-keptPast), nil); err != nil {
		return err
	}
	mediation.LendContacts(p.Places, p.Tours, p.Stops)
	return nil
}

// toBeSeen are the visits that are not withdrawn.
func toBeSeen(visits []mediation.VisitHolding) (list []mediation.Visit) {
	for _, h := range visits {
		if !h.Withdrawn {
			list = append(list, h.Visit)
		}
	}
	return list
}

func (tx *Tx) countSetAside(ctx context.Context, area mediation.Area) (map[string]int, error) {
	rows, err := tx.tx.Query(ctx, `SELECT source, count(*) FROM set_aside WHERE departement = ANY($1) GROUP BY source`, area.Departements())
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	var source string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&source, &n}, func() error {
		counts[source] = n
		return nil
	})
	return counts, err
}

func (tx *Tx) nextHidden(ctx context.Context, area mediation.Area, at time.Time) (time.Time, error) {
	var next *time.Time
	err := tx.tx.QueryRow(ctx, `
		SELECT min(hidden_at) FROM offers JOIN communes USING (insee)
		WHERE departement = ANY($1) AND gone_at IS NOT NULL AND hidden_at > $2`, area.Departements(), at).Scan(&next)
	if err != nil || next == nil {
		return time.Time{}, err
	}
	return *next, nil
}
