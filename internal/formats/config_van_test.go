package formats

import (
	"strings"
	"testing"

	"escale/internal/mediation"
)

func TestVanTermsAreReadWithTheirFaults(t *testing.T) {
	const whole = `
apporte: ["Un animateur", "Huit ordinateurs"]
demande:
  - Une salle pour 12 personnes
tarifs:
  - {habitants: 500, prix: gratuit}
  - {habitants: 2000, prix: "30 € la séance"}
  - {prix: 60 € la séance}
tarifs_au: 2026-09-01
base: {lat: 49.11, lon: -1.09}
vitesse_kmh: 45
matin: 09:00-11:30
apres_midi: aucun
garder_jours: 15
telephone: 02 33 05 00 00
courriel: bus@manche.example
`
	terms, err := ReadVanTerms(strings.NewReader(whole))
	if err != nil || len(terms.Gives) != 2 || len(terms.Prices) != 3 || terms.Base == nil || terms.Speed != 45 || terms.Detour != 1.3 ||
		terms.Hours[mediation.Morning].From != "09:00" || len(terms.Hours) != 1 || terms.KeepDays != 15 || terms.Contact != (mediation.Contact{Phone: "+33233050000", Email: "bus@manche.example"}) || terms.PricesOn != "2026-09-01" {
		t.Fatalf("%+v, %v", terms, err)
	}
	for inhabitants, want := range map[int]string{0: "", 1: "gratuit", 500: "gratuit", 501: "30 € la séance", 2001: "60 € la séance"} {
		if p, _ := terms.PriceFor(inhabitants); p.Price != want {
			t.Errorf("%d: %q", inhabitants, p.Price)
		}
	}
	for _, wrong := range []string{
		"vitesse: 45", "vitesse_kmh: vite", "vitesse_kmh: 5", "detour: 0.5", "matin: 9h-12h", "matin: 12:00-09:00", "depart: 7h", "garder_jours: 0", "mois: 13",
		"tarifs: [{habitants: 500, prix: gratuit}]", "tarifs: [{habitants: 500}]\ntarifs_au: 2026-09-01", "tarifs: [{prix: a}, {prix: b}]\ntarifs_au: 2026-09-01",
		"tarifs: [{habitants: 9, prix: a}, {habitants: 8, prix: b}]\ntarifs_au: 2026-09-01", "base: {lat: 91, lon: 0}", "telephone: 12", "courriel: bus",
	} {
		if _, err := ReadVanTerms(strings.NewReader(wrong)); mediation.KindOf(err) != mediation.Invalid || !strings.Contains(err.Error(), "Ligne 1") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
	if terms, err := ReadVanTerms(strings.NewReader("apporte: [x]")); err != nil || len(terms.Hours) != 2 {
		t.Errorf("%+v, %v", terms, err)
	}
}
