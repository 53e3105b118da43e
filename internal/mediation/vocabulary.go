package mediation

// Term is one value of a closed vocabulary: the slug of our API and the label
// of the national standard.
type Term struct{ Slug, Label string }

// Vocabulary is a closed list of the national standard "lieux de médiation
// numérique", version 1.0.2 (etalab-2.0).
type Vocabulary []Term

// Label returns the standard's label of slug, or "" when there is none.
func (v Vocabulary) Label(slug string) string {
	for _, t := range v {
		if t.Slug == slug {
			return t.Label
		}
	}
	return ""
}

// Slug returns the slug of a label, whatever its case, accents or apostrophes.
func (v Vocabulary) Slug(label string) (slug string, ok bool) {
	folded := Fold(label)
	for _, t := range v {
		if Fold(t.Label) == folded || t.Slug == label {
			return t.Slug, true
		}
	}
	return "", false
}

// Slugs lists the slugs in the standard's order.
func (v Vocabulary) Slugs() []string {
	slugs := make([]string, len(v))
	for i, t := range v {
		slugs[i] = t.Slug
	}
	return slugs
}

// The vocabularies of the national standard.
var (
	// NationalServices are the nine broad services.
	NationalServices = Vocabulary{
		{"demarches-administratives", "Aide aux démarches administratives"},
		{"outils-quotidien", "Maîtrise des outils numériques du quotidien"},
		{"insertion-professionnelle", "Insertion professionnelle via le numérique"},
		{"utilisation-securisee", "Utilisation sécurisée du numérique"},
		{"parentalite-education", "Parentalité et éducation avec le numérique"},
		{"loisirs-creations", "Loisirs et créations numériques"},
		{"comprehension-numerique", "Compréhension du monde numérique"},
		{"acces-internet-materiel", "Accès internet et matériel informatique"},
		{"acquisition-materiel", "Acquisition de matériel informatique à prix solidaire"},
	}
	// Audiences are the publics an offer addresses in particular.
	Audiences = Vocabulary{
		{"jeunes", "Jeunes"}, {"etudiants", "Étudiants"},
		{"familles-enfants", "Familles et/ou enfants"},
		{"seniors", "Seniors"}, {"femmes", "Femmes"},
	}
	// Cares are the particular situations an offer is equipped for.
	Cares = Vocabulary{
		{"surdite", "Surdité"}, {"handicaps-moteurs", "Handicaps moteurs"},
		{"handicaps-mentaux", "Handicaps mentaux"}, {"illettrisme", "Illettrisme"},
		{"langues-anglais", "Langues étrangères (anglais)"},
		{"langues-autres", "Langues étrangères (autres)"},
		{"deficience-visuelle", "Déficience visuelle"},
	}
	// Fees say what it costs.
	Fees = Vocabulary{
		{"gratuit", "Gratuit"}, {"gratuit-sous-condition", "Gratuit sous condition"},
		{"payant", "Payant"},
	}
	// Accesses say how one comes in touch.
	Accesses = Vocabulary{
		{"se-presenter", "Se présenter"}, {"telephoner", "Téléphoner"},
		{"contacter-par-mail", "Contacter par mail"},
		{"prendre-rdv-en-ligne", "Prendre un RDV en ligne"},
		{"pas-de-public", "Ce lieu n'accueille pas de public"},
		{"fiche-prescription", "Envoyer un mail avec une fiche de prescription"},
	}
	// Supports say how one is helped.
	Supports = Vocabulary{
		{"autonomie", "En autonomie"}, {"individuel", "Accompagnement individuel"},
		{"atelier", "Dans un atelier collectif"}, {"distance", "À distance"},
	}
	// Programmes are the national labels an offer may hold, and "epn", which
	// the standard does not name.
	Programmes = Vocabulary{
		{"aidants-connect", "Aidants Connect"},
		{"bibliotheques-numeriques", "Bibliothèques numérique de référence"},
		{"certification-pix", "Certification PIX"},
		{"conseillers-numeriques", "Conseillers numériques"},
		{"emmaus-connect", "Emmaüs Connect"},
		{"france-services", "France Services"},
		{"grande-ecole-numerique", "Grande école du numérique"},
		{"croix-rouge", "La Croix Rouge"},
		{"point-acces-caf", "Point d'accès numérique CAF"},
		{"promeneurs-du-net", "Promeneurs du net"},
		{"relais-numerique", "Relais numérique (Emmaüs Connect)"},
		{"epn", "Espace public numérique"},
	}
)

// formerServices gives the national service that a service of the standard's
// older vocabulary (before version 1.0.1) belongs to.
var formerServices = map[string]string{
	"Accéder à du matériel":                                         "acces-internet-materiel",
	"Accéder à une connexion internet":                              "acces-internet-materiel",
	"Accompagner les démarches de santé":                            "demarches-administratives",
	"Approfondir ma culture numérique":                              "comprehension-numerique",
	"Devenir autonome dans les démarches administratives":           "demarches-administratives",
	"Favoriser mon insertion professionnelle":                       "insertion-professionnelle",
	"Prendre en main un ordinateur":                                 "outils-quotidien",
	"Prendre en main un smartphone ou une tablette":                 "outils-quotidien",
	"Promouvoir la citoyenneté numérique":                           "comprehension-numerique",
	"Réaliser des démarches administratives avec un accompagnement": "demarches-administratives",
	"S'équiper en matériel informatique":                            "acquisition-materiel",
	"Soutenir la parentalité et l'éducation avec le numérique":      "parentalite-education",
	"Utiliser le numérique au quotidien":                            "outils-quotidien",
}

// nationalByStatement finds the national service of a folded statement,
// written with the label of today or of an older version.
var nationalByStatement = func() map[string]string {
	slugs := map[string]string{}
	for label, slug := range formerServices {
		slugs[FoldWords(label)] = slug
	}
	for _, t := range NationalServices {
		slugs[FoldWords(t.Label)], slugs[FoldWords(t.Slug)] = t.Slug, t.Slug
	}
	return slugs
}()
