package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"escale/internal/mediation"
)

const selectBookings = `
	SELECT b.id, lower(b.during), upper(b.during), b.visit, b.request, b.vehicle, r.commune
	FROM bookings b JOIN van_requests r ON r.id = b.request `

func (tx *Tx) bookings(ctx context.Context, where string, args ...any) ([]mediation.Booking, error) {
	rows, err := tx.tx.Query(ctx, selectBookings+where+` ORDER BY lower(b.during), b.id`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (b mediation.Booking, err error) {
		err = row.Scan(&b.ID, &b.Start, &b.End, &b.Visit, &b.Request, &b.Vehicle, &b.Commune)
		return b, err
	})
}

// Bookings lists the times that requests have of the vehicles of a département, that
// end after an instant.
func (tx *Tx) Bookings(ctx context.Context, departement string, after time.Time) ([]mediation.Booking, error) {
	return tx.bookings(ctx, `WHERE r.departement = $1 AND upper(b.during) > $2`, departement, after)
}

// overlapping is what PostgreSQL calls a row that an exclusion constraint refuses.
const overlapping = "23P01"

// Keep keeps times of a vehicle for a request; an error of kind [mediation.Conflict]
// when it is taken.
func (tx *Tx) Keep(ctx context.Context, request int64, vehicle string, dates []mediation.VanDate) error {
	for _, d := range dates {
		_, err := tx.tx.Exec(ctx, `
			INSERT INTO bookings (request, vehicle, during) VALUES ($1, $2, tstzrange($3, $4))`, request, vehicle, d.Start, d.End)
		if fault, ok := errors.AsType[*pgconn.PgError](err); ok && fault.Code == overlapping {
			return &mediation.Error{Kind: mediation.Conflict, Parameter: "date", Sentence: "Le véhicule vient d’être pris à une de ces heures. Regardez les dates, puis recommencez."}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Free gives back the times of a request that are not among some, but for visits that
// began. No list is an empty one: nothing is kept then.
func (tx *Tx) Free(ctx context.Context, request int64, but []int64, at time.Time) error {
	_, err := tx.tx.Exec(ctx, `DELETE FROM bookings WHERE request = $1 AND id <> ALL(COALESCE($2::bigint[], '{}')) AND (visit = '' OR lower(during) > $3)`, request, but, at)
	return err
}

// Book notes which visit a time became.
func (tx *Tx) Book(ctx context.Context, id int64, visit string) error {
	_, err := tx.tx.Exec(ctx, `UPDATE bookings SET visit = $2 WHERE id = $1`, id, visit)
	return err
}

// FreeCancelled gives back the times to come whose visits are cancelled, or not planned
// any more.
func (tx *Tx) FreeCancelled(ctx context.Context, at time.Time) error {
	_, err := tx.tx.Exec(ctx, `
		DELETE FROM bookings b USING visits v
		WHERE v.id = b.visit AND (v.withdrawn_at IS NOT NULL OR v.content ->> 'status' = 'cancelled') AND lower(b.during) > $1`, at)
	return err
}

// BookingOf finds the time that became a visit.
func (tx *Tx) BookingOf(ctx context.Context, visit string) (b mediation.Booking, found bool, err error) {
	list, err := tx.bookings(ctx, `WHERE b.visit = $1`, visit)
	if err != nil || len(list) == 0 {
		return b, false, err
	}
	return list[0], true, nil
}

// Agreed tells whether a commune is just agreeing to a time of a tour: its request is
// confirmed, and the visit not noted yet.
func (tx *Tx) Agreed(ctx context.Context, tour string, start time.Time) (agreed bool, err error) {
	err = tx.tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM bookings b JOIN van_requests r ON r.id = b.request
			WHERE b.visit = '' AND r.state = 'confirmed' AND r.tour = $1 AND lower(b.during) = $2)`, tour, start).Scan(&agreed)
	return agreed, err
}

// BookAt notes which visit the time of a request became.
func (tx *Tx) BookAt(ctx context.Context, request int64, date mediation.VanDate) error {
	_, err := tx.tx.Exec(ctx, `UPDATE bookings SET visit = $3 WHERE request = $1 AND visit = '' AND lower(during) = $2`, request, date.Start, date.Visit)
	return err
}
