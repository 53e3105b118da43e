// Package archtest holds the shape of the project: which package may import which, how
// long files and functions may grow, and that documents name what exists.
package archtest

import (
	"encoding/json"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// allowed is the import table of the design: the packages of this project
// that each package may import. A package that is not listed may not exist.
var allowed = map[string][]string{
	"data":               {},
	"migrations":         {},
	"frontend":           {},
	"internal/mediation": {},
	"internal/language":  {"data"},
	// languagetest reads back what is said, for tests only.
	"internal/language/languagetest": {"internal/language"},
	"internal/hours":                 {"internal/compact", "internal/language", "internal/mediation"},
	// hourstest asks another evaluator of hours, for tests only.
	"internal/hours/hourstest": {},
	"internal/tour":            {"internal/language", "internal/hours", "internal/mediation"},
	"internal/geojson":         {"internal/mediation"},
	// compact keeps things in memory; it knows nothing of what they are.
	"internal/compact": {},
	// ground draws the territory; orb is all that it knows beside.
	"internal/ground":  {"internal/compact", "internal/mediation"},
	"internal/formats": {"internal/mediation", "internal/hours"},
	// search is pure: the lists of words that it knows are in data.
	"internal/search":  {"data", "internal/compact", "internal/language", "internal/mediation"},
	"internal/catalog": {"internal/compact", "internal/language", "internal/search", "internal/hours", "internal/tour", "internal/mediation"},
	// orientation lays what the catalog gives on the wall clock; it knows nobody's format.
	"internal/orientation": {"internal/catalog", "internal/hours"},
	// history is what the use cases share of taking changes back, and their words.
	"internal/history": {"internal/hours", "internal/mediation"},
	"internal/ingest":  {"internal/formats", "internal/history", "internal/mediation"},
	"internal/geocode": {"internal/mediation"},
	"internal/desk":    {"internal/formats", "internal/hours", "internal/language", "internal/tour", "internal/mediation"},
	// desktest wires desk to planning, for tests only.
	"internal/desk/desktest": {"internal/desk", "internal/planning", "internal/mediation"},
	"internal/mail":          {"internal/mediation"},
	// pagestest looks at forms that are shown again, for tests only.
	"internal/pages/pagestest": {},
	// mailtest receives mail, for tests only.
	"internal/mail/mailtest": {"internal/mediation"},
	"internal/planning":      {"internal/formats", "internal/history", "internal/hours", "internal/tour", "internal/mediation"},
	"internal/config":        {"internal/mediation"},
	// coverage is pure: it is given who lives and who helps where.
	"internal/coverage": {"internal/hours", "internal/mediation"},
	// coveragetest asks another solver, for tests only.
	"internal/coverage/coveragetest": {"internal/coverage"},
	// reachtest makes maps of real départements, for tests only.
	"internal/reach/reachtest": {"data", "internal/catalog", "internal/formats", "internal/hours", "internal/mediation", "internal/mirrortest"},
	// reach asks coverage of what the catalog holds.
	"internal/reach": {"internal/catalog", "internal/coverage", "internal/hours", "internal/language", "internal/mediation"},
	// counts is pure: postgres stores what it counted.
	"internal/counts": {"internal/hours", "internal/mediation"},
	"internal/web":    {"internal/coverage", "internal/language", "internal/mediation"},
	"internal/api":    {"internal/compact", "internal/language", "internal/web", "internal/geojson", "internal/orientation", "internal/coverage", "internal/reach", "internal/catalog", "internal/search", "internal/tour", "internal/hours", "internal/mediation"},
	"internal/site":   {"internal/language", "internal/web", "internal/geojson", "internal/catalog", "internal/coverage", "internal/reach", "internal/search", "internal/ground", "internal/tour", "internal/hours", "internal/mediation", "internal/pages", "frontend"},
	"internal/iframe": {"internal/language", "internal/web", "internal/geojson", "internal/catalog", "internal/search", "internal/tour", "internal/hours", "internal/mediation", "internal/pages", "frontend"},
	// admin reaches the use cases through interfaces that cmd wires; their words are desk's.
	"internal/admin": {"internal/language", "internal/web", "internal/catalog", "internal/coverage", "internal/reach", "internal/tour", "internal/history", "internal/hours", "internal/mediation", "internal/pages", "internal/desk"},
	// pages is what the audiences that show pages share.
	"internal/pages": {"internal/language", "internal/web", "internal/catalog", "internal/coverage", "internal/reach", "internal/ground", "internal/hours", "internal/mediation"},
	"internal/ogc":   {"internal/language", "internal/web", "internal/geojson", "internal/catalog", "internal/tour", "internal/hours", "internal/mediation", "internal/pages"},
	// export writes files for others: its answers are what formats writes.
	"internal/export": {"internal/language", "internal/web", "internal/geojson", "internal/catalog", "internal/coverage", "internal/reach", "internal/formats", "internal/hours", "internal/mediation"},
	// postgres is the only home of SQL; local and pgtest are its own.
	"internal/postgres":        {"internal/compact", "internal/mediation", "migrations"},
	"internal/postgres/local":  {},
	"internal/postgres/backup": {"internal/mediation", "internal/postgres"},
	"internal/postgres/pgtest": {"internal/postgres", "internal/postgres/local"},
	// relay stands before a database, for tests only.
	"internal/postgres/relay": {},
	// standby runs a primary and its standby, for tests only.
	"internal/postgres/standby": {},
	// metrics counts what a server does, for those who watch over it.
	"internal/metrics": {"internal/mediation"},
	// doctor looks whether all is well.
	"internal/doctor":   {"internal/mediation"},
	"internal/archtest": {},
	// mirrortest finds the mirror of real data, for tests only.
	"internal/mirrortest": {},
}

// wires are the packages that may import anything of the project.
var wires = []string{"cmd/escale", "internal/bench"}

// homes are the only packages that may import some modules.
var homes = map[string][]string{
	"github.com/labstack/echo/":   {"internal/web", "internal/pages", "internal/api", "internal/site", "internal/iframe", "internal/ogc", "internal/export", "internal/admin"},
	"github.com/prometheus/":      {"internal/metrics"},
	"github.com/jackc/pgx/":       {"internal/postgres", "internal/postgres/backup", "internal/postgres/local", "internal/postgres/pgtest", "internal/postgres/standby"},
	"github.com/twpayne/go-geom":  {"internal/postgres"},
	"github.com/riverqueue/":      {"internal/postgres"},
	"github.com/wneessen/go-mail": {"internal/mail"},
	"github.com/alexedwards/scs":  {"internal/postgres", "internal/admin"},
}

// pure are the packages that may import only the standard library, what the
// table above lists, and modules for points and letters.
var (
	pure        = []string{"internal/mediation", "internal/ground"}
	pureModules = regexp.MustCompile(`^(github\.com/paulmach/orb|golang\.org/x/text/unicode/norm)(/|$)`)
)

const module = "escale/"

type listed struct {
	ImportPath string
	Imports    []string
}

func list(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var packages []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var p listed
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	return packages
}

func TestImportTable(t *testing.T) {
	for _, p := range list(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		may, known := allowed[name]
		if slices.Contains(wires, name) || strings.HasPrefix(name, "internal/bench/") {
			continue
		}
		if !known {
			t.Errorf("%s is not in the import table", name)
		}
		for _, imported := range p.Imports {
			if own, ours := strings.CutPrefix(imported, module); ours && !slices.Contains(may, own) {
				t.Errorf("%s may not import %s", name, own)
			}
			checkHome(t, name, imported)
			if slices.Contains(pure, name) && strings.Contains(imported, ".") && !pureModules.MatchString(imported) {
				t.Errorf("%s may not import %s", name, imported)
			}
		}
	}
}

func checkHome(t *testing.T, name, imported string) {
	t.Helper()
	for prefix, packages := range homes {
		if strings.HasPrefix(imported+"/", prefix) && !slices.Contains(packages, name) {
			t.Errorf("%s may not import %s: its homes are %v", name, imported, packages)
		}
	}
}
