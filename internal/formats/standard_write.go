package formats

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"escale/internal/mediation"
)

// noPivot is what published files write for an operator whose SIRET is not
// known. The schema requires a number, and accepts this one.
const noPivot = "00000000000000"

// NewStandardRow writes an offer as a row of the national standard. p is the
// place that the offer hangs on: its street, its commune or its point serve
// where the offer has none. source is the name of the offer's source.
//
// The row's id is the key of the offer, which no two sources share. Its
// services are those of [mediation.Needs.National]. A van has no hours: it is
// not found at its address at hours of the week.
//
// The problems say what the row could not carry: a cell that the standard
// would refuse is left empty. When one of them is fatal a required column has
// nothing valid to hold, and the row is not to be published.
func NewStandardRow(p mediation.Place, o mediation.Offer, source string, needs mediation.Needs) (StandardRow, []Problem) {
	w := standardWriter{row: StandardRow{}}
	w.identity(o, source)
	w.address(p, o)
	w.contact(o)
	w.set("services", labelsOf(mediation.NationalServices, needs.National(o))...)
	w.vocabularies(o)
	for _, fault := range CheckStandard(w.row) {
		if !fault.Fatal {
			delete(w.row, fault.Column)
			if fault.Column == "latitude" || fault.Column == "longitude" {
				delete(w.row, "latitude")
				delete(w.row, "longitude")
			}
			fault.Message += leftEmpty
		}
		w.problems = append(w.problems, fault)
	}
	return w.row, w.problems
}

// StandardRefusal says why an offer has no valid row in the standard: the
// first of the required columns that has nothing valid to hold. fine is true
// when it has a row.
func StandardRefusal(p mediation.Place, o mediation.Offer) (why Problem, fine bool) {
	w := standardWriter{row: StandardRow{}}
	w.identity(o, "")
	w.address(p, o)
	for _, rule := range standardRules {
		if !rule.required {
			continue
		}
		if message := rule.fault(w.row[rule.column]); message != "" {
			return Problem{Column: rule.column, Value: shorten(w.row[rule.column]), Message: message, Fatal: true}, false
		}
	}
	return Problem{}, true
}

// leftEmpty ends the message about a cell that was not written.
const leftEmpty = " La cellule est laissée vide."

type standardWriter struct {
	row      StandardRow
	problems []Problem
}

// set fills a cell with values; an empty one is left out.
func (w *standardWriter) set(column string, values ...string) {
	if cell := strings.TrimSpace(strings.Join(values, "|")); cell != "" {
		w.row[column] = cell
	}
}

func (w *standardWriter) note(column, value, message string) {
	w.problems = append(w.problems, Problem{Column: column, Value: shorten(value), Message: message})
}

func (w *standardWriter) identity(o mediation.Offer, source string) {
	w.set("id", o.Key())
	w.set("nom", o.Name)
	w.set("source", source)
	w.set("structure_parente", o.Operator)
	switch {
	case siretForm.MatchString(o.Pivot):
		w.set("pivot", o.Pivot)
	case o.Pivot != "":
		w.note("pivot", o.Pivot, "Ce n'est ni un SIRET ni un RNA : la cellule n'a que des zéros, comme pour un numéro inconnu.")
		w.set("pivot", noPivot)
	default:
		w.set("pivot", noPivot)
	}
	if !o.Updated.IsZero() {
		w.set("date_maj", o.Updated.Format(time.DateOnly))
	}
	summary, detail := presentations(o.Description)
	w.set("presentation_resume", summary)
	w.set("presentation_detail", detail)
}

// maxSummary is how long the short presentation may be, in characters.
const maxSummary = 280

// presentations shares a description between the two columns: a long one
// stands whole in the second, and its beginning in the first.
func presentations(text string) (summary, detail string) {
	if len(utf16.Encode([]rune(text))) <= maxSummary {
		return text, ""
	}
	units, word, end := 1, 0, 0 // one for the mark of what was cut
	for i, c := range text {
		if units += utf16.RuneLen(c); units > maxSummary {
			break
		}
		if c == ' ' || c == '\n' {
			word = i
		}
		end = i + utf8.RuneLen(c)
	}
	end = cmp.Or(word, end)
	return strings.TrimRight(text[:end], " \n.…") + "…", text
}

func (w *standardWriter) address(p mediation.Place, o mediation.Offer) {
	w.set("commune", w.plain("commune", cmp.Or(o.Address.City, p.Address.City)))
	w.set("code_postal", cmp.Or(o.Address.Postcode, p.Address.Postcode))
	w.set("code_insee", cmp.Or(o.Address.INSEE, p.Address.INSEE))
	street, complement := cmp.Or(o.Address.Street, p.Address.Street), o.Address.Complement
	if street == "" && complement != "" {
		street, complement = complement, ""
	}
	w.set("adresse", w.plain("adresse", street))
	w.set("complement_adresse", complement)
	point := p.Point
	if o.Point != nil {
		point = *o.Point
	}
	if o.Approximate {
		w.note("latitude", "", "Le point n'est que le centre de la commune."+leftEmpty)
		return
	}
	w.set("latitude", degrees(point.Lat()))
	w.set("longitude", degrees(point.Lon()))
}

// plain replaces the characters that the national library refuses in a column.
func (w *standardWriter) plain(column, text string) string {
	unwanted := communeLetters
	if column == "adresse" {
		unwanted = streetLetters
	}
	plain := strings.Join(strings.Fields(unwanted.ReplaceAllString(text, " ")), " ")
	if unwanted.MatchString(text) {
		w.note(column, text, "Le standard n'accepte pas tous ces caractères : « "+plain+" » est écrit à la place.")
	}
	return plain
}

func (w *standardWriter) contact(o mediation.Offer) {
	w.set("telephone", o.Contact.Phone)
	w.set("courriels", o.Contact.Email)
	w.set("site_web", o.Contact.Website)
	w.set("prise_rdv", o.Booking)
	w.set("fiche_acces_libre", o.AccessibilityURL)
	if !o.Mobile() {
		w.set("horaires", o.Hours)
		if o.Hours == "" && o.HoursText != "" {
			w.note("horaires", o.HoursText, "Ces horaires en toutes lettres ne s'écrivent pas au format d'OpenStreetMap."+leftEmpty)
		}
	}
}

func (w *standardWriter) vocabularies(o mediation.Offer) {
	w.set("itinerance", fixed)
	if o.Mobile() {
		w.set("itinerance", itinerant)
	}
	w.set("publics_specifiquement_adresses", labelsOf(mediation.Audiences, o.Audience)...)
	w.set("prise_en_charge_specifique", labelsOf(mediation.Cares, o.Care)...)
	w.set("frais_a_charge", labelsOf(mediation.Fees, o.Fee)...)
	w.set("modalites_acces", labelsOf(mediation.Accesses, o.Access)...)
	w.set("modalites_accompagnement", labelsOf(mediation.Supports, o.Support)...)
	national := slices.DeleteFunc(slices.Clone(o.Programmes), func(p string) bool { return p == "epn" })
	w.set("dispositif_programmes_nationaux", labelsOf(mediation.Programmes, national)...)
	w.labels(o.Labels)
	w.typology(o)
}

// labels shares labels between the closed list and the open one.
func (w *standardWriter) labels(list []string) {
	var known, others []string
	for _, label := range list {
		i := slices.IndexFunc(formationLabels, func(l string) bool { return mediation.Fold(l) == mediation.Fold(label) })
		if i >= 0 {
			known = append(known, formationLabels[i])
		} else {
			others = append(others, label)
		}
	}
	w.set("formations_labels", known...)
	w.set("autres_formations_labels", others...)
}

// typology writes the label of the EPN too, for which the standard has no
// other word.
func (w *standardWriter) typology(o mediation.Offer) {
	var codes []string
	if slices.Contains(o.Programmes, "epn") {
		codes = append(codes, epnTypology)
	}
	for _, code := range o.Typology {
		if message := checkTypology(code); message != "" {
			w.note("typologie", code, message+" Il est laissé de côté.")
		} else {
			codes = append(codes, code)
		}
	}
	w.set("typologie", codes...)
}

func labelsOf(v mediation.Vocabulary, slugs []string) []string {
	list := make([]string, len(slugs))
	for i, slug := range slugs {
		list[i] = v.Label(slug)
	}
	return list
}

// WriteStandardCSV writes rows as the standard's CSV: UTF-8 without a byte
// order mark, "," between cells. It is meant for programs: texts are as they
// are, even those that a spreadsheet would take for formulas.
func WriteStandardCSV(w io.Writer, rows []StandardRow) error {
	out := csv.NewWriter(w)
	if err := out.Write(StandardColumns); err != nil {
		return err
	}
	for _, row := range rows {
		cells := make([]string, len(StandardColumns))
		for i, column := range StandardColumns {
			cells[i] = row[column]
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WriteStandardJSON writes rows, each as [StandardRow.JSON] gives it, as a JSON
// array.
func WriteStandardJSON(w io.Writer, rows [][]byte) error {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, row := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n")
		b.Write(row)
	}
	b.WriteString("\n]\n")
	_, err := b.WriteTo(w)
	return err
}

// JSON is a row as a flat object, in the order of the columns, without empty
// members; coordinates are numbers.
func (row StandardRow) JSON() ([]byte, error) {
	var b bytes.Buffer
	separator := "{"
	for _, rule := range standardRules {
		cell := row[rule.column]
		if cell == "" {
			continue
		}
		var value any = cell
		if rule.number {
			value = json.Number(cell)
		}
		encoded, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		b.WriteString(separator + `"` + rule.column + `":`)
		b.Write(encoded)
		separator = ","
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
