package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// SaveChange adds a line to the audit trail.
func (tx *Tx) SaveChange(ctx context.Context, c mediation.Change) (id int64, err error) {
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
	rows, err := tx.tx.Query(ctx, selectChanges+`WHERE id = $1`, id)
	if err != nil {
		return c, err
	}
	c, err = pgx.CollectOneRow(rows, scanChange)
	if errors.Is(err, pgx.ErrNoRows) {
		err = &mediation.Error{Kind: mediation.NotFound, Sentence: "Aucune modification ne porte ce numéro."}
	}
	return c, err
}

// Changes lists the latest changes of an object, newest first; of all with the
// zero object.
func (tx *Tx) Changes(ctx context.Context, of mediation.Object, limit int) ([]mediation.Change, error) {
	rows, err := tx.tx.Query(ctx, selectChanges+`
		WHERE $1 = '' OR (object_kind, object_id) = ($1, $2) ORDER BY id DESC LIMIT $3`, of.Kind, of.ID, limit)
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
