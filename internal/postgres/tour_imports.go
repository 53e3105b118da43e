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

// keptSheets is how long a spreadsheet that was taken away may come back, in days.
const keptSheets = 400

// KeepSheet keeps a spreadsheet that is taken away, under its revision.
func (tx *Tx) KeepSheet(ctx context.Context, departement, revision string, content []byte, at time.Time) error {
	_, err := tx.tx.Exec(ctx, `
		INSERT INTO tour_sheets (departement, revision, content, taken_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (departement, revision) DO UPDATE SET taken_at = excluded.taken_at`, departement, revision, content, at)
	if err != nil {
		return err
	}
	_, err = tx.tx.Exec(ctx, `DELETE FROM tour_sheets WHERE taken_at < $1`, at.AddDate(0, 0, -keptSheets))
	return err
}

// Sheet reads a spreadsheet that was taken away; an error of kind
// [mediation.NotFound] when it is not known, or was too long ago.
func (tx *Tx) Sheet(ctx context.Context, departement, revision string) (content []byte, err error) {
	err = tx.tx.QueryRow(ctx, `SELECT content FROM tour_sheets WHERE (departement, revision) = ($1, $2)`, departement, revision).Scan(&content)
	if errors.Is(err, pgx.ErrNoRows) {
		err = &mediation.Error{Kind: mediation.NotFound, Sentence: "Ce tableur est trop ancien, ou vient d’une autre carte : reprenez un fichier neuf."}
	}
	return content, err
}
