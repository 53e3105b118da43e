package site

import (
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

// furtherGroup is what can be asked of an offer beyond kind and need: a
// parameter of the API, and the values of it that the page offers, in words
// of every day.
type furtherGroup struct {
	mediation.Facet
	label   string
	choices []choice
}

var furtherGroups = []furtherGroup{
	{
		mediation.FeeFacet, language.Mark("Prix"), []choice{{ID: "gratuit", Label: language.Mark("Gratuit")}},
	},
	{
		mediation.SupportFacet, language.Mark("Comment on vous aide"), []choice{
			{ID: "autonomie", Label: language.Mark("Vous faites seul, sur place")}, {ID: "individuel", Label: language.Mark("Une personne vous aide")},
			{ID: "atelier", Label: language.Mark("En atelier, à plusieurs")}, {ID: "distance", Label: language.Mark("À distance")},
		},
	},
	{
		mediation.AudienceFacet, language.Mark("Pour qui en particulier"), []choice{
			{ID: "jeunes", Label: language.Mark("Jeunes")}, {ID: "etudiants", Label: language.Mark("Étudiants")}, {ID: "familles-enfants", Label: language.Mark("Familles et enfants")},
			{ID: "seniors", Label: language.Mark("Personnes âgées")}, {ID: "femmes", Label: language.Mark("Femmes")},
		},
	},
	{
		mediation.CareFacet, language.Mark("Accueil adapté"), []choice{
			{ID: "surdite", Label: language.Mark("Personnes sourdes ou malentendantes")}, {ID: "deficience-visuelle", Label: language.Mark("Personnes aveugles ou malvoyantes")},
			{ID: "handicaps-moteurs", Label: language.Mark("Handicap moteur")}, {ID: "handicaps-mentaux", Label: language.Mark("Handicap mental")},
			{ID: "illettrisme", Label: language.Mark("Difficultés à lire ou à écrire")},
			{ID: "langues-anglais", Label: language.Mark("Anglais parlé")}, {ID: "langues-autres", Label: language.Mark("Autres langues parlées")},
		},
	},
}

// readFurther reads fee=gratuit and the like; a value that is not offered is
// left out.
func readFurther(query *web.Query, f *mediation.Filter) {
	for _, g := range furtherGroups {
		ids := make([]string, len(g.choices))
		for i, c := range g.choices {
			ids[i] = c.ID
		}
		*g.Chosen(f) = web.Slugs(query, g.Name, ids)
	}
}

// labelOf names the values chosen of a group: "Jeunes ou Femmes".
func (g furtherGroup) labelOf(l *language.Language, chosen []string) string {
	var labels []string
	for _, id := range chosen {
		for _, c := range g.choices {
			if c.ID == id {
				labels = append(labels, l.Say(c.Label))
			}
		}
	}
	return pages.Either(l, labels)
}
