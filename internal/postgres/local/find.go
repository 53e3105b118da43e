package local

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// ErrMissing says what to install. Its text is meant for the person who runs
// the program.
var ErrMissing = errors.New("PostgreSQL avec PostGIS est introuvable sur cette machine : " +
	"installez-les (sous Debian : apt-get install postgresql-15-postgis-3), " +
	"ou indiquez une base existante dans DATABASE_URL")

// findBinaries returns the directory that holds initdb and postgres for an
// installation that also has PostGIS.
func findBinaries() (string, error) {
	for _, dir := range candidates() {
		if executable(filepath.Join(dir, "initdb")) && executable(filepath.Join(dir, "postgres")) && hasPostGIS(dir) {
			return dir, nil
		}
	}
	return "", ErrMissing
}

// candidates lists where servers are installed: the newest Debian version
// first, then what pg_config says.
func candidates() []string {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Sort(dirs)
	slices.Reverse(dirs)
	if dir := pgConfig("pg_config", "--bindir"); dir != "" {
		dirs = append(dirs, dir)
	}
	return dirs
}

func hasPostGIS(bin string) bool {
	share := pgConfig(filepath.Join(bin, "pg_config"), "--sharedir")
	if share == "" {
		share = strings.Replace(filepath.Dir(bin), "/lib/", "/share/", 1)
	}
	_, err := os.Stat(filepath.Join(share, "extension", "postgis.control"))
	return err == nil
}

func pgConfig(program, option string) string {
	out, err := exec.Command(program, option).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&0o111 != 0
}
