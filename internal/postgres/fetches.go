package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// Fetches reads what is kept of reading the sources of a département, by the
// id of the source.
func (tx *Tx) Fetches(ctx context.Context, departement string) (map[string]mediation.Fetch, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT source, departement, url, etag, last_modified, basis, tried_at, read_at, fault
		FROM fetches WHERE departement = $1`, departement)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (f mediation.Fetch, err error) {
		var read *time.Time
		err = row.Scan(&f.Source, &f.Departement, &f.URL, &f.ETag, &f.LastModified, &f.Basis, &f.TriedAt, &read, &f.Fault)
		if read != nil {
			f.ReadAt = *read
		}
		return f, err
	})
	bySource := make(map[string]mediation.Fetch, len(list))
	for _, f := range list {
		bySource[f.Source] = f
	}
	return bySource, err
}

// SaveFetch stores what is kept of reading a source.
func (tx *Tx) SaveFetch(ctx context.Context, f mediation.Fetch) error {
	_, err := tx.tx.Exec(ctx, `
		INSERT INTO fetches (source, departement, url, etag, last_modified, basis, tried_at, read_at, fault)
		VALUES ($1, $2, $3, $4, $5, $6, $7, NULLIF($8, '0001-01-01 00:00:00+00'::timestamptz), $9)
		ON CONFLICT (source, departement) DO UPDATE SET url = excluded.url, etag = excluded.etag,
			last_modified = excluded.last_modified, basis = excluded.basis, tried_at = excluded.tried_at,
			read_at = excluded.read_at, fault = excluded.fault`,
		f.Source, f.Departement, f.URL, f.ETag, f.LastModified, f.Basis, f.TriedAt, f.ReadAt, f.Fault)
	return err
}
