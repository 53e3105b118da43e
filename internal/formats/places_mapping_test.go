package formats

import (
	"strings"
	"testing"

	"escale/data"
)

func mappingOf(t *testing.T, name string) Mapping {
	t.Helper()
	f, err := data.Files.Open("correspondances/" + name)
	if err != nil {
		t.Fatal(err)
	}
	m, err := ReadMapping(f)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return m
}

// TestMappedAsRead reads two real files through a mapping and through the
// format made for them: both must say the same of every record.
func TestMappedAsRead(t *testing.T) {
	for _, tt := range []struct {
		mapping, format, path string
		sameHours             float64 // share of records
	}{
		{"epn-normandie-2020.yaml", "epn-normandie", "manche/epn-2020.csv", 1},
		{"france-services-2024.yaml", "france-services", "france/france-services-20240801.csv", 0.97},
	} {
		t.Run(tt.format, func(t *testing.T) {
			own := readMirror(t, tt.format, tt.path)
			mapped, err := ReadMapped(mappingOf(t, tt.mapping), mirror(t, tt.path), "test")
			if err != nil {
				t.Fatal(err)
			}
			if len(mapped.Records) != len(own.Records) {
				t.Fatalf("%d records, want %d", len(mapped.Records), len(own.Records))
			}
			hours := 0
			for i, r := range mapped.Records {
				a, b := r.Offer, own.Records[i].Offer
				if a.Name != b.Name || a.Address != b.Address || a.Contact != b.Contact || (a.Point == nil) != (b.Point == nil) || a.SourceID != b.SourceID {
					t.Fatalf("line %d: %+v\nwant %+v", r.Line, a, b)
				}
				if a.Hours == b.Hours {
					hours++
				}
			}
			if share := float64(hours) / float64(len(mapped.Records)); share < tt.sameHours {
				t.Errorf("%.3f have the same hours, want %.2f", share, tt.sameHours)
			}
		})
	}
}

func TestReadMapped(t *testing.T) {
	m, err := ReadMapping(strings.NewReader("columns:\n  nom: Nom du lieu\n  adresse: [N°, Voie]\n  commune: Ville\n  code_postal: CP\n  latitude: Y\n  longitude: X\n  frais_a_charge: Tarif\n" +
		"values:\n  frais_a_charge: {oui: Payant, non: Gratuit}\nconstants:\n  itinerance: Fixe\nweek:\n  lundi: Lun\n  mardi: Mar\n"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := ReadMapped(m, strings.NewReader("Nom du lieu;N°;Voie;Ville;CP;Y;X;Tarif;Lun;Mar;Autre\nMairie;3;rue du Port;Carteret;50270;49,37;-1,79;Non;9h-12h;fermé;x\nMairie;;;Carteret;50270;49,37;-1,79;;mardi matin;;\n"), "s")
	if err != nil {
		t.Fatal(err)
	}
	first, second := file.Records[0].Offer, file.Records[1].Offer
	if first.SourceID != "mairie-50270" || second.SourceID != "mairie-50270-2" {
		t.Errorf("ids %s and %s", first.SourceID, second.SourceID)
	}
	if first.Address.Street != "3 rue du Port" || first.Fee[0] != "gratuit" || first.Hours != "Mo 09:00-12:00" || first.Point == nil || first.Point.Lat() != 49.37 {
		t.Errorf("%+v", first)
	}
	if second.Hours != "" || second.HoursText == "" || file.Records[1].Problems[0].Column != "Lun" {
		t.Errorf("hours %q, %q, problems %+v", second.Hours, second.HoursText, file.Records[1].Problems)
	}
	if len(file.Ignored) != 1 || file.Ignored[0] != "Autre" {
		t.Errorf("ignored %v", file.Ignored)
	}
}

func TestReadMappingRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"columns:\n  name: Nom\n":                      "Ligne 2 : la norme n'a pas de champ « name »",
		"columns:\n  commune: Ville\n":                 "quelle colonne est le nom",
		"columns:\n  nom: Nom\nweek:\n  lun: L\n":      "Ligne 4 : « lun » n'est pas un jour",
		"columns:\n  nom: Nom\nconstants:\n  x: 1\n":   "« x »",
		"columns:\n  nom: Nom\nvalues:\n  y: {a: b}\n": "« y »",
		"colonnes:\n  nom: Nom\n":                      "Ligne 1",
		"columns: [nom\n":                              "Ligne",
		"columns:\n  nom: []\n":                        "nom",
		"":                                             "nom",
	} {
		if _, err := ReadMapping(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	m := mappingOf(t, "epn-normandie-2020.yaml")
	if _, err := ReadMapped(m, strings.NewReader("libelle;commune\nMairie;Carteret\n"), "s"); err == nil || !strings.Contains(err.Error(), "« nom »") {
		t.Errorf("a file without the name: %v", err)
	}
}

// Nothing is then read: the field would be lost for every place.
func TestAMappingMustNameColumnsOfTheFile(t *testing.T) {
	m, err := ReadMapping(strings.NewReader("columns:\n  nom: Nom\n  telephone: telephone_fixe\nweek:\n  lundi: h lundi\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = ReadMapped(m, strings.NewReader("Nom;commune;Telephone;H_lundi\nMairie;Carteret;0233010203;9h-12h\n"), "s")
	for _, want := range []string{"« telephone_fixe » (la plus proche est « Telephone »)", "Nom, commune, Telephone, H_lundi"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if err != nil && strings.Contains(err.Error(), "h lundi") {
		t.Errorf("the column is there under another spelling: %v", err)
	}
}

// FuzzExplainAndMap: whatever a file holds, explaining it and reading it
// through the mapping that it proposes lose no row and never panic.
func FuzzExplainAndMap(f *testing.F) {
	f.Add("Nom;Ville;CP;h_lundi\nMairie;Carteret;50270;9h-12h\n")
	f.Add(`[{"nom":"a","lat":49.1},{"nom":"b"}]`)
	f.Add("a,b\n1,2\n")
	f.Fuzz(func(t *testing.T, content string) {
		g, err := Explain(strings.NewReader(content))
		if err != nil {
			return
		}
		m, err := ReadMapping(strings.NewReader(g.Mapping()))
		if err != nil {
			return // no column looks like a name
		}
		file, err := ReadMapped(m, strings.NewReader(content), "s")
		if err != nil {
			return
		}
		if len(file.Records) != g.Rows {
			t.Errorf("%d rows explained, %d read", g.Rows, len(file.Records))
		}
	})
}

func FuzzReadMapping(f *testing.F) {
	f.Add("columns:\n  nom: Nom\n  adresse: [N, Voie]\nweek:\n  lundi: L\nvalues:\n  itinerance: {oui: Itinérant}\n")
	f.Fuzz(func(t *testing.T, text string) {
		if m, err := ReadMapping(strings.NewReader(text)); err == nil && len(m.columns["nom"]) == 0 {
			t.Error("a mapping without a name is taken")
		}
	})
}
