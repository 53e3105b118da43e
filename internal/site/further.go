package site

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// furtherGroup is what can be asked of an offer beyond kind and need: a
// parameter of the API, and the values of it that the page offers, in words
// of every day. The client knows the same (frontend/src/further.ts).
type furtherGroup struct {
	name, label string
	choices     []choice
	asked       func(*mediation.Filter) *[]string
	said        func(*mediation.Offer) []string
}

var furtherGroups = []furtherGroup{
	{
		"fee", "Prix", []choice{{ID: "gratuit", Label: "Gratuit"}},
		func(f *mediation.Filter) *[]string { return &f.Fee },
		func(o *mediation.Offer) []string { return o.Fee },
	},
	{
		"support", "Comment on vous aide", []choice{
			{ID: "autonomie", Label: "Vous faites seul, sur place"}, {ID: "individuel", Label: "Une personne vous aide"},
			{ID: "atelier", Label: "En atelier, à plusieurs"}, {ID: "distance", Label: "À distance"},
		},
		func(f *mediation.Filter) *[]string { return &f.Support },
		func(o *mediation.Offer) []string { return o.Support },
	},
	{
		"audience", "Pour qui en particulier", []choice{
			{ID: "jeunes", Label: "Jeunes"}, {ID: "etudiants", Label: "Étudiants"}, {ID: "familles-enfants", Label: "Familles et enfants"},
			{ID: "seniors", Label: "Personnes âgées"}, {ID: "femmes", Label: "Femmes"},
		},
		func(f *mediation.Filter) *[]string { return &f.Audience },
		func(o *mediation.Offer) []string { return o.Audience },
	},
	{
		"care", "Accueil adapté", []choice{
			{ID: "surdite", Label: "Personnes sourdes ou malentendantes"}, {ID: "deficience-visuelle", Label: "Personnes aveugles ou malvoyantes"},
			{ID: "handicaps-moteurs", Label: "Handicap moteur"}, {ID: "handicaps-mentaux", Label: "Handicap mental"},
			{ID: "illettrisme", Label: "Difficultés à lire ou à écrire"},
			{ID: "langues-anglais", Label: "Anglais parlé"}, {ID: "langues-autres", Label: "Autres langues parlées"},
		},
		func(f *mediation.Filter) *[]string { return &f.Care },
		func(o *mediation.Offer) []string { return o.Care },
	},
}

// readFurther reads fee=gratuit and the like; a value that is not offered is
// left out.
func readFurther(query url.Values, f *mediation.Filter) {
	for _, g := range furtherGroups {
		for _, id := range values(query, g.name) {
			if slices.ContainsFunc(g.choices, func(c choice) bool { return c.ID == id }) {
				asked := g.asked(f)
				*asked = append(*asked, id)
			}
		}
	}
}

// labelOf names the values chosen of a group: "Jeunes ou Femmes".
func (g furtherGroup) labelOf(chosen []string) string {
	var labels []string
	for _, id := range chosen {
		for _, c := range g.choices {
			if c.ID == id {
				labels = append(labels, c.Label)
			}
		}
	}
	return strings.Join(labels, " ou ")
}

// furtherView is a group as the template shows it.
type furtherView struct {
	Name, Label string
	Choices     []choice
}

// addFurther fills the panel of further choices. What no source speaks of
// here would be boxes that can only say "aucun": it is named in one sentence.
func (v *mapView) addFurther(q question, s *catalog.Snapshot) {
	var silent []string
	chosen := 0
	for _, g := range furtherGroups {
		asked := *g.asked(&q.filter)
		chosen += len(asked)
		if len(asked) == 0 && !g.isSaid(s) {
			silent = append(silent, strings.ToLower(g.label[:1])+g.label[1:])
			continue
		}
		view := furtherView{g.name, g.label, slices.Clone(g.choices)}
		for i, c := range view.Choices {
			view.Choices[i].Checked = slices.Contains(asked, c.ID)
		}
		v.Further = append(v.Further, view)
	}
	if len(silent) > 0 {
		v.Silent = "Pas encore écrit par les lieux d’ici : " + strings.Join(silent, ", ") + ". Demandez-le au téléphone."
	}
	v.Needed, v.Sure = len(q.filter.Services) > 0, q.filter.ConfirmedOnly
	if v.Sure {
		chosen++
	}
	if chosen > 0 {
		v.FurtherChosen = strconv.Itoa(chosen) + " " + plural(chosen, "choisi")
	}
}

// isSaid is true when some offer says something of the group.
func (g furtherGroup) isSaid(s *catalog.Snapshot) bool {
	for i := range s.Places {
		for j := range s.Places[i].Offers {
			if len(g.said(&s.Places[i].Offers[j])) > 0 {
				return true
			}
		}
	}
	return false
}
