package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"

	"escale/internal/mediation"
	"escale/migrations"
)

// migrationLimit is how long all that is new may take, or the instance that is
// at it; a database that accepts and never answers is left then.
const migrationLimit = 5 * time.Minute

// migrate brings the database to the newest shape. A session lock makes a
// second instance wait for the first.
func migrate(ctx context.Context, config *pgx.ConnConfig) error {
	ctx, cancel := context.WithTimeout(ctx, migrationLimit)
	defer cancel()
	config = config.Copy()
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol // a migration of the queue is many statements
	db := stdlib.OpenDB(*config)
	defer db.Close()
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	provider, err := newProvider(db, goose.WithSessionLocker(locker))
	if err != nil {
		return err
	}
	if err := refuseNewer(ctx, provider); err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// refuseNewer is an error when a newer program has migrated the database: this
// one would not know what it writes to.
func refuseNewer(ctx context.Context, provider *goose.Provider) error {
	there, err := provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if known := NewestMigration(); there > known {
		return &mediation.Error{Kind: mediation.Conflict, Sentence: fmt.Sprintf(
			"Cette base est celle d’une version plus récente d’Escale (elle en est à la migration %d, ce programme en connaît %d). "+
				"Installez cette version, ou une plus récente ; pour revenir en arrière, restaurez une sauvegarde faite avant la mise à jour.", there, known)}
	}
	return nil
}

// NewestMigration is the number of the latest that this program knows.
func NewestMigration() (newest int64) {
	newest = queueFirst + queueVersions - 1
	names, _ := fs.Glob(migrations.Files, "*.sql") // the pattern is well written
	for _, name := range names {
		if number, err := goose.NumericComponent(name); err == nil {
			newest = max(newest, number)
		}
	}
	return newest
}

func newProvider(db *sql.DB, options ...goose.ProviderOption) (*goose.Provider, error) {
	return goose.NewProvider(goose.DialectPostgres, db, migrations.Files, append(options, goose.WithGoMigrations(queueMigrations()...))...)
}

// The tables of the queue of jobs are migrations of ours, one for each of its
// versions, since it adds values to a type and uses them in the next. A newer
// version of the library that has a ninth gets a migration of another number.
const (
	queueFirst    = 17
	queueVersions = 8
)

func queueMigrations() (list []*goose.Migration) {
	for version := 1; version <= queueVersions; version++ {
		step := func(direction rivermigrate.Direction, options rivermigrate.MigrateOpts) *goose.GoFunc {
			return &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
				migrator, err := rivermigrate.New(riverdatabasesql.New(nil), nil)
				if err != nil {
					return err
				}
				//lint:ignore SA1019 one version is one migration and one transaction: none is batched with another
				_, err = migrator.MigrateTx(ctx, tx, direction, &options)
				return err
			}}
		}
		down := rivermigrate.MigrateOpts{MaxSteps: 1}
		if version == 1 {
			down.TargetVersion = -1 // to nothing at all
		}
		list = append(list, goose.NewGoMigration(int64(queueFirst+version-1),
			step(rivermigrate.DirectionUp, rivermigrate.MigrateOpts{TargetVersion: version, MaxSteps: 1}), step(rivermigrate.DirectionDown, down)))
	}
	return list
}
