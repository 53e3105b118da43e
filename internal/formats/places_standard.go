package formats

import (
	"regexp"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// standardColumns are the 32 fields of the national standard "lieux de
// médiation numérique" 1.0.2, each followed by the names it had before, and by those of
// our own files for people.
var standardColumns = []string{
	"id", "pivot siret siret_ou_rna", "nom", "commune", "code_postal", "code_insee", "adresse", "complement_adresse complement",
	"latitude", "longitude", "typologie", "telephone", "courriels courriel", "site_web", "horaires",
	"presentation_resume", "presentation_detail presentation", "source", "itinerance", "structure_parente organisme", "date_maj mise_a_jour mis_a_jour_le",
	"services services_nationaux", "publics_specifiquement_adresses publics", "prise_en_charge_specifique prise_en_charge",
	"frais_a_charge conditions_acces conditions_access tarif", "dispositif_programmes_nationaux labels_nationaux labels",
	"formations_labels", "autres_formations_labels labels_autres", "modalites_acces acces", "modalites_accompagnement accompagnement",
	"fiche_acces_libre accessibilite", "prise_rdv rendez_vous",
	// Columns of older versions that have no successor of their own.
	"publics_accueillis public_accueillis", "cle_ban",
	// The kind of offer, row by row, which the standard has no field for.
	"type_offre type_d_offre type",
}

var standardFormat = format{
	name:   "standard",
	layout: newLayout("standard", []string{"id", "nom"}, standardColumns...).unfolding(unfoldStandard),
	read:   readStandard,
}

func readStandard(r *row, o *mediation.Offer) {
	readStandardColumns(r, o)
	stated := r.statedMotion("itinerance")
	base, known := kindByWord(r.words("type_offre"))
	switch {
	case known && base == mediation.Van && stated == unsaid:
		stated = moves
	case !known:
		base = standardKind(o.Programmes)
	}
	o.Kind = r.kind(o, base, stated)
}

// kindByWord reads the word of a column that says what sort of offer each row is.
func kindByWord(value string) (kind mediation.Kind, ok bool) {
	if kind, ok = mediation.ParseKind(value); ok {
		return kind, true
	}
	folded := mediation.FoldWords(value)
	for _, kind := range mediation.Kinds {
		if mediation.FoldWords(kind.Label()) == folded || mediation.FoldWords(kind.Short()) == folded {
			return kind, true
		}
	}
	slug, _ := programmes.slug(value)
	switch {
	case slug == "france-services", folded == "maison france service":
		return mediation.FranceServices, true
	case slug == "epn", folded == "epn":
		return mediation.EPN, true
	case slug == "conseillers-numeriques":
		return mediation.ConseillerNumerique, true
	case motionWords[mediation.Fold(value)] == moves && !yes[mediation.Fold(value)], value != "" && nameMotion(value) == moves:
		return mediation.Van, true
	}
	return "", false
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
	r.splitAddress(&o.Address)
	o.Point = r.point()
	o.Contact = r.contact("telephone", "courriels", "site_web")
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
