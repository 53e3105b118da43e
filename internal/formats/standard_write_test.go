package formats

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/mediation"
	"escale/internal/mirrortest"
)

func allNeeds(t testing.TB) mediation.Needs {
	t.Helper()
	f, err := os.Open("../../data/services.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	needs, err := ReadNeeds(f)
	if err != nil {
		t.Fatal(err)
	}
	return needs
}

// fileDay stands for the day of a file whose records have none.
var fileDay = time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC)

// offersOf reads a file as an import would.
func offersOf(t testing.TB, format, path string) []mediation.Offer {
	t.Helper()
	needs := allNeeds(t)
	var offers []mediation.Offer
	file, err := Read(format, openOutside(t, path), "test")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range file.Records {
		o := r.Offer
		if r.Fatal() || o.Point == nil {
			continue
		}
		if o.Updated.IsZero() {
			o.Updated = fileDay
		}
		o.Claims = needs.Claims(o.Statements, o.Programmes)
		offers = append(offers, o)
	}
	return offers
}

// realFile is a file, and the format it is in.
type realFile struct{ format, path string }

// filesToExport are the files of the mirror, or else that of the example set.
func filesToExport(t *testing.T) []realFile {
	t.Helper()
	folder, found := mirrortest.Find(t)
	if !found {
		return []realFile{{"standard", mirrortest.Example(t, "lieux.csv")}}
	}
	files := []realFile{
		{"france-services", "france/france-services-20240801.csv"},
		{"conseillers-numeriques", "france/conseillers-numeriques-20221201.json"},
		{"conseillers-numeriques-bus", "manche/aidant-bus-sud-manche.json"},
		{"epn-normandie", "manche/epn-2020.csv"},
		{"standard", "france/hinaura-standard-2021.json"},
		{"standard", "france/aix-en-provence-2024.json"},
		{"standard", "standard/exemple-valide.csv"},
	}
	for i := range files {
		files[i].path = filepath.Join(folder, files[i].path)
	}
	return files
}

// exported writes offers as rows, and fails for a row that is neither valid
// nor refused with a reason.
func exported(t testing.TB, offers []mediation.Offer) (rows []StandardRow, kept []mediation.Offer, refused int) {
	t.Helper()
	needs := allNeeds(t)
	for _, o := range offers {
		row, problems := NewStandardRow(mediation.Place{Address: o.Address, Point: *o.Point}, o, "Source", needs)
		fatal := slices.ContainsFunc(problems, func(p Problem) bool { return p.Fatal })
		if left := CheckStandard(row); len(left) > 0 != fatal {
			t.Errorf("%s: fatal %v, but the row has %+v", o.Key(), fatal, left)
		}
		for _, p := range problems {
			if p.Fatal {
				t.Logf("%s refused: %s %q: %s", o.Key(), p.Column, p.Value, p.Message)
			}
		}
		if fatal {
			refused++
			continue
		}
		rows, kept = append(rows, row), append(kept, o)
	}
	return rows, kept, refused
}

// TestExportedRowsComeBack writes every record of the mirror, or else of the
// example set, as the standard, reads it again, and compares what both can say.
func TestExportedRowsComeBack(t *testing.T) {
	needs := allNeeds(t)
	for _, file := range filesToExport(t) {
		t.Run(file.path, func(t *testing.T) {
			rows, offers, refused := exported(t, offersOf(t, file.format, file.path))
			if refused > 0 || len(offers) == 0 {
				t.Errorf("%d rows refused; %d written", refused, len(offers))
			}
			var content bytes.Buffer
			if err := WriteStandardCSV(&content, rows); err != nil {
				t.Fatal(err)
			}
			again, err := Read("standard", &content, "again")
			if err != nil || len(again.Records) != len(offers) || len(again.Problems)+len(again.Ignored) > 0 {
				t.Fatalf("%v; %d of %d records, %+v", err, len(again.Records), len(offers), again)
			}
			for i, r := range again.Records {
				for _, p := range r.Problems {
					counted := strings.Contains(p.Message, "plus un") // numbers of the example set are invented in a row
					if (p.Column != "pivot" || offers[i].Pivot != "") && !offers[i].Mobile() && !counted {
						t.Errorf("%s: %+v", r.Offer.SourceID, p)
					}
				}
				compareOffers(t, needs, offers[i], r.Offer)
			}
			secondTime(t, rows, again)
		})
	}
}

// compareOffers compares what the standard carries of an offer. It carries
// neither HoursText nor a van's hours, writes a description's line breaks and
// a telephone of its own countries only, knows of services only the nine
// national ones, and drops a seventh decimal.
func compareOffers(t *testing.T, needs mediation.Needs, was, is mediation.Offer) {
	t.Helper()
	if math.Abs(was.Point.Lat()-is.Point.Lat()) > 5.1e-7 || math.Abs(was.Point.Lon()-is.Point.Lon()) > 5.1e-7 {
		t.Errorf("%s: %v came back as %v", was.Key(), *was.Point, *is.Point)
	}
	if diff := cmp.Diff(needs.National(was), needs.National(is)); diff != "" {
		t.Errorf("%s: services %s", was.Key(), diff)
	}
	if is.SourceID != was.Key() || is.Source != "again" {
		t.Errorf("%s came back as %s", was.Key(), is.Key())
	}
	was.Programmes, is.Programmes = slices.Sorted(slices.Values(was.Programmes)), slices.Sorted(slices.Values(is.Programmes))
	was.Source, was.SourceID, was.Point, was.Statements, was.Claims, was.HoursText = is.Source, is.SourceID, is.Point, is.Statements, nil, ""
	was.Address.Street, was.Address.City = oneLine(streetLetters.ReplaceAllString(was.Address.Street, " ")), oneLine(communeLetters.ReplaceAllString(was.Address.City, " "))
	if was.Mobile() { // the dates in a name are read again
		was.Hours, is.Hours, was.Vehicle, is.Vehicle, is.HoursText = "", "", "", "", ""
	}
	if shortNumber.MatchString(was.Contact.Phone) {
		was.Contact.Phone = ""
	}
	was.Typology = slices.DeleteFunc(slices.Clone(was.Typology), func(code string) bool { return !typologies[code] })
	if len(was.Typology) == 0 {
		was.Typology = nil
	}
	if diff := cmp.Diff(was, is); diff != "" {
		t.Errorf("%s: %s", was.Name, diff)
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// secondTime writes what was read again: nothing changes any more.
func secondTime(t *testing.T, rows []StandardRow, again *File) {
	t.Helper()
	var offers []mediation.Offer
	for i, r := range again.Records {
		r.Offer.Source, r.Offer.SourceID, _ = strings.Cut(rows[i]["id"], "/")
		offers = append(offers, r.Offer)
	}
	second, _, _ := exported(t, offers)
	if diff := cmp.Diff(rows, second); diff != "" {
		t.Errorf("written a second time: %s", diff)
	}
}

func TestCSVAndJSONHoldTheSameRows(t *testing.T) {
	rows, _, _ := exported(t, offersOf(t, "standard", mirrortest.Example(t, "lieux.csv")))
	rows[0]["nom"] = "=1+1 \"<b>\"\nà l'aide"
	var table, array bytes.Buffer
	if err := WriteStandardCSV(&table, rows); err != nil {
		t.Fatal(err)
	}
	written := make([][]byte, len(rows))
	for i, row := range rows {
		var err error
		if written[i], err = row.JSON(); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteStandardJSON(&array, written); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&table).ReadAll()
	if err != nil || !slices.Equal(lines[0], StandardColumns) {
		t.Fatalf("%v, %q", err, lines[0])
	}
	decoder := json.NewDecoder(&array)
	decoder.UseNumber()
	var objects []map[string]any
	if err := decoder.Decode(&objects); err != nil {
		t.Fatal(err)
	}
	for i, object := range objects {
		cells := map[string]string{}
		for column, value := range object {
			number, isNumber := value.(json.Number)
			text, _ := value.(string)
			if isNumber != (column == "latitude" || column == "longitude") {
				t.Errorf("%s is %T", column, value)
			}
			cells[column] = text + string(number)
		}
		fromTable := maps.Clone(rows[i])
		for j, cell := range lines[i+1] {
			fromTable[lines[0][j]] = cell
		}
		maps.DeleteFunc(fromTable, func(_, cell string) bool { return cell == "" })
		if diff := cmp.Diff(fromTable, StandardRow(cells)); diff != "" {
			t.Error(diff)
		}
	}
	if len(objects) != len(rows) || len(lines) != len(rows)+1 {
		t.Errorf("%d objects and %d lines for %d rows", len(objects), len(lines), len(rows))
	}
}

func TestValuesThatARowCannotCarryAreReported(t *testing.T) {
	full := mediation.Offer{
		Source: "s", SourceID: "1", Kind: mediation.EPN, Name: "EPN", Updated: fileDay, Point: &orb.Point{-1.09, 49.1157},
		Address: mediation.Address{Street: "1 rue A", Postcode: "50000", City: "Saint-Lô"},
	}
	needs := allNeeds(t)
	for name, tt := range map[string]struct {
		change            func(*mediation.Offer)
		column, cell      string
		reported, refused bool
	}{
		"nothing":        {func(*mediation.Offer) {}, "pivot", noPivot, false, false},
		"siret":          {func(o *mediation.Offer) { o.Pivot = "43493312300029" }, "pivot", "43493312300029", false, false},
		"siren":          {func(o *mediation.Offer) { o.Pivot = "434933123" }, "pivot", noPivot, true, false},
		"short number":   {func(o *mediation.Offer) { o.Contact.Phone = "3949" }, "telephone", "", true, false},
		"overseas":       {func(o *mediation.Offer) { o.Contact.Phone = "+262692123456" }, "telephone", "+262692123456", false, false},
		"abroad":         {func(o *mediation.Offer) { o.Contact.Phone = "+441234567890" }, "telephone", "", true, false},
		"booking":        {func(o *mediation.Offer) { o.Booking = "https://a.fr:8080/b" }, "prise_rdv", "", true, false},
		"approximate":    {func(o *mediation.Offer) { o.Approximate = true }, "longitude", "", true, false},
		"zero":           {func(o *mediation.Offer) { o.Point = &orb.Point{} }, "longitude", "", true, false},
		"street":         {func(o *mediation.Offer) { o.Address.Street = "Espace « Ô »" }, "adresse", "Espace Ô", true, false},
		"complement":     {func(o *mediation.Offer) { o.Address.Street, o.Address.Complement = "", "Le Bourg" }, "adresse", "Le Bourg", false, false},
		"no street":      {func(o *mediation.Offer) { o.Address.Street = "" }, "adresse", "", true, true},
		"no date":        {func(o *mediation.Offer) { o.Updated = time.Time{} }, "date_maj", "", true, true},
		"no postcode":    {func(o *mediation.Offer) { o.Address.Postcode = "" }, "code_postal", "", true, true},
		"van":            {func(o *mediation.Offer) { o.Kind, o.Hours = mediation.Van, "Mo 09:00-12:00" }, "horaires", "", false, false},
		"van moves":      {func(o *mediation.Offer) { o.Kind = mediation.Van }, "itinerance", "Itinérant", false, false},
		"formula":        {func(o *mediation.Offer) { o.Name = "=1+1" }, "nom", "=1+1", false, false},
		"possible only":  {func(o *mediation.Offer) { o.Claims = []mediation.Claim{{ID: "caf", Certainty: mediation.Possible}} }, "services", "", false, false},
		"implied":        {func(o *mediation.Offer) { o.Claims = []mediation.Claim{{ID: "caf", Certainty: mediation.Implied}} }, "services", "Aide aux démarches administratives", false, false},
		"stated":         {func(o *mediation.Offer) { o.Statements = []string{"Accéder à du matériel", "du café"} }, "services", "Accès internet et matériel informatique", false, false},
		"epn":            {func(o *mediation.Offer) { o.Programmes = []string{"epn", "croix-rouge"} }, "typologie", "EPN", false, false},
		"programme":      {func(o *mediation.Offer) { o.Programmes = []string{"epn", "croix-rouge"} }, "dispositif_programmes_nationaux", "La Croix Rouge", false, false},
		"unknown sort":   {func(o *mediation.Offer) { o.Typology = []string{"PE", "BIB"} }, "typologie", "BIB", true, false},
		"labels":         {func(o *mediation.Offer) { o.Labels = []string{"ordi 3.0", "Étapes numériques (La Poste)", "Label"} }, "formations_labels", "ORDI 3.0", false, false},
		"other labels":   {func(o *mediation.Offer) { o.Labels = []string{"ORDI 3.0", "Étapes numériques (La Poste)", "Label"} }, "autres_formations_labels", "Étapes numériques (La Poste)|Label", false, false},
		"pass":           {func(o *mediation.Offer) { o.Labels = []string{mediation.PassLabel} }, "autres_formations_labels", "Accepte le Pass numérique", false, false},
		"long text":      {func(o *mediation.Offer) { o.Description = strings.Repeat("mot ", 100) + "fin" }, "presentation_detail", strings.Repeat("mot ", 100) + "fin", false, false},
		"its summary":    {func(o *mediation.Offer) { o.Description = strings.Repeat("😀", 200) }, "presentation_resume", strings.Repeat("😀", 139) + "…", false, false},
		"summary, words": {func(o *mediation.Offer) { o.Description = strings.Repeat("mot ", 100) }, "presentation_resume", strings.TrimSpace(strings.Repeat("mot ", 69)) + "…", false, false},
	} {
		o := full
		tt.change(&o)
		row, problems := NewStandardRow(mediation.Place{Point: *full.Point}, o, "Source", needs)
		refused := slices.ContainsFunc(problems, func(p Problem) bool { return p.Fatal })
		if row[tt.column] != tt.cell || len(problems) > 0 != tt.reported || refused != tt.refused {
			t.Errorf("%s: %s = %q, want %q; problems %+v", name, tt.column, row[tt.column], tt.cell, problems)
		}
		if left := CheckStandard(row); len(left) > 0 != tt.refused {
			t.Errorf("%s: %+v", name, left)
		}
	}
}

// A reader of the file must learn that there are hours to ask for.
func TestHoursThatAreOnlyTextAreReportedAsLeftOut(t *testing.T) {
	for kind, want := range map[mediation.Kind]bool{mediation.EPN: true, mediation.Van: false} {
		row, problems := NewStandardRow(mediation.Place{}, mediation.Offer{Kind: kind, HoursText: "un mardi sur deux"}, "", nil)
		reported := slices.ContainsFunc(problems, func(p Problem) bool { return p.Column == "horaires" && p.Value == "un mardi sur deux" && !p.Fatal })
		if reported != want || row["horaires"] != "" {
			t.Errorf("%s: reported %v, written %q", kind, reported, row["horaires"])
		}
	}
}
