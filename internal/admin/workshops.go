package admin

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// Teaching is what can be done about workshops.
type Teaching interface {
	Taught(ctx context.Context, by desk.Actor, after time.Time) ([]mediation.WorkshopHolding, error)
	Class(ctx context.Context, by desk.Actor, id string) (desk.Class, error)
	Places(ctx context.Context, by desk.Actor) ([]mediation.Holding, error)
	OpenSeries(ctx context.Context, by desk.Actor, s mediation.Series, dates []mediation.WorkshopDate) (string, error)
	Edit(ctx context.Context, by desk.Actor, id string, s mediation.Series) error
	Move(ctx context.Context, by desk.Actor, id string, start, end time.Time) error
	Cancel(ctx context.Context, by desk.Actor, id, reason string) error
	Restore(ctx context.Context, by desk.Actor, id string) error
	RegisterByPhone(ctx context.Context, by desk.Actor, r mediation.SeatRequest) (secret string, state mediation.SeatState, err error)
	ActOnSeatOf(ctx context.Context, by desk.Actor, workshop string, registration int64, act mediation.SeatAct) error
	Mark(ctx context.Context, by desk.Actor, workshop string, registration int64, mark mediation.Mark) error
	Calls(ctx context.Context, by desk.Actor) ([]mediation.Call, error)
	EndCall(ctx context.Context, by desk.Actor, id int64, act desk.CallAct) error
}

// The pages about workshops.
const (
	workshopsPath = Root + "/ateliers"
	openPath      = workshopsPath + "/ouvrir"
	classPath     = pages.ClassPath
	callsPath     = Root + "/appels"
	workshopName  = "atelier"
	placeName     = "lieu"
)

// registerWorkshops adds the routes about workshops.
func (a *Admin) registerWorkshops(g *echo.Group) {
	g.GET("/ateliers", a.signedIn(a.workshops))
	g.GET("/ateliers/ouvrir", a.signedIn(form(a, openPage, a.newOpen)))
	g.POST("/ateliers/ouvrir", a.signedIn(a.open))
	g.GET("/atelier", a.signedIn(a.class))
	g.POST("/atelier", a.signedIn(a.changeClass))
	g.GET("/atelier/modifier", a.signedIn(form(a, editPage, a.newEdit)))
	g.POST("/atelier/modifier", a.signedIn(a.edit))
	g.GET("/appels", a.signedIn(a.calls))
	g.POST("/appels", a.signedIn(a.endCall))
	g.GET("/jour", a.signedIn(a.sheetOfDay))
	g.POST("/jour", a.signedIn(a.markPeople))
	g.GET("/"+sheetWorker, a.sheetWorkerFile)
	g.GET("/agenda", a.signedIn(a.calendarForm))
	g.POST("/agenda", a.signedIn(a.renewCalendar))
	g.GET("/agenda.ics", a.feed)
}

// workshopsView lists the workshops that an account answers for.
type workshopsView struct {
	view
	Days  []workshopDay
	Calls int
	// Places are the fixed places at which it may open some; Many is true when they are
	// too many to list.
	Places []pages.Anchor
	Many   bool
}

type workshopDay struct {
	Day       string
	Workshops []workshopCard
}

// workshopCard is one workshop; its whole card is the way to it.
type workshopCard struct{ Theme, Hours, Where, Seats, Note, URL string }

func newWorkshopCard(h mediation.WorkshopHolding, zone *time.Location) workshopCard {
	h.SureAs(h.At)
	card := workshopCard{
		Theme: h.Series.Theme, Hours: "de " + hours.FormatTime(h.Start.In(zone)) + " à " + hours.FormatTime(h.End.In(zone)),
		Where: h.Offer.Address.City + ", " + h.Offer.Name, Seats: pages.SeatsText(language.French, h.Seats), URL: pages.ClassURL(h.ID),
	}
	if v := h.At.Venue; v != nil {
		card.Where = v.Address.City + ", " + v.Name
	}
	if h.Status == mediation.Cancelled {
		card.Seats = ""
	}
	if h.Status != mediation.Planned {
		card.Note = h.Status.Label()
		if h.Reason != "" {
			card.Note += " : " + h.Reason
		}
	}
	return card
}

// workshops answers GET /gestion/ateliers.
func (a *Admin) workshops(c echo.Context) error {
	ctx, zone := c.Request().Context(), hours.ZoneOf(a.opts.Departement)
	list, err := a.desk.Taught(ctx, actor(c), a.today())
	if err != nil {
		return err
	}
	v := workshopsView{view: a.newView(c, "Ateliers")}
	for _, h := range list {
		day := hours.Capital(hours.DateYearIn(language.French, h.Start.In(zone)))
		if n := len(v.Days); n == 0 || v.Days[n-1].Day != day {
			v.Days = append(v.Days, workshopDay{Day: day})
		}
		last := &v.Days[len(v.Days)-1]
		last.Workshops = append(last.Workshops, newWorkshopCard(h, zone))
	}
	calls, err := a.desk.Calls(ctx, actor(c))
	if err != nil {
		return err
	}
	v.Calls = len(calls)
	places, err := a.desk.Places(ctx, actor(c))
	if err != nil {
		return err
	}
	if v.Many = len(places) > mostPlaces; v.Many {
		places = nil
	}
	for _, h := range places {
		v.Places = append(v.Places, pages.Anchor{URL: openPath + "?" + url.Values{placeName: {h.PlaceID}}.Encode(), Label: h.Offer.Address.City + ", " + h.Offer.Name})
	}
	return a.show(c, http.StatusOK, workshopsPage, v)
}

// mostPlaces is how many fixed places one page offers: who answers for a whole
// département goes by the page of the place.
const mostPlaces = 8

// openView is the form that opens a series.
type openView struct {
	view
	seriesForm
	// Visits are those of the stop, to choose among; none at a fixed place.
	Visits []pages.Choice
	// Date, Start and End are those of the first session of a fixed place, Weeks how
	// many there are, one each week. At a visit Start may be left out.
	Date, Start, End, Weeks string
	Where                   string
	daysOff
}

// visitsShown are those that the form shows at once; the template counts them too.
const visitsShown = 8

// LaterChosen is true when one of the others is ticked.
func (v openView) LaterChosen() bool {
	return len(v.Visits) > visitsShown && slices.ContainsFunc(v.Visits[visitsShown:], func(c pages.Choice) bool { return c.Checked })
}

// seriesForm is what a form says of a series.
type seriesForm struct {
	Series mediation.Series
	Seats  string
	Needs  []pages.Choice
	Levels []pages.Choice
}

func (a *Admin) newSeriesForm(s mediation.Series) seriesForm {
	form := seriesForm{Series: s, Seats: strconv.Itoa(s.Seats), Needs: []pages.Choice{{Label: "Aucun de ceux-là"}}, Levels: []pages.Choice{{Label: "Tout le monde"}}}
	for _, need := range a.opts.Needs {
		form.Needs = append(form.Needs, pages.Choice{ID: string(need.ID), Label: need.Label, Checked: need.ID == s.Need})
	}
	for _, level := range mediation.WorkshopLevels {
		form.Levels = append(form.Levels, pages.Choice{ID: string(level), Label: pages.LevelText(language.French, level), Checked: level == s.Level})
	}
	return form
}

// typedSeries reads what a form says of a series.
func typedSeries(c echo.Context) (mediation.Series, error) {
	s := mediation.Series{
		Theme: c.FormValue("theme"), Need: mediation.NeedID(c.FormValue("besoin")), Level: mediation.WorkshopLevel(c.FormValue("niveau")),
		Whole: c.FormValue("parcours") != "", Bring: c.FormValue("apporter"), Open: c.FormValue("public"),
	}
	seats, err := strconv.Atoi(c.FormValue("places"))
	if err != nil || seats < 1 {
		return s, mediation.InvalidParameter("places", "Dites combien de personnes peuvent venir : de 1 à 200.")
	}
	s.Seats = seats
	return s, nil
}

func (a *Admin) newOpen(c echo.Context) (v openView, err error) {
	v = openView{view: a.newView(c, "Ouvrir un atelier"), Date: c.FormValue(dateField), Start: c.FormValue(startField), End: c.FormValue(endField), Weeks: c.FormValue("semaines"), daysOff: daysOff{OnDaysOff: c.FormValue(daysOffField) != ""}}
	v.seriesForm = a.newSeriesForm(mediation.Series{Seats: mediation.UsualSeats})
	v.Trail = append(v.Trail, pages.Anchor{URL: workshopsPath, Label: "Ateliers"})
	if id := c.QueryParam(visitName); id != "" {
		return v, a.openAtVisit(c, &v, id)
	}
	places, err := a.desk.Places(c.Request().Context(), actor(c))
	i := slices.IndexFunc(places, func(h mediation.Holding) bool { return h.PlaceID == c.QueryParam(placeName) })
	if err == nil && i < 0 {
		err = &mediation.Error{Kind: mediation.Forbidden, Sentence: "Votre compte ne tient pas ce lieu à jour."}
	}
	if err != nil {
		return v, err
	}
	v.Where = places[i].Offer.Address.City + ", " + places[i].Offer.Name
	return v, nil
}

// monthsAhead is how far ahead the visits of a stop are offered for a series.
const monthsAhead = 6

// openAtVisit offers the visits of the same stop.
func (a *Admin) openAtVisit(c echo.Context, v *openView, id string) error {
	coming, _, err := a.desk.Coming(c.Request().Context(), actor(c), id)
	if err != nil {
		return err
	}
	v.Where = coming.Offer.Address.City + ", " + coming.Offer.Name
	zone := hours.ZoneOf(a.opts.Departement)
	first := coming.Visit.Start.In(zone)
	list, err := a.desk.Comings(c.Request().Context(), actor(c), mediation.DayOf(first), mediation.DayOf(first.AddDate(0, monthsAhead, 0)))
	if err != nil {
		return err
	}
	params, err := c.FormParams()
	if err != nil {
		return err
	}
	for _, other := range list {
		if other.Stop.ID != coming.Stop.ID || other.Visit.Status == mediation.Cancelled || len(v.Visits) == mediation.MaxSessions {
			continue
		}
		v.Visits = append(v.Visits, pages.Choice{
			ID: other.Visit.ID, Label: hours.DayIn(language.French, other.Visit.Start.In(zone)) + ", " + hoursOf(other.Visit, zone),
			Checked: slices.Contains(params["date-passage"], other.Visit.ID) || params.Get("theme") == "" && other.Visit.ID == id,
		})
	}
	return nil
}

// open answers POST /gestion/ateliers/ouvrir.
func (a *Admin) open(c echo.Context) error {
	v, err := a.newOpen(c)
	if err != nil {
		return err
	}
	s, err := typedSeries(c)
	if err == nil {
		var dates []mediation.WorkshopDate
		if dates, err = a.typedDates(c, v); err == nil {
			err = v.check(hours.CalendarOf(a.opts.Departement), dates)
		}
		if err == nil {
			_, err = a.desk.OpenSeries(c.Request().Context(), actor(c), s, dates)
		}
	}
	if err != nil {
		v.seriesForm = a.newSeriesForm(s)
		v.Seats = c.FormValue("places")
		return a.refused(c, &v.view, openPage, &v, err)
	}
	return a.done(c, workshopsPath, "C’est ouvert. La carte le dit déjà.")
}

// typedDates are the sessions that a form asks for.
func (a *Admin) typedDates(c echo.Context, v openView) (dates []mediation.WorkshopDate, err error) {
	for _, visit := range v.Visits {
		if !visit.Checked {
			continue
		}
		date := mediation.WorkshopDate{Visit: visit.ID}
		if v.Start != "" || v.End != "" {
			coming, _, err := a.desk.Coming(c.Request().Context(), actor(c), visit.ID)
			if err != nil {
				return nil, err
			}
			day := mediation.DayOf(coming.Visit.Start.In(hours.ZoneOf(a.opts.Departement)))
			if date.Start, date.End, err = a.typedTimes(day, v.Start, v.End); err != nil {
				return nil, err
			}
		}
		dates = append(dates, date)
	}
	if len(v.Visits) > 0 {
		return dates, nil
	}
	first, err := typedDay(dateField, v.Date, missingDay)
	if err != nil {
		return nil, err
	}
	weeks, _ := strconv.Atoi(v.Weeks)
	for week := range max(1, min(weeks, mediation.MaxSessions)) {
		date := mediation.WorkshopDate{Place: c.QueryParam(placeName)}
		day := mediation.DayOf(first.Time().AddDate(0, 0, 7*week))
		if date.Start, date.End, err = a.typedTimes(day, v.Start, v.End); err != nil {
			return nil, err
		}
		dates = append(dates, date)
	}
	return dates, nil
}

// typedTimes reads two hours of a day; without an end it is zero.
func (a *Admin) typedTimes(day mediation.Day, from, to string) (start, end time.Time, err error) {
	at := func(field, clock string) (time.Time, error) {
		t, err := time.ParseInLocation(time.DateOnly+" 15:04", string(day)+" "+clock, hours.ZoneOf(a.opts.Departement))
		if err != nil {
			return t, mediation.InvalidParameter(field, "Cette heure ne se lit pas. Exemple : 14:30")
		}
		return t, nil
	}
	if start, err = at(startField, from); err != nil || to == "" {
		return start, end, err
	}
	end, err = at(endField, to)
	return start, end, err
}
