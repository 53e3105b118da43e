package ingest_test

import (
	"slices"
	"strings"
	"testing"
)

func TestTwoRowsOfOneID(t *testing.T) {
	other := row("1", "Bibliothèque", "Saint-Lô", "50000", "", "8 place Haute", "49.118", "-1.085")
	const both = "identifiant en double : lignes 2 et 3"
	for name, tt := range map[string]struct {
		before, rows string
		shown        []string
		reasons      []string
	}{
		"nobody knows which":        {"", mairie + other, nil, []string{both, both}},
		"the one that the map has":  {mairie, other + mairie, []string{"Mairie annexe"}, []string{both + " ; la ligne 3 est celle que la carte avait"}},
		"its name changed":          {mairie, other + strings.Replace(mairie, "Mairie annexe", "France Services", 1), []string{"France Services"}, []string{both + " ; la ligne 3 est celle que la carte avait"}},
		"neither is the one":        {mairie, other + strings.Replace(other, "Bibliothèque", "Médiathèque", 1), nil, []string{both, both}},
		"both could be the one":     {mairie, mairie + strings.Replace(mairie, "+33261910001", "+33261910009", 1), nil, []string{both, both}},
		"a row that is there twice": {"", mairie + mairie, []string{"Mairie annexe"}, []string{"répète la ligne 2"}},
		"one that cannot be used":   {"", strings.Replace(mairie, "Mairie annexe", "", 1) + other, []string{"Bibliothèque"}, []string{"nom : Le nom manque."}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			if tt.before != "" {
				f.load(f.request("s", tt.before))
			}
			report := f.load(f.request("s", tt.rows))
			var shown, reasons []string
			for _, o := range f.shown("s", "50") {
				shown = append(shown, o.Name)
			}
			for _, line := range report.Records {
				if line.Outcome == "set aside" {
					reasons = append(reasons, line.Reason)
				}
			}
			if !slices.Equal(shown, tt.shown) || !slices.Equal(reasons, tt.reasons) {
				t.Errorf("shown %q, set aside %q", shown, reasons)
			}
		})
	}
}
