package postgres

import (
	"context"
	"io/fs"
	"regexp"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"escale/internal/mediation"
	"escale/migrations"
)

// creates finds the extensions in a migration.
var creates = regexp.MustCompile(`CREATE EXTENSION IF NOT EXISTS (\w+)`)

// Extensions are those that the migrations create.
func Extensions() (names []string) {
	files, _ := fs.Glob(migrations.Files, "*.sql") // the pattern is well written
	for _, file := range files {
		text, _ := fs.ReadFile(migrations.Files, file) // it is in the program
		for _, found := range creates.FindAllSubmatch(text, -1) {
			names = append(names, string(found[1]))
		}
	}
	return names
}

// ExtensionsAtHand lists those that a database has, or that its account may create.
const ExtensionsAtHand = `
	SELECT extname FROM pg_extension UNION
	SELECT v.name FROM pg_available_extension_versions v, pg_roles r
	WHERE r.rolname = current_user AND (r.rolsuper OR v.trusted AND has_database_privilege(current_database(), 'CREATE'))`

// Examine reads what a database says of itself, and changes nothing.
func Examine(ctx context.Context, url string, area mediation.Area) (state mediation.DatabaseState, err error) {
	config, err := readURL(url)
	if err != nil {
		return state, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return state, unavailable(err)
	}
	db := &DB{pool: pool}
	defer db.Close()
	if err := db.Ping(ctx); err != nil {
		return state, err
	}
	state.Newest = NewestMigration()
	if err := db.readTx(ctx, func(tx *Tx) error { return tx.examine(ctx, &state) }); err != nil || state.Empty {
		return state, err
	}
	state.Operation, err = db.Operation(ctx, area)
	return state, err
}

func (tx *Tx) examine(ctx context.Context, state *mediation.DatabaseState) error {
	err := tx.tx.QueryRow(ctx, `
		SELECT current_setting('server_version_num')::int, pg_is_in_recovery(), to_regclass('data_revision') IS NULL, now()`).Scan(
		&state.Server, &state.ReadOnly, &state.Empty, &state.Clock)
	if err != nil {
		return err
	}
	if !state.Empty {
		if state.Schema, err = tx.schema(ctx); err != nil {
			return err
		}
	}
	if state.Missing, err = tx.missing(ctx, state.Schema < state.Newest); err != nil || state.Empty {
		return err
	}
	var changed *time.Time
	err = tx.tx.QueryRow(ctx, `SELECT (SELECT changed_at FROM data_revision), (SELECT count(DISTINCT a.id) FROM accounts a JOIN grants g ON g.account = a.id
		WHERE a.closed_at IS NULL AND g.role = $1)`, mediation.Admin).Scan(&changed, &state.Admins)
	if changed != nil {
		state.Changed = *changed
	}
	return err
}

// missing lists the extensions that are not there; before a migration, those that
// it could not create.
func (tx *Tx) missing(ctx context.Context, before bool) ([]string, error) {
	from := `SELECT extname FROM pg_extension`
	if before {
		from = ExtensionsAtHand
	}
	rows, err := tx.tx.Query(ctx, from)
	if err != nil {
		return nil, err
	}
	there, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return slices.DeleteFunc(Extensions(), func(name string) bool { return slices.Contains(there, name) }), err
}
