package formats

import (
	"slices"
	"strings"

	"escale/internal/mediation"
)

// wording reads the values of a closed vocabulary, older wordings included.
type wording struct {
	vocabulary mediation.Vocabulary
	// slugs maps values, as [mediation.FoldWords] writes them, to slugs.
	slugs map[string]string
}

// newWording takes a vocabulary, and the slugs of folded former values without their
// explanation after ":" or "(".
func newWording(vocabulary mediation.Vocabulary, older map[string]string) wording {
	w := wording{vocabulary, map[string]string{}}
	for value, slug := range older {
		w.slugs[mediation.FoldWords(value)] = slug
	}
	for _, t := range vocabulary {
		w.slugs[mediation.FoldWords(t.Label)] = t.Slug
	}
	return w
}

// slug reads one value. Older files explain their values: "Seul : j'ai accès à
// du matériel et une connexion".
func (w wording) slug(value string) (string, bool) {
	if w.vocabulary.Label(value) != "" { // a slug
		return value, true
	}
	if slug, ok := w.find(value); ok {
		return slug, true
	}
	head, _, _ := strings.Cut(value, ":")
	if slug, ok := w.find(head); ok {
		return slug, true
	}
	head, _, _ = strings.Cut(head, "(")
	return w.find(head)
}

func (w wording) find(value string) (string, bool) {
	slug, ok := w.slugs[mediation.FoldWords(value)]
	return slug, ok
}

func (w wording) knows(value string) bool {
	_, ok := w.slug(value)
	return ok
}

var (
	audiences = newWording(mediation.Audiences, map[string]string{
		"public uniquement feminin": "femmes", "uniquement femmes": "femmes", "familles enfants": "familles-enfants",
		"familles enfant": "familles-enfants", "familles": "familles-enfants", "enfants": "familles-enfants", "famille et enfant": "familles-enfants", "personnes agees": "seniors", "uniquement seniors": "seniors",
	})
	cares = newWording(mediation.Cares, map[string]string{
		"personnes en situation d illettrisme": "illettrisme", "public langues etrangeres": "langues-autres",
		"langues etrangeres": "langues-autres", "handicaps psychiques": "handicaps-mentaux",
		"handicaps mobilite": "handicaps-moteurs", "handicap moteur": "handicaps-moteurs", "malentendants": "surdite", "sourds et malentendants": "surdite", "malvoyants": "deficience-visuelle", "handicap visuel": "deficience-visuelle", "langues etrangeres anglais": "langues-anglais",
	})
	fees = newWording(mediation.Fees, map[string]string{
		"adhesion": "payant", "payant adhesion": "payant", "gratuite": "gratuit", "payante": "payant", "gratuit sous conditions": "gratuit-sous-condition",
	})
	accesses = newWording(mediation.Accesses, map[string]string{
		"prendre rdv en ligne": "prendre-rdv-en-ligne", "prendre un rendez vous en ligne": "prendre-rdv-en-ligne",
		"contacter par e mail": "contacter-par-mail", "contacter par courriel": "contacter-par-mail", "par telephone": "telephoner", "telephone": "telephoner", "sur place": "se-presenter", "sans rendez vous": "se-presenter",
	})
	supports = newWording(mediation.Supports, map[string]string{
		"seul": "autonomie", "avec de l aide": "individuel", "a ma place": "individuel", "dans un atelier": "atelier", "atelier collectif": "atelier", "ateliers": "atelier", "accompagnement collectif": "atelier", "en atelier": "atelier", "accompagnement": "individuel",
	})
	programmes = newWording(mediation.Programmes, map[string]string{
		"cnfs": "conseillers-numeriques", "conseiller numerique": "conseillers-numeriques",
		"conseillers numeriques france services": "conseillers-numeriques",
		"conseiller numerique france services":   "conseillers-numeriques",
		"pix":                                    "certification-pix", "espace france services": "france-services",
		"point relais caf": "point-acces-caf", "grandes ecoles du numerique": "grande-ecole-numerique",
		"bibliotheque numerique de reference": "bibliotheques-numeriques", "croix rouge": "croix-rouge",
		"relais numerique": "relais-numerique", "espace public numerique epn": "epn",
	})
)

// everybody are values that single nobody out.
var everybody = map[string]bool{"adultes": true, "adulte": true, "tout public": true, "tous publics": true, "tous": true, "tous public": true, "toutes": true, "public adulte": true, "grand public": true}

// terms reads a list of values of one vocabulary as slugs. A value that is not
// of it is reported and stays in the raw cells.
func (r *row) terms(column string, w wording) []string {
	var slugs []string
	for _, value := range r.values(column, w.knows) {
		if slug, ok := w.slug(value); ok {
			slugs = include(slugs, slug)
		} else {
			r.unknown(column, value)
		}
	}
	return slugs
}

// values is a list whose items never hold a ";".
func (r *row) values(column string, known func(string) bool) []string {
	var values []string
	for _, item := range r.list(column, known) {
		for part := range strings.SplitSeq(item, ";") {
			if part = strings.TrimSpace(part); part != "" {
				values = include(values, part)
			}
		}
	}
	return values
}

// The remarks on words that no vocabulary has.
const (
	UnknownWord    = "Cette valeur n'est pas dans le vocabulaire du standard : elle est laissée de côté."
	UnknownService = "Ce service n’est pas connu : il est gardé tel quel, mais ne répond à aucun besoin que l’on cherche."
)

func (r *row) unknown(column, value string) {
	r.note(r.name(column), value, UnknownWord)
}

// publics shares the values of a column between the audiences addressed and
// the situations catered for, which older files mixed.
func (r *row) publics(column string, o *mediation.Offer) {
	for _, value := range r.values(column, knownPublic) {
		if slug, ok := audiences.slug(value); ok {
			o.Audience = include(o.Audience, slug)
		} else if slug, ok := cares.slug(value); ok {
			o.Care = include(o.Care, slug)
		} else if !everybody[mediation.Fold(value)] {
			r.unknown(column, value)
		}
	}
}

func knownPublic(value string) bool {
	return audiences.knows(value) || cares.knows(value) || everybody[mediation.Fold(value)]
}

// fees reads prices, and reports where the standard's words are poorer than the
// source's. Its older versions listed the Pass numérique among prices; today's
// has no word for it, so it goes among the labels, which come back out.
func (r *row) fees(column string, o *mediation.Offer) {
	for _, value := range r.values(column, fees.knows) {
		slug, ok := fees.slug(value)
		head, _, _ := strings.Cut(mediation.Fold(value), " ")
		switch {
		case ok && head == "adhesion":
			r.note(r.name(column), value, "Le standard n'a plus « Adhésion » : lu « Payant ».")
		case strings.HasPrefix(mediation.Fold(value), mediation.Fold(mediation.PassLabel)):
			o.Labels = include(o.Labels, mediation.PassLabel)
		case !ok:
			r.unknown(column, value)
		}
		if ok {
			o.Fee = include(o.Fee, slug)
		}
	}
}

func include(list []string, item string) []string {
	if slices.Contains(list, item) {
		return list
	}
	return append(list, item)
}
