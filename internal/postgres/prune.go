package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// pruneRuns marks the runs of a source that are past undoing. Runs of one
// batch are undone together, so that one of them keeps them all.
const pruneRuns = `
WITH ranked AS (
	SELECT COALESCE(batch, id) AS batch, row_number() OVER (PARTITION BY departement ORDER BY id DESC) AS n
	FROM import_runs WHERE source = $1 AND status = 'applied')
UPDATE import_runs SET pruned_at = $3
WHERE source = $1 AND status <> 'held' AND pruned_at IS NULL
	AND COALESCE(batch, id) NOT IN (SELECT batch FROM ranked WHERE n <= $2)
RETURNING id`

// PruneRuns deletes what undoing the runs of a source needs, but for the
// latest of them in each département. The runs stay in the history.
func (tx *Tx) PruneRuns(ctx context.Context, source string, keep int, at time.Time) error {
	rows, err := tx.tx.Query(ctx, pruneRuns, source, keep, at)
	if err != nil {
		return err
	}
	pruned, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(pruned) == 0 {
		return err
	}
	for _, step := range []string{
		`DELETE FROM offers_before WHERE run = ANY($1)`,
		`DELETE FROM places_before WHERE run = ANY($1)`,
		`DELETE FROM set_aside_before WHERE during = ANY($1)`,
	} {
		if _, err := tx.tx.Exec(ctx, step, pruned); err != nil {
			return err
		}
	}
	return nil
}

// forgettable are the runs before an instant that are past undoing, but for
// the latest of them: it is the one in force when all later ones are undone.
const forgettable = ` r.pruned_at IS NOT NULL AND r.started_at < $1 AND EXISTS (
	SELECT FROM import_runs x WHERE (x.source, x.departement) = (r.source, r.departement)
		AND x.status = 'applied' AND x.pruned_at IS NOT NULL AND x.id > r.id)`

// ForgetRuns takes the runs before an instant out of the history, unless they
// can be undone. The rows that others refer to stay, without their reports, and
// so do undone ones: their files must not come back by themselves.
func (tx *Tx) ForgetRuns(ctx context.Context, before time.Time) error {
	_, err := tx.tx.Exec(ctx, `UPDATE import_runs r SET report = '{}' WHERE r.report <> '{}' AND`+forgettable, before)
	if err != nil {
		return err
	}
	_, err = tx.tx.Exec(ctx, `
		DELETE FROM import_runs r WHERE r.report = '{}' AND r.status = 'applied' AND`+forgettable+`
			AND r.id NOT IN (SELECT first_run FROM offers UNION ALL SELECT last_run FROM offers
				UNION ALL SELECT first_run FROM offers_before UNION ALL SELECT last_run FROM offers_before
				UNION ALL SELECT run FROM set_aside UNION ALL SELECT run FROM set_aside_before)`, before)
	return err
}
