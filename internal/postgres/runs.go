package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// LastFingerprint returns what the latest import of a source in a département
// had read, "" when there was none.
func (tx *Tx) LastFingerprint(ctx context.Context, source, departement string) (fingerprint string, err error) {
	err = tx.tx.QueryRow(ctx, `
		SELECT fingerprint FROM import_runs WHERE source = $1 AND departement = $2
		ORDER BY id DESC LIMIT 1`, source, departement).Scan(&fingerprint)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return fingerprint, err
}

// Held lists the ids of the records of sources that are not gone, each once
// and in order.
func (tx *Tx) Held(ctx context.Context, sources []string) ([]string, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT DISTINCT source_id COLLATE "C" FROM offers WHERE source = ANY($1) AND gone_at IS NULL ORDER BY 1`, sources)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// LastReport returns the report of the latest import of a source in a
// département, as the importer wrote it; nil when there was none.
func (tx *Tx) LastReport(ctx context.Context, source, departement string) (report json.RawMessage, err error) {
	err = tx.tx.QueryRow(ctx, `
		SELECT report FROM import_runs WHERE source = $1 AND departement = $2
		ORDER BY id DESC LIMIT 1`, source, departement).Scan(&report)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return report, err
}

// StartRun opens the record of an import, whose report comes with [Tx.EndRun].
func (tx *Tx) StartRun(ctx context.Context, source, departement, fingerprint string, at time.Time) (run int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO import_runs (source, departement, fingerprint, started_at, finished_at, report)
		VALUES ($1, $2, $3, $4, $4, '{}') RETURNING id`, source, departement, fingerprint, at).Scan(&run)
	return run, err
}

// EndRun completes the record of an import.
func (tx *Tx) EndRun(ctx context.Context, run int64, report json.RawMessage, at time.Time) error {
	_, err := tx.tx.Exec(ctx, `UPDATE import_runs SET report = $2, finished_at = $3 WHERE id = $1`, run, report, at)
	return err
}

// ReplaceSetAside stores the records that the run set aside, in place of those
// of earlier runs.
func (tx *Tx) ReplaceSetAside(ctx context.Context, run int64, source, departement string, list []mediation.SetAside) error {
	_, err := tx.tx.Exec(ctx, `DELETE FROM set_aside WHERE source = $1 AND departement = $2`, source, departement)
	if err != nil {
		return err
	}
	_, err = tx.tx.CopyFrom(ctx, pgx.Identifier{"set_aside"},
		[]string{"source", "source_id", "departement", "line", "reason", "content", "raw", "run"},
		pgx.CopyFromSlice(len(list), func(i int) ([]any, error) {
			s := list[i]
			return []any{source, s.Offer.SourceID, departement, s.Line, s.Reason, s.Offer, s.Raw, run}, nil
		}))
	return err
}
