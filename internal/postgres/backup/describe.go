package backup

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
)

// versions is the table that counts the migrations.
const versions = "goose_db_version"

// querier is a connection or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// describe fills in what the database says of itself.
func describe(ctx context.Context, db querier, m *Manifest) error {
	if err := db.QueryRow(ctx, `SELECT current_setting('server_version_num')::int`).Scan(&m.Server); err != nil {
		return err
	}
	tables, err := tables(ctx, db)
	if err != nil {
		return err
	}
	if !slices.Contains(tables, versions) {
		return refusal("Cette base est vide : il n’y a rien à sauvegarder.")
	}
	if err := db.QueryRow(ctx, `SELECT max(version_id) FROM `+versions+` WHERE is_applied`).Scan(&m.Schema); err != nil {
		return err
	}
	if m.Extensions, err = column(ctx, db, `SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY oid`); err != nil {
		return err
	}
	m.Rows, err = counts(ctx, db, tables)
	return err
}

// tables lists ours: those of the schema public that no extension brought.
func tables(ctx context.Context, db querier) ([]string, error) {
	return column(ctx, db, `
		SELECT c.relname FROM pg_class c
		WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
		  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1`)
}

func counts(ctx context.Context, db querier, tables []string) (map[string]int64, error) {
	rows := map[string]int64{}
	for _, table := range tables {
		var n int64
		if err := db.QueryRow(ctx, `SELECT count(*) FROM `+pgx.Identifier{"public", table}.Sanitize()).Scan(&n); err != nil {
			return nil, err
		}
		rows[table] = n
	}
	return rows, nil
}

func column(ctx context.Context, db querier, sql string) ([]string, error) {
	rows, err := db.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
