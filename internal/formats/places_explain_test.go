package formats

import (
	"strings"
	"testing"
)

func TestExplainAnUnknownFile(t *testing.T) {
	g, err := Explain(strings.NewReader("Nom du lieu;Voie;Ville;CP;Contact;Où;h_lundi;Zzz;RDV ?\nMairie;rue du Port;Carteret;50270;02 33 04 90 58;49.3741;9h-12h;bleu;oui\nMédiathèque;;Carteret;50270;0233049058;49.3752;;vert;non\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"Nom du lieu": "nom", "Voie": "adresse", "Ville": "commune", "CP": "code_postal", "Contact": "telephone", "Où": "latitude", "h_lundi": "lundi", "Zzz": "", "RDV ?": ""}
	for _, c := range g.Columns {
		if c.Field != want[c.Column] {
			t.Errorf("%s: %q, want %q", c.Column, c.Field, want[c.Column])
		}
	}
	if g.Rows != 2 || g.Columns[1].Filled != 1 || g.Columns[7].Sample != "bleu" {
		t.Errorf("%+v", g)
	}
	text := g.Mapping()
	m, err := ReadMapping(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if m.columns["nom"][0] != "Nom du lieu" || len(m.week[0]) != 1 || m.week[0][0] != "h_lundi" || !strings.Contains(text, "# Zzz (2 sur 2") || strings.Contains(text, "# RDV ? (") || !strings.Contains(text, limiting) {
		t.Errorf("%s", text)
	}
}

// The days and the hours in columns of their own are the hours together.
func TestExplainHoursInSeveralColumns(t *testing.T) {
	for header, want := range map[string]string{
		"Nom;Jours;Heures":         `horaires: ["Jours", "Heures"]`,
		"Nom;Jour;Horaires":        `horaires: ["Jour", "Horaires"]`,
		"Nom;Jour(s);Début;Fin":    `horaires: ["Jour(s)", "Début", "Fin"]`,
		"Nom;Horaires;Commentaire": `horaires: "Horaires"`,
	} {
		g, err := Explain(strings.NewReader(header + "\nMairie;mardi;14h;17h\n"))
		if err != nil {
			t.Fatal(err)
		}
		if text := g.Mapping(); strings.Count(text, "horaires:") != 1 || !strings.Contains(text, want) {
			t.Errorf("%s: want %s in\n%s", header, want, text)
		}
	}
}

// TestExplainRealFiles: the columns that matter are found in files that were
// not made for the standard.
func TestExplainRealFiles(t *testing.T) {
	for path, fields := range map[string][]string{
		"france/france-services-20240801.csv": {"adresse", "complement_adresse", "code_insee", "code_postal", "latitude", "longitude", "courriels", "telephone", "lundi", "samedi", "prise_rdv", "presentation_detail"},
		"manche/epn-2020.csv":                 {"nom", "structure_parente", "latitude", "longitude", "pivot", "frais_a_charge"},
	} {
		g, err := Explain(mirror(t, path))
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for _, c := range g.Columns {
			found[c.Field] = true
		}
		for _, field := range fields {
			if !found[field] {
				t.Errorf("%s: %s is not found", path, field)
			}
		}
		if g.Rows == 0 {
			t.Errorf("%s: no rows", path)
		}
	}
}
