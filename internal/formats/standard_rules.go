package formats

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// StandardVersion is the version of the national standard "lieux de médiation
// numérique" that [StandardRow] and [CheckStandard] follow.
const StandardVersion = "1.0.2"

// StandardRow is one row of the national standard: the cells that are not
// empty, by the name of their column.
type StandardRow map[string]string

// standardRule says what a column of the standard may hold: first what its
// schema asks, then what we ask besides.
type standardRule struct {
	column   string
	required bool
	// pattern is of the whole cell.
	pattern *regexp.Regexp
	// values is the closed list that each value of a list must be of, nil for
	// an open one.
	values []string
	// longest is in characters, 0 for no limit.
	longest int
	// number and date are the types other than text.
	number, date bool

	// list is true when "|" separates several values.
	list bool
	// ours says in French what is wrong with one value, "" when nothing is.
	ours func(value string) string
}

// formationLabels are the standard's, but for "Étapes numériques(La Poste)":
// the schema writes it without the space that the national library wants, so
// that no spelling of it passes both.
var formationLabels = []string{
	"Formé à « Mon Espace Santé »", "Formé à « DUPLEX » (illettrisme)", "Arnia/MedNum BFC (Bourgogne-Franche-Comté)",
	"Collectif ressources et acteurs réemploi (Normandie)", "Fabriques de Territoire",
	"Les Éclaireurs du numérique (Drôme)", "Mes Papiers (Métropole de Lyon)", "ORDI 3.0", "SUD LABS (PACA)",
}

// standardRules are the 32 columns, in the standard's order.
var standardRules = []standardRule{
	{column: "id", required: true},
	{column: "pivot", required: true, pattern: regexp.MustCompile(`^[a-zA-Z0-9]{9,14}$`), ours: checkSIRET},
	{column: "nom", required: true},
	{column: "commune", required: true, ours: checkLetters(communeLetters)},
	{column: "code_postal", required: true, pattern: regexp.MustCompile(`^\d{5}$`)},
	{column: "code_insee", pattern: regexp.MustCompile(`^([013-9]\d|2[AB1-9])\d{3}$`)},
	{column: "adresse", required: true, ours: checkLetters(streetLetters)},
	{column: "complement_adresse"},
	{column: "latitude", number: true, ours: checkDegrees(90)},
	{column: "longitude", number: true, ours: checkDegrees(180)},
	{column: "typologie", list: true, ours: checkTypology},
	{column: "telephone", pattern: regexp.MustCompile(`^(\+33|\+590|\+594|\+262|\+596|\+269|\+687|\+689|\+508|\+681)(\d){6,9}$`), ours: checkPhone},
	{column: "courriels", list: true, ours: checkEmail},
	{column: "site_web", list: true, ours: checkURL},
	{column: "horaires", ours: checkHours},
	{column: "presentation_resume", longest: 280},
	{column: "presentation_detail"},
	{column: "source"},
	{column: "itinerance", list: true, values: []string{itinerant, fixed}},
	{column: "structure_parente"},
	{column: "date_maj", required: true, date: true},
	{column: "services", list: true, values: labels(mediation.NationalServices)},
	{column: "publics_specifiquement_adresses", list: true, values: labels(mediation.Audiences)},
	{column: "prise_en_charge_specifique", list: true, values: labels(mediation.Cares)},
	{column: "frais_a_charge", list: true, values: labels(mediation.Fees)},
	{column: "dispositif_programmes_nationaux", list: true, values: nationalProgrammes()},
	{column: "formations_labels", list: true, values: formationLabels},
	{column: "autres_formations_labels", list: true},
	{column: "modalites_acces", list: true, values: labels(mediation.Accesses)},
	{column: "modalites_accompagnement", list: true, values: labels(mediation.Supports)},
	{column: "fiche_acces_libre", ours: checkPlainURL},
	{column: "prise_rdv", ours: checkPlainURL},
}

// StandardColumns are the names of the columns, in the standard's order.
var StandardColumns = func() []string {
	names := make([]string, len(standardRules))
	for i, rule := range standardRules {
		names[i] = rule.column
	}
	return names
}()

// The values of the column itinerance.
const itinerant, fixed = "Itinérant", "Fixe"

func labels(v mediation.Vocabulary) []string {
	list := make([]string, len(v))
	for i, t := range v {
		list[i] = t.Label
	}
	return list
}

// nationalProgrammes leaves out "epn", which the standard does not name.
func nationalProgrammes() []string {
	return slices.DeleteFunc(labels(mediation.Programmes), func(label string) bool {
		return label == mediation.Programmes.Label("epn")
	})
}

// CheckStandard reports all that is wrong with a row: what the schema of
// version 1.0.2 refuses, with its patterns matched against each whole value, what
// the national library refuses, and what neither sees, such as a point at 0, 0
// or an address that is no web address. A fault of a required column is fatal.
func CheckStandard(row StandardRow) []Problem {
	var problems []Problem
	for _, rule := range standardRules {
		if message := rule.fault(row[rule.column]); message != "" {
			problems = append(problems, Problem{Column: rule.column, Value: shorten(row[rule.column]), Message: message, Fatal: rule.required})
		}
	}
	if message := pairFault(row["latitude"], row["longitude"]); message != "" {
		problems = append(problems, Problem{Column: "latitude", Value: row["latitude"] + " " + row["longitude"], Message: message})
	}
	for _, column := range slices.Sorted(maps.Keys(row)) {
		if !slices.Contains(StandardColumns, column) {
			problems = append(problems, Problem{Column: column, Value: shorten(row[column]), Message: "Le standard n'a pas cette colonne."})
		}
	}
	return problems
}

// fault says what is wrong with a cell, "" when nothing is.
func (r standardRule) fault(cell string) string {
	switch {
	case cell == "" && r.required:
		return "Cette colonne est obligatoire."
	case cell == "":
		return ""
	case strings.TrimSpace(cell) != cell:
		return "La cellule commence ou finit par un espace."
	case r.longest > 0 && len(utf16.Encode([]rune(cell))) > r.longest:
		return fmt.Sprintf("Le texte dépasse %d caractères.", r.longest)
	case r.pattern != nil && !r.pattern.MatchString(cell):
		return "La valeur n'a pas la forme que le standard demande."
	case r.date && !isDay(cell):
		return "Ce n'est pas une date comme 2024-04-02."
	case r.number && !plainNumber.MatchString(cell):
		return "Ce n'est pas un nombre comme 49.1157."
	}
	values := []string{cell}
	if r.list {
		values = strings.Split(cell, "|")
	}
	for i, value := range values {
		if message := r.valueFault(value); message != "" {
			return message
		}
		if slices.Index(values, value) != i {
			return "« " + value + " » y est deux fois."
		}
	}
	return ""
}

func (r standardRule) valueFault(value string) string {
	switch {
	case strings.TrimSpace(value) == "":
		return "Une valeur de la liste est vide."
	case r.values != nil && !slices.Contains(r.values, value):
		return "« " + value + " » n'est pas dans le vocabulaire du standard."
	case r.ours != nil:
		return r.ours(value)
	}
	return ""
}

func isDay(cell string) bool {
	_, err := time.Parse(time.DateOnly, cell)
	return err == nil
}

var (
	plainNumber = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
	// siretForm are the numbers that the national library takes.
	siretForm = regexp.MustCompile(`^(\d{14}|W[a-zA-Z0-9]{9})$`)
	// communeLetters and streetLetters are the characters that it takes.
	communeLetters = regexp.MustCompile(`[^A-Za-z\dÀ-ÖØ-öø-ÿœŸŒ\-'’\s]`)
	streetLetters  = regexp.MustCompile(`[^0-9A-Za-zÀ-ÖØ-öø-ÿœŸŒ\-,()°.&:+–|;'’/\s]`)
	// plainURL are the web addresses that it takes, in two of the columns.
	plainURL = regexp.MustCompile(`^[A-Za-z]{3,9}:(?://)?(?:[;:&=+$,\w-]+@)?[A-Za-z0-9.-]+(?:(?:/[+~,%@/.\w_-]*)?\??[-+=&;%@.\w_]*#?[.!/\\\w]*)?$`)
	// wholePhone are those that the schema and the library both take and that
	// have all their digits; Mayotte writes +269 for +262.
	wholePhone = regexp.MustCompile(`^\+((33|262|269|508|590|594|596)[1-9]\d{8}|(269|508|681|687|689)\d{6})$`)
)

func checkSIRET(value string) string {
	if !siretForm.MatchString(value) {
		return "Ce n'est ni un SIRET (14 chiffres) ni un RNA (W et 9 caractères)."
	}
	return ""
}

// checkLetters refuses the characters that match.
func checkLetters(unwanted *regexp.Regexp) func(string) string {
	return func(value string) string {
		if found := unwanted.FindString(value); found != "" {
			return "Le caractère « " + found + " » n'est pas accepté ici."
		}
		return ""
	}
}

func checkDegrees(most float64) func(string) string {
	return func(value string) string {
		if degrees, err := strconv.ParseFloat(value, 64); err != nil || degrees < -most || degrees > most {
			return fmt.Sprintf("Il faut des degrés, entre %g et %g.", -most, most)
		}
		return ""
	}
}

// pairFault looks at both coordinates together.
func pairFault(latitude, longitude string) string {
	lat, errLat := strconv.ParseFloat(latitude, 64)
	lon, errLon := strconv.ParseFloat(longitude, 64)
	switch {
	case latitude == "" && longitude == "":
		return ""
	case latitude == "" || longitude == "":
		return "L'une des deux coordonnées manque."
	case errLat != nil || errLon != nil:
		return "" // reported for the column itself
	}
	return pointFault(lat, lon)
}

func checkPhone(value string) string {
	if !wholePhone.MatchString(value) {
		return "Ce numéro de téléphone n'a pas le bon nombre de chiffres."
	}
	return ""
}

func checkEmail(value string) string {
	if !isEmail(value) {
		return "Cette adresse électronique n'est pas valide."
	}
	return ""
}

func checkURL(value string) string {
	if readURL(value) != value {
		return "Ce n'est pas une adresse web en http:// ou https://."
	}
	return ""
}

func checkPlainURL(value string) string {
	if message := checkURL(value); message != "" {
		return message
	}
	if !plainURL.MatchString(value) {
		return "Cette adresse web contient des caractères que la bibliothèque nationale refuse."
	}
	return ""
}

func checkHours(value string) string {
	if _, err := hours.Parse(value); err != nil {
		return "Ces horaires ne sont pas au format d'OpenStreetMap."
	}
	return ""
}
