package site

import (
	"cmp"
	"slices"
	"strconv"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
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

// rescue finds the ways out of an empty answer; nil where there is no place at
// all, which the frame of a territory says by itself.
func (q question) rescue(m *catalog.Moment) *rescue {
	all := len(q.blank(theAnswer).find(m.Snapshot))
	if all == 0 {
		return nil
	}
	lesser := q.less(m.Needs)
	ways := q.tryAll(m, lesser)
	if len(ways) == 0 {
		rest := q.blank(theAnswer)
		rest.filter.Services, rest.filter.Near, rest.near, rest.commune = q.filter.Services, q.filter.Near, q.near, q.commune
		ways = q.tryAll(m, []less{{"rest", "", rest}})
	}
	r := &rescue{Ways: ways, All: pages.PlacesText(q.language, all)}
	if len(ways) > 0 {
		r.Why = q.why(ways[0], lesser)
		return r
	}
	r.Why = q.language.Say("Aucun lieu ne répond à tout ce que vous avez choisi.")
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
	if later, ok := q.when.later(q.language, q.filter.Asked); ok {
		add("later", later.words, func(one *question) { one.ask(later) })
	}
	if kinds := q.filter.Kinds; len(kinds) > 0 {
		names := make([]string, len(kinds))
		for i, k := range kinds {
			names[i] = q.language.Say(k.Label())
		}
		add("kind", pages.Either(q.language, names), func(one *question) { one.filter.Kinds = nil })
	}
	for _, g := range furtherGroups {
		if asked := *g.asked(&q.filter); len(asked) > 0 {
			add(g.name, g.labelOf(q.language, asked), func(one *question) { *g.asked(&one.filter) = nil })
		}
	}
	if q.filter.ConfirmedOnly {
		add("certainty", q.language.Say("Sûr seulement"), func(one *question) { one.filter.ConfirmedOnly = false })
	}
	if q.filter.Words != "" {
		add("q", q.text, func(one *question) { one.text, one.filter.Words = "", "" })
	}
	if q.filter.Box != nil {
		add("zone", q.language.Say(theZone), func(one *question) { *one = q.aroundZone() })
	}
	for i, id := range q.filter.Services {
		need, _ := needs.Find(id)
		add("service", q.language.Say(need.Label), func(one *question) {
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
		return cmp.Or(catalog.CompareSure(a.first.Unsure, b.first.Unsure), cmp.Compare(a.first.Metres, b.first.Metres), b.count-a.count)
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
	l, count := w.q.language, pages.PlacesText(w.q.language, w.count)
	switch w.what {
	case "later":
		w.Title = l.Say("%s : %s.", hours.Capital(w.name), count)
	case "rest":
		needs := [...]string{language.Mark(language.Mark("Sans aucun de ces choix")), language.Mark(language.Mark("Avec la démarche seule")), language.Mark(language.Mark("Avec les démarches seules"))}
		w.Title = l.Say("%s : %s.", l.Say(needs[min(len(w.q.filter.Services), 2)]), count)
	default:
		w.Title = l.Say("Sans « %s » : %s.", w.name, count)
	}
	first := newResult(m, w.first, w.q)
	w.Detail = l.Say(firstOf(w.q, language.Mark("Le plus proche : %s."), language.Mark("Par exemple : %s.")), first.Named(l, m.Places[w.first.Place]))
	if opening := cmp.Or(first.OpenText, first.VisitText); opening != "" {
		w.Detail += " " + pages.Tie(opening) + "."
	}
	if first.Certainty == "possible" {
		w.Detail += " " + l.Say("À vérifier par téléphone.")
	}
}

func firstOf(q question, near, anywhere string) string {
	if q.filter.Near != nil {
		return near
	}
	return anywhere
}

// why says which condition fails: the one that the most useful way leaves out.
func (q question) why(best way, lesser []less) string {
	l, needs := q.language, len(q.filter.Services)
	rest := ""
	if slices.ContainsFunc(lesser, func(one less) bool { return one.about() != best.about() && one.what != "service" }) {
		rest = l.Say(" avec vos autres choix")
	}
	tail := forThese(l, needs) + rest + "."
	switch best.what {
	case "when", "later":
		return l.Say("Personne n’est ouvert ni de passage %s", q.when.words) + tail
	case "service":
		if needs > 1 {
			return l.Say("Aucun lieu ne fait ces %s démarches à la fois", inWords(l, needs)) + rest + "."
		}
		return l.Say("Aucun lieu ne fait « %s »", best.name) + rest + "."
	case "kind":
		return l.Say("Aucun lieu « %s » n’a été trouvé", best.name) + tail
	case "certainty":
		return l.Say("Aucun lieu n’est sûr") + tail
	case "fee":
		return l.Say("Aucun lieu ne se dit gratuit") + tail
	case "q":
		return l.Say("Rien ne correspond à « %s ». Essayez le nom d’une commune, un code postal ou une démarche comme « impôts ».", best.name)
	case "zone":
		return l.Say("Aucun lieu dans cette zone") + tail
	case "rest":
		return l.Say("Aucun lieu ne réunit tous ces choix, même avec un de moins.")
	}
	return l.Say("Aucun lieu n’annonce « %s »", best.name) + tail
}

func forThese(l *language.Language, needs int) string {
	switch needs {
	case 0:
		return ""
	case 1:
		return l.Say(" pour cette démarche")
	}
	return l.Say(" pour ces %s démarches", inWords(l, needs))
}

// inWords writes small numbers in words: they are easier to hear.
func inWords(l *language.Language, n int) string {
	if n == 2 {
		return l.Say("deux")
	}
	return strconv.Itoa(n)
}

// whom finds the first place of all that can be called, nil when there is none.
func (q question) whom(m *catalog.Moment) *whom {
	anything := q.blank(theAnswer)
	anything.filter.Near = q.filter.Near
	for _, hit := range anything.find(m.Snapshot) {
		r := newResult(m, hit, anything)
		if r.Phone == "" {
			continue
		}
		text := firstOf(q, language.Mark("Le lieu le plus proche : %s. Appelez : on vous dira qui peut vous aider."), language.Mark("Un lieu à appeler : %s. Appelez : on vous dira qui peut vous aider."))
		return &whom{q.language.Say(text, r.Named(q.language, m.Places[hit.Place])), r.Name, r.Phone, r.PhoneDisplay}
	}
	return nil
}
