package mediation

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Field is one value of an offer that a source gives.
type Field struct {
	// Name is the API's, "" for a field that people here cannot correct;
	// Label is how people name it.
	Name, Label string
	// Text writes what an offer says of it.
	Text func(Offer) string
	// words does so for people, where Text is only a part of it; may be nil.
	words func(Offer) string
	// Copy takes it over from another offer, nil where it cannot be corrected.
	Copy func(to *Offer, from Offer)
}

// Say writes for people what an offer says of the field.
func (f Field) Say(o Offer) string {
	if f.words != nil {
		return f.words(o)
	}
	return f.Text(o)
}

// Only is an offer that says nothing but the field, as o does.
func (f Field) Only(o Offer) (only Offer) {
	f.Copy(&only, o)
	return only
}

// Same reports whether two offers say the same of the field.
func (f Field) Same(a, b Offer) (bool, error) {
	ja, err := json.Marshal(f.Only(a))
	if err != nil {
		return false, err
	}
	jb, err := json.Marshal(f.Only(b))
	return bytes.Equal(ja, jb), err
}

// OfferFields are all the fields of an offer, in the order of its sheet.
var OfferFields = []Field{
	{Label: "type d’offre", Text: func(o Offer) string { return o.Kind.Label() }},
	{"name", "nom", func(o Offer) string { return o.Name }, nil, func(to *Offer, o Offer) { to.Name = o.Name }},
	{"operator", "structure", func(o Offer) string { return o.Operator }, nil, func(to *Offer, o Offer) { to.Operator = o.Operator }},
	{Label: "SIRET ou RNA", Text: func(o Offer) string { return o.Pivot }},
	{Label: "véhicule", Text: func(o Offer) string { return o.Vehicle }},
	{Label: "typologie", Text: func(o Offer) string { return words(o.Typology) }},
	{"description", "présentation", func(o Offer) string { return o.Description }, nil, func(to *Offer, o Offer) { to.Description = o.Description }},
	{"address", "adresse", func(o Offer) string { return o.Address.Street }, nil, func(to *Offer, o Offer) { to.Address.Street = o.Address.Street }},
	{"complement", "complément d’adresse", func(o Offer) string { return o.Address.Complement }, nil, func(to *Offer, o Offer) { to.Address.Complement = o.Address.Complement }},
	{"postcode", "code postal", func(o Offer) string { return o.Address.Postcode }, nil, func(to *Offer, o Offer) { to.Address.Postcode = o.Address.Postcode }},
	{"city", "commune", func(o Offer) string { return o.Address.City }, nil, func(to *Offer, o Offer) { to.Address.City, to.Address.INSEE = o.Address.City, o.Address.INSEE }},
	{Label: "code INSEE", Text: func(o Offer) string { return o.Address.INSEE }},
	{"point", "point", pointText, nil, func(to *Offer, o Offer) { to.Point, to.Approximate = o.Point, o.Approximate }},
	{"phone", "téléphone", func(o Offer) string { return o.Contact.Phone }, nil, func(to *Offer, o Offer) { to.Contact.Phone = o.Contact.Phone }},
	{Label: "téléphone mobile", Text: func(o Offer) string { return o.Contact.Mobile }},
	{"email", "courriel", func(o Offer) string { return o.Contact.Email }, nil, func(to *Offer, o Offer) { to.Contact.Email = o.Contact.Email }},
	{"website", "site web", func(o Offer) string { return o.Contact.Website }, nil, func(to *Offer, o Offer) { to.Contact.Website = o.Contact.Website }},
	{"hours", "horaires", func(o Offer) string { return o.Hours }, func(o Offer) string { return cmp.Or(o.Hours, o.HoursText) },
		func(to *Offer, o Offer) { to.Hours, to.HoursText = o.Hours, o.HoursText }},
	{ClosuresField, "fermetures", closuresText, nil, func(to *Offer, o Offer) { to.Closures = o.Closures }},
	{Label: "horaires en toutes lettres", Text: func(o Offer) string { return o.HoursText }},
	{"services", "services", func(o Offer) string { return words(o.Statements) }, nil, func(to *Offer, o Offer) { to.Statements = o.Statements }},
	{NeedsField, "démarches confirmées", metText, nil, func(to *Offer, o Offer) { to.Met = o.Met }},
	{"programmes", "dispositifs", func(o Offer) string { return words(o.Programmes) }, nil, func(to *Offer, o Offer) { to.Programmes = o.Programmes }},
	{Label: "labels", Text: func(o Offer) string { return words(o.Labels) }},
	{Label: "besoins", Text: claimsText},
	{"audience", "publics", func(o Offer) string { return labels(Audiences, o.Audience) }, nil, func(to *Offer, o Offer) { to.Audience = o.Audience }},
	{"care", "accueil adapté", func(o Offer) string { return labels(Cares, o.Care) }, nil, func(to *Offer, o Offer) { to.Care = o.Care }},
	{"fee", "prix", func(o Offer) string { return labels(Fees, o.Fee) }, nil, func(to *Offer, o Offer) { to.Fee = o.Fee }},
	{"access", "pour venir", func(o Offer) string { return labels(Accesses, o.Access) }, nil, func(to *Offer, o Offer) { to.Access = o.Access }},
	{"support", "accompagnement", func(o Offer) string { return labels(Supports, o.Support) }, nil, func(to *Offer, o Offer) { to.Support = o.Support }},
	{"booking", "rendez-vous", func(o Offer) string { return o.Booking }, nil, func(to *Offer, o Offer) { to.Booking = o.Booking }},
	{"accessibility", "accessibilité", func(o Offer) string { return o.AccessibilityURL }, nil, func(to *Offer, o Offer) { to.AccessibilityURL = o.AccessibilityURL }},
	{UpdatedField, "mise à jour", func(o Offer) string { return dayText(o.Updated) }, nil, func(to *Offer, o Offer) { to.Updated = o.Updated }},
}

// UpdatedField is the day on which somebody last touched an offer, or said that
// all of it is right.
const UpdatedField = "updated"

// derived are the fields that follow from others, and the day.
var derived = []string{"code INSEE", "véhicule", "horaires en toutes lettres", "besoins", "mise à jour"}

// Lost lists the labels of the fields that a record had and lost. A
// point that becomes the centre of its commune is lost.
func Lost(before, after Offer) (labels []string) {
	for _, f := range OfferFields {
		lost := f.Say(before) != "" && f.Say(after) == ""
		if f.Name == "point" {
			lost = before.Point != nil && !before.Approximate && (after.Point == nil || after.Approximate)
		}
		if lost && !slices.Contains(derived, f.Label) {
			labels = append(labels, f.Label)
		}
	}
	return labels
}

// FieldNamed finds the field that people may correct under that name.
func FieldNamed(name string) (Field, bool) {
	i := slices.IndexFunc(OfferFields, func(f Field) bool { return f.Copy != nil && f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return OfferFields[i], true
}

func words(values []string) string { return strings.Join(values, ", ") }

func pointText(o Offer) string {
	if o.Point == nil {
		return ""
	}
	text := degrees(o.Point.Lat()) + ", " + degrees(o.Point.Lon())
	if o.Approximate {
		text += " (centre de la commune)"
	}
	return text
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

var certaintyWords = map[Certainty]string{Declared: "déclaré", Implied: "garanti", Possible: "à vérifier"}

func claimsText(o Offer) string {
	texts := make([]string, len(o.Claims))
	for i, c := range o.Claims {
		texts[i] = fmt.Sprintf("%s (%s)", c.ID, certaintyWords[c.Certainty])
	}
	return words(texts)
}

func labels(v Vocabulary, slugs []string) string {
	texts := make([]string, len(slugs))
	for i, slug := range slugs {
		texts[i] = cmp.Or(v.Label(slug), slug)
	}
	return words(texts)
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if h, m, s := t.Clock(); h+m+s > 0 {
		return t.Format("02/01/2006 15:04:05")
	}
	return t.Format("02/01/2006")
}
