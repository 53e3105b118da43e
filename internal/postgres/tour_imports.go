package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// SaveTourImport keeps what was there before an import, and the exceptions that it
// left.
func (tx *Tx) SaveTourImport(ctx context.Context, departement string, i mediation.TourImport, report json.RawMessage) (id int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO tour_imports (departement, origin, imported_at, before, after, touched, report)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		departement, i.Origin, i.At, newRosterRow(i), newExceptionsRow(i.Exceptions), i.Touched, report).Scan(&id)
	return id, err
}

// LastTourImport reads the latest import that was not undone; an error of
// kind [mediation.NotFound] when there is none.
func (tx *Tx) LastTourImport(ctx context.Context, departement string) (last mediation.TourImport, err error) {
	var before rosterRow
	var after exceptionsRow
	err = tx.tx.QueryRow(ctx, `
		SELECT id, origin, imported_at, before, after, touched FROM tour_imports
		WHERE departement = $1 AND undone_at IS NULL ORDER BY id DESC LIMIT 1`,
		departement).Scan(&last.ID, &last.Origin, &last.At, &before, &after, &last.Touched)
	if errors.Is(err, pgx.ErrNoRows) {
		err = &mediation.Error{Kind: mediation.NotFound, Sentence: "Aucun import de tournées à annuler."}
	}
	if err != nil {
		return last, err
	}
	if last.Exceptions, err = after.exceptions(); err != nil {
		return last, err
	}
	return last, before.roster(&last)
}

// EndTourImport marks an import as undone.
func (tx *Tx) EndTourImport(ctx context.Context, id int64, at time.Time) error {
	_, err := tx.tx.Exec(ctx, `UPDATE tour_imports SET undone_at = $2 WHERE id = $1`, id, at)
	return err
}
