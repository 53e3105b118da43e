package formats

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"escale/internal/mediation"
)

const fewNeeds = `# what people come for
needs:
  - id: caf
    family: demarches
    level: demarche
    label: Ouvrir un compte CAF
    explanation: Demander une aide
      et suivre son dossier.
    bring: [Un RIB, Une pièce d’identité]
    bring_source: {name: Caf, url: "https://www.caf.fr/"}
    bring_checked: 2026-12-01
    synonyms: [allocations, apl, "rsa"]
    national: demarches-administratives
    declared_by:
      - "Accompagner les démarches : CAF"
    implied_by: [france-services]
    possible_at: [epn, conseillers-numeriques]
  - id: cv
    family: competences
    level: approfondir
    label: Faire un CV
    explanation: Écrire son CV.
`

func TestReadNeeds(t *testing.T) {
	got, err := ReadNeeds(strings.NewReader(fewNeeds))
	if err != nil {
		t.Fatal(err)
	}
	want := mediation.Needs{
		{ID: "caf", Family: "demarches", Label: "Ouvrir un compte CAF", Short: "Ouvrir un compte CAF", Explanation: "Demander une aide et suivre son dossier.",
			Level: mediation.Procedure, Bring: []string{"Un RIB", "Une pièce d’identité"},
			BringSource: mediation.Link{Name: "Caf", URL: "https://www.caf.fr/"}, BringChecked: "2026-12-01",
			Synonyms: []string{"allocations", "apl", "rsa"}, National: "demarches-administratives",
			DeclaredBy: []string{"Accompagner les démarches : CAF"}, ImpliedBy: []string{"france-services"},
			PossibleAt: []string{"epn", "conseillers-numeriques"}},
		{ID: "cv", Family: "competences", Label: "Faire un CV", Short: "Faire un CV", Explanation: "Écrire son CV.", Level: mediation.Further},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadNeedsRefuses(t *testing.T) {
	for _, tt := range []struct{ old, new, line, says string }{
		{"synonyms:", "synonymes:", "Ligne 12", "synonymes"},
		{"[france-services]", "[france-service]", "Ligne 16", "france-service"},
		{"[epn,", "[epm,", "Ligne 17", "epm"},
		{"demarches-administratives", "demarches", "Ligne 13", "demarches"},
		{"family: competences", "family: competence", "Ligne 19", "competence"},
		{"id: cv", "id: caf", "Ligne 18", "déjà pris"},
		{"id: cv", "id: C V", "Ligne 18", "minuscules"},
		{"    label: Faire un CV\n", "", "Ligne 18", "label"},
		{"label: Faire un CV", "label: {a: b}", "Ligne 21", "texte"},
		{"label: Faire un CV", "label: Faire un CV\n    label: Deux fois", "Ligne 22", "label"},
		{"  - id: cv\n    family", "  - family", "Ligne", "« id » manque"},
		{"level: approfondir", "level: expert", "Ligne 20", "expert"},
		{"    level: approfondir\n", "", "Ligne 18", "level"},
		{"name: Caf, ", "", "Ligne 9", "bring_source"},
		{"https://www.caf.fr/", "http://www.caf.fr/", "Ligne 10", "https"},
		{"2026-12-01", "bientôt", "Ligne 11", "bring_checked"},
		{"needs:", "besoins:", "Ligne 2", "besoins"},
		{fewNeeds, "needs: []", "", "vide"},
		{fewNeeds, "", "", "vide"},
		{"needs:\n", "needs: [", "Ligne", ""},
	} {
		content := strings.Replace(fewNeeds, tt.old, tt.new, 1)
		needs, err := ReadNeeds(strings.NewReader(content))
		if mediation.KindOf(err) != mediation.Invalid || needs != nil {
			t.Errorf("%q → %q: %v, want Invalid", shorten(tt.old), tt.new, err)
		} else if !strings.Contains(err.Error(), tt.line) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%q → %q: %v, want %s, %s", tt.old, tt.new, err, tt.line, tt.says)
		}
	}
}

const fewSources = `sources:
  - id: france-services
    name: France Services
    format: france-services
    mirror: france/france-services-20240801.csv
    url: https://www.data.gouv.fr/fr/datasets/r/1
    licence: Licence Ouverte 2.0
    producer: ANCT
    date: 2024-08-01
  - id: exemple
    name: Exemple
    format: standard
    embedded: exemple/lieux.csv
    licence: etalab-2.0
    producer: Escale
    departements: [01, "50", 2A]
    example: true
`

func TestReadSources(t *testing.T) {
	got, err := ReadSources(strings.NewReader(fewSources))
	if err != nil {
		t.Fatal(err)
	}
	want := []Source{
		{ID: "france-services", Name: "France Services", Format: "france-services", Mirror: "france/france-services-20240801.csv",
			URL: "https://www.data.gouv.fr/fr/datasets/r/1", Licence: "Licence Ouverte 2.0", Producer: "ANCT", Date: "2024-08-01"},
		{ID: "exemple", Name: "Exemple", Format: "standard", Embedded: "exemple/lieux.csv", Licence: "etalab-2.0", Producer: "Escale",
			Departements: []string{"01", "50", "2A"}, Example: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, tt := range []struct{ old, new, says string }{
		{"format: standard", "format: excel", "Ligne 12"},
		{"embedded: exemple/lieux.csv", "embedded:", "Ligne 10"},
		{"https://www", "javascript://www", "Ligne 6"},
		{"2A]", "2C]", "Ligne 16"},
		{"example: true", "example: peut-être", "Ligne 17"},
		{"producer: Escale\n", "\n", "producer"},
		{"id: exemple", "id: france-services", "Ligne 10"},
	} {
		_, err := ReadSources(strings.NewReader(strings.Replace(fewSources, tt.old, tt.new, 1)))
		if mediation.KindOf(err) != mediation.Invalid || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%q → %q: %v, want %s", tt.old, tt.new, err, tt.says)
		}
	}
}
