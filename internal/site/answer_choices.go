package site

import (
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/web"
)

// choices are the form that changes the question. It is the same from wherever
// the question is asked, and is made when a template needs it: see
// [pages.NewSet].
type choices struct {
	key  choicesKey
	View func() choicesView
}

// choicesKey names what the form shows, in one language.
type choicesKey struct {
	moment, address, territory string
	box                        orb.Bound
	found                      catalog.Tally
}

// Key names what the form shows.
func (c choices) Key() any { return c.key }

// choices counts what each choice would give on top of the others; found is
// what there is now.
func (q question) choices(m *catalog.Moment, tallies *catalog.Tallies, found catalog.Tally) choices {
	q.filter.Near, q.page, q.unfold = nil, 1, ""
	key := choicesKey{moment: m.Tag(), address: q.address(), territory: strings.Join(slices.Concat(q.filter.Communes, q.filter.EPCIs), " "), found: found}
	if q.filter.Box != nil {
		key.box = *q.filter.Box
	}
	return choices{key, func() choicesView { return q.choicesView(m.Snapshot, tallies, found) }}
}

// choicesView is what the form shows.
type choicesView struct {
	Needs []needGroup
	Kinds []countedChoice
	daysView
	// Further are the choices of "Plus de choix", FurtherChosen says how many
	// are made, Silent what no source speaks of.
	Further               []furtherView
	FurtherChosen, Silent string
	// Sure is the choice of what is confirmed, nil without a need.
	Sure *countedChoice
	// NeedsChosen and KindsChosen say how many are made, Found how many places
	// there are: "(36)".
	NeedsChosen, KindsChosen, Found string
	// StartURL is the address of the first question.
	StartURL string
}

// daysView are the choices of a time.
type daysView struct {
	// Whens are now and the spans of days, Day and Hour what the fields of one
	// day hold, within Today and LastDay; When says the choice made.
	Whens                     []choice
	OneDay                    bool
	Day, Hour, Today, LastDay string
	When                      string
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

func (q question) choicesView(s *catalog.Snapshot, tallies *catalog.Tallies, found catalog.Tally) choicesView {
	c := counter{q, tallies}
	v := choicesView{Needs: c.needChoices(s.Needs), Kinds: c.kindChoices(), Found: countText(q.language, found), StartURL: q.blank(askNeed).address()}
	v.daysView = q.daysView()
	v.addFurther(c, s)
	v.NeedsChosen, v.KindsChosen = q.chosenText(len(q.filter.Needs)), q.chosenText(len(q.filter.Kinds))
	return v
}

// counter counts what the choices of a question would give.
type counter struct {
	question
	tallies *catalog.Tallies
}

func (c counter) counted(name string, of choice, f mediation.Filter) countedChoice {
	t := c.tallies.Of(f)
	return countedChoice{of, name, countText(c.language, t), t.All() == 0 && !of.Checked}
}

func (c counter) needChoices(needs mediation.Needs) []needGroup {
	var groups []needGroup
	needFamilies(needs, func(label string, list []mediation.Need) {
		group := needGroup{Label: label}
		for _, n := range list {
			need := choice{ID: string(n.ID), Label: n.Label, Explanation: n.Explanation, Checked: slices.Contains(c.filter.Needs, n.ID)}
			group.Needs = append(group.Needs, c.counted("service", need, c.filter.And(n.ID)))
		}
		groups = append(groups, group)
	})
	return groups
}

func (c counter) kindChoices() []countedChoice {
	var list []countedChoice
	for _, kind := range kindChoices(c.filter.Kinds) {
		f := c.filter
		f.Kinds = []mediation.Kind{mediation.Kind(kind.ID)}
		list = append(list, c.counted("kind", kind, f))
	}
	return list
}

// ahead is how far ahead one may ask: visits are known for a year.
const ahead = 365

func (q question) daysView() daysView {
	today := hours.Midnight(q.filter.Now, 0)
	return daysView{
		Whens: q.when.choices(), OneDay: q.when.id == oneDay, When: q.when.words,
		Day: q.when.day(today), Hour: q.when.clock, Today: today.Format(time.DateOnly), LastDay: today.AddDate(0, 0, ahead).Format(time.DateOnly),
	}
}

// furtherView is a group of further choices as the template shows it.
type furtherView struct {
	Label   string
	Choices []countedChoice
}

// addFurther fills the panel of further choices. What no source speaks of
// here would be boxes that can only say "aucun": it is named in one sentence.
func (v *choicesView) addFurther(c counter, s *catalog.Snapshot) {
	l, q := c.language, c.question
	var silent []string
	chosen := 0
	for _, g := range furtherGroups {
		values := *g.Chosen(&q.filter)
		chosen += len(values)
		if len(values) == 0 && !s.States(g.Facet) {
			silent = append(silent, hours.Lower(l.Say(g.label)))
			continue
		}
		v.Further = append(v.Further, c.furtherView(g))
	}
	if len(silent) > 0 {
		v.Silent = l.Say("Non renseigné : %s. Demandez au téléphone.", strings.Join(silent, l.Say(", ")))
	}
	if len(q.filter.Needs) > 0 {
		f := q.filter
		f.ConfirmedOnly = true
		sure := c.counted("certainty", choice{ID: web.Confirmed, Checked: q.filter.ConfirmedOnly}, f)
		v.Sure = &sure
	}
	if q.filter.ConfirmedOnly {
		chosen++
	}
	v.FurtherChosen = q.chosenText(chosen)
}

func (c counter) furtherView(g furtherGroup) furtherView {
	view := furtherView{Label: g.label}
	for _, value := range g.choices {
		f := c.filter
		value.Checked = slices.Contains(*g.Chosen(&f), value.ID)
		*g.Chosen(&f) = []string{value.ID}
		view.Choices = append(view.Choices, c.counted(g.Name, value, f))
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
