package site

import (
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

// list makes the answer's list; found is what the question finds.
func (q question) list(m *catalog.Moment, found catalog.Tally) listView {
	l := q.language
	start, end := q.span()
	wanted := catalog.Wanted{Shown: end}
	if q.unfold == farther {
		wanted.Folded = longest
	}
	a := q.arrange(m, wanted)
	shown, unknown := a.Shown[min(start, startOf(len(a.Shown))):], q.unknown(m)
	folds := []folded{
		{farther, q.farther(a.AllFolded), a.AllFolded, a.Folded},
		{noHours, l.Say("Horaires non renseignés (%s)", pages.CountText(l, len(unknown))), len(unknown), unknown},
	}
	c := q.newCards(m, shown)
	v := listView{Cards: c.of(shown), Taught: q.taught(m), Paper: q.paperText(len(a.Shown), found.All(), m.At), Late: q.when.past}
	if len(v.Cards) > 0 {
		v.Age = c.note
	}
	if more := a.AllShown - len(a.Shown); more > 0 {
		v.More = &anchor{URL: q.onPage(q.page + 1).address(), Label: l.Say("Voir plus (encore %s)", pages.CountText(l, more))}
	}
	if len(q.filter.Needs) > 0 && a.Sure == 0 && found.All() > 0 {
		v.Note = l.Say("Aucun lieu ne l’annonce. Ces lieux aident souvent : appelez avant.")
	}
	for _, f := range folds {
		v.addFold(c, f)
	}
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

// span is what a page shows of its list.
func (q question) span() (start, end int) { return startOf(q.page * listed), q.page * listed }

// startOf is the first hit that a page shows which ends with the last of so
// many; a page beyond the end of a list shows its end.
func startOf(hits int) int { return max(0, hits-1) / longest * longest }

// farther names what is folded away.
func (q question) farther(n int) string {
	count := pages.CountText(q.language, n)
	if q.filter.Near == nil {
		return q.language.Say("À vérifier par téléphone (%s)", count)
	}
	return q.language.Say("Plus loin, à vérifier par téléphone (%s)", count)
}

// folded are hits that are folded away: how many in all, and the first of them.
type folded struct {
	name, label string
	all         int
	hits        []catalog.Hit
}

func (v *listView) addFold(c cards, part folded) {
	if part.all == 0 {
		return
	}
	one := c.question
	one.unfold = part.name
	f := fold{anchor: anchor{URL: one.address(), Label: part.label}}
	if c.question.unfold == part.name {
		f.Cards = c.of(part.hits[:min(longest, len(part.hits))])
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
	card.Selected = card.ID() == c.question.place
	return card
}
