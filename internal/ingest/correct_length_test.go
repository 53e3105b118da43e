package ingest_test

import (
	"context"
	"strings"
	"testing"

	"escale/internal/ingest"
	"escale/internal/mediation"
)

// What no phone can show is refused, from a form and from a command alike.
func TestTooLongATextIsRefused(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("s", mairie))
	long, state := strings.Repeat("a", 10_000), f.fingerprint()
	for column, text := range map[string]string{
		"nom": long, "adresse": long, "complement_adresse": long, "presentation_detail": long, "courriels": long + "@mairie.fr",
		"site_web": "https://www.mairie.fr/" + long, "prise_rdv": "https://www.mairie.fr/" + long, "structure_parente": long,
	} {
		err := f.correct(ingest.CorrectRequest{Source: "s", SourceID: "1", Cells: cells(column, text)})
		if mediation.KindOf(err) != mediation.Invalid || !strings.Contains(err.Error(), "signes au plus, il y en a 10") {
			t.Errorf("%s: %v", column, err)
		}
	}
	_, _, err := f.importer.Add(context.Background(), ingest.CorrectRequest{Departement: "50", Cells: cells("nom", long, "commune", "Saint-Lô", "code_postal", "50000")})
	if mediation.KindOf(err) != mediation.Invalid || f.fingerprint() != state {
		t.Errorf("added: %v", err)
	}
}
