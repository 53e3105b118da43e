package site

import (
	"cmp"
	"net/url"
	"time"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/search"
	"escale/internal/web"
)

// nationalMap shows the help of all départements.
const nationalMap = "https://cartographie.societenumerique.gouv.fr/"

// besideNear is the parameter of the words to look for in names, where q names
// the point that is searched around.
const besideNear = "nom"

// understand finds out what the typed words mean: a need, a place and a day,
// together. Typed into one of the three questions, they may answer it.
func (q *question) understand(s *catalog.Snapshot) {
	if q.text == "" {
		return
	}
	found := s.Search().Read(q.language, q.text, q.filter.Now.In(s.Zone()))
	if found.IsEmpty() {
		q.search()
		return
	}
	q.text, q.unused = "", found.Unused
	if found.Need != nil {
		q.addNeed(mediation.NeedID(found.Need.ID))
	}
	q.takeDay(found.Day)
	switch {
	case found.Where != nil:
		q.settle(*found.Where)
	case found.Typed != "":
		q.doubt = &found
		q.text, q.filter.Words = found.Typed, found.Typed
	case found.Words != "":
		q.text = found.Words
	}
	if found.Words != "" && q.doubt == nil {
		q.filter.Words = found.Words
	}
	q.moveOn()
}

// settle searches around a place.
func (q *question) settle(where search.Suggestion) {
	q.filter.Near, q.near, q.around = &mediation.Near{Point: *where.Point}, where.Label, where.Around
	if where.Type == search.Commune || where.Type == search.Former {
		q.town = where.ID
	}
}

// takeDay asks about the day that was typed.
func (q *question) takeDay(day *search.Day) {
	if day == nil {
		return
	}
	query := url.Values{oneDay: {day.Date}, oneHour: {day.Clock}, onePart: {day.Part}}
	if day.Span != "" {
		query = url.Values{"quand": {day.Span}}
	}
	if w := readWhen(q.language, web.NewForm(query), q.filter.Now); w.id != "" {
		q.ask(w)
	}
}

// moveOn goes to the first of the three questions that is not answered.
func (q *question) moveOn() {
	switch {
	case q.filter.Words != "" && q.doubt == nil:
		q.step = theAnswer
	case q.step == theAnswer || q.step == askNeed && len(q.filter.Needs) == 0:
	case q.filter.Near == nil:
		q.step = askWhere
	case q.when.id != "":
		q.step = theAnswer
	default:
		q.step = askWhen
	}
}

// doubtView asks which place is meant, or says that it is elsewhere.
type doubtView struct {
	// Text says why it asks, Question introduces the Choices.
	Text, Question string
	Choices        []doubtChoice
	// Nearest leads to our place nearest to what is elsewhere, NationalMap to
	// the map of all départements; empty when it is not.
	Nearest     *anchor
	NationalMap string
}

// doubtChoice is one thing that may be meant.
type doubtChoice struct {
	anchor
	// Kind says what it is, Hint tells it from others of its name.
	Kind, Hint string
}

// newDoubt asks about what was typed; the choices lead where address says. It
// is nil when nothing is in doubt.
func newDoubt(l *language.Language, s *catalog.Snapshot, found *search.Sentence, address func(search.Suggestion) string) *doubtView {
	if found == nil {
		return nil
	}
	view := &doubtView{}
	if e := found.Elsewhere; e != nil {
		view.addElsewhere(l, s, e)
	} else {
		view.Text = l.Say("Nous ne sommes pas sûrs de « %s ».", l.Quote(found.Typed))
	}
	for _, c := range found.Choices {
		if url := address(c); url != "" {
			view.Choices = append(view.Choices, doubtChoice{anchor{URL: url, Label: labelOf(l, c)}, l.Say(kindOf(c.Type)), c.Hint})
		}
	}
	if len(view.Choices) > 0 {
		view.Question = l.Say("Vouliez-vous dire :")
	}
	return view
}

func labelOf(l *language.Language, s search.Suggestion) string {
	if s.Type == search.Need {
		return l.Say(s.Label)
	}
	return s.Label
}

// kindOf says what a suggestion is.
func kindOf(t search.Type) string {
	return map[search.Type]string{search.Need: language.Mark("Besoin"), search.Commune: language.Mark("Commune"), search.Former: language.Mark("Ancienne commune"),
		search.Postcode: language.Mark("Code postal"), search.EPCI: language.Mark("Intercommunalité"), search.Place: language.Mark("Lieu")}[t]
}

// addElsewhere says in which département something is, and where to look.
func (v *doubtView) addElsewhere(l *language.Language, s *catalog.Snapshot, e *search.Elsewhere) {
	v.NationalMap = nationalMap
	names := make([]string, len(e.Departements))
	for i, d := range e.Departements {
		names[i] = pages.Departement{Area: mediation.Area(d.Code), Name: d.Name, In: d.In}.Where(l)
	}
	v.Text = l.Say("%s est %s, hors de cette carte.", e.Name, pages.Either(l, names))
	hits := s.Find(mediation.Filter{Near: &mediation.Near{Point: e.Departements[0].Middle}})
	if len(hits) > 0 {
		p := s.Places[hits[0].Place]
		v.Nearest = &anchor{URL: pages.PlaceURL(p), Label: p.Name + ", " + p.Address.City}
	}
}

// doubtOf asks about what the question is not sure of.
func (q question) doubtOf(s *catalog.Snapshot) *doubtView {
	return newDoubt(q.language, s, q.doubt, func(c search.Suggestion) string {
		one := q.onPage(1)
		one.doubt, one.text, one.filter.Words, one.unused = nil, "", q.doubt.Words, nil
		if c.Type == search.Need {
			one.addNeed(mediation.NeedID(c.ID))
		} else {
			one.settle(c)
		}
		one.moveOn()
		return one.address()
	})
}

// aroundText says from where distances are measured, when that is not the very
// place that was asked for.
func (q question) aroundText() string {
	if q.filter.Near == nil {
		return ""
	}
	return aroundText(q.language, q.around)
}

func aroundText(l *language.Language, around string) string {
	switch {
	case around == "":
		return ""
	case l.Foreign():
		return l.Say("Distances depuis le centre de %s, environ.", around)
	}
	return "Distances depuis le centre " + mediation.OfTown(around) + ", environ."
}

// communesNamed reads what was typed for communes: the one that is meant, or
// what is in doubt.
func communesNamed(l *language.Language, s *catalog.Snapshot, text string, now time.Time) (where *search.Suggestion, doubt *search.Sentence) {
	found := s.Search().Read(l, text, now.In(s.Zone()))
	if found.Where != nil {
		return found.Where, nil
	}
	if len(found.Choices) > 0 || found.Elsewhere != nil {
		found.Typed = cmp.Or(found.Typed, text)
		return nil, &found
	}
	return nil, nil
}
