package formats

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// What a file says of persons is dropped while it is read, before anything
// keeps or quotes it: the map is about places. A column that a format or a
// mapping names is about the place, whatever it is called.

// ofPersons matches the folded name of a column about those who help, those
// who send people to them, or whom to ask for.
var ofPersons = regexp.MustCompile(`(^|_)(aidant|aidante|mediateur|mediatrice|prenom|referent|referente|interlocuteur|interlocutrice|animateur|animatrice|` +
	`formateur|formatrice|responsable|directeur|directrice|prescripteur|prescription|orienteur)s?(_|$)`)

// byName matches the name, address or number of a contact or an adviser:
// "nom du contact", "mail conseiller".
var byName = regexp.MustCompile(`(^|_)nom_(du_|de_la_|de_l_)?(contact|conseiller|conseillere|agent)s?(_|$)|(^|_)(contact|conseiller|conseillere|agent)s?_nom(_|$)|` +
	`(^|_)(mail|email|e_mail|courriel|tel|telephone|portable)_(du_|de_la_|de_l_)?(conseiller|conseillere|agent)s?(_|$)|` +
	`(^|_)(conseiller|conseillere|agent)s?_(mail|email|e_mail|courriel|tel|telephone|portable)(_|$)`)

// ofOrganisations matches names in which those words are about an organisation.
var ofOrganisations = regexp.MustCompile(`(^|_)(structure|organisme|service|nb|nombre|aidants_connect|label|labels)(_|$)`)

// plain are cells that name nobody, such as how many advisers there are.
var plain = regexp.MustCompile(`^(\d{1,4}|oui|non|true|false|vrai|faux|x)$`)

// namedAddress matches an e-mail address of the domain where each adviser has
// one, made of first and last name.
var namedAddress = regexp.MustCompile(`(?i)[\w.+'-]+@([\w-]+\.)*conseiller-numerique\.fr\b`)

// speaksOfPersons tells whether a column without a use is about persons, by its
// folded name.
func speaksOfPersons(column string) bool {
	return ofPersons.MatchString(column) && !ofOrganisations.MatchString(column) || byName.MatchString(column)
}

// isPersonal tells whether a cell of a column without a use is about persons.
func isPersonal(name, value string) bool { return speaksOfPersons(fold(name)) && !isPlain(value) }

func isPlain(value string) bool { return plain.MatchString(strings.TrimSpace(strings.ToLower(value))) }

// describesPersons tells whether a cell holds objects with a first name, as
// nested lists of advisers do.
func describesPersons(value string) bool {
	if !strings.HasPrefix(value, "[{") && !strings.HasPrefix(value, "{") {
		return false
	}
	var content any
	return json.Unmarshal([]byte(value), &content) == nil && namesPerson(content)
}

func namesPerson(value any) bool {
	switch value := value.(type) {
	case []any:
		return slices.ContainsFunc(value, namesPerson)
	case map[string]any:
		for name, member := range value {
			switch fold(name) {
			case "prenom", "first_name", "firstname", "given_name":
				return true
			}
			if namesPerson(member) {
				return true
			}
		}
	}
	return false
}

// impersonal is a cell without what it says of persons; personal is true when its
// column is about them. When nothing is left, it is "".
func impersonal(value string, personal bool) string {
	if describesPersons(value) || personal && !isPlain(value) {
		return ""
	}
	if strings.Contains(value, "@") {
		value = namedAddress.ReplaceAllString(value, "")
	}
	return strings.Trim(value, " ;,|")
}

// personalCells counts, by column, the cells that were dropped.
type personalCells map[string]int

func (p personalCells) count(r row) {
	for _, column := range r.personal {
		p[column]++
	}
}

// problems says what was dropped, never what it was.
func (p personalCells) problems() []Problem {
	var list []Problem
	for column, n := range p {
		list = append(list, Problem{Column: column, Message: fmt.Sprintf("Données de personnes laissées de côté à la lecture, gardées nulle part (lignes concernées : %d).", n)})
	}
	slices.SortFunc(list, func(a, b Problem) int { return strings.Compare(a.Column, b.Column) })
	return list
}
