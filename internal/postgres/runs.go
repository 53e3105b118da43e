package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// importsLock is the advisory lock that one import at a time holds.
const importsLock = toursLock + 1

// LockImports waits until no other transaction imports or undoes.
func (tx *Tx) LockImports(ctx context.Context) error {
	_, err := tx.tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(importsLock))
	return err
}

const selectRuns = `
	SELECT id, COALESCE(batch, id), source, departement, fingerprint, file, status, started_at, report, pruned_at IS NOT NULL
	FROM import_runs `

func scanRun(row pgx.CollectableRow) (r mediation.ImportRun, err error) {
	err = row.Scan(&r.ID, &r.Batch, &r.Source, &r.Departement, &r.Fingerprint, &r.File, &r.Status, &r.At, &r.Report, &r.Pruned)
	return r, err
}

// oneRun returns the first run that a query finds, nil for none.
func (tx *Tx) oneRun(ctx context.Context, where string, args ...any) (*mediation.ImportRun, error) {
	rows, err := tx.tx.Query(ctx, selectRuns+where, args...)
	if err != nil {
		return nil, err
	}
	run, err := pgx.CollectOneRow(rows, scanRun)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &run, err
}

// LastRun returns the latest run of a source in a département that is
// applied, nil when there is none.
func (tx *Tx) LastRun(ctx context.Context, source, departement string) (*mediation.ImportRun, error) {
	return tx.oneRun(ctx, `WHERE source = $1 AND departement = $2 AND status = 'applied' ORDER BY id DESC LIMIT 1`, source, departement)
}

// RunOfFile returns the latest run that read a file, whatever became of it;
// nil when there is none.
func (tx *Tx) RunOfFile(ctx context.Context, source, departement, file string) (*mediation.ImportRun, error) {
	return tx.oneRun(ctx, `WHERE source = $1 AND departement = $2 AND file = $3 ORDER BY id DESC LIMIT 1`, source, departement, file)
}

// Batch returns the runs that were applied or made pending together with one, in
// their order; an error of kind [mediation.NotFound] when there is no such run.
func (tx *Tx) Batch(ctx context.Context, id int64) ([]mediation.ImportRun, error) {
	rows, err := tx.tx.Query(ctx, selectRuns+`
		WHERE report <> '{}' AND COALESCE(batch, id) = (SELECT COALESCE(batch, id) FROM import_runs WHERE id = $1) ORDER BY id`, id)
	if err != nil {
		return nil, err
	}
	runs, err := pgx.CollectRows(rows, scanRun)
	if err == nil && len(runs) == 0 {
		err = &mediation.Error{Kind: mediation.NotFound, Sentence: "Aucun chargement ne porte ce numéro : « escale runs » les liste."}
	}
	return runs, err
}

// Runs lists the latest runs that have a report, newest first.
func (tx *Tx) Runs(ctx context.Context, limit int) ([]mediation.ImportRun, error) {
	rows, err := tx.tx.Query(ctx, selectRuns+`WHERE report <> '{}' ORDER BY id DESC LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRun)
}

// CurrentIDs lists the ids of the records of sources that are not gone, each once
// and in order.
func (tx *Tx) CurrentIDs(ctx context.Context, sources []string) ([]string, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT DISTINCT source_id COLLATE "C" FROM offers WHERE source = ANY($1) AND gone_at IS NULL ORDER BY 1`, sources)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// Declared describes the sources that imports in force declared, by id, each
// as the latest did.
func (tx *Tx) Declared(ctx context.Context) (map[string]mediation.SourceInfo, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT DISTINCT ON (source) source, report->'declared' FROM import_runs
		WHERE status = 'applied' AND report ? 'declared' ORDER BY source, id DESC`)
	if err != nil {
		return nil, err
	}
	declared := map[string]mediation.SourceInfo{}
	var id string
	var row sourceRow
	_, err = pgx.ForEachRow(rows, []any{&id, &row}, func() error {
		declared[id] = row.source()
		row = sourceRow{}
		return nil
	})
	return declared, err
}

// StartRun opens the record of an import, whose report comes with [Tx.EndRun].
func (tx *Tx) StartRun(ctx context.Context, source, departement, fingerprint string, at time.Time) (run int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO import_runs (source, departement, fingerprint, started_at, finished_at, report)
		VALUES ($1, $2, $3, $4, $4, '{}') RETURNING id`, source, departement, fingerprint, at).Scan(&run)
	return run, err
}

// EndRun completes the record of an import.
func (tx *Tx) EndRun(ctx context.Context, run mediation.ImportRun, finished time.Time) error {
	_, err := tx.tx.Exec(ctx, `
		UPDATE import_runs SET batch = $2, file = $3, status = $4, report = $5, finished_at = $6 WHERE id = $1`,
		run.ID, run.Batch, run.File, run.Status, run.Report, finished)
	return err
}

// DropPending forgets the runs of a source that wait for a person: a newer
// edition, or the answer, is there.
func (tx *Tx) DropPending(ctx context.Context, source, departement string) error {
	_, err := tx.tx.Exec(ctx, `
		DELETE FROM import_runs WHERE source = $1 AND departement = $2 AND status = 'held'`, source, departement)
	return err
}

// ReplaceSetAside stores the records that the run set aside, in place of those
// of earlier runs, which are kept as they were for [Tx.UndoRun].
func (tx *Tx) ReplaceSetAside(ctx context.Context, run int64, source, departement string, list []mediation.SetAside) error {
	_, err := tx.tx.Exec(ctx, `
		WITH former AS (DELETE FROM set_aside WHERE source = $2 AND departement = $3 RETURNING *)
		INSERT INTO set_aside_before SELECT $1, * FROM former`, run, source, departement)
	if err != nil {
		return err
	}
	_, err = tx.tx.CopyFrom(ctx, pgx.Identifier{"set_aside"},
		[]string{"source", "source_id", "departement", "line", "reason", "content", "raw", "run"},
		pgx.CopyFromSlice(len(list), func(i int) ([]any, error) {
			s := list[i]
			return []any{source, s.Offer.SourceID, departement, s.Line, s.Reason, newOfferRow(s.Offer), s.Raw, run}, nil
		}))
	return err
}

// SetAside reads a record that was set aside; found is false for none. Of
// several under one id it reads the first in the file.
func (tx *Tx) SetAside(ctx context.Context, source, sourceID, departement string) (aside mediation.SetAside, found bool, err error) {
	var content offerRow
	err = tx.tx.QueryRow(ctx, `
		SELECT line, content, reason, raw FROM set_aside
		WHERE source = $1 AND source_id = $2 AND departement = $3 ORDER BY line LIMIT 1`, source, sourceID, departement).
		Scan(&aside.Line, &content, &aside.Reason, &aside.Raw)
	if errors.Is(err, pgx.ErrNoRows) {
		return aside, false, nil
	}
	if err != nil {
		return aside, false, err
	}
	aside.Offer, err = content.offer()
	return aside, err == nil, err
}
