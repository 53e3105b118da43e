package admin

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/history"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// fieldForm is how one field of an offer is corrected.
type fieldForm struct {
	// Name is the field's, Column the standard's, under which it is typed.
	Name, Column, Label, Hint string
	// Long is true for a text of several lines, terms are the values to choose
	// among, nil for a text.
	Long  bool
	terms mediation.Vocabulary
	// chosen are the labels that an offer has of the terms.
	chosen func(mediation.Offer) []string
}

// fieldForms are the fields that people may correct, what is asked for most first.
var fieldForms = []fieldForm{
	{Name: hoursField, Column: "horaires", Label: "Horaires"},
	{Name: "phone", Column: "telephone", Label: "Téléphone", Hint: "Un numéro de téléphone du lieu, pas d’une personne. Exemple : 02 33 00 00 00"},
	{Name: "email", Column: "courriels", Label: "Courriel", Hint: "L’adresse du lieu. Exemple : accueil@mairie-genets.fr"},
	{Name: "website", Column: "site_web", Label: "Site internet", Hint: "Exemple : https://www.genets.fr"},
	{Name: "name", Column: "nom", Label: "Nom"},
	{Name: "address", Column: "adresse", Label: "Adresse", Hint: "Le numéro et la rue, sans la commune."},
	{Name: "complement", Column: "complement_adresse", Label: "Pour trouver l’entrée", Hint: "Exemple : au premier étage, par la cour."},
	{
		Name: "services", Column: "services", Label: "Aide proposée", Hint: "Ce que vous cochez est montré comme sûr.", terms: mediation.NationalServices,
		chosen: func(o mediation.Offer) []string { return o.Statements },
	},
	{Name: mediation.NeedsField, Label: "Démarches où vous aidez", Hint: "Ce que vous cochez n’est plus « à vérifier par téléphone » : c’est dit sûr, en votre nom et à la date d’aujourd’hui."},
	{Name: "fee", Column: "frais_a_charge", Label: "Prix", terms: mediation.Fees, chosen: func(o mediation.Offer) []string { return labelsOf(mediation.Fees, o.Fee) }},
	{Name: "access", Column: "modalites_acces", Label: "Pour venir", terms: mediation.Accesses, chosen: func(o mediation.Offer) []string { return labelsOf(mediation.Accesses, o.Access) }},
	{Name: "support", Column: "modalites_accompagnement", Label: "Comment vous aidez", terms: mediation.Supports, chosen: func(o mediation.Offer) []string { return labelsOf(mediation.Supports, o.Support) }},
	{Name: "booking", Column: "prise_rdv", Label: "Rendez-vous en ligne", Hint: "L’adresse de la page où l’on prend rendez-vous."},
	{Name: "description", Column: "presentation_detail", Label: "Présentation", Long: true, Hint: "Deux ou trois phrases simples. Aucun nom de personne."},
}

// hoursField is the field that has a form of its own.
const hoursField = "hours"

func labelsOf(v mediation.Vocabulary, slugs []string) []string {
	labels := make([]string, len(slugs))
	for i, slug := range slugs {
		labels[i] = v.Label(slug)
	}
	return labels
}

func fieldNamed(name string) (fieldForm, bool) {
	i := slices.IndexFunc(fieldForms, func(f fieldForm) bool { return f.Name == name })
	if i < 0 {
		return fieldForm{}, false
	}
	return fieldForms[i], true
}

func splitList(cell string) []string { return strings.Split(cell, "|") }

// text is what an offer says of the field.
func (f fieldForm) text(o mediation.Offer) string {
	return valueOf(f.Name, o)
}

// valueOf is what an offer says of a field, as it is compared and kept.
func valueOf(name string, o mediation.Offer) string {
	field, known := mediation.FieldNamed(name)
	if !known {
		return ""
	}
	return field.Say(o)
}

// spoken is a value of a field as people read it, hours in one line for each day.
func spoken(name, value string) string {
	if name == hoursField && value != "" {
		if schedule, err := hours.Parse(value); err == nil {
			return strings.Join(schedule.Text(language.French), "\n")
		}
	}
	return history.Spoken(nil, name, value)
}

// typed is what a form says of the field, as a cell of the standard.
func (f fieldForm) typed(c echo.Context) (string, error) {
	form, err := c.FormParams()
	if err != nil {
		return "", mediation.InvalidParameter(f.Name, "Ce formulaire ne peut pas être lu.")
	}
	if f.terms == nil {
		return strings.TrimSpace(strings.ToValidUTF8(form.Get("valeur"), "")), nil
	}
	var labels []string
	for _, label := range form["valeur"] {
		if _, known := f.terms.Slug(label); known {
			labels = append(labels, label)
		}
	}
	return strings.Join(labels, "|"), nil
}
