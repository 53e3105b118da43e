package mediation_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"escale/internal/mediation"
)

func TestClaims(t *testing.T) {
	needs := mediation.Needs{
		{ID: "caf", Label: "Faire une démarche CAF", Short: "CAF", Synonyms: []string{"allocations", "prime d'activité"}, National: "demarches-administratives", ImpliedBy: []string{"france-services"}, PossibleAt: []string{"epn"}},
		{ID: "smartphone", National: "outils-quotidien", DeclaredBy: []string{"Prendre en main un smartphone ou une tablette"}, ImpliedBy: []string{"conseillers-numeriques"}},
	}
	const broad, phone = "Aide aux démarches administratives", "prendre en main un SMARTPHONE ou une tablette"
	claim := func(id mediation.NeedID, c mediation.Certainty) mediation.Claim {
		return mediation.Claim{ID: id, Certainty: c}
	}
	for _, tt := range []struct {
		why                    string
		statements, programmes []string
		want                   []mediation.Claim
	}{
		{why: "nothing said"},
		{"the broad service only", []string{broad}, nil, []mediation.Claim{claim("caf", mediation.Possible)}},
		{"its older name", []string{"Réaliser des démarches administratives avec un accompagnement"}, nil, []mediation.Claim{claim("caf", mediation.Possible)}},
		{"the label", nil, []string{"france-services"}, []mediation.Claim{claim("caf", mediation.Implied)}},
		{"label and broad service: the surest", []string{broad}, []string{"epn", "france-services"}, []mediation.Claim{claim("caf", mediation.Implied)}},
		{"worth a call", nil, []string{"epn"}, []mediation.Claim{claim("caf", mediation.Possible)}},
		{"said outright, and the label", []string{phone}, []string{"conseillers-numeriques"}, []mediation.Claim{claim("smartphone", mediation.Declared)}},
		{"another older service of the same kind", []string{"Utiliser le numérique au quotidien"}, nil, []mediation.Claim{claim("smartphone", mediation.Possible)}},
		{"its short name", []string{"CAF"}, nil, []mediation.Claim{claim("caf", mediation.Declared)}},
		{"a word of people", []string{"aide aux Allocations"}, nil, []mediation.Claim{claim("caf", mediation.Declared)}},
		{"a phrase of people", []string{"Prime d’activité"}, nil, []mediation.Claim{claim("caf", mediation.Declared)}},
		{"a word among others", []string{"cafetière CAF"}, nil, nil},
		{"words nobody knows", []string{"Jouer aux cartes"}, []string{"emmaus-connect"}, nil},
	} {
		if diff := cmp.Diff(tt.want, needs.Claims(tt.statements, tt.programmes)); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
	}
}

func TestAcceptsPass(t *testing.T) {
	for label, want := range map[string]bool{"Accepte le Pass numérique": true, "accepte le pass numerique": true, "ORDI 3.0": false, "Certification PIX": false} {
		if got := (mediation.Offer{Labels: []string{"Label", label}}).AcceptsPass(); got != want {
			t.Errorf("%s: %v", label, got)
		}
	}
}

func TestMergeClaimsKeepsTheSurest(t *testing.T) {
	a := []mediation.Claim{{ID: "cv", Certainty: mediation.Possible}, {ID: "caf", Certainty: mediation.Implied}}
	b := []mediation.Claim{{ID: "cv", Certainty: mediation.Declared}}
	want := []mediation.Claim{{ID: "caf", Certainty: mediation.Implied}, {ID: "cv", Certainty: mediation.Declared}}
	if diff := cmp.Diff(want, mediation.MergeClaims(a, b)); diff != "" {
		t.Error(diff)
	}
}

// Statements that name several things are several; what nobody knows stays as it is.
func TestStatementsInParts(t *testing.T) {
	needs := mediation.Needs{{ID: "caf", Short: "CAF"}, {ID: "impots", Synonyms: []string{"impôts"}}, {ID: "cv", Short: "CV"}}
	for stated, want := range map[string][]string{
		"CAF": {"CAF"}, "aide CAF, impots, CV": {"aide CAF", "impots", "CV"}, "CAF / impôts et CV": {"CAF", "impôts", "CV"}, "CAF, cartes": {"CAF", "cartes"},
		"jouer aux cartes, lire": {"jouer aux cartes, lire"}, "CAF et cartes": {"CAF et cartes"},
		"Accès internet et matériel informatique": {"Accès internet et matériel informatique"},
	} {
		if diff := cmp.Diff(want, needs.Parts([]string{stated})); diff != "" {
			t.Errorf("%s: %s", stated, diff)
		}
	}
}
