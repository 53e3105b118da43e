package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// SaveChange adds a line to the audit trail.
func (tx *Tx) SaveChange(ctx context.Context, c mediation.Change) (id int64, err error) {
	c = c.WithoutPersons()
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO changes (account, author, act, object_kind, object_id, name, field, before, after, made, replaced, undoes)
		VALUES (NULLIF($1, 0), $2, $3, $4, $5, $6, $7, $8, $9, NULLIF($10, 0), NULLIF($11, 0), NULLIF($12, 0)) RETURNING id`,
		c.Account, c.Author, c.Act, c.Object.Kind, c.Object.ID, c.Name, c.Field, c.Before, c.After, c.Made, c.Replaced, c.Undoes).Scan(&id)
	return id, err
}

const selectChanges = `
	SELECT id, at, COALESCE(account, 0), author, act, object_kind, object_id, name, field, before, after,
		COALESCE(made, 0), COALESCE(replaced, 0), COALESCE(undoes, 0), EXISTS (SELECT FROM changes u WHERE u.undoes = changes.id)
	FROM changes `

func scanChange(row pgx.CollectableRow) (c mediation.Change, err error) {
	err = row.Scan(&c.ID, &c.At, &c.Account, &c.Author, &c.Act, &c.Object.Kind, &c.Object.ID, &c.Name, &c.Field, &c.Before, &c.After,
		&c.Made, &c.Replaced, &c.Undoes, &c.Undone)
	return c, err
}

// Change reads a line of the audit trail.
func (tx *Tx) Change(ctx context.Context, id int64) (c mediation.Change, err error) {
	c, found, err := tx.oneChange(ctx, `WHERE id = $1`, id)
	if err == nil && !found {
		err = &mediation.Error{Kind: mediation.NotFound, Sentence: "Aucune modification ne porte ce numéro."}
	}
	return c, err
}

func (tx *Tx) oneChange(ctx context.Context, where string, args ...any) (c mediation.Change, found bool, err error) {
	rows, err := tx.tx.Query(ctx, selectChanges+where, args...)
	if err != nil {
		return c, false, err
	}
	c, err = pgx.CollectOneRow(rows, scanChange)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, false, nil
	}
	return c, err == nil, err
}

// ChangeOf finds the change that made something, and that was not taken back.
func (tx *Tx) ChangeOf(ctx context.Context, kind mediation.ObjectKind, made int64) (c mediation.Change, found bool, err error) {
	return tx.oneChange(ctx, `WHERE object_kind = $1 AND made = $2 AND act <> $3 AND `+inForce+` LIMIT 1`, kind, made, mediation.ActImport)
}

// ImportChanges lists those that tell of the import of a spreadsheet, one for each
// tour.
func (tx *Tx) ImportChanges(ctx context.Context, id int64) ([]mediation.Change, error) {
	rows, err := tx.tx.Query(ctx, selectChanges+`WHERE act = $1 AND made = $2 AND `+inForce, mediation.ActImport, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanChange)
}

// IdleRenewal finds the change that renewed the day of an object for corrections of
// which none is in force, and since which nobody said that all is right.
func (tx *Tx) IdleRenewal(ctx context.Context, of mediation.Object) (c mediation.Change, found bool, err error) {
	return tx.oneChange(ctx, `
		WHERE (object_kind, object_id, field, act) = ($1, $2, $3, $4) AND made IS NOT NULL AND `+inForce+`
		  AND EXISTS (SELECT FROM changes c WHERE (c.object_kind, c.object_id, c.at) = ($1, $2, changes.at) AND c.act <> $4)
		  AND NOT EXISTS (SELECT FROM changes l WHERE (l.object_kind, l.object_id) = ($1, $2) AND l.at >= changes.at AND l.id <> changes.id
			AND l.undoes IS NULL AND NOT EXISTS (SELECT FROM changes u WHERE u.undoes = l.id))
		ORDER BY id DESC LIMIT 1`, of.Kind, of.ID, mediation.UpdatedField, mediation.ActConfirm)
}

// inForce is true of a change that was not taken back, and takes none back.
const inForce = `undoes IS NULL AND NOT EXISTS (SELECT FROM changes u WHERE u.undoes = changes.id)`

// Changes lists the latest changes, newest first.
func (tx *Tx) Changes(ctx context.Context, of mediation.ChangeFilter) ([]mediation.Change, error) {
	rows, err := tx.tx.Query(ctx, selectChanges+`
		WHERE ($1 = '' OR (object_kind, object_id) = ($1, $2)) AND ($3 = '' OR field = $3) AND ($4 = 0 OR account = $4 OR (object_kind, object_id) = ($6, $4::bigint::text)) ORDER BY id DESC LIMIT $5`,
		of.Object.Kind, of.Object.ID, of.Field, of.Account, of.Limit, mediation.ObjectAccount)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanChange)
}

// LaterChange finds the next change of the same field that is in force, 0 for
// none.
func (tx *Tx) LaterChange(ctx context.Context, c mediation.Change) (id int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		SELECT COALESCE(min(id), 0) FROM changes l
		WHERE (object_kind, object_id, field) = ($1, $2, $3) AND id > $4 AND undoes IS NULL
		  AND NOT EXISTS (SELECT FROM changes u WHERE u.undoes = l.id)`, c.Object.Kind, c.Object.ID, c.Field, c.ID).Scan(&id)
	return id, err
}
