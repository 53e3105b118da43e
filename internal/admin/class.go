package admin

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// classView is one workshop with who comes.
type classView struct {
	view
	workshopCard
	Date    string
	Teaches bool
	// Takes is true for one to which people may still come.
	Takes bool
	// Off is true for one that the team called off, and may restore.
	Off bool
	// Seated have a seat, or one is kept for them; Waiting wait; Over are those who
	// left.
	Seated, Waiting []person
	Over            int
	Public          string
	// Start and End are what the form of a move holds.
	Day, Start, End string
	Reasons         []pages.Choice
	Other           string
	Fixed           bool
	daysOff
	EditURL string
	// Typed is what the form of a registration holds.
	Typed mediation.SeatRequest
}

// person is a line of the list of who comes.
type person struct {
	ID      int64
	Name    string // the first name
	Phone   string
	Email   bool
	State   string
	Offered bool
	Erased  bool
	// Marks are what became of them, Begun is true once that can be known.
	Marks []pages.Choice
	Begun bool
}

func newPerson(r mediation.Registration) person {
	p := person{ID: r.ID, Name: r.FirstName, Phone: r.Phone, Email: r.Email != "", State: r.State.Label(), Offered: r.State == mediation.Offered, Erased: r.Erased}
	for _, mark := range mediation.Marks {
		p.Marks = append(p.Marks, pages.Choice{ID: string(mark), Label: mark.Label(), Checked: mark == r.Mark})
	}
	return p
}

func (a *Admin) newClass(c echo.Context) (v classView, class desk.Class, err error) {
	if class, err = a.desk.Class(c.Request().Context(), actor(c), c.QueryParam(workshopName)); err != nil {
		return v, class, err
	}
	zone := hours.ZoneOf(a.opts.Departement)
	start, end := class.Start.In(zone), class.End.In(zone)
	card := newWorkshopCard(class.WorkshopHolding, zone)
	v = classView{
		view: a.newView(c, "Atelier : "+card.Theme), workshopCard: card, Date: hours.Capital(hours.DateYearIn(language.French, start)),
		Teaches: class.Teaches, Takes: class.Status != mediation.Cancelled && class.End.After(a.opts.Now()), Public: pages.WorkshopPath + "/" + class.ID,
		Off: class.Status == mediation.Cancelled && !class.ByVisit && class.Start.After(a.opts.Now()),
		Day: start.Format("2006-01-02"), Start: start.Format("15:04"), End: end.Format("15:04"),
		Reasons: choices(reasons, c.FormValue(reasonField)), Other: c.FormValue(otherField), Fixed: class.Visit == "",
		EditURL: classPath + "/modifier?" + url.Values{workshopName: {class.ID}}.Encode(),
	}
	v.Trail = append(v.Trail, pages.Anchor{URL: workshopsPath, Label: "Ateliers"})
	for _, r := range class.People {
		switch p := newPerson(r); {
		case r.State.TakesSeat():
			p.Begun = !class.Start.After(a.opts.Now()) && class.Status != mediation.Cancelled
			v.Seated = append(v.Seated, p)
		case r.State == mediation.Waiting:
			v.Waiting = append(v.Waiting, p)
		default:
			v.Over++
		}
	}
	return v, class, nil
}

// class answers GET /gestion/atelier.
func (a *Admin) class(c echo.Context) error {
	v, _, err := a.newClass(c)
	if err != nil {
		return err
	}
	return a.show(c, http.StatusOK, classPage, v)
}

// changeClass answers POST /gestion/atelier.
func (a *Admin) changeClass(c echo.Context) error {
	v, class, err := a.newClass(c)
	if err != nil {
		return err
	}
	if c.FormValue(actField) == "retirer" && c.FormValue(sureField) == "" {
		return a.sureToRemove(c, class)
	}
	done, err := a.doClass(c, &v, class)
	if err != nil {
		return a.refused(c, &v.view, classPage, &v, err)
	}
	if strings.HasPrefix(done, "/") {
		return c.Redirect(http.StatusSeeOther, done)
	}
	return a.done(c, pages.ClassURL(class.ID), done)
}

// doClass does what a button asks for, and says what was done, or where to go.
func (a *Admin) doClass(c echo.Context, v *classView, class desk.Class) (done string, err error) {
	ctx, by := c.Request().Context(), actor(c)
	switch act := c.FormValue(actField); act {
	case "inscrire":
		v.Typed = mediation.SeatRequest{Workshop: class.ID, FirstName: c.FormValue("prenom"), Phone: c.FormValue("telephone"), Email: c.FormValue("courriel")}
		secret, _, err := a.desk.RegisterByPhone(ctx, by, v.Typed)
		return pages.SlipPath + "?" + url.Values{linkField: {secret}, pages.BackToClass: {class.ID}}.Encode(), err
	case "annuler":
		return "Cet atelier est annulé. Ceux qui ont un courriel sont prévenus, les autres sont dans « Appels ».", a.desk.Cancel(ctx, by, class.ID, typedReason(c))
	case "retablir":
		return "Cet atelier a lieu. Ceux qui ont un courriel sont prévenus, les autres sont dans « Appels ».", a.desk.Restore(ctx, by, class.ID)
	case "deplacer":
		date, err := a.movedTo(c, v, class)
		if err != nil {
			return "", err
		}
		return "Cet atelier est déplacé. Ceux qui ont un courriel sont prévenus, les autres sont dans « Appels ».", a.desk.Move(ctx, by, class.ID, date.Start, date.End)
	default:
		return a.doPerson(c, class, act)
	}
}

// movedTo reads when a workshop is to be. A day that few expect is asked about, unless it was
// that day already.
func (a *Admin) movedTo(c echo.Context, v *classView, class desk.Class) (date mediation.WorkshopDate, err error) {
	v.Day, v.Start, v.End, v.OnDaysOff = c.FormValue(dateField), c.FormValue(startField), c.FormValue(endField), c.FormValue(daysOffField) != ""
	before := mediation.DayOf(class.Start.In(hours.ZoneOf(a.opts.Departement)))
	day := before
	if v.Fixed {
		if day, err = typedDay(dateField, v.Day, missingDay); err != nil {
			return date, err
		}
	}
	date.Place = class.Place
	if date.Start, date.End, err = a.typedTimes(day, v.Start, v.End); err != nil || day == before {
		return date, err
	}
	return date, v.check(hours.CalendarOf(a.opts.Departement), []mediation.WorkshopDate{date})
}

// doPerson does what a button beside somebody asks for.
func (a *Admin) doPerson(c echo.Context, class desk.Class, act string) (string, error) {
	ctx, by := c.Request().Context(), actor(c)
	id, err := strconv.ParseInt(c.FormValue("inscription"), 10, 64)
	if err != nil {
		return "", mediation.InvalidParameter("inscription", "Choisissez la personne.")
	}
	switch act {
	case "presence":
		return "C’est noté.", a.desk.Mark(ctx, by, class.ID, id, mediation.Mark(c.FormValue("presence")))
	case "retirer":
		return "Son inscription est annulée.", a.desk.ActOnSeatOf(ctx, by, class.ID, id, mediation.GiveUp)
	case "vient":
		return "Cette personne a une place.", a.desk.ActOnSeatOf(ctx, by, class.ID, id, mediation.TakeOffer)
	}
	return "", mediation.InvalidParameter(actField, "Choisissez ce qu’il faut faire.")
}

// editView is the form that changes what a series says.
type editView struct {
	view
	seriesForm
	Back string
}

func (a *Admin) newEdit(c echo.Context) (v editView, err error) {
	class, err := a.desk.Class(c.Request().Context(), actor(c), c.QueryParam(workshopName))
	if err != nil {
		return v, err
	}
	if !class.Teaches {
		return v, &mediation.Error{Kind: mediation.Forbidden, Sentence: "Votre compte tient les inscriptions de cet atelier, pas l’atelier."}
	}
	v = editView{view: a.newView(c, "Modifier l’atelier"), Back: pages.ClassURL(class.ID)}
	class.Series.Seats = class.Seats.All
	v.seriesForm = a.newSeriesForm(class.Series)
	v.Trail = append(v.Trail, pages.Anchor{URL: workshopsPath, Label: "Ateliers"}, pages.Anchor{URL: v.Back, Label: class.Series.Theme})
	return v, nil
}

// edit answers POST /gestion/atelier/modifier.
func (a *Admin) edit(c echo.Context) error {
	v, err := a.newEdit(c)
	if err != nil {
		return err
	}
	s, err := typedSeries(c)
	if err == nil {
		err = a.desk.Edit(c.Request().Context(), actor(c), c.QueryParam(workshopName), s)
	}
	if err != nil {
		v.seriesForm = a.newSeriesForm(s)
		v.Seats = c.FormValue("places")
		return a.refused(c, &v.view, editPage, &v, err)
	}
	return a.done(c, v.Back, "C’est changé. La carte le dit déjà.")
}

// callsView lists the people to telephone.
type callsView struct {
	view
	Calls []callLine
}

type callLine struct {
	ID                      int64
	Name, Phone, Why, About string
	// Offer is true for a seat that is kept for who waited.
	Offer bool
	Since string
}

// calls answers GET /gestion/appels.
func (a *Admin) calls(c echo.Context) error {
	list, err := a.desk.Calls(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	v := callsView{view: a.newView(c, "Appels à passer")}
	zone := hours.ZoneOf(a.opts.Departement)
	for _, call := range list {
		at := call.At.In(zone)
		v.Calls = append(v.Calls, callLine{call.ID, call.Name, call.Phone, call.Why.Label(), call.About, call.Why == mediation.CallOffer, hours.DayIn(language.French, at) + " à " + hours.FormatTime(at)})
	}
	return a.show(c, http.StatusOK, callsPage, v)
}

// endCall answers POST /gestion/appels.
func (a *Admin) endCall(c echo.Context) error {
	id, _ := strconv.ParseInt(c.FormValue("appel"), 10, 64) // 0 for none: nobody's
	if err := a.desk.EndCall(c.Request().Context(), actor(c), id, desk.CallAct(c.FormValue(actField))); err != nil {
		fault, ok := faultOf(err)
		if !ok {
			return err
		}
		return a.done(c, callsPath, fault.Sentence)
	}
	return a.done(c, callsPath, "C’est noté.")
}
