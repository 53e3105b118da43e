package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// SaveCall adds a person that the team must telephone.
func (tx *Tx) SaveCall(ctx context.Context, departement string, c mediation.Call) error {
	_, err := tx.tx.Exec(ctx, `
		INSERT INTO calls (departement, name, phone, why, about, object_kind, object_id, origin_kind, origin_id, asked_at, until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		departement, c.Name, c.Phone, c.Why, c.About, c.Object.Kind, c.Object.ID, c.Origin.Kind, c.Origin.ID, c.At, c.Until)
	return err
}

const selectCalls = `
	SELECT id, name, phone, why, about, object_kind, object_id, origin_kind, origin_id, asked_at, until, done_at FROM calls `

func scanCall(row pgx.CollectableRow) (c mediation.Call, err error) {
	var done *time.Time
	err = row.Scan(&c.ID, &c.Name, &c.Phone, &c.Why, &c.About, &c.Object.Kind, &c.Object.ID, &c.Origin.Kind, &c.Origin.ID, &c.At, &c.Until, &done)
	c.Done = orZero(done)
	return c, err
}

// OpenCalls lists the calls that are to be made, the oldest first.
func (tx *Tx) OpenCalls(ctx context.Context, departement string) ([]mediation.Call, error) {
	rows, err := tx.tx.Query(ctx, selectCalls+`WHERE departement = $1 AND done_at IS NULL ORDER BY asked_at, id`, departement)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanCall)
}

// OpenCall reads one of them, and keeps others from ticking it meanwhile.
func (tx *Tx) OpenCall(ctx context.Context, departement string, id int64) (c mediation.Call, err error) {
	rows, err := tx.tx.Query(ctx, selectCalls+`WHERE departement = $1 AND done_at IS NULL AND id = $2 FOR UPDATE`, departement, id)
	if err != nil {
		return c, err
	}
	if c, err = pgx.CollectOneRow(rows, scanCall); err != nil {
		err = orNone(err, "Quelqu’un a déjà passé cet appel, ou il n’est plus à passer.")
	}
	return c, err
}

// EndCall ticks a call.
func (tx *Tx) EndCall(ctx context.Context, id, by int64, at time.Time) error {
	_, err := tx.tx.Exec(ctx, `UPDATE calls SET done_at = $3, done_by = NULLIF($2, 0) WHERE id = $1`, id, by, at)
	return err
}

// DropCalls takes back the calls that are not made yet of what they came from.
func (tx *Tx) DropCalls(ctx context.Context, from mediation.Origin) error {
	_, err := tx.tx.Exec(ctx, `DELETE FROM calls WHERE (origin_kind, origin_id) = ($1, $2) AND done_at IS NULL`, from.Kind, from.ID)
	return err
}

// DropNews takes back the calls of an origin, not made yet, that say what became of
// something, by the names that it had.
func (tx *Tx) DropNews(ctx context.Context, from mediation.Origin, about []string) error {
	_, err := tx.tx.Exec(ctx, `
		DELETE FROM calls WHERE (origin_kind, origin_id) = ($1, $2) AND about = ANY($3) AND why IN ('moved', 'cancelled') AND done_at IS NULL`,
		from.Kind, from.ID, about)
	return err
}

// ForgetCalls erases those whose term is past, made or not.
func (tx *Tx) ForgetCalls(ctx context.Context, at time.Time) error {
	_, err := tx.tx.Exec(ctx, `DELETE FROM calls WHERE until <= $1`, at)
	return err
}
