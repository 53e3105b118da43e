package formats

import (
	"regexp"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// standardColumns are the 32 fields of the national standard "lieux de
// médiation numérique" 1.0.2, each followed by the names it had before.
var standardColumns = []string{
	"id", "pivot siret", "nom", "commune", "code_postal", "code_insee", "adresse", "complement_adresse",
	"latitude", "longitude", "typologie", "telephone", "courriels courriel", "site_web", "horaires",
	"presentation_resume", "presentation_detail", "source", "itinerance", "structure_parente", "date_maj",
	"services", "publics_specifiquement_adresses", "prise_en_charge_specifique",
	"frais_a_charge conditions_acces conditions_access", "dispositif_programmes_nationaux labels_nationaux",
	"formations_labels", "autres_formations_labels labels_autres", "modalites_acces", "modalites_accompagnement",
	"fiche_acces_libre accessibilite", "prise_rdv",
	// Columns of older versions that have no successor of their own.
	"publics_accueillis public_accueillis", "cle_ban",
}

var standardFormat = format{
	name:   "standard",
	layout: newLayout("standard", []string{"id", "nom"}, standardColumns...),
	read:   readStandard,
}

func readStandard(r *row, o *mediation.Offer) {
	readStandardColumns(r, o)
	o.Kind = r.kind(o, standardKind(o.Programmes), r.statedMotion("itinerance"))
}

// readStandardColumns reads what all versions of the standard share. What an
// offer has no room for (source, further e-mails…) stays in the raw cells.
func readStandardColumns(r *row, o *mediation.Offer) {
	o.SourceID = r.sourceID("id")
	o.Name = r.required("nom", "Le nom")
	o.Pivot = r.pivot("pivot")
	o.Operator = r.words("structure_parente")
	o.Description = description(r.text("presentation_resume"), r.text("presentation_detail"))
	o.Address = mediation.Address{
		Street: r.words("adresse"), Complement: r.words("complement_adresse"),
		Postcode: r.postcode("code_postal"), City: r.words("commune"), INSEE: r.insee("code_insee"),
	}
	o.Point = r.point()
	o.Contact = mediation.Contact{
		Phone: r.phone("telephone"), Email: r.email("courriels"), Website: r.website("site_web"),
	}
	o.Hours, o.HoursText = r.hours("horaires")
	if o.Hours == "" && o.HoursText == "" {
		o.Hours, o.HoursText = r.week("")
	}
	o.Updated = r.date("date_maj")
	o.Booking, o.AccessibilityURL = r.website("prise_rdv"), r.website("fiche_acces_libre")
	readStandardLists(r, o)
}

func readStandardLists(r *row, o *mediation.Offer) {
	o.Statements = r.list("services", mediation.IsNationalService)
	o.Programmes = r.terms("dispositif_programmes_nationaux", programmes)
	r.typology("typologie", o)
	for _, column := range []string{"formations_labels", "autres_formations_labels"} {
		for _, label := range r.list(column, nil) {
			o.Labels = include(o.Labels, label)
		}
	}
	for _, column := range []string{"publics_specifiquement_adresses", "prise_en_charge_specifique", "publics_accueillis"} {
		r.publics(column, o)
	}
	r.fees("frais_a_charge", o)
	o.Access = r.terms("modalites_acces", accesses)
	o.Support = r.terms("modalites_accompagnement", supports)
}

// typology reads the sorts of organisation. "EPN" among them is the label that
// the standard has no other word for.
func (r *row) typology(column string, o *mediation.Offer) {
	for _, code := range r.values(column, isCode) {
		if code == epnTypology {
			o.Programmes = include(o.Programmes, "epn")
		} else {
			o.Typology = include(o.Typology, code)
		}
	}
}

// isCode is true for what looks like a code of an organisation's sort.
func isCode(value string) bool { return codeForm.MatchString(value) }

var codeForm = regexp.MustCompile(`^[A-Z][A-Z_]+$`)

// epnTypology is the code of an espace public numérique.
const epnTypology = "EPN"

// description joins the two presentations, once when one begins the other.
func description(summary, detail string) string {
	if detail != "" && strings.HasPrefix(detail, strings.TrimRight(summary, ". …")) {
		return detail
	}
	return strings.TrimSpace(summary + "\n" + detail)
}

func standardKind(programmes []string) mediation.Kind {
	switch {
	case slices.Contains(programmes, "france-services"):
		return mediation.FranceServices
	case slices.Contains(programmes, "epn"):
		return mediation.EPN
	case slices.Contains(programmes, "conseillers-numeriques"):
		return mediation.ConseillerNumerique
	}
	return mediation.EPN
}
