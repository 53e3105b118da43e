package backup

import (
	"archive/zip"
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3/lock"
	"golang.org/x/sync/errgroup"

	"escale/internal/postgres"
)

var (
	//go:embed empty.sql
	emptySQL string
	//go:embed forget.sql
	forgetSQL string
)

// Restore makes the database at url what it was when the file was written, all or
// nothing. A database that is not empty is replaced only if replace is true, and
// never while a server uses it. Sessions, links to sign in, unsent mails and jobs
// are left out: the caller erases what is past its term, and newer programs migrate.
func Restore(ctx context.Context, url, file string, replace bool) (Manifest, error) {
	m, err := Open(file)
	if err != nil {
		return m, err
	}
	if m.Schema > postgres.NewestMigration() {
		return m, refusal("Cette sauvegarde est d’une version plus récente d’Escale (%s) : installez-la d’abord.", m.Program)
	}
	server, err := check(ctx, url, m, replace)
	if err != nil {
		return m, err
	}
	tools, err := findTools(server)
	if err != nil {
		return m, err
	}
	archive, err := zip.OpenReader(file)
	if err != nil {
		return m, err
	}
	defer archive.Close()
	r := &restoring{tools: tools, url: url, archive: &archive.Reader}
	defer func() { _ = os.Remove(r.list) }()
	if err := r.writeList(ctx); err != nil {
		return m, err
	}
	return m, r.run(ctx, m)
}

// check refuses a database that cannot take the backup, and gives the version of
// its server.
func check(ctx context.Context, url string, m Manifest, replace bool) (server int, err error) {
	conn, err := connect(ctx, url)
	if err != nil {
		return 0, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if err := conn.QueryRow(ctx, `SELECT current_setting('server_version_num')::int`).Scan(&server); err != nil {
		return 0, err
	}
	there, err := tables(ctx, conn)
	if err != nil {
		return 0, err
	}
	if len(there) > 0 && !slices.Equal(there, []string{versions}) && !replace {
		return 0, refusal("Cette base n’est pas vide. Pour remplacer tout ce qu’elle contient : --replace")
	}
	var others int
	err = conn.QueryRow(ctx, `
		SELECT count(*) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = 'escale' AND pid <> pg_backend_pid()`).Scan(&others)
	if err != nil {
		return 0, err
	}
	if others > 0 {
		return 0, refusal("Un serveur d’Escale utilise cette base : arrêtez-le d’abord, puis recommencez.")
	}
	available, err := column(ctx, conn, `SELECT name FROM pg_available_extensions`)
	if err != nil {
		return 0, err
	}
	if !slices.Contains(available, "postgis") {
		return 0, refusal("Ce serveur PostgreSQL n’a pas PostGIS : installez-le (sous Debian : apt-get install postgresql-%d-postgis-3).", server/10000)
	}
	return server, mayCreate(ctx, conn)
}

// mayCreate refuses extensions that are not there and that this account may not
// create.
func mayCreate(ctx context.Context, db querier) error {
	there, err := column(ctx, db, postgres.ExtensionsAtHand)
	if err != nil {
		return err
	}
	for _, name := range postgres.Extensions() {
		if !slices.Contains(there, name) {
			return refusal("Ce compte ne peut pas créer l’extension %s. Un administrateur de PostgreSQL la crée dans cette base : CREATE EXTENSION %s;", name, name)
		}
	}
	return nil
}

// restoring is one script, made of what pg_restore writes and of what is ours.
type restoring struct {
	tools   tools
	url     string
	archive *zip.Reader
	// list is a file that names what is restored.
	list string
}

// run gives the script to psql as one transaction.
func (r *restoring) run(ctx context.Context, m Manifest) error {
	script, to := io.Pipe()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		err := r.tools.run(ctx, r.url, script, io.Discard, "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-")
		_ = script.CloseWithError(context.Canceled) // whoever still writes stops
		return err
	})
	group.Go(func() error { return to.CloseWithError(r.write(ctx, to, m)) })
	return group.Wait()
}

// write writes the script. What is ours comes before constraints and triggers.
func (r *restoring) write(ctx context.Context, to io.Writer, m Manifest) error {
	steps := []func() error{
		func() error { return write(to, prelude(m)) },
		func() error { return r.section(ctx, to, "pre-data") },
		func() error { return r.section(ctx, to, "data") },
		func() error { return write(to, counted(m)+forgetSQL) },
		func() error { return r.section(ctx, to, "post-data") },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func write(to io.Writer, text string) error {
	_, err := io.WriteString(to, text)
	return err
}

func (r *restoring) section(ctx context.Context, to io.Writer, name string) error {
	return r.pgRestore(ctx, to, "--file=-", "--no-owner", "--no-privileges", "--schema=public", "--section="+name, "--use-list="+r.list)
}

// pgRestore reads the dump from its beginning.
func (r *restoring) pgRestore(ctx context.Context, to io.Writer, args ...string) error {
	dump, err := r.archive.Open(dumpName)
	if err != nil {
		return err
	}
	defer dump.Close()
	return r.tools.run(ctx, r.url, dump, to, "pg_restore", args...)
}

// writeList writes what of the dump is restored: all but the rows that belong to
// PostGIS, which older backups have.
func (r *restoring) writeList(ctx context.Context) error {
	var all bytes.Buffer
	if err := r.pgRestore(ctx, &all, "--list"); err != nil {
		return err
	}
	lines := slices.DeleteFunc(strings.Split(all.String(), "\n"), func(line string) bool {
		return strings.Contains(line, " TABLE DATA public "+systems+" ")
	})
	file, err := os.CreateTemp("", "escale-liste-*")
	if err != nil {
		return err
	}
	r.list = file.Name()
	_, err = file.WriteString(strings.Join(lines, "\n"))
	return errors.Join(err, file.Close())
}

// prelude keeps servers from migrating meanwhile, and empties the database.
func prelude(m Manifest) string {
	var b strings.Builder
	fmt.Fprintf(&b, "SET client_min_messages = warning;\nSELECT pg_advisory_xact_lock(%d);\n%s\n", lock.DefaultLockID, emptySQL)
	for _, name := range m.Extensions {
		fmt.Fprintf(&b, "SELECT count(*) > 0 AS known FROM pg_available_extensions WHERE name = %s \\gset\n\\if :known\nCREATE EXTENSION IF NOT EXISTS %s;\n\\endif\n",
			quoted(name), pgx.Identifier{name}.Sanitize())
	}
	return b.String()
}

// counted stops the script when a table has not all its rows.
func counted(m Manifest) string {
	var b strings.Builder
	b.WriteString("DO $check$ BEGIN\n")
	for _, table := range slices.Sorted(maps.Keys(m.Rows)) {
		fmt.Fprintf(&b, "IF (SELECT count(*) FROM %s) <> %d THEN RAISE EXCEPTION 'rows are missing in %%', %s; END IF;\n",
			pgx.Identifier{"public", table}.Sanitize(), m.Rows[table], quoted(table))
	}
	b.WriteString("END $check$;\n")
	return b.String()
}

// quoted is a text of SQL.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
