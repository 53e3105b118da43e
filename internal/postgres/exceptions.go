package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// exceptions reads those in force of a département, by the ids of stops, each
// stop's by day.
func (tx *Tx) exceptions(ctx context.Context, area mediation.Area) (map[string][]mediation.Exception, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT e.stop_id, e.content FROM stop_exceptions e JOIN stops s ON s.id = e.stop_id JOIN tours t ON t.id = s.tour_id
		WHERE t.departement = ANY($1) AND e.withdrawn_at IS NULL ORDER BY e.stop_id, e.day`, area.Departements())
	if err != nil {
		return nil, err
	}
	byStop := map[string][]mediation.Exception{}
	var stop string
	var day dayRow
	_, err = pgx.ForEachRow(rows, []any{&stop, &day}, func() error {
		list, err := day.exceptions()
		byStop[stop] = append(byStop[stop], list...)
		day = dayRow{}
		return err
	})
	return byStop, err
}

// SaveExceptions stores what befalls a day of a stop, in place of what was in force
// there, whose number is 0 when nothing was.
func (tx *Tx) SaveExceptions(ctx context.Context, stop string, day mediation.Day, list []mediation.Exception, at time.Time) (made, replaced int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		UPDATE stop_exceptions SET withdrawn_at = $3 WHERE stop_id = $1 AND day = $2 AND withdrawn_at IS NULL RETURNING id`,
		stop, day, at).Scan(&replaced)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, 0, err
	}
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO stop_exceptions (stop_id, day, content, made_at) VALUES ($1, $2, $3, $4) RETURNING id`,
		stop, day, newDayRow(list), at).Scan(&made)
	return made, replaced, err
}

// RestoreExceptions puts what was in force on a day of a stop in force again, in
// place of what is; nothing for 0.
func (tx *Tx) RestoreExceptions(ctx context.Context, made, replaced int64, at time.Time) error {
	if _, err := tx.tx.Exec(ctx, `UPDATE stop_exceptions SET withdrawn_at = $2 WHERE id = $1`, made, at); err != nil {
		return err
	}
	_, err := tx.tx.Exec(ctx, `UPDATE stop_exceptions SET withdrawn_at = NULL WHERE id = $1`, replaced)
	return err
}

// TourOf is the id of the tour of a stop.
func (tx *Tx) TourOf(ctx context.Context, stop string) (id string, err error) {
	err = tx.tx.QueryRow(ctx, `SELECT tour_id FROM stops WHERE id = $1`, stop).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		err = &mediation.Error{Kind: mediation.NotFound, Sentence: "Cette étape n’existe pas."}
	}
	return id, err
}

// EPCIOf is the SIREN number of the intercommunalité of a commune, "" for none.
func (tx *Tx) EPCIOf(ctx context.Context, insee string) (siren string, err error) {
	err = tx.tx.QueryRow(ctx, `SELECT COALESCE(max(epci), '') FROM communes WHERE insee = $1`, insee).Scan(&siren)
	return siren, err
}
