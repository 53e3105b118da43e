package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// KeepOffers remembers records as they are before a run changes them.
func (tx *Tx) KeepOffers(ctx context.Context, run int64, source string, list []mediation.Written) error {
	ids, after := make([]string, len(list)), make([]string, len(list))
	for i, w := range list {
		ids[i], after[i] = w.SourceID, w.AfterID
	}
	_, err := tx.tx.Exec(ctx, `
		INSERT INTO offers_before
		SELECT $1, w.after_id, NULL, o.*
		FROM unnest($3::text[], $4::text[]) AS w (id, after_id)
			JOIN offers o ON o.source = $2 AND o.source_id = w.id
		WHERE o.undone_at IS NULL`, run, source, ids, after)
	return err
}

// NoteOutcome remembers on which places a run leaves the records that it
// changed.
func (tx *Tx) NoteOutcome(ctx context.Context, run int64) error {
	_, err := tx.tx.Exec(ctx, `
		UPDATE offers_before b SET after_place = o.place_id FROM offers o
		WHERE b.run = $1 AND (o.source, o.source_id) = (b.source, b.after_id)`, run)
	return err
}

// KeepPlaces remembers places as they are before a run changes them.
func (tx *Tx) KeepPlaces(ctx context.Context, run int64, ids []string) error {
	_, err := tx.tx.Exec(ctx, `
		INSERT INTO places_before SELECT $1, p.* FROM places p WHERE id = ANY($2)`, run, ids)
	return err
}

// LaterRun returns the number of a run of the same source and département that
// was applied after a run and apart from it; 0 for none.
func (tx *Tx) LaterRun(ctx context.Context, run mediation.ImportRun) (later int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		SELECT COALESCE(max(id), 0) FROM import_runs r
		WHERE source = $2 AND departement = $3 AND status = 'applied' AND id > $1 AND COALESCE(batch, id) <> $4`,
		run.ID, run.Source, run.Departement, run.Batch).Scan(&later)
	return later, err
}

// TouchedSince lists, by name, the records of a run that something else than
// its own batch has changed since: undoing it would lose that.
func (tx *Tx) TouchedSince(ctx context.Context, run mediation.ImportRun) ([]string, error) {
	rows, err := tx.tx.Query(ctx, `
		WITH batch AS (SELECT id FROM import_runs WHERE COALESCE(batch, id) = $2)
		SELECT o.name
		FROM offers_before b JOIN offers o ON o.source = b.source AND o.source_id = b.after_id
		WHERE b.run = $1 AND NOT EXISTS (
			SELECT FROM offers_before x WHERE x.run > $1 AND x.run IN (TABLE batch) AND (x.source, x.source_id) = (o.source, o.source_id))
			AND (o.place_id <> b.after_place
				OR o.gone_at IS NULL AND o.last_run NOT IN (TABLE batch)
				OR o.gone_at IS NOT NULL AND o.gone_at <> $3)
		ORDER BY o.name, o.source_id`, run.ID, run.Batch, run.At)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// undoSteps make everything what it was before a run.
var undoSteps = []string{
	// What the run brought goes, unless a stop refers to it.
	`DELETE FROM offers o WHERE first_run = @run
		AND NOT EXISTS (SELECT FROM stops s WHERE (s.source, s.source_id) = (o.source, o.source_id))`,
	`UPDATE offers SET gone_at = @at, hidden_at = @at, undone_at = @at WHERE first_run = @run`,
	`UPDATE places p SET (name, street, complement, postcode, city, insee, point) =
			(b.name, b.street, b.complement, b.postcode, b.city, b.insee, b.point)
		FROM places_before b WHERE b.run = @run AND b.id = p.id`,
	`UPDATE offers o SET (place_id, join_reason, kind, name, street, insee, point, services, content, raw,
				first_run, last_run, gone_at, hidden_at, undone_at) =
			(b.place_id, b.join_reason, b.kind, b.name, b.street, b.insee, b.point, b.services, b.content, b.raw,
				b.first_run, b.last_run, b.gone_at, b.hidden_at, b.undone_at)
		FROM offers_before b
		WHERE b.run = @run AND (b.source, b.source_id) = (o.source, o.source_id)`,
	`DELETE FROM set_aside s USING import_runs r
		WHERE r.id = @run AND s.source = r.source AND s.departement = r.departement`,
	`INSERT INTO set_aside SELECT source, source_id, departement, line, reason, content, raw, run
		FROM set_aside_before WHERE during = @run`,
	`UPDATE import_runs SET status = 'undone', undone_at = @at WHERE id = @run`,
}

// UndoRun makes what a run changed what it was before, and lists the places
// concerned that are still there. Nothing else may have changed its records
// since.
func (tx *Tx) UndoRun(ctx context.Context, run mediation.ImportRun, at time.Time) (places []string, err error) {
	founded, known, err := tx.placesOf(ctx, run.ID)
	if err != nil {
		return nil, err
	}
	if err := tx.renameBack(ctx, run); err != nil {
		return nil, err
	}
	for _, step := range undoSteps {
		if _, err := tx.tx.Exec(ctx, step, pgx.NamedArgs{"run": run.ID, "at": at}); err != nil {
			return nil, err
		}
	}
	_, err = tx.tx.Exec(ctx, `
		DELETE FROM places p WHERE id = ANY($1) AND NOT EXISTS (SELECT FROM offers o WHERE o.place_id = p.id)`, founded)
	return append(known, founded...), err
}

// placesOf lists the places that a run founded, and those that it found there.
func (tx *Tx) placesOf(ctx context.Context, run int64) (founded, known []string, err error) {
	err = tx.tx.QueryRow(ctx, `
		SELECT COALESCE(array_agg(id), '{}') FROM places_before WHERE run = $1`, run).Scan(&known)
	if err != nil {
		return nil, nil, err
	}
	err = tx.tx.QueryRow(ctx, `
		SELECT COALESCE(array_agg(DISTINCT place_id), '{}') FROM offers
		WHERE last_run = $1 AND place_id <> ALL ($2)`, run, known).Scan(&founded)
	return founded, known, err
}

func (tx *Tx) renameBack(ctx context.Context, run mediation.ImportRun) error {
	rows, err := tx.tx.Query(ctx, `
		SELECT after_id, source_id FROM offers_before WHERE run = $1 AND after_id <> source_id`, run.ID)
	if err != nil {
		return err
	}
	var now, former []string
	var a, b string
	_, err = pgx.ForEachRow(rows, []any{&a, &b}, func() error {
		now, former = append(now, a), append(former, b)
		return nil
	})
	if err != nil || len(now) == 0 {
		return err
	}
	return tx.RenameOffers(ctx, run.Source, now, former)
}

// Fingerprint covers all that imports write but the numbers of their runs: two
// states with one fingerprint are alike to the last bit. Records that are only
// kept for their stops count as absent.
func (tx *Tx) Fingerprint(ctx context.Context) (sum string, err error) {
	err = tx.tx.QueryRow(ctx, `
		WITH lines AS (
			SELECT 'offer' AS kind, ROW(source, source_id, place_id, join_reason, o.kind, name, street, insee, point, services,
				content, raw, extract(epoch FROM gone_at), extract(epoch FROM hidden_at))::text AS line
			FROM offers o WHERE undone_at IS NULL
			UNION ALL
			SELECT 'place', ROW(p.*)::text FROM places p
			WHERE NOT EXISTS (SELECT FROM offers o WHERE o.place_id = p.id AND undone_at IS NOT NULL)
				OR EXISTS (SELECT FROM offers o WHERE o.place_id = p.id AND undone_at IS NULL)
			UNION ALL
			SELECT 'aside', ROW(source, source_id, departement, line, reason, content, raw)::text FROM set_aside)
		SELECT left(encode(sha256(convert_to(COALESCE(string_agg(md5(kind || line), '' ORDER BY kind, md5(line)), ''), 'UTF8')), 'hex'), 24)
		FROM lines`).Scan(&sum)
	return sum, err
}
