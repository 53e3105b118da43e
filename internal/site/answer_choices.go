package site

import (
	"slices"
	"strings"
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/web"
)

// choicesView is the form that changes the question.
type choicesView struct {
	Needs []needGroup
	Kinds []countedChoice
	// Whens are now and the spans of days, Day and Hour what the fields of one
	// day hold, within Today and LastDay; When says the choice made.
	Whens                     []choice
	OneDay                    bool
	Day, Hour, Today, LastDay string
	When                      string
	// Further are the choices of "Plus de choix", FurtherChosen says how many
	// are made, Silent what no source speaks of.
	Further               []furtherView
	FurtherChosen, Silent string
	// Sure is the choice of what is confirmed, nil without a need.
	Sure *countedChoice
	// NeedsChosen and KindsChosen say how many are made.
	NeedsChosen, KindsChosen string
}

// countedChoice is a choice with the number of places that it would give.
type countedChoice struct {
	choice
	// Name is that of the parameter.
	Name string
	// Count is "(36)", or "(114 à vérifier)".
	Count string
	// None is true when it would give nothing.
	None bool
}

type needGroup struct {
	Label string
	Needs []countedChoice
}

var families = []struct{ id, label string }{
	{"demarches", language.Mark("Faire une démarche")},
	{"competences", language.Mark("Apprendre")},
	{"acces", language.Mark("Utiliser un ordinateur")},
}

// choicesView counts what each choice would give on top of the others.
func (q question) choicesView(s *catalog.Snapshot) choicesView {
	v := choicesView{Needs: q.needChoices(s), Kinds: q.kindChoices(s)}
	v.addDays(q)
	v.addFurther(q, s)
	v.NeedsChosen, v.KindsChosen = q.chosenText(len(q.filter.Needs)), q.chosenText(len(q.filter.Kinds))
	return v
}

// counted counts what a filter would give.
func (q question) counted(s *catalog.Snapshot, name string, c choice, f mediation.Filter) countedChoice {
	t := s.Tally(f)
	return countedChoice{c, name, countText(q.language, t), t.Sure+t.Unsure == 0 && !c.Checked}
}

func (q question) needChoices(s *catalog.Snapshot) []needGroup {
	var groups []needGroup
	needFamilies(s.Needs, func(label string, list []mediation.Need) {
		group := needGroup{Label: label}
		for _, n := range list {
			f := q.filter
			c := choice{ID: string(n.ID), Label: n.Label, Explanation: n.Explanation, Checked: slices.Contains(f.Needs, n.ID)}
			if !c.Checked {
				f.Needs = append(slices.Clone(f.Needs), n.ID)
			}
			group.Needs = append(group.Needs, q.counted(s, "service", c, f))
		}
		groups = append(groups, group)
	})
	return groups
}

func (q question) kindChoices(s *catalog.Snapshot) []countedChoice {
	var list []countedChoice
	for _, c := range kindChoices(q.filter.Kinds) {
		f := q.filter
		f.Kinds = []mediation.Kind{mediation.Kind(c.ID)}
		list = append(list, q.counted(s, "kind", c, f))
	}
	return list
}

// ahead is how far ahead one may ask: visits are known for a year.
const ahead = 365

func (v *choicesView) addDays(q question) {
	today := hours.Midnight(q.filter.Now, 0)
	v.Whens, v.OneDay = q.when.choices(), q.when.id == oneDay
	v.Day, v.Hour, v.Today = q.when.day(today), q.when.clock, today.Format(time.DateOnly)
	v.LastDay = today.AddDate(0, 0, ahead).Format(time.DateOnly)
	v.When = q.when.words
}

// furtherView is a group of further choices as the template shows it.
type furtherView struct {
	Label   string
	Choices []countedChoice
}

// addFurther fills the panel of further choices. What no source speaks of
// here would be boxes that can only say "aucun": it is named in one sentence.
func (v *choicesView) addFurther(q question, s *catalog.Snapshot) {
	l := q.language
	var silent []string
	chosen := 0
	for _, g := range furtherGroups {
		values := *g.chosen(&q.filter)
		chosen += len(values)
		if len(values) == 0 && !g.isStated(s) {
			silent = append(silent, hours.Lower(l.Say(g.label)))
			continue
		}
		v.Further = append(v.Further, q.furtherView(s, g))
	}
	if len(silent) > 0 {
		v.Silent = l.Say("Non renseigné : %s. Demandez au téléphone.", strings.Join(silent, l.Say(", ")))
	}
	if len(q.filter.Needs) > 0 {
		f := q.filter
		f.ConfirmedOnly = true
		sure := q.counted(s, "certainty", choice{ID: web.Confirmed, Checked: q.filter.ConfirmedOnly}, f)
		v.Sure = &sure
	}
	if q.filter.ConfirmedOnly {
		chosen++
	}
	v.FurtherChosen = q.chosenText(chosen)
}

func (q question) furtherView(s *catalog.Snapshot, g furtherGroup) furtherView {
	view := furtherView{Label: g.label}
	for _, c := range g.choices {
		f := q.filter
		c.Checked = slices.Contains(*g.chosen(&f), c.ID)
		*g.chosen(&f) = []string{c.ID}
		view.Choices = append(view.Choices, q.counted(s, g.name, c, f))
	}
	return view
}

// chosenText is "2 choisis", "" for none.
func (q question) chosenText(n int) string {
	if n == 0 {
		return ""
	}
	return q.language.Count(n, "%d choisi", "%d choisis")
}
