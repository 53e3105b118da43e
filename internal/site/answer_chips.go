package site

import (
	"slices"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// chip is one criterion of the question, with the address of the question
// without it.
type chip struct{ Label, URL string }

// chips lists the criteria that are asked, in one line.
func (q question) chips(needs mediation.Needs) []chip {
	var list []chip
	for _, c := range q.criteria(needs) {
		if c.what != "later" {
			list = append(list, chip{hours.Capital(c.name), c.question.address()})
		}
	}
	return list
}

// criterion is one of those that a question asks, and the question without it.
type criterion struct {
	// what names it, a parameter of the API if there is one; "later" stands for
	// a longer time, "rest" for all of them but the needs.
	what, name string
	question   question
}

// criteria lists what the question asks: the needs, for which people come,
// then where, when and the rest.
func (q question) criteria(needs mediation.Needs) []criterion {
	var list []criterion
	add := func(what, name string, change func(*question)) {
		one := q.onPage(1)
		one.step, one.unfold = theAnswer, ""
		change(&one)
		list = append(list, criterion{what, name, one})
	}
	l := q.language
	for i, need := range needs.All(q.filter.Needs) {
		add("service", l.Say(need.Short), func(one *question) {
			one.filter.Needs = slices.Delete(slices.Clone(q.filter.Needs), i, i+1)
			one.filter.ConfirmedOnly = q.filter.ConfirmedOnly && len(one.filter.Needs) > 0
		})
	}
	if q.filter.Near != nil {
		name := l.Quote(q.near)
		if name == "" {
			name = l.Say("près de vous")
		}
		add("near", name, func(one *question) {
			one.filter.Near, one.near, one.commune, one.town, one.text, one.around = nil, "", "", "", "", ""
		})
	}
	if q.filter.Words != "" {
		add("q", l.Say("« %s »", l.Quote(q.filter.Words)), func(one *question) { one.text, one.filter.Words, one.doubt = "", "", nil })
	}
	if q.filter.Box != nil {
		add("zone", l.Say(theZone), func(one *question) { *one = q.anywhere() })
	}
	if q.when.id != "" {
		add("when", q.when.words, func(one *question) { one.ask(when{}) })
	}
	if later, ok := q.when.later(l, q.filter.Now); ok {
		add("later", later.words, func(one *question) { one.ask(later) })
	}
	if len(q.filter.Kinds) > 0 {
		add("kind", q.kindsText(), func(one *question) { one.filter.Kinds = nil })
	}
	for _, g := range furtherGroups {
		if chosen := *g.Chosen(&q.filter); len(chosen) > 0 {
			add(g.Name, g.labelOf(l, chosen), func(one *question) { *g.Chosen(&one.filter) = nil })
		}
	}
	if q.filter.ConfirmedOnly {
		add("certainty", l.Say("Aide confirmée"), func(one *question) { one.filter.ConfirmedOnly = false })
	}
	return list
}
