package backup_test

import (
	"archive/zip"
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/postgres"
	"escale/internal/postgres/backup"
	"escale/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// filled is a database with something in it, and a backup of it.
func filled(t *testing.T) (url, file string) {
	t.Helper()
	url = pgtest.URL(t)
	pgtest.Exec(t, url, `
		INSERT INTO epcis VALUES ('200067205', 'Cotentin');
		INSERT INTO accounts (email, name) VALUES ('a@b.example', 'Mairie');
		INSERT INTO sign_ins (email, token) VALUES ('a@b.example', 'x');
		INSERT INTO mails (kind, sign_in) SELECT 'sign-in', id FROM sign_ins;
		INSERT INTO sessions (token, data, expiry) VALUES ('t', 'd', now() + interval '1 hour');
		INSERT INTO changed_rows (kind, id) VALUES ('place', 'p')`)
	file = filepath.Join(t.TempDir(), "base.zip")
	if _, err := backup.Write(t.Context(), url, file, about); err != nil {
		t.Fatal(err)
	}
	return url, file
}

var about = backup.Manifest{Program: "test", Area: "50", MadeAt: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}

func rows(t *testing.T, url, table string) int {
	t.Helper()
	return pgtest.Column[int](t, url, "SELECT count(*)::int FROM "+table)[0]
}

func TestWhatIsRestoredIsWhatWas(t *testing.T) {
	url, file := filled(t)
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: others may read it", info, err)
	}
	revision := pgtest.Column[int64](t, url, `SELECT revision FROM data_revision`)[0]
	other := pgtest.Bare(t)
	m, err := backup.Restore(t.Context(), other, file, false)
	if err != nil {
		t.Fatal(err)
	}
	if m.Program != "test" || m.Area != "50" || !m.MadeAt.Equal(about.MadeAt) || m.Schema != postgres.NewestMigration() {
		t.Errorf("%+v", m)
	}
	left := map[string]int{"sessions": 0, "sign_ins": 0, "mails": 0, "river_job": 0, "changed_rows": 0}
	for table, n := range m.Rows {
		want, out := left[table]
		if !out {
			want = int(n)
		}
		if got := rows(t, other, table); got != want {
			t.Errorf("%s has %d rows, want %d", table, got, want)
		}
	}
	if m.Rows["accounts"] != 1 || m.Rows["sessions"] != 1 {
		t.Errorf("the backup counts %v", m.Rows)
	}
	if now := pgtest.Column[int64](t, other, `SELECT revision FROM data_revision`)[0]; now <= revision+1000 {
		t.Errorf("revision %d after %d: what servers keep could pass for this", now, revision)
	}
	db, err := postgres.Open(t.Context(), other) // its indexes, triggers and functions are there
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, kind := range []string{"pg_indexes WHERE schemaname", "pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace::regnamespace::text"} {
		if a, b := rows(t, url, kind+" = 'public'"), rows(t, other, kind+" = 'public'"); a != b || a == 0 {
			t.Errorf("%s: %d, then %d", kind, a, b)
		}
	}
}

func TestARestoreIsRefusedAndChangesNothing(t *testing.T) {
	_, file := filled(t)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	put := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	turned := append([]byte{}, content...)
	turned[len(turned)/2] ^= 1
	url := pgtest.URL(t)
	pgtest.Exec(t, url, `INSERT INTO epcis VALUES ('200000000', 'Avant')`)
	for name, test := range map[string]struct {
		file, want string
		replace    bool
	}{
		"no file":          {filepath.Join(folder, "absent.zip"), "n’existe pas", true},
		"no archive":       {put("texte.zip", []byte("bonjour")), "n’est pas une sauvegarde", true},
		"cut":              {put("coupé.zip", content[:len(content)-100]), "n’est pas une sauvegarde", true},
		"one bit turned":   {put("abîmé.zip", turned), "est abîmé", true},
		"another archive":  {put("autre.zip", otherArchive(t)), "n’est pas une sauvegarde", true},
		"not empty":        {file, "--replace", false},
		"of a newer time":  {rewritten(t, file, `"schema": `, `"schema": 9`), "plus récente", true},
		"of a newer shape": {rewritten(t, file, `"format": 1`, `"format": 2`), "plus récente", true},
		"rows are missing": {rewritten(t, file, `"epcis": 1`, `"epcis": 2`), "rows are missing in epcis", true},
	} {
		if _, err := backup.Restore(t.Context(), url, test.file, test.replace); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
		if got := pgtest.Column[string](t, url, `SELECT name FROM epcis`); len(got) != 1 || got[0] != "Avant" {
			t.Errorf("%s: the database has %v", name, got)
		}
	}
	if _, err := backup.Restore(t.Context(), url, file, true); err != nil || pgtest.Column[string](t, url, `SELECT name FROM epcis`)[0] != "Cotentin" {
		t.Errorf("replaced: %v", err)
	}
}

func otherArchive(t *testing.T) []byte {
	t.Helper()
	var b strings.Builder
	w := zip.NewWriter(&b)
	if _, err := w.Create("bonjour.txt"); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}

// rewritten is a backup whose manifest was changed.
func rewritten(t *testing.T, file, old, with string) string {
	t.Helper()
	from, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	out, err := os.Create(filepath.Join(t.TempDir(), "autre.zip"))
	if err != nil {
		t.Fatal(err)
	}
	to := zip.NewWriter(out)
	for _, member := range from.File {
		if err := copyChanged(to, member, old, with); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil || out.Close() != nil {
		t.Fatal(err)
	}
	return out.Name()
}

func TestNoRestoreUnderAServer(t *testing.T) {
	_, file := filled(t)
	url := pgtest.URL(t)
	db, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), url, file, true); err == nil || !strings.Contains(err.Error(), "arrêtez-le") {
		t.Errorf("restored under a server: %v", err)
	}
	db.Close()
	if _, err := backup.Restore(t.Context(), url, file, true); err != nil {
		t.Error(err)
	}
}

// A server that starts while a database is restored waits for the end.
func TestAServerThatStartsWaitsForTheRestore(t *testing.T) {
	_, file := filled(t)
	url := pgtest.URL(t)
	hold, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Close(context.Background())
	tx, err := hold.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `LOCK TABLE epcis`); err != nil { // the restore waits here
		t.Fatal(err)
	}
	restored := make(chan error, 1)
	go func() { _, err := backup.Restore(t.Context(), url, file, true); restored <- err }()
	waits := `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 AND wait_event_type = 'Lock'`
	for until := time.Now().Add(20 * time.Second); pgtest.Column[int](t, url, waits, "psql")[0] == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("the restore never came to the table")
		}
	}
	opened := make(chan error, 1)
	go func() {
		db, err := postgres.Open(t.Context(), url)
		if err == nil {
			db.Close()
		}
		opened <- err
	}()
	select {
	case err := <-opened:
		t.Fatalf("a server opened the database under the restore: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-restored; err != nil {
		t.Error(err)
	}
	if err := <-opened; err != nil {
		t.Error(err)
	}
}

func TestABackupIsRefused(t *testing.T) {
	url, file := filled(t)
	for name, test := range map[string]struct{ url, file, want string }{
		"empty database":  {pgtest.Bare(t), filepath.Join(t.TempDir(), "b.zip"), "vide"},
		"file is there":   {url, file, "existe déjà"},
		"no such folder":  {url, filepath.Join(t.TempDir(), "absent", "b.zip"), "no such file"},
		"keyword address": {"host=/tmp dbname=x", filepath.Join(t.TempDir(), "b.zip"), ""},
	} {
		folder := filepath.Dir(test.file)
		if _, err := backup.Write(t.Context(), test.url, test.file, about); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
		if parts, _ := filepath.Glob(filepath.Join(folder, "*.partiel-*")); len(parts) > 0 {
			t.Errorf("%s leaves %v", name, parts)
		}
	}
}

// copyChanged copies a member of an archive with a text replaced in its manifest.
func copyChanged(to *zip.Writer, member *zip.File, old, with string) error {
	in, err := member.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	content, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	if member.Name == "escale.json" {
		content = []byte(strings.Replace(string(content), old, with, 1))
	}
	out, err := to.CreateHeader(&zip.FileHeader{Name: member.Name, Method: member.Method})
	if err != nil {
		return err
	}
	_, err = out.Write(content)
	return err
}

// plain is an empty database of an account that is no superuser, as hosts give them;
// with the extensions that its administrator created, or none.
func plain(t *testing.T, extensions string) string {
	t.Helper()
	address := pgtest.Bare(t)
	pgtest.Exec(t, address, `DO $$ BEGIN
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'simple') THEN CREATE ROLE simple LOGIN; END IF;
		EXECUTE format('ALTER DATABASE %I OWNER TO simple', current_database());
	END $$; `+extensions)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("user", "simple")
	u.RawQuery = query.Encode()
	return u.String()
}

const ofTheAdministrator = `CREATE EXTENSION postgis; CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent; CREATE EXTENSION btree_gist`

func TestAnAccountWithoutPowersRestores(t *testing.T) {
	_, file := filled(t)
	for _, from := range []string{file, "../../../cmd/escale/testdata/0.1.0.zip"} {
		target := plain(t, ofTheAdministrator)
		if _, err := backup.Restore(t.Context(), target, from, false); err != nil {
			t.Fatalf("%s: %v", from, err)
		}
		db, err := postgres.Open(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		db.Close()
		again := filepath.Join(t.TempDir(), "encore.zip")
		if _, err := backup.Write(t.Context(), target, again, about); err != nil {
			t.Fatal(err)
		}
		if _, err := backup.Restore(t.Context(), target, again, true); err != nil {
			t.Errorf("its own backup: %v", err)
		}
	}
	bare := plain(t, "")
	if _, err := backup.Restore(t.Context(), bare, file, false); err == nil || !strings.Contains(err.Error(), "CREATE EXTENSION postgis;") {
		t.Errorf("without extensions: %v", err)
	}
	if state, err := postgres.Examine(t.Context(), bare, "50"); err != nil || !state.Empty || len(state.Missing) != 1 || state.Missing[0] != "postgis" {
		t.Errorf("what is missing: %+v, %v", state, err)
	}
}
