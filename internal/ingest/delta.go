package ingest

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"escale/internal/mediation"
)

// Delta is a field of a record that changes, as people name it.
type Delta struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// field is one thing that a source tells of an offer.
type field struct {
	name string
	text func(mediation.Offer) string
}

func list(values []string) string { return strings.Join(values, ", ") }

// fields are all that an offer tells, in the order of its sheet.
var fields = []field{
	{"type d’offre", func(o mediation.Offer) string { return o.Kind.Label() }},
	{"nom", func(o mediation.Offer) string { return o.Name }},
	{"structure", func(o mediation.Offer) string { return o.Operator }},
	{"SIRET ou RNA", func(o mediation.Offer) string { return o.Pivot }},
	{"typologie", func(o mediation.Offer) string { return list(o.Typology) }},
	{"présentation", func(o mediation.Offer) string { return o.Description }},
	{"adresse", func(o mediation.Offer) string { return o.Address.Street }},
	{"complément d’adresse", func(o mediation.Offer) string { return o.Address.Complement }},
	{"code postal", func(o mediation.Offer) string { return o.Address.Postcode }},
	{"commune", func(o mediation.Offer) string { return o.Address.City }},
	{"code INSEE", func(o mediation.Offer) string { return o.Address.INSEE }},
	{"point", pointText},
	{"téléphone", func(o mediation.Offer) string { return o.Contact.Phone }},
	{"courriel", func(o mediation.Offer) string { return o.Contact.Email }},
	{"site web", func(o mediation.Offer) string { return o.Contact.Website }},
	{"horaires", func(o mediation.Offer) string { return o.Hours }},
	{"horaires en toutes lettres", func(o mediation.Offer) string { return o.HoursText }},
	{"services", func(o mediation.Offer) string { return list(o.Statements) }},
	{"dispositifs", func(o mediation.Offer) string { return list(o.Programmes) }},
	{"labels", func(o mediation.Offer) string { return list(o.Labels) }},
	{"besoins", claimsText},
	{"publics", func(o mediation.Offer) string { return labels(mediation.Audiences, o.Audience) }},
	{"accueil adapté", func(o mediation.Offer) string { return labels(mediation.Cares, o.Care) }},
	{"prix", func(o mediation.Offer) string { return labels(mediation.Fees, o.Fee) }},
	{"pour venir", func(o mediation.Offer) string { return labels(mediation.Accesses, o.Access) }},
	{"accompagnement", func(o mediation.Offer) string { return labels(mediation.Supports, o.Support) }},
	{"rendez-vous", func(o mediation.Offer) string { return o.Booking }},
	{"accessibilité", func(o mediation.Offer) string { return o.AccessibilityURL }},
	{updatedField, func(o mediation.Offer) string { return dayText(o.Updated) }},
}

const updatedField = "mise à jour"

// deltas lists the fields that differ.
func deltas(before, after mediation.Offer) []Delta {
	var changed []Delta
	for _, f := range fields {
		if b, a := f.text(before), f.text(after); b != a {
			changed = append(changed, Delta{f.name, b, a})
		}
	}
	return changed
}

func pointText(o mediation.Offer) string {
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

var certaintyWords = map[mediation.Certainty]string{
	mediation.Declared: "déclaré", mediation.Implied: "garanti", mediation.Possible: "à vérifier",
}

func claimsText(o mediation.Offer) string {
	words := make([]string, len(o.Services))
	for i, c := range o.Services {
		words[i] = fmt.Sprintf("%s (%s)", c.ID, certaintyWords[c.Certainty])
	}
	return list(words)
}

func labels(v mediation.Vocabulary, slugs []string) string {
	words := make([]string, len(slugs))
	for i, slug := range slugs {
		words[i] = cmp.Or(v.Label(slug), slug)
	}
	return list(words)
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
