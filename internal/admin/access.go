package admin

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

const (
	requestPath  = Root + "/demande"
	requestsPath = Root + "/demandes"
	confirmPath  = requestPath + "/confirmer"
)

// How often one client may ask for access.
const (
	requestBurst = 10
	requestThen  = time.Minute
)

// registerRequests adds the routes of requests for access.
func (a *Admin) registerRequests(g *echo.Group) {
	g.GET("/demande", form(a, requestPage, a.newRequest))
	g.POST("/demande", a.request, web.PerClient(requestBurst, requestThen))
	g.GET("/demande/confirmer", a.confirmRequestForm)
	g.POST("/demande/confirmer", a.confirmRequest)
	g.GET("/demandes", a.signedIn(a.requests))
	g.GET("/demandes/:id", a.signedIn(a.answerForm))
	g.POST("/demandes/:id/accepter", a.signedIn(a.acceptRequest))
	g.POST("/demandes/:id/refuser", a.signedIn(a.refuseRequest))
}

// requestView asks who somebody is, and which place is theirs.
type requestView struct {
	view
	Mail, Sent bool
	// Place is the one that they came from, About what it is called.
	Place, About string
	// Typed is what was typed already.
	Typed mediation.AccessRequest
}

func (a *Admin) newRequest(c echo.Context) (v requestView, err error) {
	v = requestView{view: a.newView(c, "C’est mon lieu"), Mail: a.opts.Mail, Place: c.FormValue("lieu"), Sent: c.QueryParam("envoyee") != ""}
	if v.About, err = a.desk.PlaceAbout(c.Request().Context(), v.Place); v.About == "" {
		v.Place = ""
	}
	return v, err
}

// request answers POST /gestion/demande.
func (a *Admin) request(c echo.Context) error {
	r := mediation.AccessRequest{
		Email: c.FormValue("courriel"), Name: c.FormValue("nom"), Place: c.FormValue("lieu"), About: c.FormValue("quoi"), Reason: c.FormValue("raison"),
	}
	if c.FormValue("site") != "" { // people do not see this field: only robots fill it
		return c.Redirect(http.StatusSeeOther, requestPath+"?envoyee=1")
	}
	err := a.desk.RequestAccess(c.Request().Context(), r)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, requestPath+"?envoyee=1")
	}
	v, failed := a.newRequest(c)
	if failed != nil {
		return failed
	}
	v.Typed = r
	if err := refuse(&v.view, err); err != nil {
		return err
	}
	return a.show(c, http.StatusUnprocessableEntity, requestPage, v)
}

// confirmView is the page of the link that confirms a request.
type confirmView struct {
	view
	About, Email, Secret string
	Confirmed            bool
}

// confirmRequestForm answers GET /gestion/demande/confirmer, and changes nothing.
func (a *Admin) confirmRequestForm(c echo.Context) error {
	v := confirmView{view: a.newView(c, "Confirmer ma demande"), Secret: c.QueryParam(linkField)}
	r, err := a.desk.RequestToConfirm(c.Request().Context(), v.Secret)
	if err != nil {
		return a.confirmOver(c, v, err)
	}
	v.About, v.Email = r.About, r.Email
	return a.show(c, http.StatusOK, confirmPage, v)
}

func (a *Admin) confirmOver(c echo.Context, v confirmView, err error) error {
	if err := refuse(&v.view, err); err != nil {
		return err
	}
	v.FaultOf = ""
	return a.show(c, http.StatusGone, confirmPage, v)
}

// confirmRequest answers POST /gestion/demande/confirmer.
func (a *Admin) confirmRequest(c echo.Context) error {
	v := confirmView{view: a.newView(c, "Votre demande est confirmée"), Confirmed: true}
	if err := a.desk.ConfirmRequest(c.Request().Context(), c.FormValue(linkField)); err != nil {
		v = confirmView{view: a.newView(c, "Confirmer ma demande")}
		return a.confirmOver(c, v, err)
	}
	return a.show(c, http.StatusOK, confirmPage, v)
}

// requestsView lists the requests that wait for an answer.
type requestsView struct {
	view
	Requests []requestLine
}

type requestLine struct{ About, Name, When, URL string }

func requestURL(id int64, act string) string {
	return requestsPath + "/" + strconv.FormatInt(id, 10) + act
}

// requests answers GET /gestion/demandes.
func (a *Admin) requests(c echo.Context) error {
	list, err := a.desk.Requests(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	v := requestsView{view: a.newView(c, "Demandes d’accès")}
	for _, r := range list {
		v.Requests = append(v.Requests, requestLine{r.About, r.Name, hours.DateYearIn(language.French, r.At), requestURL(r.ID, "")})
	}
	return a.show(c, http.StatusOK, requestsPage, v)
}

// answerView shows a request, and answers it.
type answerView struct {
	view
	rightsForm
	Request  mediation.AccessRequest
	When     string
	PlaceURL string
	// Suggested are the rights that its place suggests.
	Suggested            []pages.Choice
	AcceptURL, RefuseURL string
	SearchURL            string
	Answer, Reason       string
}

func (a *Admin) newAnswer(c echo.Context, id int64) (v answerView, err error) {
	r, suggested, err := a.desk.Request(c.Request().Context(), actor(c), id)
	if err != nil {
		return v, err
	}
	v = answerView{
		view: a.newView(c, r.About), Request: r, When: hours.DateYearIn(language.French, r.At),
		AcceptURL: requestURL(id, "/accepter"), RefuseURL: requestURL(id, "/refuser"), SearchURL: requestURL(id, ""),
	}
	v.Trail = append(v.Trail, pages.Anchor{URL: requestsPath, Label: "Demandes d’accès"})
	if r.Place != "" {
		v.PlaceURL = "/lieux/" + url.PathEscape(r.Place)
	}
	for i, right := range suggested {
		choice := rightChoice(c, right)
		choice.Checked = choice.Checked || i == 0 && c.FormValue("droit") == "" && c.FormValue("q") == ""
		v.Suggested = append(v.Suggested, choice)
	}
	v.rightsForm, err = a.newRights(c)
	v.Roles = nil // a request is for places
	return v, err
}

func requestID(c echo.Context) (int64, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return 0, echo.ErrNotFound
	}
	return id, nil
}

// answerForm answers GET /gestion/demandes/{id}.
func (a *Admin) answerForm(c echo.Context) error {
	id, err := requestID(c)
	if err != nil {
		return err
	}
	v, err := a.newAnswer(c, id)
	if err != nil {
		return err
	}
	return a.show(c, http.StatusOK, answerPage, v)
}

// acceptRequest answers POST /gestion/demandes/{id}/accepter.
func (a *Admin) acceptRequest(c echo.Context) error {
	id, err := requestID(c)
	if err != nil {
		return err
	}
	if err := a.desk.Accept(c.Request().Context(), actor(c), id, c.FormValue("droit"), c.FormValue("mot")); err != nil {
		return a.answerAgain(c, id, err)
	}
	return a.done(c, requestsPath, "C’est accepté : une invitation part par courriel.")
}

// refuseRequest answers POST /gestion/demandes/{id}/refuser.
func (a *Admin) refuseRequest(c echo.Context) error {
	id, err := requestID(c)
	if err != nil {
		return err
	}
	if err := a.desk.Refuse(c.Request().Context(), actor(c), id, c.FormValue("reponse")); err != nil {
		return a.answerAgain(c, id, err)
	}
	return a.done(c, requestsPath, "C’est refusé : votre réponse part par courriel.")
}

// answerAgain shows a request again, with what is wrong with its answer.
func (a *Admin) answerAgain(c echo.Context, id int64, err error) error {
	v, failed := a.newAnswer(c, id)
	if failed != nil {
		return failed
	}
	if err := refuse(&v.view, err); err != nil {
		return err
	}
	v.Answer, v.Reason = c.FormValue("mot"), c.FormValue("reponse")
	return a.show(c, http.StatusUnprocessableEntity, answerPage, v)
}
