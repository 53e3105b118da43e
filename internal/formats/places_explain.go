package formats

import (
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"escale/internal/mediation"
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
	// Warnings say in French what no column seems to hold.
	Warnings []string
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
	"site": "site_web", "web": "site_web", "url": "site_web", "site_internet": "site_web", "horaire": "horaires", "horaires_d_ouverture": "horaires", "ouverture": "horaires", "ouvert": "horaires", "jours_et_horaires": "horaires",
	"description": "presentation_detail", "commentaire": "presentation_detail", "remarques": "presentation_detail", "tarif": "frais_a_charge", "prix": "frais_a_charge", "tarifs": "frais_a_charge", "cout": "frais_a_charge",
	"public": "publics_specifiquement_adresses", "organisme": "structure_parente", "gestionnaire": "structure_parente", "structure_porteuse": "structure_parente", "date_de_mise_a_jour": "date_maj", "maj": "date_maj",
	// Those of our own files for people.
	"nom_de_l_offre": "nom", "labels_et_dispositifs": "dispositif_programmes_nationaux",
	"services_du_standard_national": "services", "pour_venir": "modalites_acces", "publics_vises": "publics_specifiquement_adresses", "situations_prises_en_charge": "prise_en_charge_specifique",
	"prendre_rendez_vous_en_ligne": "prise_rdv", "fiche_acceslibre": "fiche_acces_libre", "numero_siret": "pivot",
	"structure": "structure_parente", "employeur": "structure_parente", "porteur": "structure_parente", "telephone_fixe": "telephone", "tel_fixe": "telephone", "telephone_accueil": "telephone",
	"etablissement": "nom", "lieu": "nom", "titre": "nom", "title": "nom", "nom_sp": "nom", "espace": "nom", "nom_usuel": "nom", "latitude_wgs84": "latitude", "longitude_wgs84": "longitude",
	"point_x": "longitude", "point_y": "latitude", "coord_x": "longitude", "coord_y": "latitude", "coordonnee_x": "longitude", "coordonnee_y": "latitude", "n_siret": "pivot",
	"code_post": "code_postal", "zip": "code_postal", "postcode": "code_postal", "adr": "adresse", "courrier_electronique": "courriels", "adresse_electronique": "courriels", "courriel_de_contact": "courriels",
	"itinerant": "itinerance", "type_de_lieu": "typologie", "rendez_vous": "prise_rdv",
}

// looks are what values betray, when a name says nothing.
var looks = []struct {
	field, reason string
	form          func(string) bool
}{
	{"courriels", "des adresses de courriel", regexp.MustCompile(`^\S+@\S+\.\w+$`).MatchString},
	{"site_web", "des adresses de sites", regexp.MustCompile(`^(?i:https?://|www\.)\S+$`).MatchString},
	{"telephone", "des numéros de téléphone", regexp.MustCompile(`^(\+33|0)\s?[1-9]([\s.]?\d\d){4}$`).MatchString},
	{"pivot", "des SIRET", regexp.MustCompile(`^\d{14}$`).MatchString},
	{"latitude", "des degrés entre 41 et 52", regexp.MustCompile(`^(4[1-9]|5[01])[.,]\d{3,}$`).MatchString},
	{"longitude", "des degrés entre -6 et 10", regexp.MustCompile(`^-?\d[.,]\d{3,}$`).MatchString},
	{"horaires", "des jours et des heures", regexp.MustCompile(`(?i)(lundi|mardi|mercredi|jeudi|vendredi|samedi|Mo|Tu|We|Th|Fr|Sa).*\d{1,2}\s?[h:]`).MatchString},
	{"type_offre", "des types d’offre, ligne par ligne", func(value string) bool { _, ok := kindByWord(value); return ok }},
	{"dispositif_programmes_nationaux", "des labels : le type d’offre, ligne par ligne", func(value string) bool { return programmes.knows(value) }},
	{"itinerance", "des mots qui disent fixe ou itinérant, ligne par ligne", saysMotion},
}

// saysMotion is true for a word of a column that decides whether an offer moves; "oui" and
// "non" say nothing by themselves.
func saysMotion(value string) bool {
	word := motionWords[mediation.Fold(value)]
	return word != unsaid && utf8.RuneCountInString(value) > 3 && !yes[mediation.Fold(value)] && !no[mediation.Fold(value)] || nameMotion(value) == moves && len(strings.Fields(value)) < 4
}

// Explain says what each column of a file seems to hold, in the terms of the
// national standard, so that somebody can write its mapping.
func Explain(r io.Reader) (Guesses, error) {
	var g Guesses
	values := map[string][]string{}
	table, err := readTable(r, looseLayout(), func(row *row) {
		g.Rows++
		for name, value := range row.raw {
			if value = cleanText(value); !isNothing(value) {
				values[name] = append(values[name], value)
			}
		}
	})
	if err != nil {
		return g, err
	}
	for _, name := range table.names {
		g.Columns = append(g.Columns, Guess{Column: name, Filled: len(values[name])})
	}
	g.guess(values)
	g.tellRead(values)
	g.nameAtLeast()
	g.warn()
	return g, nil
}

// looseLayout knows all the names by which a column may be recognised, and requires none.
func looseLayout() *layout {
	l := &layout{format: standardFormat.name, known: maps.Clone(standardFormat.layout.known), loose: true}
	for name, field := range otherNames {
		l.known[name] = field
	}
	for _, day := range dayNames {
		l.known[day], l.known["h_"+day] = day, day
	}
	return l
}

// guess finds the fields in three rounds: whole names first, then values, then the first
// word of a name. The first column that says so is the one; others say which it is.
func (g *Guesses) guess(values map[string][]string) {
	owner := map[string]string{}
	for _, round := range []func(name string, values []string) (field, reason string){fieldByName, fieldByValues, fieldByFirstWord} {
		for i := range g.Columns {
			c := &g.Columns[i]
			if c.Field != "" || c.Reason != "" {
				continue
			}
			if len(values[c.Column]) > 0 {
				c.Sample = shorten(values[c.Column][0])
			}
			field, reason := round(c.Column, values[c.Column])
			first, taken := owner[field]
			switch {
			case field == "":
			case slices.Contains(dayNames[:], field), !taken:
				c.Field, c.Reason, owner[field] = field, reason, c.Column
			default:
				c.Reason = fmt.Sprintf("semble être « %s », comme « %s » : un seul des deux", field, first)
			}
		}
	}
}

// limiting and visiting are why a column needs no place in a mapping: it is read without.
const (
	limiting = "limite les horaires, lue sans correspondance"
	visiting = "des dates, lues sans correspondance : celles des passages d’un service itinérant"
)

// tellRead names the columns that are read as they are. One of hours limits none.
func (g *Guesses) tellRead(values map[string][]string) {
	for i := range g.Columns {
		c := &g.Columns[i]
		limits := func(value string) bool {
			return !clockRange.MatchString(value) && len(new(row).limitsOf(besideCell{c.Column, value})) > 0
		}
		visits := func(value string) bool { return isVisit(besideCell{c.Column, value}) }
		switch {
		case c.Field != "" || c.Reason != "":
		case slices.ContainsFunc(values[c.Column], limits):
			c.Reason = limiting
		case slices.ContainsFunc(values[c.Column], visits):
			c.Reason = visiting
		}
	}
}

// nameAtLeast takes the column of the organisation for that of the name, when no other is.
func (g *Guesses) nameAtLeast() {
	field := func(name string) func(Guess) bool { return func(c Guess) bool { return c.Field == name } }
	if i := slices.IndexFunc(g.Columns, field("structure_parente")); i >= 0 && !slices.ContainsFunc(g.Columns, field("nom")) {
		g.Columns[i].Field, g.Columns[i].Reason = "nom", "à défaut d’une colonne de noms"
	}
}

// warn names what an offer cannot do without, and no column seems to hold.
func (g *Guesses) warn() {
	for _, need := range []struct{ field, sentence string }{
		{"nom", "aucune colonne ne semble être le nom (nom) : sans elle, rien ne peut être chargé"},
		{"commune", "aucune colonne ne semble être la commune (commune) : seul le point dira où c’est"},
		{"code_postal", "aucune colonne ne semble être le code postal (code_postal) : la commune et le point devront s’accorder"},
	} {
		if !slices.ContainsFunc(g.Columns, func(c Guess) bool { return c.Field == need.field }) {
			g.Warnings = append(g.Warnings, need.sentence)
		}
	}
	if !slices.ContainsFunc(g.Columns, func(c Guess) bool { return c.Field == "dispositif_programmes_nationaux" || c.Field == "type_offre" }) {
		g.Warnings = append(g.Warnings, "aucune colonne ne dit le type d’offre : sans elle, toutes sont des espaces publics numériques, ou itinérantes d’après leur nom (constants: {dispositif_programmes_nationaux: France Services} le dirait pour toutes)")
	}
}

// hoursParts are columns that are the hours together only: the days, and when these
// begin and end or the hours in one.
var hoursParts = map[string]string{
	"jour": "jour", "jours": "jour", "jour_s": "jour", "de": "debut", "debut": "debut", "heure_debut": "debut", "heure_de_debut": "debut", "heure_d_ouverture": "debut",
	"heures": "heures", "heure": "heures", "a": "fin", "fin": "fin", "heure_fin": "fin", "heure_de_fin": "fin", "heure_de_fermeture": "fin",
}

// hoursColumns are the columns that make up the hours, nil when none do; what says in words which.
func (g Guesses) hoursColumns() (columns []string, what string) {
	for _, way := range []struct {
		parts []string
		what  string
	}{
		{[]string{"jour", "debut", "fin"}, "le jour, le début et la fin"}, {[]string{"jour", "heures"}, "les jours et les heures"},
		{[]string{"jour", "horaires"}, "les jours et les heures"}, {[]string{"heures"}, "les heures"},
	} {
		columns = nil
		for _, part := range way.parts {
			if i := slices.IndexFunc(g.Columns, func(c Guess) bool { return c.Field == part }); i >= 0 {
				columns = append(columns, fmt.Sprintf("%q", g.Columns[i].Column))
			}
		}
		if len(columns) == len(way.parts) {
			return columns, way.what
		}
	}
	return nil, ""
}

// nameRemark is what forms add to the names of their columns: "Tél (accueil)".
var nameRemark = regexp.MustCompile(`\([^)]*\)`)

// foldName is [fold] without such remarks.
func foldName(name string) string { return fold(nameRemark.ReplaceAllString(name, " ")) }

func fieldByName(name string, _ []string) (field, reason string) {
	folded := foldName(name)
	switch {
	case standardFormat.layout.known[folded] != "":
		return standardFormat.layout.known[folded], "nom de la norme"
	case otherNames[folded] != "":
		return otherNames[folded], "nom courant"
	case hoursParts[folded] != "":
		return hoursParts[folded], "une part des horaires"
	case dayOfColumn(folded) != "":
		return dayOfColumn(folded), "un jour de la semaine"
	}
	return "", ""
}

// fieldByFirstWord takes "Nom SP" for a name: its first word says so, and nothing better does.
func fieldByFirstWord(name string, values []string) (field, reason string) {
	first, _, more := strings.Cut(foldName(name), "_")
	if !more || len(values) == 0 || !slices.Contains([]string{"nom", "ville", "commune", "adresse", "tel", "telephone", "mail", "courriel", "site", "horaires", "cp", "latitude", "longitude"}, first) {
		return "", ""
	}
	if field = standardFormat.layout.known[first]; field == "" {
		field = otherNames[first]
	}
	return field, "d’après son premier mot, à vérifier"
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

// fieldByValues judges by the values: nearly all of them must look the same.
func fieldByValues(_ string, values []string) (field, reason string) {
	for _, l := range looks {
		n := 0
		for _, value := range values {
			if l.form(value) {
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
	var columns, unknown, read strings.Builder
	days := map[string][]string{}
	parts, what := g.hoursColumns()
	for _, c := range g.Columns {
		switch {
		case c.Reason == limiting || c.Reason == visiting:
			fmt.Fprintf(&read, "# Colonne « %s » : %s\n", c.Column, c.Reason)
		case c.Field == "":
			fmt.Fprintf(&unknown, "# %s (%d sur %d, par exemple « %s »%s)\n", c.Column, c.Filled, g.Rows, strings.ReplaceAll(c.Sample, "\n", " "), before(" ; ", c.Reason))
		case slices.Contains([]string{"jour", "debut", "fin", "heures"}, c.Field), c.Field == "horaires" && parts != nil:
		case slices.Contains(dayNames[:], c.Field):
			days[c.Field] = append(days[c.Field], fmt.Sprintf("%q", c.Column))
		default:
			fmt.Fprintf(&columns, "  %s: %q # %s\n", c.Field, c.Column, c.Reason)
		}
	}
	if parts != nil {
		fmt.Fprintf(&columns, "  horaires: [%s] # %s\n", strings.Join(parts, ", "), what)
	}
	text := "columns:\n" + columns.String()
	if len(days) > 0 {
		text += "week:\n"
	}
	for _, day := range dayNames {
		if len(days[day]) > 0 {
			text += "  " + day + ": [" + strings.Join(days[day], ", ") + "]\n"
		}
	}
	text += read.String()
	if unknown.Len() > 0 {
		text += "# Colonnes non comprises :\n" + unknown.String()
	}
	for _, warning := range g.Warnings {
		text += "# Attention : " + warning + "\n"
	}
	return text + "# D'où vient le fichier, si data/sources.yaml ne le dit pas :\n# source:\n#   name: …\n#   licence: …\n"
}

// before puts a sign before words, "" before none.
func before(sign, words string) string {
	if words == "" {
		return ""
	}
	return sign + words
}
