package formats

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"escale/internal/mediation"
)

const fewEPN = `nom,structure_porteuse,adresse_numero,adresse_rue,adresse_code_postal,adresse_code_insee,adresse_commune,latitude,longitude,itinerant,contact_telephone
"EPN d'Été, Œuvre","Société – été",0,Place de la Mairie,50100,50129,Cherbourg-en-Cotentin,49.6386,-1.6164,Non,0233773100

EPN d’été œuvre,,1 bis,Rue Haute,50100,50129,Cherbourg-en-Cotentin,49.6386,-1.6164,,
Bus,,,,50000,50502,Saint-Lô,49.1,-1.09,Oui,
`

func read(t *testing.T, format, content string) *File {
	t.Helper()
	file, err := Read(format, strings.NewReader(content), "test")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func offers(file *File) []mediation.Offer {
	var list []mediation.Offer
	for _, r := range file.Records {
		list = append(list, r.Offer)
	}
	return list
}

func TestReadEPN(t *testing.T) {
	file := read(t, "epn-normandie", fewEPN)
	var got []string
	for _, r := range file.Records {
		checkRecord(t, r)
		got = append(got, r.Offer.SourceID, r.Offer.Address.Street, string(r.Offer.Kind))
	}
	want := []string{"epn-d-ete-oeuvre-50129", "Place de la Mairie", "epn",
		"epn-d-ete-oeuvre-50129-2", "1 bis Rue Haute", "epn", "bus-50502", "", "van"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	lines := []int{file.Records[0].Line, file.Records[1].Line, file.Records[2].Line}
	if diff := cmp.Diff([]int{2, 4, 5}, lines); diff != "" {
		t.Error(diff)
	}
	if len(file.Records[0].Problems) != 0 || len(file.Records[1].Problems) != 1 {
		t.Errorf("problems: %v, %v", file.Records[0].Problems, file.Records[1].Problems)
	}
	if file.Records[0].Offer.Key() != "test/epn-d-ete-oeuvre-50129" {
		t.Errorf("key %s", file.Records[0].Offer.Key())
	}
}

// TestSameRecords reads one table as other software would have written it.
func TestSameRecords(t *testing.T) {
	want := offers(read(t, "epn-normandie", fewEPN))
	semicolons := rewrite(t, fewEPN, ';', nil)
	windows, err := charmap.Windows1252.NewEncoder().String(semicolons)
	if err != nil {
		t.Fatal(err)
	}
	for why, content := range map[string]string{
		"semicolons":                semicolons,
		"tabs":                      rewrite(t, fewEPN, '\t', nil),
		"pipes":                     rewrite(t, fewEPN, '|', nil),
		"shuffled columns":          rewrite(t, fewEPN, ',', []int{10, 3, 0, 8, 1, 9, 2, 7, 4, 6, 5}),
		"byte order mark":           "\ufeff" + fewEPN,
		"Windows-1252, semicolons":  windows,
		"Windows-1252 after a mark": "\ufeff" + windows,
		"UTF-16":                    utf16le(fewEPN),
		"carriage returns":          strings.ReplaceAll(fewEPN, "\n", "\r\n"),
		"separator line":            "sep=;\n" + semicolons,
		"capitals in the header":    strings.Replace(fewEPN, "nom,structure_porteuse", " Nom ,Structure porteuse", 1),
	} {
		t.Run(why, func(t *testing.T) {
			file := read(t, "epn-normandie", content)
			if diff := cmp.Diff(want, offers(file)); diff != "" {
				t.Error(diff)
			}
			if len(file.Problems) > 0 {
				t.Errorf("problems %v", file.Problems)
			}
		})
	}
}

func TestMirrorInOtherClothes(t *testing.T) {
	content, err := io.ReadAll(mirror(t, "france/france-services-20240801.csv"))
	if err != nil {
		t.Fatal(err)
	}
	want := offers(read(t, "france-services", string(content)))
	other := rewrite(t, string(content), ';', []int{23, 4, 0, 1, 2, 3, 22, 21, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 20, 19, 18, 17, 16, 15})
	windows, err := charmap.Windows1252.NewEncoder().String(strings.ReplaceAll(other, "\u202f", " "))
	if err != nil {
		t.Fatalf("the mirror has letters that Windows-1252 lacks: %v", err)
	}
	if diff := cmp.Diff(want, offers(read(t, "france-services", "\ufeff"+windows))); diff != "" {
		t.Error(diff)
	}
}

func utf16le(text string) string {
	var b bytes.Buffer
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		_ = binary.Write(&b, binary.LittleEndian, unit)
	}
	return b.String()
}

const goodHeader = "id,nom,code_postal,latitude,longitude\n"

func TestReadRefuses(t *testing.T) {
	big := strings.Repeat("x", MaxCell+1)
	for _, tt := range []struct{ why, format, content, says string }{
		{"unknown format", "excel", goodHeader, "epn-normandie"},
		{"empty", "standard", "", "vide"},
		{"blank", "standard", "\ufeff \n\n", "vide"},
		{"no rows", "standard", goodHeader + "\n,,,,\n", "aucune ligne"},
		{"no header", "standard", "1,EPN,50100,49,-1\n", "« id »"},
		{"missing column", "standard", "id,commune\n1,Agneaux\n", "« nom »"},
		{"doubled column", "standard", "id,nom,Nom\n1,a,b\n", "deux fois"},
		{"doubled header", "standard", goodHeader + "1,a,50100,49,-1\n" + goodHeader, "répété"},
		{"a web page", "standard", "<!DOCTYPE html><html>", "page web"},
		{"a workbook", "standard", "PK\x03\x04abc", "classeur"},
		{"unclosed quote", "standard", goodHeader + "1,\"EPN,50100,49,-1\n2,b,50100,49,-1\n", "guillemet"},
		{"huge cell", "standard", goodHeader + "1," + big + ",50100,49,-1\n", "dépasse"},
		{"huge value", "standard", `[{"id":"1","nom":"` + big + `"}]`, "dépasse"},
		{"too many columns", "standard", goodHeader + strings.Repeat(",", 600) + "\n", "colonnes"},
		{"too many members", "standard", `[{` + strings.Repeat(`"a":1,`, 600) + `"id":1}]`, "champs"},
		{"an object", "standard", `{"id":"1"}`, "tableau"},
		{"an empty array", "standard", `[]`, "aucune ligne"},
		{"no known member", "standard", `[{"a":1}]`, "« id »"},
		{"broken JSON", "standard", `[{"id":"1","nom":"a"},{"id":`, "abîmé ou coupé à l'enregistrement 2"},
		{"cut CSV", "standard", "id,nom,commune\n1,a,b\n2,Mairie", "Le fichier est coupé"},
		{"cut JSON", "standard", `[{"id":"1","nom":"a"}`, "coupé"},
		{"more after the array", "standard", `[{"id":"1","nom":"a"}] [`, "continue"},
		{"too many rows", "standard", goodHeader + strings.Repeat("1,a,,,\n", MaxRecords+1), "plus de"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			file, err := Read(tt.format, strings.NewReader(tt.content), "test")
			e, ok := errors.AsType[*mediation.Error](err)
			if !ok || e.Kind != mediation.Invalid || file != nil {
				t.Fatalf("Read = %v, %v; want Invalid and nothing else", file, err)
			}
			if !strings.Contains(e.Sentence, tt.says) {
				t.Errorf("sentence %q, want %q", e.Sentence, tt.says)
			}
		})
	}
}

// endless is a file without end.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	return len(p), nil
}

func TestReadTooLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 200 MB")
	}
	e := &endless{}
	if _, err := Read("standard", e, "test"); mediation.KindOf(err) != mediation.Invalid {
		t.Errorf("error %v, want Invalid", err)
	}
	if e.read > 2*MaxFile {
		t.Errorf("%d bytes were read", e.read)
	}
}

func TestReadInterrupted(t *testing.T) {
	r := io.MultiReader(strings.NewReader(goodHeader), &broken{})
	if _, err := Read("standard", r, "test"); !errors.Is(err, os.ErrDeadlineExceeded) || mediation.KindOf(err) != mediation.Invalid {
		t.Errorf("error %v, want Invalid because of the deadline", err)
	}
}

type broken struct{}

func (*broken) Read([]byte) (int, error) { return 0, os.ErrDeadlineExceeded }

func TestRowsAstray(t *testing.T) {
	for _, tt := range []struct {
		why, line string
		fatal     bool
		says      string
	}{
		{"good", "1,EPN,50100,49,-1", false, ""},
		{"bare quotation marks", `1,Espace "Phare" 2,50100,49,-1`, false, ""},
		{"quotation marks astray", `1,"Espace "Phare" 2",50100,49,-1`, true, "guillemets"},
		{"too long", "1,EPN, rue,50100,49,-1", true, "6 cellules au lieu de 5"},
		{"long but blank", "1,EPN,50100,49,-1,,", false, ""},
		{"too short", "1,EPN,50100", false, "3 cellules au lieu de 5"},
		{"no id", ",EPN,50100,49,-1", true, "identifiant"},
		{"no name", "1,,50100,49,-1", true, "nom"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			file := read(t, "standard", goodHeader+tt.line+"\n2,Autre,50100,49,-1\n")
			if len(file.Records) != 2 || file.Records[1].Line != 3 || file.Records[1].Fatal() {
				t.Fatalf("records %+v", file.Records)
			}
			r := file.Records[0]
			checkRecord(t, r)
			if r.Fatal() != tt.fatal || (tt.says == "") != (len(r.Problems) == 0) {
				t.Fatalf("problems %+v", r.Problems)
			}
			if tt.says != "" && !strings.Contains(r.Problems[0].Message, tt.says) {
				t.Errorf("problem %q, want %q", r.Problems[0].Message, tt.says)
			}
		})
	}
}

func TestLinesOfLongCells(t *testing.T) {
	file := read(t, "standard", goodHeader+"1,\"sur\ndeux lignes\",50100,49,-1\n\n2,b,50100,49,-1\n")
	if file.Records[0].Line != 2 || file.Records[1].Line != 5 || file.Records[0].Offer.Name != "sur deux lignes" {
		t.Errorf("records %+v", file.Records)
	}
}

func TestReadJSON(t *testing.T) {
	file := read(t, "standard", `[
		{"id": 21130001700012, "nom": "Un", "code_postal": 13100, "latitude": 43.50, "suivi_ref": ["a","b"], "longitude": 5.4, "vrai": true},
		null, {}, {"id": null},
		{"id": "2", "nom": "Deux", "nom": "Trois", "divers": {"a": [1]}, "liste": [1, null, "x"]},
		17, ["a"],
		{"ID": "3", "Nom": "Quatre\u0000\u202e", "Code postal": "1000"}]`)
	if len(file.Records) != 6 || !file.Records[1].Fatal() || file.Records[1].Raw["valeur"] != "null" {
		t.Fatalf("%d records: %+v", len(file.Records), file.Records)
	}
	first, second, number, last := file.Records[0], file.Records[2], file.Records[3], file.Records[5]
	if first.Offer.SourceID != "21130001700012" || first.Offer.Address.Postcode != "13100" || first.Raw["latitude"] != "43.50" || first.Raw["suivi_ref"] != "" {
		t.Errorf("first record: %+v", first)
	}
	want := map[string]string{"id": "2", "nom": "Deux", "nom (bis)": "Trois"}
	if diff := cmp.Diff(want, second.Raw); diff != "" || second.Line != 5 || second.Offer.Name != "Deux" || len(second.Problems) != 2 {
		t.Errorf("second record: %s %+v", diff, second)
	}
	if !number.Fatal() || number.Line != 6 || number.Raw["valeur"] != "17" {
		t.Errorf("a number: %+v", number)
	}
	if last.Line != 8 || last.Offer.Name != "Quatre" || last.Offer.Address.Postcode != "01000" || last.Raw["Nom"] != "Quatre\u202e" {
		t.Errorf("last record: %+v", last)
	}
	if diff := cmp.Diff([]string{"suivi_ref", "vrai", "divers", "liste"}, file.Ignored); diff != "" {
		t.Errorf("ignored: %s", diff)
	}
}

func TestTwoNamesOfOneColumn(t *testing.T) {
	file := read(t, "standard", "id,nom,labels_nationaux,dispositif_programmes_nationaux,courriel,courriels\n"+
		"1,a,CNFS,France Services,a@b.fr,\n2,b,CNFS,CNFS,,\n")
	first, second := file.Records[0], file.Records[1]
	if diff := cmp.Diff([]string{"france-services"}, first.Offer.Programmes); diff != "" || first.Offer.Contact.Email != "a@b.fr" {
		t.Errorf("offer %+v", first.Offer)
	}
	if p := first.Problems[0]; p.Column != "labels_nationaux" || p.Value != "CNFS" {
		t.Errorf("problem %+v", p)
	}
	for _, p := range second.Problems {
		if p.Column != "latitude" {
			t.Errorf("problem %+v", p)
		}
	}
}

func TestDamagedUTF8(t *testing.T) {
	file := read(t, "standard", goodHeader+"1,Médiathèque de l'été,50100,49,-1\n2,Caf\xe9 \xc3,50100,49,-1\n")
	if file.Records[0].Offer.Name != "Médiathèque de l'été" || len(file.Problems) != 1 || file.Records[1].Offer.Name != "Caf\ufffd \ufffd" {
		t.Errorf("file %+v", file)
	}
}

func TestFranceServicesAccess(t *testing.T) {
	names := []string{"id_fs", "lib_fs", "telephone", "mail", "prise_rdv", "format_fs"}
	for _, tt := range []struct {
		cells []string
		want  []string
	}{
		{[]string{"1", "a", "0233773100", "a@b.fr", "Oui", "Fixe"}, []string{"se-presenter", "telephoner"}},
		{[]string{"1", "a", "0233773100", "a@b.fr", "Non", "Fixe"}, []string{"se-presenter"}},
		{[]string{"1", "a", "", "a@b.fr", "Oui", "Fixe"}, []string{"se-presenter", "contacter-par-mail"}},
		{[]string{"1", "a", "", "", "Oui", "Fixe"}, []string{"se-presenter"}},
		{[]string{"1", "a", "0233773100", "", "Oui", "Itinérante"}, []string{"telephoner"}},
		{[]string{"1", "a", "0233773100", "", "peut-être", "Bus_équivalent"}, nil},
	} {
		r := franceServicesFormat.layout.row(2, names, tt.cells)
		var o mediation.Offer
		readFranceServices(&r, &o)
		if diff := cmp.Diff(tt.want, o.Access); diff != "" {
			t.Errorf("%v: %s", tt.cells, diff)
		}
	}
}

func TestAPermanenceDoesNotHoldItsEmployersLabel(t *testing.T) {
	const content = `[{"id":"1","nom":"Bibliothèque départementale","services":"","labels_nationaux":"CNFS;France Services;Aidants Connect"}]`
	file, err := Read("conseillers-numeriques", strings.NewReader(content), "s")
	if err != nil {
		t.Fatal(err)
	}
	record := file.Records[0]
	want := []string{"conseillers-numeriques", "aidants-connect"}
	if got := record.Offer.Programmes; !slices.Equal(got, want) {
		t.Errorf("programmes %v, want %v", got, want)
	}
	if record.Raw["labels_nationaux"] != "CNFS;France Services;Aidants Connect" {
		t.Errorf("raw record: %v", record.Raw)
	}
}

func TestGarbledLettersAreReportedByLineAndColumn(t *testing.T) {
	content := "id,nom,commune,adresse\n1,Médiathèque,Périers,rue de l'Église\n2,MÃ©diathèque,PÃ©riers,1 rue de lâ€™Ã‰glise\n3,Caf\xe9,Périers,São Ângelo\n"
	file, err := Read("standard", strings.NewReader(content), "s")
	if err != nil {
		t.Fatal(err)
	}
	var garbled []string
	for _, rec := range file.Records {
		for _, p := range rec.Problems {
			if strings.Contains(p.Message, "Des lettres") {
				garbled = append(garbled, fmt.Sprint(p.Line, " ", p.Column, " ", strings.Contains(p.Message, "deux fois")))
			}
		}
	}
	if got, want := strings.Join(garbled, "; "), "3 nom true; 3 commune true; 3 adresse true; 4 nom false"; got != want {
		t.Errorf("told: %s, want %s", got, want)
	}
}

func TestAFileWithoutALastLineBreakIsWhole(t *testing.T) {
	for _, content := range []string{"id,nom,commune\n1,a,b\n2,c,d", "id,nom,commune\n1,a,b\n2,c\n", "id,nom\n1,a\n\n"} {
		if _, err := Read("standard", strings.NewReader(content), "s"); err != nil {
			t.Errorf("%q: %v", content, err)
		}
	}
}

// Every element of the array is accounted for.
func TestElementsThatAreNoObjectsAreReportedAndCounted(t *testing.T) {
	file, err := Read("standard", strings.NewReader(`[{"id":"1","nom":"a"}, null, [], 3, "x"]`), "s")
	if err != nil {
		t.Fatal(err)
	}
	for i, rec := range file.Records {
		if rec.Line != i+1 || rec.Fatal() != (i > 0) && i > 0 {
			t.Errorf("record %d: %+v", i, rec)
		}
	}
	if len(file.Records) != 5 {
		t.Errorf("%d records", len(file.Records))
	}
}
