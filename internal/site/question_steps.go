package site

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// step says which of the three questions the map page asks; the zero value is
// the answer to them.
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
var asking = []string{"q", "lat", "lon", "zone", "service", "quand", oneDay, "kind", besideNear, "fee", "support", "audience", "care", "certainty",
	"place", "view", "tab", "page", unfoldName}

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

// addNeed adds a need to those asked for.
func (q *question) addNeed(id mediation.NeedID) {
	if !slices.Contains(q.filter.Needs, id) {
		q.filter.Needs = append(slices.Clone(q.filter.Needs), id)
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

// headings are the questions.
var headings = map[step]string{askNeed: language.Mark("De quoi avez-vous besoin ?"), askWhere: language.Mark("Où êtes-vous ?"), askWhen: language.Mark("Quand ?")}

// usualNeeds are the needs shown first.
var usualNeeds = []mediation.NeedID{"caf", "impots", "ameli", "ants", "france-travail", "cv", "email", "imprimer", "ordinateur", "smartphone"}

// pick is a large button that answers one of the questions, with its drawing.
type pick struct{ ID, Label, URL, Picture string }

// stepsView is what the template shows of the three questions.
type stepsView struct {
	// Usual are the needs most people come for, All all of them by family.
	Usual []pick
	All   []needPicks
	Times []pick
	// Need and Where recall what was chosen, "" for nothing; Located is true
	// with a point, that may have no name.
	Need, Where string
	Located     bool
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

func (s *Site) stepsView(q question, snapshot *catalog.Snapshot, found catalog.Tally) stepsView {
	view := stepsView{
		Located: q.filter.Near != nil, Where: q.near,
		NeedURL: q.at(askNeed), WhereURL: q.at(askWhere), WhenURL: q.at(askWhen), AnswerURL: q.at(theAnswer), SeeAll: q.seeAll(found),
		Need: q.needsText(snapshot.Needs),
	}
	pictures := s.Path("needs.svg") + "#"
	switch q.step {
	case askNeed:
		view.addNeeds(q, snapshot.Needs, pictures)
		view.Carried = q.carried("q", "commune", "lat", "lon")
	case askWhere:
		view.Carried = q.carried("q", "commune", "lat", "lon")
	case askWhen:
		view.addTimes(q, pictures)
		view.Carried = q.carried("quand", oneDay, oneHour)
	}
	return view
}

// addNeeds adds the answers to the first question.
func (v *stepsView) addNeeds(q question, needs mediation.Needs, pictures string) {
	for _, id := range usualNeeds {
		if n, ok := needs.Find(id); ok {
			v.Usual = append(v.Usual, q.pickNeed(id, n.Short, pictures))
		}
	}
	needFamilies(needs, func(label string, list []mediation.Need) {
		picks := needPicks{Label: label}
		for _, n := range list {
			picks.Picks = append(picks.Picks, q.pickNeed(n.ID, n.Label, pictures))
		}
		v.All = append(v.All, picks)
	})
}

func (q question) pickNeed(id mediation.NeedID, label, pictures string) pick {
	q.filter.Needs = []mediation.NeedID{id}
	return pick{string(id), label, q.at(q.afterNeed()), pictures + string(id)}
}

// addTimes adds the answers to the last question.
func (v *stepsView) addTimes(q question, pictures string) {
	for _, c := range q.when.choices() {
		one := q
		one.ask(named(q.language, c.ID, q.filter.Now))
		v.Times = append(v.Times, pick{c.ID, c.Label, one.at(theAnswer), pictures + cmp.Or(c.ID, "tout")})
	}
}

// carried is what a form of the question says beside its own fields.
func (q question) carried(own ...string) []pair {
	var list []pair
	address, _ := url.Parse(q.at(theAnswer)) // made by us
	for name, values := range address.Query() {
		if name != stepName && name != pages.LangName && !slices.Contains(own, name) {
			list = append(list, pair{name, values[0]})
		}
	}
	slices.SortFunc(list, func(a, b pair) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// seeAll is the way to the answer: "Voir tous les lieux (113)".
func (q question) seeAll(found catalog.Tally) string {
	l := q.language
	if !q.asks() {
		return l.Say("Voir tous les lieux") + " " + countText(l, found)
	}
	return l.Say("Voir les lieux") + " " + countText(l, found)
}

// asks is true when some condition is asked.
func (q question) asks() bool {
	address, _ := url.Parse(q.at(theAnswer)) // made by us
	return asksSomething(address.Query())
}

// typed is what the box holds: where is asked and in the answer, what is
// looked for; what was not understood stays, to be put right.
func (q question) typed() string {
	if q.doubt != nil {
		return q.doubt.Typed
	}
	if q.lost != "" || q.step == askNeed {
		return q.lost
	}
	return q.text
}
