package formats

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"escale/internal/mediation"
)

func TestOlderWords(t *testing.T) {
	for _, tt := range []struct {
		column, cell string
		want         mediation.Offer
		problem      string
	}{
		{"conditions_acces", "Gratuit : Je peux accéder gratuitement au lieu et à ses services", mediation.Offer{Fee: []string{"gratuit"}}, ""},
		{"conditions_access", "Gratuit sous condition : La gratuité est conditionnée à des critères (situation familiale...)",
			mediation.Offer{Fee: []string{"gratuit-sous-condition"}}, ""},
		{"frais_a_charge", "Payant : L'accès au lieu et/ou à ses services est payant", mediation.Offer{Fee: []string{"payant"}}, ""},
		{"frais_a_charge", "Gratuit sous condition|Payant", mediation.Offer{Fee: []string{"gratuit-sous-condition", "payant"}}, ""},
		{"conditions_acces", "Adhésion : L'accès au lieu nécessite d'y adhérer", mediation.Offer{Fee: []string{"payant"}}, "Adhésion"},
		{"conditions_acces", "Accepte le Pass numérique : Il est possible;Payant : L'accès", mediation.Offer{Fee: []string{"payant"}, Labels: []string{"Accepte le Pass numérique"}}, ""},
		{"frais_a_charge", "Troc", mediation.Offer{}, "vocabulaire"},
		{"modalites_accompagnement", "Avec de l'aide : je suis accompagné seul;Dans un atelier : j'apprends collectivement;Seul : j'ai accès;A ma place : une personne habilitée",
			mediation.Offer{Support: []string{"individuel", "atelier", "autonomie"}}, ""},
		{"modalites_accompagnement", "À distance (par téléphone ou en visioconférence)", mediation.Offer{Support: []string{"distance"}}, ""},
		{"publics_accueillis", "Adultes;Seniors (+ 65 ans);Jeunes (16-26 ans);Familles/enfants;Personnes en situation d'illettrisme;Surdité;Handicaps mentaux : déficiences;Déficience visuelle;Public langues étrangères",
			mediation.Offer{Audience: []string{"seniors", "jeunes", "familles-enfants"},
				Care: []string{"illettrisme", "surdite", "handicaps-mentaux", "deficience-visuelle", "langues-autres"}}, ""},
		{"prise_en_charge_specifique", "Langues étrangères (anglais)|Langues étrangères (autres)",
			mediation.Offer{Care: []string{"langues-anglais", "langues-autres"}}, ""},
		{"publics_specifiquement_adresses", "Étudiants|Femmes|Martiens", mediation.Offer{Audience: []string{"etudiants", "femmes"}}, "vocabulaire"},
		{"modalites_acces", "Ce lieu n’accueille pas de public|Se présenter", mediation.Offer{Access: []string{"pas-de-public", "se-presenter"}}, ""},
		{"labels_nationaux", "CNFS;France Services;Aidants Connect",
			mediation.Offer{Programmes: []string{"conseillers-numeriques", "france-services", "aidants-connect"}}, ""},
		{"dispositif_programmes_nationaux", "Relais numérique (Emmaüs Connect)|Label inconnu", mediation.Offer{Programmes: []string{"relais-numerique"}}, "vocabulaire"},
		{"services", "Accéder à du matériel;Maîtrise des outils", mediation.Offer{Statements: []string{"Accéder à du matériel", "Maîtrise des outils"}}, ""},
	} {
		r := standardFormat.layout.row(7, []string{tt.column}, []string{tt.cell})
		var o mediation.Offer
		readStandardLists(&r, &o)
		if diff := cmp.Diff(tt.want, o); diff != "" {
			t.Errorf("%s = %q: %s", tt.column, tt.cell, diff)
		}
		checkProblem(t, &r, tt.problem)
		if tt.problem != "" && r.problems[0].Column != tt.column {
			t.Errorf("problem of column %q, want the file's own name %q", r.problems[0].Column, tt.column)
		}
	}
}

func TestKinds(t *testing.T) {
	for _, tt := range []struct {
		itinerance, programmes string
		want                   mediation.Kind
	}{
		{"", "", mediation.EPN}, {"Fixe", "", mediation.EPN}, {"Itinérant", "France Services", mediation.Van},
		{"Itinérant|Fixe", "", mediation.EPN}, {"", "France Services|Conseillers numériques", mediation.FranceServices},
		{"Fixe", "Conseillers numériques", mediation.ConseillerNumerique}, {"", "CNFS;Aidants Connect", mediation.ConseillerNumerique},
	} {
		r := standardFormat.layout.row(2, []string{"id", "nom", "itinerance", "labels_nationaux", "horaires"},
			[]string{"1", "Nom", tt.itinerance, tt.programmes, "Mo 09:00-12:00"})
		var o mediation.Offer
		readStandard(&r, &o)
		if o.Kind != tt.want || o.Hours == "" || o.HoursText != "" {
			t.Errorf("%q, %q: %s, hours %q, %q; want %s", tt.itinerance, tt.programmes, o.Kind, o.Hours, o.HoursText, tt.want)
		}
	}
	for format, want := range map[string]mediation.Kind{
		"Fixe": mediation.FranceServices, "Multisites": mediation.FranceServices, "Fixe_antenne(s)": mediation.FranceServices,
		"": mediation.FranceServices, "Bus_équivalent": mediation.Van, "Itinérante": mediation.Van,
	} {
		r := franceServicesFormat.layout.row(2, []string{"id_fs", "lib_fs", "format_fs"}, []string{"1", "Maison", format})
		var o mediation.Offer
		if readFranceServices(&r, &o); o.Kind != want {
			t.Errorf("format %q: %s", format, o.Kind)
		}
	}
	for name, want := range map[string]bool{
		"EPN Mobile de Sartilly": true, "EPN - mobile": true, "Bus numérique": true, "Espace itinérant": true,
		"Mobilité 50": false, "EPN du Busc": false, "Le camion de Tourlaville": true,
	} {
		if (nameMotion(name) == moves) != want {
			t.Errorf("nameMotion(%q) = %v", name, nameMotion(name))
		}
	}
}

func TestDescription(t *testing.T) {
	for _, tt := range [][3]string{
		{"", "", ""}, {"Court.", "", "Court."}, {"", "Long.", "Long."},
		{"Court.", "Court, puis long.", "Court, puis long."}, {"Court.", "Long.", "Court.\nLong."},
	} {
		if got := description(tt[0], tt[1]); got != tt[2] {
			t.Errorf("description(%q, %q) = %q", tt[0], tt[1], got)
		}
	}
}
