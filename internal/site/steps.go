package site

import (
	"net/url"
	"slices"
	"strings"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// step says which of the three questions the map page asks; the zero value is
// the answer to them. The client knows the same (frontend/src/steps.ts).
type step string

const (
	askNeed   step = "besoin"
	askWhere  step = "ou"
	askWhen   step = "quand"
	theAnswer step = ""
)

const (
	stepName   = "etape"
	answerName = "reponse"
)

// name is how addresses and the page write a step.
func (s step) name() string {
	if s == theAnswer {
		return answerName
	}
	return string(s)
}

// asking are the parameters that ask something: an address with one of
// them is that of an answer, unless it says otherwise.
var asking = []string{"q", "lat", "lon", "zone", "service", "quand", oneDay, "kind", "fee", "support", "audience", "care", "certainty",
	"place", "view", "tab", "page"}

func asksSomething(query url.Values) bool {
	return slices.ContainsFunc(asking, func(name string) bool {
		return slices.ContainsFunc(query[name], func(value string) bool { return value != "" })
	})
}

// readStep reads etape=ou. Without it, an address that asks something is that
// of an answer, and a bare one that of the first question.
func readStep(query url.Values) step {
	switch s := step(query.Get(stepName)); {
	case s == askNeed, s == askWhere, s == askWhen:
		return s
	case s == answerName, asksSomething(query):
		return theAnswer
	}
	return askNeed
}

// write makes the query of an address at a step, with its question mark; the
// step is only written where [readStep] would take it for another.
func (s step) write(query url.Values) string {
	query.Del(stepName)
	if readStep(query) != s {
		query.Set(stepName, s.name())
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// need adds a need that was typed; where the needs are asked for, that answers.
func (q *question) need(id mediation.ServiceID) {
	if !slices.Contains(q.filter.Services, id) {
		q.filter.Services = append(q.filter.Services, id)
	}
	if q.step == askNeed {
		q.step, q.text = q.afterNeed(), ""
	}
}

// afterNeed is the question after the need: who said where is not asked again.
func (q question) afterNeed() step {
	if q.filter.Near != nil {
		return askWhen
	}
	return askWhere
}

// search looks for the words typed in names; but a question that they do not
// answer is asked again.
func (q *question) search() {
	if q.step == askNeed || q.step == askWhere {
		q.lost, q.text = q.text, ""
	} else {
		q.filter.Words = q.text
	}
}

// at is the address of the question at a step.
func (q question) at(s step) string {
	q.step = s
	return q.address()
}

// headings tell the steps from one another in the page's title.
var headings = map[step]string{askWhere: language.Mark("Où êtes-vous ?"), askWhen: language.Mark("Quand ?"), theAnswer: language.Mark("Les lieux")}

// mostAsked are the needs shown first, each under the word by which people
// know it.
var mostAsked = []struct {
	id    mediation.ServiceID
	label string
}{
	{"caf", language.Mark("CAF")}, {"impots", language.Mark("Impôts")}, {"ameli", language.Mark("Améli, Sécu")}, {"ants", language.Mark("Carte d’identité, permis")},
	{"france-travail", language.Mark("France Travail")}, {"cv", language.Mark("CV")}, {"email", language.Mark("Boîte mail")}, {"imprimer", language.Mark("Imprimer")},
	{"ordinateur", language.Mark("Ordinateur")}, {"smartphone", language.Mark("Téléphone")},
}

// pick is a large button that answers one of the questions.
type pick struct{ ID, Label, URL string }

// stepsView is what the template shows of the three questions.
type stepsView struct {
	Step string
	// Heading is what the page's title says before its name, "" at the first question.
	Heading string
	// Pictures is the address of the drawings.
	Pictures string
	// Asked are the needs most asked for, All all of them by family.
	Asked []pick
	All   []needPicks
	Times []pick
	// Need and Where recall what was chosen, "" for nothing; Located is true
	// with a point, that may have no name.
	Need, Where string
	Located     bool
	// Lost is what was typed and not understood.
	Lost string
	// The addresses of each question and of the answer, SeeAll the words of the latter.
	NeedURL, WhereURL, WhenURL, AnswerURL, SeeAll string
	// Carried are what the form of the last question says beside its fields.
	Carried []pair
}

type needPicks struct {
	Label string
	Picks []pick
}

type pair struct{ Name, Value string }

func (s *Site) stepsView(q question, snapshot *catalog.Snapshot, count int) stepsView {
	view := stepsView{
		Step: q.step.name(), Heading: headings[q.step], Pictures: s.Path("needs.svg"), Lost: q.lost, Located: q.filter.Near != nil, Where: q.near,
		NeedURL: q.at(askNeed), WhereURL: q.at(askWhere), WhenURL: q.at(askWhen), AnswerURL: q.at(theAnswer), SeeAll: q.seeAll(count),
	}
	for _, one := range mostAsked {
		if _, ok := snapshot.Needs.Find(one.id); ok {
			view.Asked = append(view.Asked, q.pickNeed(one.id, one.label))
		}
	}
	for _, family := range needGroups(snapshot.Needs, nil) {
		picks := needPicks{Label: family.Label}
		for _, n := range family.Needs {
			picks.Picks = append(picks.Picks, q.pickNeed(mediation.ServiceID(n.ID), n.Label))
		}
		view.All = append(view.All, picks)
	}
	view.Need = q.needsText(snapshot.Needs)
	view.addTimes(q)
	return view
}

func (q question) pickNeed(id mediation.ServiceID, label string) pick {
	q.filter.Services = []mediation.ServiceID{id}
	return pick{string(id), label, q.at(q.afterNeed())}
}

// needsText names the needs chosen: "Faire son CV", "2 démarches".
func (q question) needsText(needs mediation.Needs) string {
	switch chosen := q.filter.Services; len(chosen) {
	case 0:
		return ""
	case 1:
		need, _ := needs.Find(chosen[0])
		return q.language.Say(need.Label)
	}
	n := len(q.filter.Services)
	return q.language.Count(n, "%d démarche", "%d démarches")
}

// addTimes adds the answers to the last question, and what its form carries.
func (v *stepsView) addTimes(q question) {
	for _, c := range q.when.choices() {
		one := q
		one.ask(named(q.language, c.ID, q.filter.Asked))
		v.Times = append(v.Times, pick{c.ID, c.Label, one.at(theAnswer)})
	}
	one := q
	one.ask(when{})
	address, _ := url.Parse(one.at(theAnswer)) // made by us
	for name, values := range address.Query() {
		if name != stepName {
			v.Carried = append(v.Carried, pair{name, values[0]})
		}
	}
	slices.SortFunc(v.Carried, func(a, b pair) int { return strings.Compare(a.Name, b.Name) })
}

// seeAll is the way to the answer: "Voir tous les lieux (113)".
func (q question) seeAll(count int) string {
	l := q.language
	if !q.asks() {
		return l.Say("Voir tous les lieux (%s)", pages.CountText(l, count))
	}
	return l.Say("Voir les lieux (%s)", pages.CountText(l, count))
}

// asks is true when some condition is asked.
func (q question) asks() bool {
	address, _ := url.Parse(q.at(theAnswer)) // made by us
	return asksSomething(address.Query())
}

// typed is what the box holds: where is asked and in the answer, what is
// looked for; what was not understood stays, to be put right.
func (q question) typed() string {
	if q.lost != "" || q.step == askNeed {
		return q.lost
	}
	return q.text
}
