package formats

import (
	"cmp"
	"fmt"
	"strings"

	"escale/internal/mediation"
)

// epnFormat is the list of the Espaces publics numériques that the Région
// Normandie publishes.
var epnFormat = format{
	name: "epn-normandie",
	layout: newLayout("epn-normandie", []string{"nom", "adresse_commune"},
		"nom", "structure_porteuse", "description", "type_lieu", "statut", "nature_juridique", "siret", "adresse_brut",
		"adresse_numero", "adresse_rue", "adresse_code_postal", "adresse_code_insee", "adresse_commune",
		"adresse_departement", "adresse_region", "latitude", "longitude", "itinerant", "en_ligne", "contact_telephone",
		"contact_telephone_details", "contact_email", "contact_web", "contact_facebook", "horaires_ouverture_brut",
		"horaires_ouverture_osm", "public_cible", "modalites_acces", "modalites_accompagnement", "tarifs",
		"accessibilite", "services", "labels"),
	read:   readEPN,
	finish: allUnnamed,
}

func readEPN(r *row, o *mediation.Offer) {
	o.Name = r.required("nom", "Le nom")
	o.Operator = r.words("structure_porteuse")
	o.Description = r.text("description")
	o.Pivot = r.pivot("siret")
	o.Address = mediation.Address{
		Street:   street(r.words("adresse_numero"), r.words("adresse_rue")),
		Postcode: r.postcode("adresse_code_postal"), City: r.words("adresse_commune"), INSEE: r.insee("adresse_code_insee"),
	}
	r.splitAddress(&o.Address)
	o.SourceID = mediation.Slug(o.Name) + "-" + cmp.Or(o.Address.INSEE, o.Address.Postcode, mediation.Slug(o.Address.City))
	o.Kind = r.kind(o, mediation.EPN, r.statedMotion("itinerant"))
	o.Point = r.point()
	o.Contact = r.contact("contact_telephone", "contact_email", "contact_web")
	o.Contact.Website = cmp.Or(o.Contact.Website, r.website("contact_facebook"))
	r.readEPNHours(o)
	r.readEPNLists(o)
}

func (r *row) readEPNHours(o *mediation.Offer) {
	o.Hours, o.HoursText = r.hours("horaires_ouverture_osm")
	if o.Hours == "" && r.words("horaires_ouverture_brut") != "" {
		o.Hours, o.HoursText = r.hours("horaires_ouverture_brut")
	}
}

func (r *row) readEPNLists(o *mediation.Offer) {
	o.Statements = r.list("services", mediation.IsNationalService)
	o.Programmes = include(r.terms("labels", programmes), "epn")
	r.publics("public_cible", o)
	r.fees("tarifs", o)
	o.Access = r.terms("modalites_acces", accesses)
	o.Support = r.terms("modalites_accompagnement", supports)
	o.AccessibilityURL = r.website("accessibilite")
}

func street(number, name string) string {
	if strings.Trim(number, "0") == "" {
		return name
	}
	return strings.TrimSpace(number + " " + name)
}

// allUnnamed is for a format whose records have no ids of their own.
func allUnnamed(records []Record) {
	for i := range records {
		records[i].unnamed = true
	}
	tellApart(records)
}

// tellApart gives records of one name in one commune, which the file has no
// identifier for, ids of their own in the order of the file.
func tellApart(records []Record) {
	taken := map[string]bool{}
	for i := range records {
		r := &records[i]
		id := r.Offer.SourceID
		if id == "" || !r.unnamed { // an id of its own that is there twice is one record, or a fault
			continue
		}
		for n := 2; taken[id]; n++ {
			id = fmt.Sprintf("%s-%d", r.Offer.SourceID, n)
		}
		taken[id] = true
		if id != r.Offer.SourceID {
			r.Problems = append(r.Problems, Problem{Line: r.Line, Column: "nom", Value: shorten(r.Offer.Name),
				Message: "Une autre ligne a le même nom dans la même commune : celle-ci prend l'identifiant « " + id + " »."})
			r.Offer.SourceID = id
		}
	}
}
