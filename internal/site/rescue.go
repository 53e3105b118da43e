package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// rescue is what an empty answer says instead: why it is empty, and what to
// ask less. The client finds and says the same (frontend/src/rescue.ts).
type rescue struct {
	Why  string
	Whom *whom // to call when asking less gives nothing, nil otherwise
	Ways []way
	All  string // counts all places
}

type whom struct{ Text, Name, Phone, PhoneDisplay string }

// way is a question with less in it, and what it would give.
type way struct {
	URL, Title, Detail string

	less
	count int
	first catalog.Hit
}

// less is a question without one of its conditions.
type less struct {
	// what names the condition, a parameter of the API if there is one;
	// "later" stands for a longer time, "rest" for all of them but the needs.
	what, name string
	q          question
}

// about is the condition that the way is about: another time is still a time.
func (l less) about() string {
	if l.what == "later" {
		return "when"
	}
	return l.what
}

// mostWays is how many ways out are shown: more would have to be read.
const mostWays = 4

// rescue finds the ways out of an empty answer.
func (q question) rescue(m *catalog.Moment) *rescue {
	lesser := q.less(m.Needs)
	ways := q.tryAll(m, lesser)
	if len(ways) == 0 {
		rest := question{filter: mediation.Filter{Services: q.filter.Services, Near: q.filter.Near, Asked: q.filter.Asked}, near: q.near, commune: q.commune}
		ways = q.tryAll(m, []less{{"rest", "", rest}})
	}
	r := &rescue{Ways: ways, All: placesText(len(m.Places))}
	if len(ways) > 0 {
		r.Why = q.why(ways[0], lesser)
		return r
	}
	r.Why = "Aucun lieu ne répond à tout ce que vous avez choisi."
	r.Whom = q.whom(m)
	return r
}

// less lists the questions with one condition less; the needs, for which
// people come, are given up last.
func (q question) less(needs mediation.Needs) []less {
	var list []less
	add := func(what, name string, change func(*question)) {
		one := q
		one.step = theAnswer
		change(&one)
		list = append(list, less{what, name, one})
	}
	if q.when.id != "" {
		add("when", q.when.words, func(one *question) { one.ask(when{}) })
	}
	if later, ok := q.when.later(q.filter.Asked); ok {
		add("later", later.words, func(one *question) { one.ask(later) })
	}
	if kinds := q.filter.Kinds; len(kinds) > 0 {
		names := make([]string, len(kinds))
		for i, k := range kinds {
			names[i] = k.Label()
		}
		add("kind", strings.Join(names, " ou "), func(one *question) { one.filter.Kinds = nil })
	}
	for _, g := range furtherGroups {
		if asked := *g.asked(&q.filter); len(asked) > 0 {
			add(g.name, g.labelOf(asked), func(one *question) { *g.asked(&one.filter) = nil })
		}
	}
	if q.filter.ConfirmedOnly {
		add("certainty", "Sûr seulement", func(one *question) { one.filter.ConfirmedOnly = false })
	}
	if q.filter.Words != "" {
		add("q", q.text, func(one *question) { one.text, one.filter.Words = "", "" })
	}
	if q.filter.Box != nil {
		add("zone", theZone, func(one *question) { *one = q.aroundZone() })
	}
	for i, id := range q.filter.Services {
		need, _ := needs.Find(id)
		add("service", need.Label, func(one *question) {
			one.filter.Services = slices.Delete(slices.Clone(q.filter.Services), i, i+1)
			one.filter.ConfirmedOnly = q.filter.ConfirmedOnly && len(one.filter.Services) > 0
		})
	}
	return list
}

// tryAll asks each question and keeps those that find something, the most
// useful first: what is sure, then the nearest, then what gives the most.
func (q question) tryAll(m *catalog.Moment, list []less) []way {
	var ways []way
	for _, l := range list {
		if hits := l.q.find(m.Snapshot); len(hits) > 0 {
			ways = append(ways, way{less: l, count: len(hits), first: hits[0]})
		}
	}
	slices.SortStableFunc(ways, func(a, b way) int {
		return cmp.Or(boolCompare(a.first.Unsure, b.first.Unsure), cmp.Compare(a.first.Metres, b.first.Metres), b.count-a.count)
	})
	ways = ways[:min(mostWays, len(ways))]
	for i := range ways {
		ways[i].describe(m)
	}
	return ways
}

// describe says what the way would give.
func (w *way) describe(m *catalog.Moment) {
	w.URL = w.q.address()
	count := placesText(w.count)
	w.Title = "Sans « " + w.name + " » : " + count + "."
	switch w.what {
	case "later":
		w.Title = hours.Capital(w.name) + " : " + count + "."
	case "rest":
		w.Title = [...]string{"Sans aucun de ces choix", "Avec la démarche seule", "Avec les démarches seules"}[min(len(w.q.filter.Services), 2)] + " : " + count + "."
	}
	first := newResult(m, w.first, w.q)
	w.Detail = firstOf(w.q, "Le plus proche : ", "Par exemple : ") + first.named(m.Places[w.first.Place]) + "."
	if opening := cmp.Or(first.OpenText, first.VisitText); opening != "" {
		w.Detail += " " + tie(opening) + "."
	}
	if first.Certainty == "possible" {
		w.Detail += " À vérifier par téléphone."
	}
}

// named is "France services de Périers, à 300 m" or, without a point, "France
// services de Périers (Périers)".
func (r result) named(p mediation.Place) string {
	if r.Distance != "" {
		return r.Name + ", à " + r.Distance
	}
	return r.Name + " (" + p.Address.City + ")"
}

func firstOf(q question, near, anywhere string) string {
	if q.filter.Near != nil {
		return near
	}
	return anywhere
}

// why says which condition fails: the one that the most useful way leaves out.
func (q question) why(best way, lesser []less) string {
	needs := len(q.filter.Services)
	rest := ""
	if slices.ContainsFunc(lesser, func(l less) bool { return l.about() != best.about() && l.what != "service" }) {
		rest = " avec vos autres choix"
	}
	tail := forThese(needs) + rest + "."
	switch best.what {
	case "when", "later":
		return "Personne n’est ouvert ni de passage " + q.when.words + tail
	case "service":
		if needs > 1 {
			return "Aucun lieu ne fait ces " + inWords(needs) + " démarches à la fois" + rest + "."
		}
		return "Aucun lieu ne fait « " + best.name + " »" + rest + "."
	case "kind":
		return "Aucun lieu « " + best.name + " » n’a été trouvé" + tail
	case "certainty":
		return "Aucun lieu n’est sûr" + tail
	case "fee":
		return "Aucun lieu ne se dit gratuit" + tail
	case "q":
		return "Rien ne correspond à « " + best.name + " ». Essayez le nom d’une commune, un code postal ou une démarche comme « impôts »."
	case "zone":
		return "Aucun lieu dans cette zone" + tail
	case "rest":
		return "Aucun lieu ne réunit tous ces choix, même avec un de moins."
	}
	return "Aucun lieu n’annonce « " + best.name + " »" + tail
}

func forThese(needs int) string {
	switch needs {
	case 0:
		return ""
	case 1:
		return " pour cette démarche"
	}
	return " pour ces " + inWords(needs) + " démarches"
}

// inWords writes small numbers in words: they are easier to hear.
func inWords(n int) string {
	if n == 2 {
		return "deux"
	}
	return strconv.Itoa(n)
}

// whom finds the first place of all that can be called, nil when there is none.
func (q question) whom(m *catalog.Moment) *whom {
	anything := question{filter: mediation.Filter{Near: q.filter.Near}}
	for _, hit := range anything.find(m.Snapshot) {
		r := newResult(m, hit, anything)
		if r.Phone == "" {
			continue
		}
		text := firstOf(q, "Le lieu le plus proche", "Un lieu à appeler") + " : " + r.named(m.Places[hit.Place])
		return &whom{text + ". Appelez : on vous dira qui peut vous aider.", r.Name, r.Phone, r.PhoneDisplay}
	}
	return nil
}
