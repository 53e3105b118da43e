package formats

import (
	"slices"
	"strings"
	"testing"
)

// Lists part at every sign that people use, and no word is lost without a remark.
func TestListsInEveryForm(t *testing.T) {
	for _, tt := range []struct{ column, cell, want, lost string }{
		{"publics_accueillis", "Seniors (+65 ans) / Familles/ enfant / Adultes / Surdité", "seniors familles-enfants surdite", ""},
		{"publics_accueillis", "Seniors (+ 65 ans), Jeunes (moins de 25 ans)", "seniors jeunes", ""},
		{"publics_accueillis", "Jeunes, Seniors", "jeunes seniors", ""},
		{"publics_accueillis", "Jeunes / Seniors", "jeunes seniors", ""},
		{"publics_accueillis", "Jeunes;Seniors|Femmes", "jeunes seniors femmes", ""},
		{"publics_accueillis", "Jeunes\nSeniors", "jeunes seniors", ""},
		{"publics_accueillis", "• Jeunes\n• Seniors", "jeunes seniors", ""},
		{"publics_accueillis", "jeunes et seniors", "jeunes seniors", ""},
		{"publics_accueillis", "Étudiants - Jeunes", "etudiants jeunes", ""},
		{"publics_accueillis", "Familles et enfants", "familles-enfants", ""},
		{"publics_accueillis", "étudiant, SENIOR", "etudiants seniors", ""},
		{"publics_accueillis", "Marins, Jeunes", "jeunes", "Marins"},
		{"publics_accueillis", "Marins, pêcheurs", "", "Marins, pêcheurs"},
		{"publics_accueillis", "NULL | Jeunes | -", "jeunes", ""},
		{"modalites_accompagnement", "Seul : j’ai accès à du matériel / Avec de l’aide : je suis accompagné", "autonomie individuel", ""},
		{"modalites_acces", "Se présenter, Téléphoner", "se-presenter telephoner", ""},
		{"frais_a_charge", "Gratuit / Gratuit sous condition", "gratuit gratuit-sous-condition", ""},
		{"labels_nationaux", "France service", "france-services", ""},
		{"labels_nationaux", "Conseiller numérique, Aidant Connect", "conseillers-numeriques aidants-connect", ""},
		{"labels_nationaux", "<li>Certification PIX</li><li>Promeneurs du net</li>", "certification-pix promeneurs-du-net", ""},
		{"services", "Prendre en main un ordinateur, Utiliser le numérique au quotidien", "Prendre en main un ordinateur|Utiliser le numérique au quotidien", ""},
		{"services", "Devenir autonome dans les démarches administratives / Accéder à du matériel", "Devenir autonome dans les démarches administratives|Accéder à du matériel", ""},
		{"services", "Non Non Oui", "Non Non Oui", ""},
	} {
		r := standardRow(t, "nom", "Lieu", tt.column, tt.cell)
		o := r.Offer
		got := strings.Join(slices.Concat(o.Programmes, o.Audience, o.Care, o.Fee, o.Access, o.Support), " ") + strings.Join(o.Statements, "|")
		lost := ""
		for _, p := range r.Problems {
			if p.Message == UnknownWord {
				lost = p.Value
			}
		}
		if got != tt.want || lost != tt.lost {
			t.Errorf("%s = %q: %q, lost %q; want %q, %q", tt.column, tt.cell, got, lost, tt.want, tt.lost)
		}
	}
}

// Words for nothing are nothing in every column of every format.
func TestWordsForNothing(t *testing.T) {
	for _, word := range []string{"NULL", "null", "nan", "NaN", "#N/A", "#N/D", "n/a", "N/C", "nc", "none", "undefined", "Non renseigné", "non renseignée", "Non communiqué", "-", "--", "—", "?", ".", "/", "Néant", "sans objet", "#REF!", "à compléter"} {
		for _, f := range formatList {
			names, values := []string{}, []string{}
			for column, ours := range f.layout.known {
				if column == ours && ours != "type_service" && !slices.Contains(f.layout.required, ours) {
					names, values = append(names, column), append(values, word)
				}
			}
			for _, required := range f.layout.required {
				names, values = append(names, required), append(values, "Lieu")
			}
			names, values = append(names, "type_service"), append(values, franceServicesType) // the directory has other counters too
			row := f.layout.row(2, names, values)
			r := f.record(&row, "s")
			o := r.Offer
			if r.Fatal() || o.Hours+o.HoursText+o.Description+o.Operator+o.Pivot+o.Contact.Phone+o.Contact.Email+o.Contact.Website+o.Address.Street+o.Address.Complement+o.Address.Postcode+o.Booking != "" ||
				len(o.Statements)+len(o.Labels)+len(o.Typology)+len(o.Audience)+len(o.Access)+len(o.Support) > 1 || !o.Updated.IsZero() {
				t.Errorf("%s, %q: %+v, %+v", f.name, word, o, r.Problems)
			}
			for _, p := range r.Problems {
				if p.Value != "" && p.Value == word {
					t.Errorf("%s, %q: %+v", f.name, word, p)
				}
			}
		}
	}
}

// A year or a month alone is no day, and never today.
func TestRoughDates(t *testing.T) {
	for cell, want := range map[string]string{
		"2018": "2018-01-01", "2026": "2026-01-01", "05/2024": "2024-05-01", "2024-05": "2024-05-01", "mai 2024": "2024-05-01", "12 mai 2024": "2024-05-12", "1er août 2023": "2023-08-01",
		"20240512": "2024-05-12", "12.05.2024": "2024-05-12", "12/05/24": "2024-05-12", "2024-13-01": "0001-01-01", "bientôt": "0001-01-01", "le 3": "0001-01-01", "1789": "0001-01-01",
	} {
		r := cellRow("date_maj", cell)
		if got := r.date("date_maj").Format("2006-01-02"); got != want {
			t.Errorf("%q: %s, want %s", cell, got, want)
		}
	}
}
