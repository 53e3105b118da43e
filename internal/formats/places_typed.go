package formats

import (
	"maps"
	"slices"
	"strings"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// typedColumns are the columns of the national standard that people may fill
// in for one offer, with the field of the offer that each is about.
var typedColumns = map[string]string{
	"nom": "name", "structure_parente": "operator", "presentation_detail": "description",
	"adresse": "address", "complement_adresse": "complement", "code_postal": "postcode", "commune": "city", "code_insee": "city",
	"latitude": "point", "longitude": "point",
	"telephone": "phone", "courriels": "email", "site_web": "website", "horaires": "hours",
	"services": "services", "dispositif_programmes_nationaux": "programmes",
	"publics_specifiquement_adresses": "audience", "prise_en_charge_specifique": "care", "frais_a_charge": "fee",
	"modalites_acces": "access", "modalites_accompagnement": "support",
	"prise_rdv": "booking", "fiche_acces_libre": "accessibility",
}

// freeColumns may hold more than what is read of them: that is reported, and what
// was read is kept.
var freeColumns = []string{"telephone", "horaires"}

// Typed is what people typed of one offer.
type Typed struct {
	Record
	// Fields are those of the offer that were typed, by their names.
	Fields []string
}

// ReadTyped reads cells that a person typed under the names of columns, as
// files are read. What cannot be read is refused: there is somebody to ask.
// A column typed with nothing in it says that there is nothing to say.
func ReadTyped(cells map[string]string, sourceID string) (Typed, error) {
	var typed Typed
	r := row{cells: map[string]string{}, raw: map[string]string{}, typed: true}
	for _, name := range slices.Sorted(maps.Keys(cells)) {
		column, err := typedColumn(name)
		if err != nil {
			return typed, err
		}
		if _, double := r.written[column]; double {
			return typed, mediation.InvalidParameter(name, "Ce champ est donné deux fois.")
		}
		value := cleanText(cells[name])
		if isNothing(value) {
			value = ""
		}
		r.set(column, name, value)
		r.keep(column, cells[name])
		if field := typedColumns[column]; !slices.Contains(typed.Fields, field) {
			typed.Fields = append(typed.Fields, field)
		}
	}
	typed.Record = standardFormat.record(&r, sourceID)
	return typed, typed.check(r)
}

// typedColumn finds the column of the standard that a name means.
func typedColumn(name string) (string, error) {
	folded := fold(name)
	for _, column := range []string{standardFormat.layout.known[folded], otherNames[folded]} {
		if typedColumns[column] != "" {
			return column, nil
		}
	}
	return "", mediation.InvalidParameter(name, "Ce champ n’existe pas. Champs possibles : "+
		strings.Join(slices.Sorted(maps.Keys(typedColumns)), ", ")+".")
}

// check refuses what was typed and could not be read as it is.
func (t *Typed) check(r row) error {
	var notes []Problem
	for _, p := range t.Problems {
		typed := slices.ContainsFunc(slices.Collect(maps.Keys(r.written)), func(c string) bool { return p.Column == r.name(c) || p.Column == c })
		switch {
		case !typed: // the standard asks for more than what people say here
		case t.readAll(r, p):
			notes = append(notes, p)
		default:
			return mediation.InvalidParameter(p.Column, p.Message)
		}
	}
	t.Problems = notes
	return nil
}

// readAll reports whether a remark is about a cell that was read all the same.
func (t *Typed) readAll(r row, p Problem) bool {
	i := slices.IndexFunc(freeColumns, func(c string) bool { return r.written[c] == p.Column })
	return i == 0 && t.Offer.Contact.Phone != "" || i == 1 && t.Offer.Hours != "" && len(hours.Read(r.cells["horaires"]).Left) == 0
}
