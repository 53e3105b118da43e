package formats

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"maps"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"escale/internal/mirrortest"
)

// schemaField is a field of the national schema (Table Schema).
type schemaField struct {
	Name, Type  string
	Constraints struct {
		Required  bool
		Pattern   string
		MaxLength int
	}
}

// listPattern is how the schema writes a list of values out of a closed list.
var listPattern = regexp.MustCompile(`^\(\?:\(\?:\^\|\\\|\)\((.*)\)\)\+\$$`)

// TestRulesAreThoseOfTheSchema holds our rules against the schema itself.
func TestRulesAreThoseOfTheSchema(t *testing.T) {
	var schema struct {
		Version string
		Fields  []schemaField
	}
	if err := json.NewDecoder(mirror(t, "standard/schema.json")).Decode(&schema); err != nil {
		t.Fatal(err)
	}
	if schema.Version != "v"+StandardVersion || len(schema.Fields) != len(standardRules) {
		t.Fatalf("version %s with %d fields; we hold %s with %d", schema.Version, len(schema.Fields), StandardVersion, len(standardRules))
	}
	for i, field := range schema.Fields {
		rule := standardRules[i]
		got := schemaField{Name: rule.column, Type: "string"}
		got.Constraints.Required, got.Constraints.MaxLength = rule.required, rule.longest
		switch {
		case rule.number:
			got.Type = "number"
		case rule.date:
			got.Type = "date"
		}
		if rule.pattern != nil {
			got.Constraints.Pattern = rule.pattern.String()
		}
		if found := listPattern.FindStringSubmatch(field.Constraints.Pattern); found != nil {
			field.Constraints.Pattern = ""
			values := strings.Split(strings.NewReplacer(`\(`, "(", `\)`, ")").Replace(found[1]), "|")
			if diff := cmp.Diff(values, withSchemasOwn(rule)); diff != "" {
				t.Errorf("%s: %s", field.Name, diff)
			}
		} else if rule.values != nil {
			t.Errorf("%s: the schema has no closed list", field.Name)
		}
		if diff := cmp.Diff(field, got); diff != "" {
			t.Error(diff)
		}
	}
}

// withSchemasOwn adds the one value that the schema spells as nobody else
// does, and that we never write.
func withSchemasOwn(rule standardRule) []string {
	var values []string
	for _, v := range rule.values {
		if v == "Fabriques de Territoire" {
			values = append(values, "Étapes numériques(La Poste)")
		}
		values = append(values, v)
	}
	return values
}

// rowsOf reads a file of the standard as anybody would.
func rowsOf(t *testing.T, content io.Reader) []StandardRow {
	t.Helper()
	lines, err := csv.NewReader(content).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines[0], StandardColumns); diff != "" {
		t.Fatalf("columns of the example: %s", diff)
	}
	rows := make([]StandardRow, len(lines)-1)
	for n, cells := range lines[1:] {
		rows[n] = StandardRow{}
		for i, cell := range cells {
			rows[n][lines[0][i]] = cell
		}
	}
	return rows
}

// validRow is a row of the example set, with all that a place can have.
func validRow(t *testing.T) StandardRow {
	t.Helper()
	row := rowsOf(t, openOutside(t, mirrortest.Example(t, "lieux.csv")))[0]
	row["pivot"] = "43493312300029"
	return row
}

func TestTheSchemasExampleIsValid(t *testing.T) {
	for _, row := range rowsOf(t, mirror(t, "standard/exemple-valide.csv")) {
		if problems := CheckStandard(row); len(problems) > 0 {
			t.Errorf("%+v", problems)
		}
	}
}

func TestAWholeRowIsValid(t *testing.T) {
	if problems := CheckStandard(validRow(t)); len(problems) > 0 {
		t.Errorf("%+v", problems)
	}
}

// libraryLists prints the closed lists of the national library, by column.
const libraryLists = `const l = require('@gouvfr-anct/lieux-de-mediation-numerique');
const lists = { services: l.Service, publics_specifiquement_adresses: l.PublicSpecifiquementAdresse, prise_en_charge_specifique: l.PriseEnChargeSpecifique,
  frais_a_charge: l.Frais, dispositif_programmes_nationaux: l.DispositifProgrammeNational, formations_labels: l.FormationLabel,
  modalites_acces: l.ModaliteAcces, modalites_accompagnement: l.ModaliteAccompagnement, itinerance: l.Itinerance };
console.log(JSON.stringify(Object.fromEntries(Object.entries(lists).map(([column, list]) => [column, Object.values(list)]))))`

// TestClosedListsAreThoseOfTheLibrary holds our lists of values against those
// of the national map's own library.
func TestClosedListsAreThoseOfTheLibrary(t *testing.T) {
	node := exec.Command("node", "-e", libraryLists)
	node.Dir = filepath.Join(mirrortest.Root(t), "frontend")
	out, err := node.Output()
	if err != nil {
		t.Fatal(err)
	}
	var library map[string][]string
	if err := json.Unmarshal(out, &library); err != nil {
		t.Fatal(err)
	}
	// The one value that the schema spells as nobody else does: see formationLabels.
	library["formations_labels"] = slices.DeleteFunc(library["formations_labels"], func(v string) bool { return v == "Étapes numériques (La Poste)" })
	for _, rule := range standardRules {
		if diff := cmp.Diff(slices.Sorted(slices.Values(library[rule.column])), slices.Sorted(slices.Values(rule.values))); diff != "" {
			t.Errorf("%s: %s", rule.column, diff)
		}
	}
}

func TestWhatTheStandardRefuses(t *testing.T) {
	for _, tt := range []struct{ column, cell string }{
		{"id", ""}, {"nom", ""}, {"pivot", ""}, {"commune", ""}, {"code_postal", ""}, {"adresse", ""}, {"date_maj", ""},
		{"pivot", "4.3E+13"}, {"pivot", "123"}, {"pivot", "434933123"}, {"pivot", "4349331230002A"}, {"pivot", "W12345678"},
		{"code_postal", "5000"}, {"code_postal", "50 000"}, {"code_postal", "500000"}, {"code_insee", "5050"}, {"code_insee", "2C004"},
		{"commune", "Château-Chinon (Ville)"}, {"adresse", "1 rue « A »"}, {"nom", " Anonymal"},
		{"latitude", "49,1"}, {"latitude", "91"}, {"latitude", "NaN"}, {"latitude", ""}, {"longitude", "-181"}, {"longitude", ""}, {"latitude", "5e1"},
		{"telephone", "0233051234"}, {"telephone", "+33233051"}, {"telephone", "+332330512345"}, {"telephone", "3949"}, {"telephone", "+441234567890"}, {"telephone", "+33 2 33 05 12 34"},
		{"courriels", "a@b"}, {"courriels", "a@b.fr;c@d.fr"}, {"courriels", "a@b.fr|"}, {"courriels", "a@b.fr|a@b.fr"},
		{"site_web", "javascript:alert(1)"}, {"site_web", "www.a.fr"}, {"prise_rdv", "javascript:alert(1)"}, {"prise_rdv", "https://a.fr/é"}, {"fiche_acces_libre", "https://a.fr/(b)"},
		{"horaires", "du lundi au vendredi"}, {"presentation_resume", strings.Repeat("a", 281)},
		{"itinerance", "Itinerant"}, {"itinerance", "Fixe;Itinérant"}, {"date_maj", "02/04/2024"}, {"date_maj", "2024-02-30"}, {"date_maj", "2024-04-02T10:00"},
		// Each begins or ends with a valid value, which an unanchored pattern takes.
		{"services", "Aide aux démarches administratives|Autre"}, {"services", "Autre|Aide aux démarches administratives"},
		{"services", "Prendre en main un ordinateur"}, {"services", "Aide aux démarches administratives;Loisirs et créations numériques"},
		{"services", "Aide aux démarches administratives|"}, {"services", "|Aide aux démarches administratives"},
		{"dispositif_programmes_nationaux", "Espace public numérique"}, {"dispositif_programmes_nationaux", "CNFS|France Services"},
		{"formations_labels", "Étapes numériques(La Poste)"}, {"formations_labels", "Étapes numériques (La Poste)"}, {"formations_labels", "ORDI 350"},
		{"modalites_acces", "Ce lieu n’accueille pas de public"}, {"frais_a_charge", "gratuit"}, {"modalites_accompagnement", "Seul"},
		{"publics_specifiquement_adresses", "Tous"}, {"prise_en_charge_specifique", "Langues étrangères"}, {"typologie", "MAIRIE"}, {"licence", "Licence Ouverte"},
	} {
		row := maps.Clone(validRow(t))
		row[tt.column] = tt.cell
		problems := CheckStandard(row)
		if len(problems) == 0 {
			t.Errorf("%s = %q is accepted", tt.column, tt.cell)
		}
		for _, p := range problems {
			if other := p.Column != tt.column; other && !(p.Column == "latitude" && tt.column == "longitude") || p.Message == "" {
				t.Errorf("%s = %q: %+v", tt.column, tt.cell, p)
			}
		}
	}
	zero := maps.Clone(validRow(t))
	zero["latitude"], zero["longitude"] = "0", "0"
	swapped := maps.Clone(validRow(t))
	swapped["latitude"], swapped["longitude"] = swapped["longitude"], swapped["latitude"]
	for _, row := range []StandardRow{zero, swapped} {
		if len(CheckStandard(row)) == 0 {
			t.Errorf("the point %s, %s is accepted", row["latitude"], row["longitude"])
		}
	}
}
