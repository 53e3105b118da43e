package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// Operation reads how the work of a map goes.
func (db *DB) Operation(ctx context.Context, area mediation.Area) (o mediation.Operation, err error) {
	err = db.readTx(ctx, func(tx *Tx) error {
		if o.Schema, err = tx.schema(ctx); err != nil {
			return err
		}
		if err := tx.tx.QueryRow(ctx, `SELECT now()`).Scan(&o.Clock); err != nil {
			return err
		}
		if err := tx.jobsGoing(ctx, area, &o); err != nil {
			return err
		}
		if err := tx.mailsGoing(ctx, &o); err != nil {
			return err
		}
		o.Reads, err = tx.reads(ctx, area)
		return err
	})
	return o, err
}

// schema is the number of the latest migration.
func (tx *Tx) schema(ctx context.Context) (number int64, err error) {
	return number, tx.tx.QueryRow(ctx, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`).Scan(&number)
}

func (tx *Tx) jobsGoing(ctx context.Context, area mediation.Area, o *mediation.Operation) error {
	return tx.tx.QueryRow(ctx, `
		WITH jobs AS (SELECT * FROM river_job WHERE queue IN ($1, $2)),
		     due AS (SELECT * FROM jobs WHERE state IN ('available', 'pending', 'retryable', 'scheduled') AND scheduled_at <= now())
		SELECT (SELECT count(*) FROM due), (SELECT count(*) FROM jobs WHERE state = 'running'),
		       (SELECT count(*) FROM jobs WHERE state = 'discarded' AND finalized_at > now() - interval '1 day'),
		       (SELECT COALESCE(now() - min(scheduled_at), interval '0') FROM due)`,
		jobQueue(area), mailQueue(area.Name())).Scan(&o.JobsWaiting, &o.JobsRunning, &o.JobsFailed, &o.OldestJob)
}

func (tx *Tx) mailsGoing(ctx context.Context, o *mediation.Operation) error {
	return tx.tx.QueryRow(ctx, `
		SELECT (SELECT count(*) FROM mails WHERE ended_at IS NULL),
		       (SELECT count(*) FROM mails WHERE outcome = 'failed' AND ended_at > now() - interval '1 day'),
		       (SELECT count(*) FROM import_runs WHERE status = $1)`, mediation.RunPending).Scan(&o.MailsWaiting, &o.MailsFailed, &o.EditionsPending)
}

func (tx *Tx) reads(ctx context.Context, area mediation.Area) ([]mediation.SourceRead, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT source, departement, COALESCE(read_at, '0001-01-01 00:00:00+00'), fault
		FROM fetches WHERE departement = ANY($1) ORDER BY source, departement`, area.Departements())
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r mediation.SourceRead, err error) {
		return r, row.Scan(&r.Source, &r.Departement, &r.ReadAt, &r.Fault)
	})
}
