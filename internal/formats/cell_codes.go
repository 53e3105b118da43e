package formats

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

var (
	decimalZero = regexp.MustCompile(`^(\d+)\.0+$`)
	// scientific is a number that a spreadsheet shortened: "4,3E+13". A
	// hexadecimal id such as "6259E10" is none.
	scientific   = regexp.MustCompile(`^\d+([.,]\d+[eE]\+?|[eE]\+)\d+$`)
	postcodeForm = regexp.MustCompile(`^\d{5}$`)
	postcodePart = regexp.MustCompile(`\b\d{5}\b`)
	// inseeForm is the pattern of the national standard, version 1.0.2.
	inseeForm = regexp.MustCompile(`^([013-9]\d|2[AB1-9])\d{3}$`)
	fourDigit = regexp.MustCompile(`^\d{4}$`)
	pivotForm = regexp.MustCompile(`^[a-zA-Z0-9]{9,14}$`)
)

// code is a cell that holds a code: without spaces, nor the ".0" that some
// software adds to whole numbers.
func (r *row) code(column string) string {
	code := strings.Join(strings.Fields(r.cells[column]), "")
	return decimalZero.ReplaceAllString(code, "$1")
}

// wholeCode reads a code of a form; a number that lost its first zero gets it
// back.
func (r *row) wholeCode(column, name string, form *regexp.Regexp) (code string, ok bool) {
	code = strings.ToUpper(r.code(column))
	switch {
	case code == "" || form.MatchString(code):
		return code, true
	case fourDigit.MatchString(code):
		r.problem(column, "Le code %s a perdu son zéro initial : lu 0%s.", name, code)
		return "0" + code, true
	}
	return "", false
}

// postcode reads five digits, "" when there are none.
func (r *row) postcode(column string) string {
	if code, ok := r.wholeCode(column, "postal", postcodeForm); ok {
		return code
	}
	if part := lastPostcode(r.words(column)); part != "" {
		r.problem(column, "Le code postal contient autre chose que cinq chiffres : lu %s.", part)
		return part
	}
	r.problem(column, "Ce code postal ne peut pas être lu : on attend cinq chiffres.")
	return ""
}

// lastPostcode finds the postcode of a text: "BP 40273 33697 Mérignac CEDEX" has one, for
// the number of a post box is none.
func lastPostcode(text string) string {
	parts := postcodePart.FindAllString(postBox.ReplaceAllString(text, " "), -1)
	if len(parts) == 0 {
		return ""
	}
	return parts[len(parts)-1]
}

// townForm is a postcode with its town: "50100 Cherbourg-en-Cotentin".
var townForm = regexp.MustCompile(`^(.*?)[\s,;–-]*\b(\d{5})\s+(\p{L}[\p{L}'’ .-]*)$`)

// splitAddress parts what one cell holds of several: the town behind the postcode, in the
// column of either, or at the end of the street.
func (r *row) splitAddress(a *mediation.Address) {
	for _, column := range []string{"code_postal", "commune", "adresse", "adresse_code_postal", "adresse_commune", "lib_com"} {
		m := townForm.FindStringSubmatch(postBox.ReplaceAllString(r.words(column), " "))
		if m == nil || a.City != "" && a.Postcode != "" && column != "commune" {
			continue
		}
		whole := r.words(column)
		if a.City == "" || a.City == whole {
			a.City = m[3]
		}
		if a.Postcode == "" {
			a.Postcode = m[2]
		}
		if a.Street == whole {
			a.Street = strings.Trim(m[1], " ,;–-")
		}
	}
}

var postBox = regexp.MustCompile(`(?i)\b(?:BP|B\.P\.|CS|TSA)\s*\d+(?:\s?\d{1,3}\b)?`)

// insee reads the code of a commune, "" when there is none.
func (r *row) insee(column string) string {
	code, ok := r.wholeCode(column, "INSEE", inseeForm)
	if !ok {
		r.problem(column, "Ce code INSEE de commune ne peut pas être lu : on attend cinq caractères, comme 50129 ou 2A004.")
	}
	return code
}

// departementColumns are the columns, folded, that name the département of a record.
var departementColumns = []string{"insee_dep", "adresse_departement", "departement", "code_departement", "dep", "num_dep", "dept", "code_dept", "code_dep", "dep_code", "numero_departement", "nom_departement"}

var departementCode = regexp.MustCompile(`^(?:.*\D)?(97[1-6]|98[478]|2[ABab]|\d{1,2})(?:\D.*)?$`)

// departement is the code of the département that a column of the row names, "" for none.
func (r *row) departement() string {
	for _, name := range slices.Sorted(maps.Keys(r.raw)) {
		if !slices.Contains(departementColumns, fold(name)) {
			continue
		}
		if m := departementCode.FindStringSubmatch(strings.TrimSpace(r.raw[name])); m != nil {
			code := strings.ToUpper(m[1])
			return strings.Repeat("0", max(0, 2-len(code))) + code
		}
	}
	return ""
}

// sourceID is the record's own identifier, without which it cannot be
// followed from one file to the next.
func (r *row) sourceID(column string) string {
	id := r.required(column, "L'identifiant de la ligne")
	switch {
	case scientific.MatchString(id):
		r.fatal(column, "L'identifiant a été abîmé par un tableur (écriture scientifique) : mettez la colonne au format texte.")
	case len(id) > 200:
		r.fatal(column, "L'identifiant est trop long (plus de 200 caractères).")
		return ""
	}
	return id
}

// pivot reads a SIRET or RNA number, "" when there is none.
func (r *row) pivot(column string) string {
	code := r.code(column)
	switch {
	case code == "" || pivotForm.MatchString(code) && strings.Trim(code, "0") != "":
		return code
	case strings.Trim(code, "0") == "":
		r.problem(column, "Le SIRET n'est pas renseigné : il n'a que des zéros.")
	case scientific.MatchString(code):
		r.problem(column, "Le SIRET a été abîmé par un tableur (écriture scientifique) : mettez la colonne au format texte.")
	default:
		r.problem(column, "Ce numéro SIRET ou RNA ne peut pas être lu : on attend 9 à 14 chiffres ou lettres.")
	}
	return ""
}

var yearForm = regexp.MustCompile(`^(?:199\d|20\d\d)$`)

// monthForms are dates without a day; monthNames in words are put in figures before.
var monthForms = []string{"2006-01", "01/2006", "1/2006", "2006/01"}

var wordedMonth = regexp.MustCompile(`(?i)^(?:(\d{1,2})(?:er)?\s+)?(\pL+)\s+(\d{4})$`)

// roughDate reads a year alone, a month, and a date in words: the first day of what it
// says, so that nothing looks newer than it is.
func (r *row) roughDate(column, text string) (t time.Time, ok bool) {
	if yearForm.MatchString(text) {
		n, _ := strconv.Atoi(text) // four digits
		r.problem(column, "La date n’est qu’une année : lue %s, sans jour.", text)
		return time.Date(n, time.January, 1, 0, 0, 0, 0, time.UTC), true
	}
	if m := wordedMonth.FindStringSubmatch(text); m != nil {
		month := slices.Index(monthList, mediation.Fold(m[2])) + 1
		text = fmt.Sprintf("%s-%02d", m[3], month)
		if day, err := time.Parse("2006-01-2", text+"-"+m[1]); month > 0 && err == nil {
			return day, true
		}
	}
	for _, form := range monthForms {
		if t, err := time.Parse(form, text); err == nil && t.Year() >= 1990 && t.Year() < 2100 {
			r.problem(column, "La date n’est qu’un mois : lue %s, sans jour.", t.Format("01/2006"))
			return t, true
		}
	}
	return t, false
}

var dateForms = []string{"2006-01-02", "02/01/2006", "2/1/2006", "2006/01/02", "02-01-2006", "02.01.2006", "2/1/06", "20060102"}

// Day is the day that it is for people at an instant, as days of files are read.
func Day(at time.Time) time.Time {
	y, m, d := hours.Local(at).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// date reads a day, at midnight UTC; of an instant, the day as it is written.
func (r *row) date(column string) time.Time {
	text := r.words(column)
	if text == "" {
		return time.Time{}
	}
	if day, ok := r.serialDay(text); ok {
		t, _ := time.Parse(time.DateOnly, string(day)) // written by serialDay
		return t
	}
	if t, ok := r.roughDate(column, text); ok {
		return t
	}
	if t, ok := plainDate(text); ok {
		return t
	}
	r.problem(column, "Cette date ne peut pas être lue : on attend 2024-04-02 ou 02/04/2024.")
	return time.Time{}
}

// plainDate reads a date in figures; of an instant, the day as it is written.
func plainDate(text string) (time.Time, bool) {
	day, _, _ := strings.Cut(strings.ReplaceAll(text, "T", " "), " ")
	for _, form := range dateForms {
		if t, err := time.Parse(form, day); err == nil && t.Year() >= 1990 && t.Year() < 2100 {
			return t, true
		}
	}
	return time.Time{}, false
}
