package backup

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// tools is a folder with PostgreSQL's own programs.
type tools string

// programs are those that a backup and a restore run.
var programs = []string{"pg_dump", "pg_restore", "psql"}

// findTools finds the programs for a server: an older pg_dump refuses it, a newer
// one may write what it does not know. So the oldest that is not too old.
func findTools(server int) (tools, error) {
	folders, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if path, err := exec.LookPath("pg_dump"); err == nil {
		folders = append(folders, filepath.Dir(path))
	}
	best, version := "", 0
	for _, folder := range folders {
		major := majorOf(folder)
		if major > 0 && major >= server/10000 && (best == "" || major < version) {
			best, version = folder, major
		}
	}
	if best == "" {
		return "", refusal("Il manque pg_dump, pg_restore et psql, d’une version de PostgreSQL au moins égale à celle de la base : installez-les (sous Debian : apt-get install postgresql-client).")
	}
	return tools(best), nil
}

// CheckTools is an error when no version of PostgreSQL's own programs is there.
func CheckTools() error {
	_, err := findTools(0)
	return err
}

var versionNumber = regexp.MustCompile(`\) ([0-9]+)`)

// majorOf is the version of the programs of a folder, 0 when one is missing.
func majorOf(folder string) int {
	major := 0
	for _, program := range programs {
		out, err := exec.Command(filepath.Join(folder, program), "--version").Output()
		found := versionNumber.FindSubmatch(out)
		if err != nil || found == nil {
			return 0
		}
		major, _ = strconv.Atoi(string(found[1])) // digits
	}
	return major
}

// run runs one of the programs on the database at address, whose password is
// never among its arguments: all users of a machine may read those.
func (t tools) run(ctx context.Context, address string, in io.Reader, out io.Writer, program string, args ...string) error {
	bare, password, err := withoutPassword(address)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(string(t), program), args...)
	if program != "pg_restore" { // which only writes a script here
		cmd.Args = append(cmd.Args, "--dbname="+bare)
	}
	cmd.Env = append(os.Environ(), "PGAPPNAME="+program, "LC_ALL=C")
	if password != "" {
		cmd.Env = append(cmd.Env, "PGPASSWORD="+password)
	}
	var complaints bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, &complaints
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s : %w : %s", program, err, strings.TrimSpace(complaints.String()))
	}
	return nil
}

// ours are the parameters of an address that pgx alone understands.
var ours = regexp.MustCompile(`^(pool_.*|default_query_exec_mode|statement_cache_capacity|description_cache_capacity)$`)

// withoutPassword is an address that PostgreSQL's programs understand.
func withoutPassword(address string) (bare, password string, err error) {
	u, err := url.Parse(address)
	if err != nil || !slices.Contains([]string{"postgres", "postgresql"}, u.Scheme) {
		return "", "", refusal("Pour sauvegarder ou restaurer, DATABASE_URL s’écrit postgres://compte:mot-de-passe@serveur:5432/base.")
	}
	if u.User != nil {
		password, _ = u.User.Password()
		u.User = url.User(u.User.Username())
	}
	query := u.Query()
	for name := range query {
		if ours.MatchString(name) {
			query.Del(name)
		}
	}
	if query.Has("password") {
		password = query.Get("password")
		query.Del("password")
	}
	u.RawQuery = query.Encode()
	return u.String(), password, nil
}

func connect(ctx context.Context, address string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, refusal("DATABASE_URL n’est pas l’adresse d’une base PostgreSQL.")
	}
	return pgx.ConnectConfig(ctx, config)
}
