package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// toursLock is the advisory lock that one planner at a time holds.
const toursLock = 0x65_73_63_61_6c_65 // "escale"

// LockTours waits until no other transaction changes tours or visits.
func (tx *Tx) LockTours(ctx context.Context) error {
	_, err := tx.tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(toursLock))
	return err
}

// Tours reads every tour of a département, gone ones included, by id.
func (tx *Tx) Tours(ctx context.Context, departement string) ([]mediation.TourHolding, error) {
	return tx.tours(ctx, mediation.Area(departement))
}

func (tx *Tx) tours(ctx context.Context, area mediation.Area) ([]mediation.TourHolding, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT content, told, gone_at IS NOT NULL FROM tours
		WHERE departement = ANY($1) ORDER BY id COLLATE "C"`, area.Departements())
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (mediation.TourHolding, error) {
		var r tourHoldingRow
		if err := row.Scan(&r.Tour, &r.FromSource, &r.Gone); err != nil {
			return mediation.TourHolding{}, err
		}
		return r.holding()
	})
}

// Stops reads every stop of a département's tours, gone ones included, by id,
// with the exceptions in force.
func (tx *Tx) Stops(ctx context.Context, departement string) ([]mediation.StopHolding, error) {
	return tx.stops(ctx, mediation.Area(departement))
}

func (tx *Tx) stops(ctx context.Context, area mediation.Area) ([]mediation.StopHolding, error) {
	exceptions, err := tx.exceptions(ctx, area)
	if err != nil {
		return nil, err
	}
	rows, err := tx.tx.Query(ctx, `
		SELECT s.content, s.told, s.gone_at IS NOT NULL, o.content, o.place_id, o.gone_at IS NOT NULL OR o.hidden
		FROM stops s JOIN tours t ON t.id = s.tour_id
			JOIN shown_offers o ON (o.source, o.source_id) = (s.source, s.source_id)
		WHERE t.departement = ANY($1) ORDER BY s.id COLLATE "C"`, area.Departements())
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (mediation.StopHolding, error) {
		var r stopHoldingRow
		if err := row.Scan(&r.Stop, &r.FromSource, &r.Gone, &r.Offer, &r.PlaceID, &r.OfferGone); err != nil {
			return mediation.StopHolding{}, err
		}
		h, err := r.holding()
		h.Stop.Exceptions = exceptions[h.Stop.ID]
		return h, err
	})
}

// Vans reads the offers of kind van of a département that are not gone, but
// those of stops that a spreadsheet describes.
func (tx *Tx) Vans(ctx context.Context, departement string) ([]mediation.Holding, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT o.content, o.place_id, o.join_reason, false, false
		FROM shown_offers o JOIN communes c USING (insee)
		WHERE c.departement = $1 AND o.kind = 'van' AND o.gone_at IS NULL AND NOT o.hidden AND o.source <> $2
		ORDER BY o.source, o.source_id`, departement, mediation.OwnTours)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanHolding)
}

// SaveTours writes tours, new or changed; an error of kind [mediation.Conflict] says that
// another département has one of that name.
func (tx *Tx) SaveTours(ctx context.Context, departement string, tours []mediation.TourHolding, at time.Time) error {
	if err := tx.noneElsewhere(ctx, departement, tours); err != nil {
		return err
	}
	batch := &pgx.Batch{}
	for _, h := range tours {
		batch.Queue(`
			INSERT INTO tours (id, departement, content, told, gone_at)
			VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN $6::timestamptz END)
			ON CONFLICT (id) DO UPDATE SET content = excluded.content, told = excluded.told, gone_at = excluded.gone_at`,
			h.Tour.ID, departement, newTourRow(h.Tour), convertOptional(h.FromSource, newTourRow), h.Gone, at)
	}
	_, err := tx.sendBatch(ctx, batch)
	return err
}

// noneElsewhere looks for tours that another département has.
func (tx *Tx) noneElsewhere(ctx context.Context, departement string, tours []mediation.TourHolding) error {
	ids := make([]string, len(tours))
	for i, h := range tours {
		ids[i] = h.Tour.ID
	}
	var id, other string
	err := tx.tx.QueryRow(ctx, `SELECT id, departement FROM tours WHERE id = ANY($1) AND departement <> $2 ORDER BY id COLLATE "C" LIMIT 1`, ids, departement).Scan(&id, &other)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return &mediation.Error{Kind: mediation.Conflict, Sentence: fmt.Sprintf("La tournée « %s » est celle d’un bus du département %s. Donnez un autre nom à celle du %s.", id, other, departement)}
}

// SaveStops writes stops, new or changed, without their exceptions; their tours
// and offers must exist.
func (tx *Tx) SaveStops(ctx context.Context, stops []mediation.StopHolding, at time.Time) error {
	batch := &pgx.Batch{}
	for _, h := range stops {
		h.Stop.Exceptions = nil
		source, sourceID, _ := strings.Cut(h.Stop.Offer, "/")
		batch.Queue(`
			INSERT INTO stops (id, tour_id, source, source_id, content, told, gone_at)
			VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN $8::timestamptz END)
			ON CONFLICT (id) DO UPDATE SET source = excluded.source, source_id = excluded.source_id,
				content = excluded.content, told = excluded.told, gone_at = excluded.gone_at`,
			h.Stop.ID, h.Stop.Tour, source, sourceID, newStopRow(h.Stop), convertOptional(h.FromSource, newStopRow), h.Gone, at)
	}
	_, err := tx.sendBatch(ctx, batch)
	return err
}

// renameStops makes stops name their offers as these are called now.
func (tx *Tx) renameStops(ctx context.Context, source string, ids []string) error {
	_, err := tx.tx.Exec(ctx, `
		UPDATE stops SET content = jsonb_set(content, '{offer}', to_jsonb(source || '/' || source_id)),
			told = CASE WHEN told->>'offer' = content->>'offer' THEN jsonb_set(told, '{offer}', to_jsonb(source || '/' || source_id)) ELSE told END
		WHERE source = $1 AND source_id = ANY($2)`, source, ids)
	return err
}

// Visits reads the visits of a département that end after an instant,
// withdrawn ones included, by start and id.
func (tx *Tx) Visits(ctx context.Context, departement string, after time.Time) ([]mediation.VisitHolding, error) {
	return tx.visits(ctx, mediation.Area(departement), after, nil)
}

// visits are the same, only those with some ids unless ids is nil.
func (tx *Tx) visits(ctx context.Context, area mediation.Area, after time.Time, ids []string) ([]mediation.VisitHolding, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT v.content, v.withdrawn_at IS NOT NULL
		FROM visits v JOIN stops s ON s.id = v.stop_id JOIN tours t ON t.id = s.tour_id
		WHERE t.departement = ANY($1) AND v.ends_at > $2 AND ($3::text[] IS NULL OR v.id = ANY($3))
		ORDER BY v.starts_at, v.id COLLATE "C"`, area.Departements(), after, ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (h mediation.VisitHolding, err error) {
		var content visitRow
		if err = row.Scan(&content, &h.Withdrawn); err != nil {
			return h, err
		}
		h.Visit, err = content.visit()
		return h, err
	})
}

// SaveVisits writes visits, new, changed or withdrawn.
func (tx *Tx) SaveVisits(ctx context.Context, visits []mediation.VisitHolding, at time.Time) error {
	batch := &pgx.Batch{}
	for _, h := range visits {
		v := h.Visit
		batch.Queue(`
			INSERT INTO visits (id, stop_id, starts_at, ends_at, content, withdrawn_at)
			VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN $7::timestamptz END)
			ON CONFLICT (id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at,
				content = excluded.content, withdrawn_at = excluded.withdrawn_at`,
			v.ID, v.Stop, v.Start, v.End, newVisitRow(v), h.Withdrawn, at)
	}
	_, err := tx.sendBatch(ctx, batch)
	return err
}
