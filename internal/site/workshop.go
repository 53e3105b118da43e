package site

import (
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// taught is a line of the answer: a workshop at which a need is learnt.
type taught struct{ Text, URL string }

// How many workshops an answer names, and within how many metres of where the person
// is.
const (
	taughtListed = 3
	taughtReach  = 30_000
)

// taught are the next workshops that teach one of the needs:
// "Prochain atelier Souris et clavier : jeudi 3 décembre à 14 h, Saint-Lô, 4 places
// libres sur 12".
func (q question) taught(m *catalog.Moment) (list []taught) {
	var from *orb.Point
	if near := q.from(); near != nil {
		from = &near.Point
	}
	l := q.language
	for _, near := range m.Teaching(q.filter.Needs, from, taughtReach) {
		if len(list) == taughtListed {
			break
		}
		need, _ := m.Needs.Find(near.Series.Need)
		line := pages.NewWorkshopLine(l, m, near.Workshop)
		if near.Status == mediation.Unconfirmed {
			text := l.Say("Atelier %s, à confirmer : %s à %s, %s. %s.", l.Say(need.Short), line.Day, hours.TimeIn(l, near.Start), line.City, line.Seats)
			list = append(list, taught{text, line.URL})
			continue
		}
		text := l.Say("Prochain atelier %s : %s à %s, %s. %s.", l.Say(need.Short), line.Day, hours.TimeIn(l, near.Start), line.City, line.Seats)
		list = append(list, taught{text, line.URL})
	}
	return list
}

// workshops are those of the month at the fixed places of the communes of the question.
func (q agendaQuestion) workshops(l *language.Language, m *catalog.Moment) (list []pages.WorkshopLine) {
	from, to := q.month, q.month.AddDate(0, 1, 0)
	for _, w := range m.ComingWorkshops("") {
		code := m.WorkshopCommune(w)
		if w.Visit != "" || w.Start.Before(from) || !w.Start.Before(to) {
			continue
		}
		if len(q.filter.EPCIs) == 0 && len(q.filter.Communes) == 0 || slices.Contains(q.filter.Communes, code) || q.inEPCI(m, code) {
			list = append(list, pages.NewWorkshopLine(l, m, w))
		}
	}
	return list
}

func (q agendaQuestion) inEPCI(m *catalog.Moment, code string) bool {
	c, err := m.Commune(code)
	return err == nil && slices.Contains(q.filter.EPCIs, c.EPCI)
}

// workshopView is the page of one workshop, with the form for a seat.
type workshopView struct {
	frame
	pages.WorkshopLine
	Script string
	// Bring and Who are those of the series: what to bring, and who may come.
	Bring, Who string
	// Whole is true when one registration is for all the dates, Others are these.
	Whole  bool
	Others []pages.WorkshopLine
	// VisitURL leads to the visit, PlaceURL to the fixed place.
	VisitURL, PlaceURL string
	Calendar           calendarLinks
	// Seats is true where people may register on this map; Days is for how long it is
	// known who came.
	Registers bool
	Days      int
	// Typed is what was sent, when something about it is wrong.
	Typed mediation.SeatRequest
}

// workshop answers GET /ateliers/{id}.
func (s *Site) workshop(c echo.Context) error {
	l, m, w, err := s.findWorkshop(c)
	if err != nil {
		return err
	}
	view := s.newWorkshop(c, l, m, w)
	return s.Render(c, l, m, workshopPage, view)
}

func (s *Site) findWorkshop(c echo.Context) (*language.Language, *catalog.Moment, *mediation.Workshop, error) {
	snapshot, err := s.data.Current()
	if err != nil {
		return nil, nil, nil, err
	}
	snapshot, w, err := snapshot.WithWorkshop(c.Param("id"))
	return pages.Spoken(c.QueryParams()), snapshot.At(s.opts.Now()), w, err
}

func (s *Site) newWorkshop(c echo.Context, l *language.Language, m *catalog.Moment, w *mediation.Workshop) workshopView {
	line := pages.NewWorkshopLine(l, m, w)
	title := l.Say("Atelier %s, %s, %s", line.Theme, line.City, line.Date)
	if line.Note != "" {
		title = line.Note + " – " + title
	}
	view := workshopView{
		frame: s.Frame(l, title, m.Snapshot).Under(pages.BusPath).Named(line.Theme), WorkshopLine: line, Script: s.Path("page.js"),
		Bring: w.Series.Bring, Who: w.Series.Open, Whole: w.Series.Whole && w.Dates > 1,
		Calendar: s.calendar(s.host(c), "series", w.Series.ID), Registers: s.opts.Seats != nil, Days: s.opts.SeatDays,
	}
	for _, other := range m.SeriesOf(w) {
		if other.ID != w.ID || view.Whole {
			view.Others = append(view.Others, pages.NewWorkshopLine(l, m, other))
		}
	}
	if w.Visit != "" {
		view.VisitURL = "/passages/" + w.Visit
	} else if i, err := m.Place(w.Place); err == nil {
		view.PlaceURL = pages.PlaceURL(m.Places[i])
	}
	view.AddLanguages(c)
	return view
}
