package data_test

import (
	"encoding/csv"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"escale/data"
	"escale/internal/hours"
	"escale/internal/mediation"

	"github.com/goccy/go-yaml"
)

type need struct {
	ID          string   `yaml:"id"`
	Family      string   `yaml:"family"`
	Level       string   `yaml:"level"`
	Label       string   `yaml:"label"`
	Bring       []string `yaml:"bring"`
	BringSource struct {
		Name string `yaml:"name"`
		URL  string `yaml:"url"`
	} `yaml:"bring_source"`
	BringChecked string   `yaml:"bring_checked"`
	Short        string   `yaml:"short"`
	Explanation  string   `yaml:"explanation"`
	Synonyms     []string `yaml:"synonyms"`
	National     string   `yaml:"national"`
	DeclaredBy   []string `yaml:"declared_by"`
	ImpliedBy    []string `yaml:"implied_by"`
	PossibleAt   []string `yaml:"possible_at"`
}

type source struct {
	ID           string   `yaml:"id"`
	Name         string   `yaml:"name"`
	Format       string   `yaml:"format"`
	Mirror       string   `yaml:"mirror"`
	URL          string   `yaml:"url"`
	Embedded     string   `yaml:"embedded"`
	Example      bool     `yaml:"example"`
	Every        string   `yaml:"every"`
	Token        string   `yaml:"token"`
	Tour         string   `yaml:"tour"`
	Supersedes   string   `yaml:"supersedes"`
	Licence      string   `yaml:"licence"`
	Producer     string   `yaml:"producer"`
	Date         string   `yaml:"date"`
	Departements []string `yaml:"departements"`
}

func readYAML(t *testing.T, name string, into any) {
	t.Helper()
	content, err := data.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(content, into, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func needs(t *testing.T) []need {
	t.Helper()
	var file struct {
		Needs []need `yaml:"needs"`
	}
	readYAML(t, "services.yaml", &file)
	return file.Needs
}

// readCSV returns the rows as maps from the header's names.
func readCSV(t *testing.T, name string) (header []string, rows []map[string]string) {
	t.Helper()
	file, err := data.Files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := csv.NewReader(file)
	if header, err = r.Read(); err != nil {
		t.Fatal(err)
	}
	for {
		record, err := r.Read()
		if err == io.EOF {
			return header, rows
		}
		if err != nil {
			t.Fatal(err)
		}
		row := map[string]string{}
		for i, value := range record {
			row[header[i]] = value
		}
		rows = append(rows, row)
	}
}

func TestNeedsAreComplete(t *testing.T) {
	families := map[string][]string{
		"demarches": strings.Fields("caf ameli impots france-travail retraite msa ants franceconnect logement " +
			"logement-social cheque-energie justice etat-civil"),
		"competences": strings.Fields("souris-clavier ordinateur smartphone internet email cv emploi bureautique " +
			"securite photos visio ecole creation"),
		"acces": strings.Fields("acces-libre wifi imprimer materiel"),
	}
	got := map[string][]string{}
	for _, n := range needs(t) {
		got[n.Family] = append(got[n.Family], n.ID)
	}
	for family, ids := range families {
		if !slices.Equal(got[family], ids) {
			t.Errorf("%s: %v, want %v", family, got[family], ids)
		}
	}
	if len(got) != len(families) {
		t.Errorf("families %v", got)
	}
}

func TestNeedsAreWellFormed(t *testing.T) {
	for _, n := range needs(t) {
		if n.Label == "" || n.Explanation == "" || len(n.Label) > 90 || len(n.Explanation) > 110 {
			t.Errorf("%s: label %q, explanation %q", n.ID, n.Label, n.Explanation)
		}
		if len(n.Synonyms) < 8 {
			t.Errorf("%s: only %d synonyms", n.ID, len(n.Synonyms))
		}
		slices.Sort(n.Synonyms)
		if len(slices.Compact(slices.Clone(n.Synonyms))) != len(n.Synonyms) {
			t.Errorf("%s: a synonym comes twice: %v", n.ID, n.Synonyms)
		}
		if mediation.NationalServices.Label(n.National) == "" {
			t.Errorf("%s: unknown national service %q", n.ID, n.National)
		}
		for _, p := range slices.Concat(n.ImpliedBy, n.PossibleAt) {
			if mediation.Programmes.Label(p) == "" {
				t.Errorf("%s: unknown programme %q", n.ID, p)
			}
		}
		for _, p := range n.ImpliedBy {
			if slices.Contains(n.PossibleAt, p) {
				t.Errorf("%s: %s is both implied and possible", n.ID, p)
			}
		}
	}
}

// Each procedure says what to bring and who says so; nobody is asked for a
// password on paper.
func TestProceduresSayWhatToBring(t *testing.T) {
	for _, n := range needs(t) {
		if procedure := n.Family == "demarches"; procedure != (len(n.Bring) >= 3 && len(n.Bring) <= 5) || procedure && n.Level != "demarche" {
			t.Errorf("%s: level %q, bring %q", n.ID, n.Level, n.Bring)
		}
		if len(n.Bring) > 0 && (n.BringSource.Name == "" || !strings.HasPrefix(n.BringSource.URL, "https://")) {
			t.Errorf("%s: source %+v", n.ID, n.BringSource)
		}
		for _, item := range n.Bring {
			if len(item) > 90 || strings.HasSuffix(item, ".") || strings.Contains(item, "'") ||
				strings.Contains(item, "mot de passe") && !strings.Contains(item, "téléphone, pour FranceConnect") {
				t.Errorf("%s: %q", n.ID, item)
			}
		}
	}
}

func TestSources(t *testing.T) {
	var file struct {
		Sources []source `yaml:"sources"`
	}
	readYAML(t, "sources.yaml", &file)
	formats := []string{"standard", "france-services", "conseillers-numeriques", "conseillers-numeriques-bus", "epn-normandie", "annuaire-service-public"}
	departement := regexp.MustCompile(`^(\d\d|2[AB]|97\d)$`)
	var ids []string
	for _, s := range file.Sources {
		ids = append(ids, s.ID)
		if s.Name == "" || s.Producer == "" || s.Licence == "" || !slices.Contains(formats, s.Format) {
			t.Errorf("%+v", s)
		}
		if s.Mirror == "" && s.URL == "" && s.Embedded == "" {
			t.Errorf("%s comes from nowhere", s.ID)
		}
		if s.URL != "" && !strings.HasPrefix(s.URL, "https://") {
			t.Errorf("%s: address %q", s.ID, s.URL)
		}
		if s.Every != "" && (s.URL == "" || !regexp.MustCompile(`^[1-9]\d*[dh]$`).MatchString(s.Every)) {
			t.Errorf("%s: every %q", s.ID, s.Every)
		}
		for _, d := range s.Departements {
			if !departement.MatchString(d) {
				t.Errorf("%s: département %q", s.ID, d)
			}
		}
		if s.Embedded != "" {
			if _, err := data.Files.Open(s.Embedded); err != nil || !s.Example {
				t.Errorf("%s: %v", s.ID, err)
			}
		}
	}
	for i, s := range file.Sources {
		if at := slices.Index(ids, s.Supersedes); s.Supersedes != "" && at <= i {
			t.Errorf("%s supersedes %q, which must be a later source", s.ID, s.Supersedes)
		}
	}
	want := strings.Fields("france-services aidant-bus-sud-manche conseillers-numeriques epn-normandie hinaura aix-en-provence mednum cartographie-nationale coop exemple")
	if !slices.Equal(ids, want) {
		t.Errorf("sources %v, want %v", ids, want)
	}
}

// header is that of the national standard, version 1.0.2.
const header = "id pivot nom commune code_postal code_insee adresse complement_adresse latitude longitude typologie " +
	"telephone courriels site_web horaires presentation_resume presentation_detail source itinerance " +
	"structure_parente date_maj services publics_specifiquement_adresses prise_en_charge_specifique frais_a_charge " +
	"dispositif_programmes_nationaux formations_labels autres_formations_labels modalites_acces " +
	"modalites_accompagnement fiche_acces_libre prise_rdv"

// patterns hold for every value of a column that is not empty.
var patterns = map[string]*regexp.Regexp{
	"id":                  regexp.MustCompile(`^exemple-\d\d$`),
	"pivot":               regexp.MustCompile(`^0{14}$`),
	"code_postal":         regexp.MustCompile(`^50\d{3}$`),
	"code_insee":          regexp.MustCompile(`^50\d{3}$`),
	"telephone":           regexp.MustCompile(`^\+3326191\d{4}$`), // 02 61 91 is reserved for fiction
	"courriels":           regexp.MustCompile(`^[a-z.-]+@exemple\.invalid$`),
	"site_web":            regexp.MustCompile(`^https://exemple\.invalid/[a-z0-9-]+$`),
	"prise_rdv":           regexp.MustCompile(`^https://exemple\.invalid/`),
	"presentation_resume": regexp.MustCompile(`^Exemple inventé.{10,200}$`),
	"source":              regexp.MustCompile(`^Exemple$`),
	"itinerance":          regexp.MustCompile(`^(Itinérant|Fixe)$`),
	"date_maj":            regexp.MustCompile(`^2026-\d\d-\d\d$`),
}

var vocabularies = map[string]mediation.Vocabulary{
	"services":                        mediation.NationalServices,
	"publics_specifiquement_adresses": mediation.Audiences,
	"prise_en_charge_specifique":      mediation.Cares,
	"frais_a_charge":                  mediation.Fees,
	"dispositif_programmes_nationaux": mediation.Programmes,
	"modalites_acces":                 mediation.Accesses,
	"modalites_accompagnement":        mediation.Supports,
}

func TestExamplePlacesFollowTheStandard(t *testing.T) {
	columns, rows := readCSV(t, "exemple/lieux.csv")
	if strings.Join(columns, " ") != header {
		t.Fatalf("header %v", columns)
	}
	ids := map[string]bool{}
	for _, row := range rows {
		if ids[row["id"]] {
			t.Errorf("%s comes twice", row["id"])
		}
		ids[row["id"]] = true
		for _, required := range strings.Fields("id pivot nom commune code_postal adresse date_maj telephone services") {
			if row[required] == "" {
				t.Errorf("%s: %s is empty", row["id"], required)
			}
		}
		for column, pattern := range patterns {
			if value := row[column]; value != "" && !pattern.MatchString(value) {
				t.Errorf("%s: %s %q", row["id"], column, value)
			}
		}
		checkTerms(t, row)
		if text := row["horaires"]; text != "" {
			if _, err := hours.Parse(text); err != nil {
				t.Errorf("%s: %v", row["id"], err)
			}
		}
	}
}

// checkTerms wants the standard's own labels, letter by letter.
func checkTerms(t *testing.T, row map[string]string) {
	t.Helper()
	for column, vocabulary := range vocabularies {
		for value := range strings.SplitSeq(row[column], "|") {
			slug, known := vocabulary.Slug(value)
			if value != "" && (!known || vocabulary.Label(slug) != value || slug == "epn") {
				t.Errorf("%s: %s %q", row["id"], column, value)
			}
		}
	}
}

func TestExampleHasEveryKindInKnownCommunes(t *testing.T) {
	_, communes := readCSV(t, "exemple/communes.csv")
	known := map[string]map[string]string{}
	for _, c := range communes {
		known[c["insee"]] = c
		if c["nom"] == "" || len(c["epci_siren"]) != 9 || c["epci_nom"] == "" || c["population"] == "" {
			t.Errorf("commune %v", c)
		}
	}
	_, rows := readCSV(t, "exemple/lieux.csv")
	kinds := map[mediation.Kind]int{}
	doors := map[string]string{}
	shared := 0
	for _, row := range rows {
		c := known[row["code_insee"]]
		if c["nom"] != row["commune"] || !slices.Contains(strings.Split(c["codes_postaux"], "|"), row["code_postal"]) {
			t.Errorf("%s: %s %s %s", row["id"], row["code_insee"], row["commune"], row["code_postal"])
		}
		kinds[kind(row)]++
		point := row["latitude"] + " " + row["longitude"]
		if other, ok := doors[point]; ok {
			shared++
			if other != row["adresse"] {
				t.Errorf("%s: one point, two addresses", row["id"])
			}
		}
		doors[point] = row["adresse"]
	}
	if len(rows) < 60 || len(known) < 40 || shared < 4 || len(kinds) != len(mediation.Kinds) {
		t.Errorf("%d places, %d communes, %d shared doors, kinds %v", len(rows), len(known), shared, kinds)
	}
}

// kind is how a reader of the standard tells kinds apart.
func kind(row map[string]string) mediation.Kind {
	programmes := strings.Split(row["dispositif_programmes_nationaux"], "|")
	switch {
	case row["itinerance"] == "Itinérant":
		return mediation.Van
	case slices.Contains(programmes, "France Services"):
		return mediation.FranceServices
	case slices.Contains(programmes, "Conseillers numériques"):
		return mediation.ConseillerNumerique
	}
	return mediation.EPN
}

// TestAidantsConnectImpliesOnlyWhatIsDoneForSomebody: the label is about
// procedures done in somebody's name; nothing that one learns is promised by it.
func TestAidantsConnectImpliesOnlyWhatIsDoneForSomebody(t *testing.T) {
	var implied []string
	for _, n := range needs(t) {
		if slices.Contains(n.ImpliedBy, "aidants-connect") {
			implied = append(implied, n.ID)
			if n.Family != "demarches" || slices.Contains(n.PossibleAt, "aidants-connect") {
				t.Errorf("%s, of %s", n.ID, n.Family)
			}
		}
	}
	want := strings.Fields("caf ameli impots france-travail retraite msa ants logement logement-social justice etat-civil")
	if !slices.Equal(implied, want) {
		t.Errorf("%v, want %v", implied, want)
	}
	content, err := data.Files.ReadFile("services.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if beside, _, _ := strings.Cut(string(content), "possible_at:"); !strings.Contains(beside, "https://aidantsconnect.beta.gouv.fr") {
		t.Error("where the commitment is known from is not written beside it")
	}
}
