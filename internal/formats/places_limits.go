package formats

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// limitHours gives the hours of an offer what the rest of its row limits them to, in a
// column of its own or in a sentence: that enters their rules, or takes "open"
// away and is shown.
func (r *row) limitHours(o *mediation.Offer) {
	if o.Hours == "" || r.typed {
		return
	}
	columns := slices.Concat(r.limits, r.besideLimits())
	for i := range columns {
		r.limiting = append(r.limiting, columns[i].name)
		columns[i].value = mediation.WithoutPersons(columns[i].value)
	}
	for _, cell := range slices.Concat(columns, r.sentences(o)) {
		qualified := hours.Qualify(o.Hours, cell.value)
		if qualified != o.Hours {
			o.Hours = qualified
			r.note(cell.name, cell.value, "« "+shorten(cell.value)+" » limite les horaires, lus ainsi : "+qualified+".")
		}
	}
}

// besideLimits are the unknown columns whose name and value together limit hours:
// "semaine", "impaire".
func (r *row) besideLimits() []besideCell {
	var found []besideCell
	for _, cell := range append(slices.Clone(r.beside), besideCell{r.name("prise_rdv"), r.words("prise_rdv")}) {
		for _, limit := range r.limitsOf(cell) {
			found = append(found, besideCell{cell.name, limit})
		}
	}
	return found
}

// longText is in bytes: in a text beyond it nobody looks for what limits hours.
const longText = 4000

// longCell is from how many characters on a cell is a text of its own.
const longCell = 60

func besideLimit(cell besideCell) []string {
	if len(cell.value) > longText {
		return nil
	}
	value := strings.Join(strings.Fields(plainText(cell.value)), " ")
	switch {
	case no[mediation.Fold(value)]:
		return nil
	case utf8.RuneCountInString(value) > longCell:
		return hours.Limits(plainText(cell.value))
	}
	if limits := hours.Limits(value); len(limits) > 0 && (!hours.Shuts(value) || ofState.MatchString(foldName(cell.name))) {
		return limits
	}
	if yes[mediation.Fold(value)] && appointment[foldName(cell.name)] {
		return []string{"sur rendez-vous"}
	}
	return hours.Limits(strings.ToLower(spokenName(cell.name)) + " " + value)
}

// ofState matches the columns in which "fermé" is said of the whole place.
var ofState = regexp.MustCompile(`(^|_)(observation|remarque|commentaire|etat|statut|situation|info|information|note|precision|divers|attention|actualite)s?(_|$)`)

// spokenName is the name of a column as it stands in a sentence.
func spokenName(column string) string {
	return strings.Trim(strings.ReplaceAll(column, "_", " "), namePunctuation+":")
}

var (
	yes = map[string]bool{"oui": true, "true": true, "vrai": true, "1": true, "o": true, "x": true}
	// appointment are the columns that say that one comes by appointment; that
	// appointments are taken, "prise_rdv", says less.
	appointment = map[string]bool{"rdv": true, "rendez_vous": true, "sur_rdv": true, "sur_rendez_vous": true, "rdv_obligatoire": true, "rendez_vous_obligatoire": true}
)

var no = map[string]bool{"non": true, "0": true, "false": true, "faux": true, "n": true, "no": true}

var nameDash = regexp.MustCompile(`\s[-–—]\s`)

var inBrackets = regexp.MustCompile(`\(([^)]*)\)`)

// sentences are those of the description, the address and the name that limit hours.
func (r *row) sentences(o *mediation.Offer) []besideCell {
	var found []besideCell
	cells := []besideCell{{"description", o.Description}, {"complément d’adresse", o.Address.Complement}}
	for _, m := range inBrackets.FindAllStringSubmatch(o.Name, -1) {
		cells = append(cells, besideCell{"nom", m[1]})
	}
	for _, part := range nameDash.Split(inBrackets.ReplaceAllString(o.Name, ""), -1)[1:] {
		cells = append(cells, besideCell{"nom", part})
	}
	for _, cell := range cells {
		if len(cell.value) > longText {
			continue
		}
		for _, limit := range hours.Limits(cell.value) {
			found = append(found, besideCell{cell.name, limit})
		}
	}
	return found
}
