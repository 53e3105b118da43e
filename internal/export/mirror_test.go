package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"escale/internal/catalog"
	"escale/internal/formats"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
)

const (
	modules = "../../frontend/node_modules"
	library = "@gouvfr-anct/lieux-de-mediation-numerique"
)

// missing skips a test that lacks its tools, which `make test` has installed.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing", what)
	}
	t.Skipf("%s is missing", what)
}

func open(t testing.TB, path string) io.Reader {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(content)
}

// france is the map of the whole country: every record of the mirror, or else
// of the example set, that has a point, each at a place of its own.
func france(t testing.TB) *catalog.Snapshot {
	t.Helper()
	needs, err := formats.ReadNeeds(open(t, "../../data/services.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var places []mediation.Place
	folder, found := mirrortest.Find(t)
	files := map[string]string{
		"france/france-services-20240801.csv": "france-services", "france/conseillers-numeriques-20221201.json": "conseillers-numeriques",
		"manche/aidant-bus-sud-manche.json": "conseillers-numeriques-bus", "manche/epn-2020.csv": "epn-normandie",
		"france/hinaura-standard-2021.json": "standard", "france/aix-en-provence-2024.json": "standard",
	}
	if !found {
		folder, files = mirrortest.Example(t, ""), map[string]string{"lieux.csv": "standard"}
	}
	for path, format := range files {
		file, err := formats.Read(format, open(t, filepath.Join(folder, path)), mediation.Slug(path))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range file.Records {
			o := r.Offer
			if r.Fatal() || o.Point == nil {
				continue
			}
			if o.Updated.IsZero() {
				o.Updated = time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC)
			}
			o.Claims = needs.Claims(o.Statements, o.Programmes)
			places = append(places, mediation.PlaceOf(mediation.NewPlaceID(o.Source, o.SourceID), []mediation.Offer{o}))
		}
	}
	s, err := catalog.New(catalog.Data{Revision: 1, Changed: now, Places: places, Needs: needs, Territory: mediation.Territory{Area: "50"}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestEveryRealRowIsValid exports the whole country and holds each row against
// the schema, our own checks and the national library.
func TestEveryRealRowIsValid(t *testing.T) {
	s := france(t)
	h := handler(t, &data{current: s})
	offers, manche, least := 0, 0, 60
	if _, found := mirrortest.Find(t); found {
		least = 130
	}
	for _, p := range s.Places {
		offers += len(p.Offers)
	}
	rows := tableOf(t, get(t, h, "/export/lieux.csv").Body.Bytes())
	ids := map[string]bool{}
	check := schemaCheck(t)
	for _, row := range rows {
		if problems := formats.CheckStandard(row); len(problems) > 0 {
			t.Errorf("%s: %+v", row["id"], problems)
		}
		check(row)
		ids[row["id"]] = true
		if strings.HasPrefix(row["code_postal"], "50") {
			manche++
		}
	}
	if len(rows) != offers || len(ids) != offers || manche < least {
		t.Errorf("%d rows, %d ids for %d offers, %d in the Manche", len(rows), len(ids), offers, manche)
	}
	acceptedByLibrary(t, get(t, h, "/export/lieux.json").Body.Bytes(), rows)
}

// acceptedByLibrary gives the JSON file to the national library, which must
// keep what the rows say.
func acceptedByLibrary(t *testing.T, body []byte, rows []formats.StandardRow) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(modules, library)); err != nil {
		missing(t, "npm "+library)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "node")
	}
	var out, faults bytes.Buffer
	cmd := exec.Command(node, "testdata/national.mjs", modules)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(body), &out, &faults
	if err := cmd.Run(); err != nil {
		t.Fatalf("node: %v\n%s", err, faults.String())
	}
	var answers []struct {
		ID, Error        string
		Access, Services []string
	}
	if err := json.Unmarshal(out.Bytes(), &answers); err != nil || len(answers) != len(rows) {
		t.Fatalf("%d answers for %d rows: %v", len(answers), len(rows), err)
	}
	for i, a := range answers {
		if a.Error != "" || a.ID != rows[i]["id"] {
			t.Errorf("%s: %s", rows[i]["id"], a.Error)
		}
		if got := strings.Join(a.Services, "|"); got != rows[i]["services"] {
			t.Errorf("%s: services %q, not %q", a.ID, got, rows[i]["services"])
		}
		if got := strings.Join(a.Access, "|"); rows[i]["services"] != "" && got != rows[i]["modalites_acces"] {
			t.Errorf("%s: access %q, not %q", a.ID, got, rows[i]["modalites_acces"])
		}
	}
}

// schema is the national schema, read a second time and checked otherwise than
// our own rules do.
type schema struct {
	Fields []struct {
		Name        string
		Constraints struct {
			Required  bool
			Pattern   string
			MaxLength int
		}
	}
}

// schemaCheck returns what holds a row against the schema of the mirror, and
// nothing where there is none: the library and our own table do it then.
func schemaCheck(t *testing.T) func(formats.StandardRow) {
	t.Helper()
	folder, found := mirrortest.Find(t)
	if !found {
		return func(formats.StandardRow) {}
	}
	var s schema
	if err := json.NewDecoder(open(t, filepath.Join(folder, "standard/schema.json"))).Decode(&s); err != nil {
		t.Fatal(err)
	}
	return func(row formats.StandardRow) { s.check(t, row) }
}

var patterns = map[string]*regexp.Regexp{}

func (s schema) check(t *testing.T, row formats.StandardRow) {
	t.Helper()
	for _, f := range s.Fields {
		cell := row[f.Name]
		pattern := patterns[f.Name]
		if pattern == nil {
			pattern = regexp.MustCompile("^(?:" + strings.NewReplacer(`(?:^|\|)`, `(?:\||)`).Replace(f.Constraints.Pattern) + ")$")
			patterns[f.Name] = pattern
		}
		switch {
		case cell == "" && f.Constraints.Required:
			t.Errorf("%s: %s is missing", row["id"], f.Name)
		case cell == "":
		case f.Constraints.Pattern != "" && !pattern.MatchString(cell):
			t.Errorf("%s: %s = %q", row["id"], f.Name, cell)
		case f.Constraints.MaxLength > 0 && len([]rune(cell)) > f.Constraints.MaxLength:
			t.Errorf("%s: %s is too long", row["id"], f.Name)
		}
	}
}

// tableOf reads the CSV file as anybody would.
func tableOf(t testing.TB, body []byte) []formats.StandardRow {
	t.Helper()
	lines, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil || !slices.Equal(lines[0], formats.StandardColumns) {
		t.Fatalf("%v, %v", err, lines)
	}
	rows := make([]formats.StandardRow, len(lines)-1)
	for i, cells := range lines[1:] {
		rows[i] = formats.StandardRow{}
		for j, cell := range cells {
			rows[i][lines[0][j]] = cell
		}
		maps.DeleteFunc(rows[i], func(_, cell string) bool { return cell == "" })
	}
	return rows
}

// TestJSONHoldsTheRowsOfTheTable compares the two files of the standard.
func TestJSONHoldsTheRowsOfTheTable(t *testing.T) {
	h := handler(t, &data{current: france(t)})
	var objects []map[string]any
	decoder := json.NewDecoder(get(t, h, "/export/lieux.json").Body)
	decoder.UseNumber()
	if err := decoder.Decode(&objects); err != nil {
		t.Fatal(err)
	}
	rows := make([]formats.StandardRow, len(objects))
	for i, object := range objects {
		rows[i] = formats.StandardRow{}
		for column, value := range object {
			rows[i][column] = fmt.Sprint(value)
		}
	}
	if diff := cmp.Diff(tableOf(t, get(t, h, "/export/lieux.csv").Body.Bytes()), rows); diff != "" {
		t.Error(diff)
	}
}
