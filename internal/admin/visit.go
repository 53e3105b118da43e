package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// The parameters that name a visit and a tour, and the fields of their forms.
const (
	visitName   = "passage"
	tourName    = "tournee"
	actField    = "acte"
	reasonField = "motif"
	otherField  = "autre"
	dateField   = "date"
	startField  = "debut"
	endField    = "fin"
	stopField   = "etape"
	beforeField = "avant"
)

// visitPath is the page of one visit.
const visitPath = Root + "/passage"

func visitURL(id string) string {
	return visitPath + "?" + url.Values{visitName: {id}}.Encode()
}

func tourURL(page, id string) string {
	return Root + page + "?" + url.Values{tourName: {id}}.Encode()
}

// reasons are those that the public most often reads; another can be written.
var reasons = []string{"Véhicule en panne", "Météo", "Équipe absente", "Salle fermée"}

// visitView is one visit, with all that can be done with it.
type visitView struct {
	view
	visitCard
	Day, Tour string
	Touched   touched
	Bound     desk.Bound
	// Before is what befalls its day, to be given back.
	Before string
	// Takes is true for a visit that takes place, Altered for one that is not as
	// its rule says, UndoURL takes the last change back.
	// Unsure is true for one that somebody must settle: it falls on a holiday, or its
	// vehicle is expected elsewhere.
	Takes, Altered, Unsure bool
	UndoURL                string
	// OpenURL leads to the form that opens a workshop there.
	OpenURL string
	Reasons []pages.Choice
	// Other, Date, Start and End are what the form holds.
	Other, Date, Start, End string
	Changes                 []changeLine
}

func (a *Admin) newVisit(c echo.Context) (v visitView, coming mediation.Coming, err error) {
	coming, changes, err := a.desk.Coming(c.Request().Context(), actor(c), c.QueryParam(visitName))
	if err != nil {
		return v, coming, err
	}
	zone, visit := hours.ZoneOf(a.opts.Departement), coming.Visit
	card := newVisitCard(coming, zone)
	day := hours.DateYearIn(language.French, visit.Start.In(zone))
	v = visitView{
		view: a.newView(c, card.Town+", "+day), visitCard: card, Day: day, Tour: coming.Tour.Name, Touched: newTouched(coming), OpenURL: openPath + "?" + url.Values{visitName: {visit.ID}}.Encode(), Before: coming.State,
		Unsure:  visit.Status == mediation.Unconfirmed,
		Takes:   visit.Status != mediation.Cancelled,
		Altered: visit.Status == mediation.Cancelled || visit.Status == mediation.Moved || visit.Status == mediation.Full,
		Date:    visit.Start.In(zone).Format("2006-01-02"), Start: visit.Start.In(zone).Format("15:04"), End: visit.End.In(zone).Format("15:04"),
	}
	if v.Bound, err = a.desk.BoundTo(c.Request().Context(), actor(c), coming); err != nil {
		return v, coming, err
	}
	v.Trail = append(v.Trail, pages.Anchor{URL: Root + "/tournees", Label: "Mes tournées"})
	v.Reasons = choices(reasons, "")
	v.Changes = a.newChangeLines(changes, card.URL)
	if len(changes) > 0 && (v.Altered || v.Unsure) {
		v.UndoURL = v.Changes[0].UndoURL
	}
	return v, coming, nil
}

// choices are texts to choose among, one of them chosen.
func choices(texts []string, chosen string) (list []pages.Choice) {
	for _, text := range texts {
		list = append(list, pages.Choice{ID: text, Label: text, Checked: text == chosen})
	}
	return list
}

// visit answers GET /gestion/passage.
func (a *Admin) visit(c echo.Context) error {
	v, _, err := a.newVisit(c)
	if err != nil {
		return err
	}
	return a.show(c, http.StatusOK, visitPage, v)
}

// visitActs are the acts of the buttons on a visit, each with the sentence that follows it.
var visitActs = map[string]struct {
	kind mediation.ExceptionKind
	done string
}{
	"annuler":   {mediation.Cancel, "Ce passage est annulé."},
	"complet":   {mediation.MarkFull, "Ce passage est complet."},
	"deplacer":  {mediation.Move, "Ce passage est déplacé."},
	"maintenir": {mediation.Keep, "Ce passage est maintenu."},
	"remettre":  {"", "Ce passage est de nouveau comme prévu."},
}

// changeVisit answers POST /gestion/passage.
func (a *Admin) changeVisit(c echo.Context) error {
	v, coming, err := a.newVisit(c)
	if err != nil {
		return err
	}
	act, known := visitActs[c.FormValue(actField)]
	if !known {
		return echo.ErrNotFound
	}
	v.Reasons, v.Other = choices(reasons, c.FormValue(reasonField)), c.FormValue(otherField)
	e := mediation.Exception{Kind: act.kind, Day: coming.Visit.Day, Reason: typedReason(c)}
	switch act.kind {
	case mediation.Move:
		if e, err = v.moved(c, coming, e); err != nil {
			return a.refused(c, &v.view, visitPage, &v, err)
		}
	case "":
		e.Reason = ""
	}
	before := c.FormValue(beforeField)
	notes, err := a.desk.ChangeDay(c.Request().Context(), actor(c), mediation.DayChange{Stop: coming.Stop.ID, Exception: e, Before: &before})
	if err != nil {
		return a.refused(c, &v.view, visitPage, &v, err)
	}
	return a.done(c, visitURL(coming.Visit.ID), saved(act.done, notes))
}

// moved is the exception of a move: what is as it was is left out.
func (v *visitView) moved(c echo.Context, coming mediation.Coming, e mediation.Exception) (mediation.Exception, error) {
	v.Date, v.Start, v.End = c.FormValue(dateField), c.FormValue(startField), c.FormValue(endField)
	day, err := typedDay(dateField, v.Date, missingDay)
	if !v.Takes { // its page shows no form for it
		err = &mediation.Error{Kind: mediation.Conflict, Sentence: "Ce passage est annulé : remettez-le d’abord."}
	}
	e.To, e.Start, e.End, e.Venue = day, v.Start, v.End, coming.Visit.Venue
	if e.To == e.Day {
		e.To = ""
	}
	if e.Start == coming.Stop.From && e.End == coming.Stop.To {
		e.Start, e.End = "", ""
	}
	return e, err
}

// missingDay says what to do without a day.
const missingDay = "Choisissez le jour."

// typedReason is the reason that was written, or else chosen.
func typedReason(c echo.Context) string {
	if other := strings.Join(strings.Fields(strings.ToValidUTF8(c.FormValue(otherField), "")), " "); other != "" {
		return shortReason(other)
	}
	return shortReason(strings.ToValidUTF8(c.FormValue(reasonField), ""))
}

// longestReason is what fits in a line of an agenda, in letters.
const longestReason = 160

func shortReason(text string) string {
	if letters := []rune(text); len(letters) > longestReason {
		return string(letters[:longestReason])
	}
	return text
}

// saved says what was done, and what that leaves to settle.
func saved(done string, notes []string) string {
	return strings.Join(append([]string{done + " La carte le dit déjà."}, notes...), " ")
}

// refused shows a form again with what is wrong.
func (a *Admin) refused(c echo.Context, v *view, page string, data any, err error) error {
	if err := refuse(v, err); err != nil {
		return err
	}
	return a.show(c, http.StatusUnprocessableEntity, page, data)
}

// addView is the form of a visit to add.
type addView struct {
	view
	Stops            []pages.Choice
	Reasons          []pages.Choice
	Other            string
	Date, Start, End string
}

func (a *Admin) newAdd(c echo.Context) (v addView, err error) {
	id := c.QueryParam(tourName)
	tours, stops, err := a.desk.Roster(c.Request().Context(), actor(c))
	if err != nil {
		return v, err
	}
	v = addView{view: a.newView(c, "Ajouter un passage"), Date: c.FormValue(dateField), Start: c.FormValue(startField), End: c.FormValue(endField),
		Reasons: choices(reasons, c.FormValue(reasonField)), Other: c.FormValue(otherField)}
	v.Trail = append(v.Trail, pages.Anchor{URL: Root + "/tournees", Label: "Mes tournées"})
	for _, t := range tours {
		if t.ID == id {
			v.Here = "Ajouter un passage : " + t.Name
		}
	}
	for _, h := range stops {
		if h.Stop.Tour == id {
			v.Stops = append(v.Stops, pages.Choice{ID: h.Stop.ID, Label: stopLabel(h), Checked: h.Stop.ID == c.FormValue(stopField)})
		}
	}
	if len(v.Stops) == 0 {
		return v, &mediation.Error{Kind: mediation.Forbidden, Sentence: "Votre compte ne tient pas cette tournée à jour."}
	}
	return v, nil
}

// stopLabel names a stop among others.
func stopLabel(h mediation.StopHolding) string {
	label := h.Offer.Address.City + ", " + h.Offer.Name
	if h.Stop.From != "" {
		label += " (" + h.Stop.From + "-" + h.Stop.To + ")"
	}
	return label
}

// add answers POST /gestion/passage/ajouter.
func (a *Admin) add(c echo.Context) error {
	v, err := a.newAdd(c)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(v.Stops, func(s pages.Choice) bool { return s.Checked }) {
		return a.refused(c, &v.view, addPage, &v, mediation.InvalidParameter(stopField, "Choisissez où le véhicule passe."))
	}
	day, err := typedDay(dateField, v.Date, missingDay)
	if err != nil {
		return a.refused(c, &v.view, addPage, &v, err)
	}
	e := mediation.Exception{Kind: mediation.Add, Day: day, Start: v.Start, End: v.End, Reason: typedReason(c)}
	notes, err := a.desk.ChangeDay(c.Request().Context(), actor(c), mediation.DayChange{Stop: c.FormValue(stopField), Exception: e})
	if err != nil {
		return a.refused(c, &v.view, addPage, &v, err)
	}
	return a.done(c, visitURL(mediation.NewVisitID(c.FormValue(stopField), e.Day, true)), saved("Ce passage est ajouté.", notes))
}
