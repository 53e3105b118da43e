package formats

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Guess is what a column of an unknown file seems to hold.
type Guess struct {
	// Column is the file's name of it, Sample its first value, Filled how many
	// rows have one.
	Column, Sample string
	Filled         int
	// Field is the field of the national standard, or the day of the week,
	// that it seems to be; "" for none. Reason says in French why.
	Field, Reason string
}

// Guesses are those of a file, with the number of its rows.
type Guesses struct {
	Rows    int
	Columns []Guess
}

// otherNames are names, folded, that files give to fields of the standard,
// beside those that the standard itself had.
var otherNames = map[string]string{
	"name": "nom", "libelle": "nom", "intitule": "nom", "nom_du_lieu": "nom", "nom_structure": "nom", "denomination": "nom", "nom_de_la_structure": "nom", "raison_sociale": "nom",
	"identifiant": "id", "ref": "id", "reference": "id", "numero": "id",
	"ville": "commune", "nom_commune": "commune", "localite": "commune", "city": "commune", "nom_de_la_commune": "commune",
	"cp": "code_postal", "codepostal": "code_postal", "postal_code": "code_postal", "code_commune": "code_insee", "insee": "code_insee", "insee_com": "code_insee", "citycode": "code_insee",
	"rue": "adresse", "voie": "adresse", "adresse_postale": "adresse", "address": "adresse", "adresse_1": "adresse", "adresse_2": "complement_adresse",
	"lat": "latitude", "y": "latitude", "lon": "longitude", "lng": "longitude", "long": "longitude", "x": "longitude",
	"tel": "telephone", "phone": "telephone", "numero_de_telephone": "telephone", "mail": "courriels", "email": "courriels", "e_mail": "courriels", "adresse_mail": "courriels",
	"site": "site_web", "web": "site_web", "url": "site_web", "site_internet": "site_web", "horaire": "horaires", "horaires_d_ouverture": "horaires", "ouverture": "horaires", "jours_et_horaires": "horaires",
	"description": "presentation_detail", "commentaire": "presentation_detail", "remarques": "presentation_detail", "tarif": "frais_a_charge", "tarifs": "frais_a_charge", "cout": "frais_a_charge",
	"public": "publics_specifiquement_adresses", "organisme": "structure_parente", "gestionnaire": "structure_parente", "structure_porteuse": "structure_parente", "date_de_mise_a_jour": "date_maj", "maj": "date_maj",
	"itinerant": "itinerance", "type_de_lieu": "typologie", "rendez_vous": "prise_rdv",
}

// looks are what values betray, when a name says nothing.
var looks = []struct {
	field, reason string
	form          *regexp.Regexp
}{
	{"courriels", "des adresses de courriel", regexp.MustCompile(`^\S+@\S+\.\w+$`)},
	{"site_web", "des adresses de sites", regexp.MustCompile(`^(?i:https?://|www\.)\S+$`)},
	{"telephone", "des numéros de téléphone", regexp.MustCompile(`^(\+33|0)\s?[1-9]([\s.]?\d\d){4}$`)},
	{"pivot", "des SIRET", regexp.MustCompile(`^\d{14}$`)},
	{"latitude", "des degrés entre 41 et 52", regexp.MustCompile(`^(4[1-9]|5[01])[.,]\d{3,}$`)},
	{"longitude", "des degrés entre -6 et 10", regexp.MustCompile(`^-?\d[.,]\d{3,}$`)},
	{"horaires", "des jours et des heures", regexp.MustCompile(`(?i)(lundi|mardi|mercredi|jeudi|vendredi|samedi|Mo|Tu|We|Th|Fr|Sa).*\d{1,2}\s?[h:]`)},
}

// Explain says what each column of a file seems to hold, in the terms of the
// national standard, so that somebody can write its mapping.
func Explain(r io.Reader) (Guesses, error) {
	var g Guesses
	values := map[string][]string{}
	table, err := readTable(r, standardFormat.layout.lax(), func(row *row) {
		g.Rows++
		for name, value := range row.raw {
			values[name] = append(values[name], cleanText(value))
		}
	})
	if err != nil {
		return g, err
	}
	taken := map[string]bool{}
	for _, name := range table.names {
		guess := guess(name, values[name])
		if taken[guess.Field] { // the first column that says so is the one
			guess.Field, guess.Reason = "", "répète une colonne d'avant"
		}
		taken[guess.Field] = guess.Field != ""
		g.Columns = append(g.Columns, guess)
	}
	return g, nil
}

// lax is the layout without the columns that it requires.
func (l *layout) lax() *layout { return &layout{format: l.format, known: l.known} }

func guess(name string, values []string) Guess {
	g := Guess{Column: name, Filled: len(values)}
	if len(values) > 0 {
		g.Sample = shorten(values[0])
	}
	folded := fold(name)
	switch {
	case standardFormat.layout.known[folded] != "":
		g.Field, g.Reason = standardFormat.layout.known[folded], "nom de la norme"
	case otherNames[folded] != "":
		g.Field, g.Reason = otherNames[folded], "nom courant"
	case dayOfColumn(folded) != "":
		g.Field, g.Reason = dayOfColumn(folded), "un jour de la semaine"
	default:
		g.Field, g.Reason = look(values)
	}
	return g
}

// dayOfColumn finds the day that a column such as "h_lundi" is about.
func dayOfColumn(folded string) string {
	for _, day := range dayNames {
		if slices.Contains(strings.Split(folded, "_"), day) {
			return day
		}
	}
	return ""
}

// look judges by the values: nearly all of them must look the same.
func look(values []string) (field, reason string) {
	for _, l := range looks {
		n := 0
		for _, value := range values {
			if l.form.MatchString(value) {
				n++
			}
		}
		if len(values) > 0 && n*10 >= len(values)*9 {
			return l.field, l.reason
		}
	}
	return "", ""
}

// Mapping writes the mapping file that the guesses amount to, for somebody to
// complete.
func (g Guesses) Mapping() string {
	var columns, week, unknown strings.Builder
	for _, c := range g.Columns {
		switch {
		case c.Field == "":
			fmt.Fprintf(&unknown, "# %s (%d sur %d, par exemple « %s »)\n", c.Column, c.Filled, g.Rows, strings.ReplaceAll(c.Sample, "\n", " "))
		case slices.Contains(dayNames[:], c.Field):
			fmt.Fprintf(&week, "  %s: %q\n", c.Field, c.Column)
		default:
			fmt.Fprintf(&columns, "  %s: %q # %s\n", c.Field, c.Column, c.Reason)
		}
	}
	text := "columns:\n" + columns.String()
	if week.Len() > 0 {
		text += "week:\n" + week.String()
	}
	if unknown.Len() > 0 {
		text += "# Colonnes non comprises :\n" + unknown.String()
	}
	return text + "# D'où vient le fichier, si data/sources.yaml ne le dit pas :\n# source:\n#   name: …\n#   licence: …\n"
}
