package formats

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"escale/internal/mediation"
)

// tryRead reads anything: it never panics, and answers with records or with a
// refusal.
func tryRead(t testing.TB, format, content string) *File {
	t.Helper()
	file, err := Read(format, strings.NewReader(content), "test")
	if err != nil {
		if file != nil || mediation.KindOf(err) != mediation.Invalid {
			t.Fatalf("Read = %v, %v", file, err)
		}
		return nil
	}
	for _, r := range file.Records {
		checkRecord(t, r)
	}
	return file
}

func fuzzRead(f *testing.F, format string, seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) { tryRead(t, format, content) })
}

const seedJSON = `[{"id":"1","nom":"EPN","services":"a;b","latitude":49.1,"longitude":-1,"horaires":"Mo 09:00-12:00","telephone":"0233773100","labels_nationaux":"CNFS"}]`

func FuzzReadStandard(f *testing.F) {
	fuzzRead(f, "standard", goodHeader+"1,a,50100,49,-1\n", seedJSON, "\ufeffid;nom\n1;\"a\"\n", "id|nom|itinerance\n1|b|Itinérant\n")
}

func FuzzReadConseillers(f *testing.F) {
	fuzzRead(f, "conseillers-numeriques", seedJSON, `[{"id":1,"nom":[1,null],"date_maj":{"a":1}}]`)
}

func FuzzReadFranceServices(f *testing.F) {
	fuzzRead(f, "france-services", "id_fs,lib_fs,h_lundi,h_mardi,prise_rdv,format_fs,commentaire\n"+
		"1,a,09:00 - 12:00 / 13:30 - 17:00,00:00 - 00:00,Oui,Bus_équivalent,l\\x27eau\n")
}

func FuzzReadEPN(f *testing.F) { fuzzRead(f, "epn-normandie", fewEPN, "nom;adresse_commune\nx;\nx;\n") }

func FuzzReadNeeds(f *testing.F) {
	f.Add(fewNeeds)
	f.Add("needs:\n  - id: a\n    synonyms: !00\n000000000000000:0000") // the YAML library panics
	f.Fuzz(func(_ *testing.T, content string) { _, _ = ReadNeeds(strings.NewReader(content)) })
}

func FuzzReadSources(f *testing.F) {
	f.Add(fewSources)
	f.Fuzz(func(_ *testing.T, content string) { _, _ = ReadSources(strings.NewReader(content)) })
}

func FuzzReadTerritory(f *testing.F) {
	f.Add(fewCommunes, fewEPCI, fewMovements, fewContours)
	f.Fuzz(func(t *testing.T, communes, epci, movements, contours string) {
		territory, _, err := ReadTerritory("50", TerritoryFiles{
			Communes: strings.NewReader(communes), EPCI: strings.NewReader(epci),
			Movements: strings.NewReader(movements), Contours: strings.NewReader(contours)})
		if err == nil {
			checkCentres(t, territory)
		}
		if territory, _, err := ReadTerritoryAPI("50", strings.NewReader(contours)); err == nil {
			checkCentres(t, territory)
		}
	})
}

func FuzzReadTerritoryCSV(f *testing.F) {
	f.Add("insee,nom,lat,lon\n50129,Cherbourg,49.6,-1.6\n")
	f.Fuzz(func(t *testing.T, content string) {
		if territory, _, err := ReadTerritoryCSV("50", strings.NewReader(content)); err == nil {
			checkCentres(t, territory)
		}
	})
}

func checkCentres(t *testing.T, territory mediation.Territory) {
	t.Helper()
	for _, c := range territory.Communes {
		if !inDegrees(c.Centre) || c.Centre != c.Centre || c.INSEE == "" {
			t.Errorf("commune %+v", c)
		}
	}
}

// TestEveryRowYieldsARecord writes tables of any cells, as CSV and as JSON.
func TestEveryRowYieldsARecord(t *testing.T) {
	cell := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", " ", "a|b;c", "\"", "«\n»", "49,5", "0", "2024-01-01", "\x00", "=1+1"}))
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"id", "nom", "telephone", "latitude", "horaires", "inconnu"}
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, len(names), len(names)), 1, 5).Draw(t, "rows")
		var csvText strings.Builder
		var objects []map[string]string
		want := 0
		csvText.WriteString(strings.Join(names, ",") + "\n")
		for _, cells := range rows {
			object := map[string]string{}
			for i, c := range cells {
				c = strings.ReplaceAll(strings.ToValidUTF8(c, "?"), "\r", " ")
				object[names[i]] = c
				if i > 0 {
					csvText.WriteByte(',')
				}
				csvText.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
			}
			csvText.WriteByte('\n')
			objects = append(objects, object)
			if !blankObject(object) {
				want++
			}
		}
		encoded, err := json.Marshal(objects)
		if err != nil {
			t.Fatal(err)
		}
		for _, content := range []string{csvText.String(), string(encoded)} {
			checkCount(t, content, want)
		}
	})
}

func blankObject(object map[string]string) bool {
	for _, cell := range object {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

func checkCount(t *rapid.T, content string, want int) {
	file, err := Read("standard", strings.NewReader(content), "test")
	switch {
	case want == 0 && mediation.KindOf(err) == mediation.Invalid:
	case err != nil:
		t.Fatalf("%v in %q", err, content)
	case len(file.Records) != want:
		t.Fatalf("%d records, want %d, of %q", len(file.Records), want, content)
	}
}
