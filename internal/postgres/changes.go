package postgres

import (
	"context"

	"escale/internal/mediation"
)

// SaveChange adds a line to the audit trail.
func (tx *Tx) SaveChange(ctx context.Context, c mediation.Change) (id int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO changes (account, author, act, object_kind, object_id, name, field, before, after, undoes)
		VALUES (NULLIF($1, 0), $2, $3, $4, $5, $6, $7, $8, $9, NULLIF($10, 0)) RETURNING id`,
		c.Account, c.Author, c.Act, c.Object.Kind, c.Object.ID, c.Name, c.Field, c.Before, c.After, c.Undoes).Scan(&id)
	return id, err
}
