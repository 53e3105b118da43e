package site

import (
	"slices"
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/pages"
)

const (
	// listed is how many cards one page of the list adds.
	listed = 20
	// longest is how many cards a page shows: the pages of a list add up, so
	// that what was read stays, until that would be too heavy.
	longest = 10 * listed
)

// What is folded away below the list, as addresses name it once unfolded.
const (
	unfoldName = "plus"
	farther    = "loin"
	noHours    = "horaires"
)

// listView is the answer as a list: what is worth reading first, and links to
// the rest.
type listView struct {
	Cards []pages.Card
	// Age says how old most of it is, Note what holds for the whole list, Late
	// that the hour asked for is past.
	Age, Note, Late string
	// Paper says on paper of which day the list is.
	Paper string
	// More leads to the next cards, nil when all are there.
	More *anchor
	// Taught are the next workshops that teach one of the needs.
	Taught []taught
	// Folds lead to what is folded away, or head it where it is unfolded.
	Folds []fold
}

// fold is a part of the answer that few need.
type fold struct {
	anchor
	// Cards are there when the part is unfolded.
	Cards []pages.Card
}

// list makes the answer's list. Hits are those that the question finds.
func (q question) list(m *catalog.Moment, hits []catalog.Hit) listView {
	f := q.filter
	f.Near = q.from()
	arranged := m.Arrange(hits, f)
	unknown := m.Unknown(f)
	all := slices.Concat(arranged.Shown, arranged.Folded, unknown)
	c := q.newCards(m, all)
	var v listView
	start, end := q.span(len(arranged.Shown))
	if v.Cards = c.of(arranged.Shown[start:end]); len(v.Cards) > 0 {
		v.Age = c.note
	}
	if end < len(arranged.Shown) {
		v.More = &anchor{URL: q.onPage(q.page + 1).address(), Label: q.language.Say("Voir plus (encore %s)", pages.CountText(q.language, len(arranged.Shown)-end))}
	}
	v.Taught = q.taught(m)
	v.Paper = q.paperText(end, len(hits), m.At)
	v.Late = q.when.past
	if len(f.Needs) > 0 && arranged.Sure == 0 && len(hits) > 0 {
		v.Note = q.language.Say("Aucun lieu ne l’annonce. Ces lieux aident souvent : appelez avant.")
	}
	v.addFold(c, farther, q.farther(len(arranged.Folded)), arranged.Folded)
	v.addFold(c, noHours, q.language.Say("Horaires non renseignés (%s)", pages.CountText(q.language, len(unknown))), unknown)
	return v
}

// paperText says on paper of which day the list is, and how much of it: what
// is printed is read on another day, by somebody without the rest.
func (q question) paperText(shown, all int, now time.Time) string {
	l, day := q.language, hours.DateYearIn(q.language, now)
	if shown < all {
		return l.Say("Liste du %s : les %s premiers lieux sur %s.", day, pages.CountText(l, shown), pages.CountText(l, all))
	}
	return l.Say("Liste du %s.", day)
}

// from is the point that distances are measured from: the one searched, else
// the middle of the part of the map that is, from which no distance is shown.
func (q question) from() *mediation.Near {
	if q.filter.Near == nil && q.filter.Box != nil {
		return &mediation.Near{Point: centreOf(*q.filter.Box)}
	}
	return q.filter.Near
}

// span is what a page shows of n cards.
func (q question) span(n int) (start, end int) {
	start = (q.page - 1) * listed / longest * longest
	return min(start, n), min(q.page*listed, n)
}

// farther names what is folded away.
func (q question) farther(n int) string {
	count := pages.CountText(q.language, n)
	if q.filter.Near == nil {
		return q.language.Say("À vérifier par téléphone (%s)", count)
	}
	return q.language.Say("Plus loin, à vérifier par téléphone (%s)", count)
}

func (v *listView) addFold(c cards, name, label string, hits []catalog.Hit) {
	if len(hits) == 0 {
		return
	}
	one := c.question
	one.unfold = name
	f := fold{anchor: anchor{URL: one.address(), Label: label}}
	if c.question.unfold == name {
		f.Cards = c.of(hits[:min(longest, len(hits))])
	}
	v.Folds = append(v.Folds, f)
}

// cards writes the cards of one question.
type cards struct {
	question question
	moment   *catalog.Moment
	ready    catalog.Question
	needs    []mediation.Need
	// note and usual say how old most of the information is.
	note  string
	usual time.Time
}

func (q question) newCards(m *catalog.Moment, hits []catalog.Hit) cards {
	c := cards{question: q, moment: m, ready: m.Question(q.filter), needs: m.Needs.All(q.filter.Needs)}
	updated := make([]time.Time, len(hits))
	for i, h := range hits {
		updated[i] = m.Updated(h.Place)
	}
	c.note, c.usual = pages.UsualAge(q.language, updated, m.At)
	return c
}

func (c cards) of(hits []catalog.Hit) []pages.Card {
	list := make([]pages.Card, len(hits))
	for i, h := range hits {
		list[i] = c.card(h)
	}
	return list
}

func (c cards) card(h catalog.Hit) pages.Card {
	l := c.question.language
	if c.question.filter.Near == nil {
		h.Metres = -1
	}
	card := pages.NewCard(l, c.moment, c.ready, h)
	card.Judge(l, c.needs, h.Unsure)
	card.Warn(l, c.usual, c.moment.At)
	card.Selected = card.ID == c.question.place
	return card
}
