package site

import (
	"cmp"
	"slices"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// rescue is what an empty answer says instead: why it is empty, and how to
// widen the search.
type rescue struct {
	Why string
	// Text says who can be called when no wider search gives anything, Card is
	// that place; nil otherwise.
	Text string
	Card *pages.Card
	Ways []way
	All  string // counts all places
}

// way is a wider question, and what it would give.
type way struct {
	URL, Title, Detail string

	criterion
	found catalog.Tally
	// best is the most useful place that it gives, first the one that its list
	// shows first, which is nearer.
	best, first catalog.Hit
}

// about is the criterion that a way gives up: another time is still a time.
func (c criterion) about() string {
	if c.what == "later" {
		return "when"
	}
	return c.what
}

// mostWays is how many ways out are shown: more would have to be read.
const mostWays = 4

// rescue finds the ways out of an empty answer; nil where there is no place at
// all, which the frame of a territory says by itself.
func (q question) rescue(m *catalog.Moment) *rescue {
	_, everything := q.blank(theAnswer).tally(m.Snapshot)
	all := everything.All()
	if all == 0 {
		return nil
	}
	wider := q.wider(m.Needs)
	ways := q.tryAll(m, wider)
	if len(ways) == 0 {
		rest := q.blank(theAnswer)
		rest.filter.Needs, rest.filter.Near, rest.near, rest.commune = q.filter.Needs, q.filter.Near, q.near, q.commune
		ways = q.tryAll(m, []criterion{{"rest", "", rest}})
	}
	r := &rescue{Ways: ways, All: pages.PlacesText(q.language, all)}
	if len(ways) > 0 {
		r.Why = q.why(m, ways[0], wider)
		return r
	}
	r.Why = q.language.Say("Aucun lieu ne répond à tout ce que vous avez choisi.")
	r.Text, r.Card = q.someone(m)
	return r
}

// wider lists the questions with one criterion given up; the needs, for which
// people come, are given up last, and where they are never.
func (q question) wider(needs mediation.Needs) []criterion {
	var list, ofNeeds []criterion
	for _, c := range q.criteria(needs) {
		switch c.what {
		case "service":
			ofNeeds = append(ofNeeds, c)
			continue
		case "near":
			continue
		case "zone":
			c.question = q.onPage(1).aroundZone()
		}
		list = append(list, c)
	}
	return append(list, ofNeeds...)
}

// tryAll asks each question and keeps those that find something, the most
// useful first: what is sure, then the nearest, then what gives the most.
func (q question) tryAll(m *catalog.Moment, list []criterion) []way {
	var ways []way
	for _, c := range list {
		if hits := c.question.find(m.Snapshot); len(hits) > 0 {
			ways = append(ways, way{criterion: c, found: catalog.TallyOf(hits), best: hits[0], first: c.question.arrange(m, catalog.Wanted{Shown: 1}).Shown[0]})
		}
	}
	slices.SortStableFunc(ways, func(a, b way) int {
		return cmp.Or(catalog.CompareSure(a.best.Unsure, b.best.Unsure), cmp.Compare(a.best.Metres, b.best.Metres), b.found.All()-a.found.All())
	})
	ways = ways[:min(mostWays, len(ways))]
	for i := range ways {
		ways[i].describe(m)
	}
	return ways
}

// describe says what the way would give.
func (w *way) describe(m *catalog.Moment) {
	w.URL = w.question.address()
	l, count := w.question.language, foundText(w.question.language, w.found)
	switch w.what {
	case "later":
		w.Title = l.Say("%s : %s.", hours.Capital(w.name), count)
	case "rest":
		needs := [...]string{language.Mark("Sans aucun de ces choix"), language.Mark("Avec ce besoin seul"), language.Mark("Avec ces besoins seuls")}
		w.Title = l.Say("%s : %s.", l.Say(needs[min(len(w.question.filter.Needs), 2)]), count)
	case "q": // its name is in quotes already
		w.Title = l.Say("Sans %s : %s.", w.name, count)
	default:
		w.Title = l.Say("Sans « %s » : %s.", w.name, count)
	}
	first := w.question.newCards(m, nil).card(w.first)
	w.Detail = l.Say(firstOf(w.question, language.Mark("Le plus proche : %s."), language.Mark("Par exemple : %s.")), first.Named(l, m.Places[w.first.Place])) +
		" " + first.Status.Text + "."
	if first.Sure.Text != "" && !first.Sure.Confirmed {
		w.Detail += " " + first.Sure.Text + "."
	}
}

func firstOf(q question, near, anywhere string) string {
	if q.filter.Near != nil {
		return near
	}
	return anywhere
}

// why says which criterion fails: the one that the most useful way leaves out.
func (q question) why(m *catalog.Moment, best way, wider []criterion) string {
	l, needs := q.language, len(q.filter.Needs)
	rest := ""
	if slices.ContainsFunc(wider, func(one criterion) bool { return one.about() != best.about() && one.what != "service" }) {
		rest = l.Say(" avec vos autres choix")
	}
	tail := forThese(l, needs) + rest + "."
	switch best.what {
	case "when", "later":
		return q.notOpen(m) + tail
	case "service":
		if needs > 1 {
			return l.Say("Aucun lieu n’aide pour ces %s besoins à la fois", inWords(l, needs)) + rest + "."
		}
		return l.Say("Aucun lieu n’aide pour « %s »", best.name) + rest + "."
	case "kind":
		return l.Say("Aucun lieu « %s » n’a été trouvé", best.name) + tail
	case "certainty":
		return l.Say("Aucun lieu n’a confirmé son aide") + tail
	case "fee":
		return l.Say("Aucun lieu ne se dit gratuit") + tail
	case "q":
		return l.Say("Rien ne correspond à %s. Essayez le nom d’une commune, un code postal ou un besoin comme « impôts ».", best.name)
	case "zone":
		return l.Say("Aucun lieu dans cette zone") + tail
	case "rest":
		return l.Say("Aucun lieu ne réunit tous ces choix, même avec un de moins.")
	}
	return l.Say("Aucun lieu n’annonce « %s »", best.name) + tail
}

// notOpen says that nobody is known to be there at the time that is asked:
// places whose hours are unknown may be.
func (q question) notOpen(m *catalog.Moment) string {
	if len(q.unknown(m)) > 0 {
		return q.language.Say("Aucun lieu ne s’annonce ouvert %s", q.when.words)
	}
	return q.language.Say("Aucun lieu n’est ouvert %s", q.when.words)
}

func forThese(l *language.Language, needs int) string {
	switch needs {
	case 0:
		return ""
	case 1:
		return l.Say(" pour ce besoin")
	}
	return l.Say(" pour ces %s besoins", inWords(l, needs))
}

// someone is the first place of all that can be called, nil when there is none.
func (q question) someone(m *catalog.Moment) (text string, card *pages.Card) {
	anything := q.blank(theAnswer)
	anything.filter.Near, anything.near = q.filter.Near, q.near
	write := anything.newCards(m, nil)
	for _, hit := range anything.find(m.Snapshot) {
		c := write.card(hit)
		if c.Phone == "" {
			continue
		}
		return q.language.Say(firstOf(q, language.Mark("Appelez le lieu le plus proche : on vous dira qui peut vous aider."), language.Mark("Appelez ce lieu : on vous dira qui peut vous aider."))), &c
	}
	return "", nil
}
