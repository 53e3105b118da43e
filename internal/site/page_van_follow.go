package site

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// vanFollowView is where a request is, for who has the link of a mail.
type vanFollowView struct {
	frame
	Secret  string
	Contact mediation.Contact
	State   mediation.VanState
	Label   string
	Sure    bool
	Commune string
	Summary pages.VanSummary
	Answer  string
	// Dates are those proposed or agreed upon, Until when the proposed ones are given
	// back.
	Dates []vanDate
	Until string
	// Changes and Withdraws are true while one may; ChangeURL leads to the form.
	Changes, Withdraws bool
	ChangeURL          string
	CommuneURL         string
	Done               string
	// Next says what happens now.
	Next string
}

// vanNext says what happens next, by the state.
var vanNext = map[mediation.VanState]string{
	mediation.VanReceived:  "Le service va la lire, et vous proposer des dates.",
	mediation.VanInReview:  "Le service cherche des dates. Vous n’avez rien à faire.",
	mediation.VanProposed:  "À vous de choisir parmi les dates ci-dessous.",
	mediation.VanExpired:   "Le service vous proposera d’autres dates. Vous n’avez rien à faire.",
	mediation.VanConfirmed: "Le bus vient. Imprimez l’affiche, et ouvrez la salle un peu avant l’heure.",
	mediation.VanDone:      "Le bus est venu. Vous pouvez faire une autre demande.",
	mediation.VanRefused:   "Vous pouvez faire une autre demande.",
	mediation.VanWithdrawn: "Vous pouvez faire une autre demande.",
}

type vanDate struct {
	ID, Text string
	// URL is that of the visit's page, which prints as a poster; "" before.
	URL string
}

// vanDone says what was just done.
var vanDone = map[string]string{
	"confirmer": "Votre demande est confirmée. Le service va la lire, et vous répondre.",
	"accepter":  "C’est entendu : les passages sont sur la carte dès maintenant.",
	"decliner":  "C’est noté. Le service vous proposera d’autres dates.",
	"retirer":   "Votre demande est retirée.",
	"changer":   "Votre demande est changée.",
}

// vanLed are the states that an act led to: its sentence is not true of others, on a page that
// somebody opens again later.
var vanLed = map[string][]mediation.VanState{
	"confirmer": {mediation.VanReceived},
	"accepter":  {mediation.VanConfirmed},
	"decliner":  {mediation.VanInReview},
	"retirer":   {mediation.VanWithdrawn},
	"changer":   {mediation.VanReceived, mediation.VanInReview},
}

func (s *Site) newVanFollow(c echo.Context, snapshot *catalog.Snapshot, secret string) (view vanFollowView, r mediation.VanRequest, err error) {
	view = vanFollowView{frame: s.Frame(language.French, "Votre demande de passage du bus", snapshot).Under(pages.BusPath), Secret: secret}
	if r, err = s.opts.Van.Requests.FollowVan(c.Request().Context(), secret); err != nil {
		return view, r, err
	}
	view.State, view.Label, view.Sure, view.Commune, view.Answer = r.State, r.State.Label(), !r.Sure.IsZero() || r.Requester.Email == "", r.CommuneName, r.Answer
	view.Next, view.Contact = vanNext[r.State], s.vanContact(snapshot, r)
	view.Summary = pages.NewVanSummary(r, s.opts.Van.Needs)
	view.Changes, view.Withdraws = r.State.May(mediation.VanChange), r.State.May(mediation.VanWithdraw)
	view.ChangeURL = vanChangePath + "?" + url.Values{linkField: {secret}}.Encode()
	if commune, err := snapshot.Commune(r.Commune); err == nil {
		view.CommuneURL = pages.CommunePath(commune)
	}
	zone := snapshot.Zone()
	for _, date := range r.Dates {
		d := vanDate{ID: strconv.FormatInt(date.ID, 10), Text: hours.DateSpanIn(language.French, date.Start.In(zone), date.End.In(zone))}
		if date.Booked() {
			d.URL = "/passages/" + date.Visit
		}
		view.Dates = append(view.Dates, d)
	}
	if !r.Until.IsZero() {
		view.Until = hours.Term(r.Until.In(zone))
	}
	return view, r, nil
}

// vanContact is the contact for a request.
func (s *Site) vanContact(snapshot *catalog.Snapshot, r mediation.VanRequest) mediation.Contact {
	var own mediation.Contact
	for _, t := range snapshot.Tours {
		if t.ID == r.Tour {
			own = t.Contact
		}
	}
	return s.vanTerms(snapshot).ContactFor(own)
}

// followVan answers GET /demander-le-bus/suivi, and changes nothing: scanners of mail open
// links.
func (s *Site) followVan(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	view, _, err := s.newVanFollow(c, snapshot, c.QueryParam(linkField))
	if mediation.KindOf(err) == mediation.NotFound {
		return s.vanLinkOver(c, view, err)
	}
	if err != nil {
		return err
	}
	if act := c.QueryParam("fait"); view.Sure && slices.Contains(vanLed[act], view.State) {
		view.Done = vanDone[act]
	}
	return s.writePrivate(c, http.StatusOK, language.French, vanFollowPage, view)
}

func (s *Site) vanLinkOver(c echo.Context, view vanFollowView, err error) error {
	if fault, ok := errors.AsType[*mediation.Error](err); ok {
		view.Fault = fault.Sentence
	}
	return s.writePrivate(c, http.StatusGone, language.French, vanFollowPage, view)
}

// answerVan answers POST /demander-le-bus/suivi: what the button says.
func (s *Site) answerVan(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	secret, act := c.FormValue(linkField), c.FormValue("acte")
	err = s.doVan(c, secret, act)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, VanPath(secret)+"&fait="+url.QueryEscape(act))
	}
	view, _, failed := s.newVanFollow(c, snapshot, secret)
	if mediation.KindOf(failed) == mediation.NotFound {
		return s.vanLinkOver(c, view, failed)
	}
	fault, ok := faultToShow(err)
	if !ok || failed != nil {
		return errors.Join(err, failed)
	}
	view.Fault = fault.Sentence
	return s.writePrivate(c, http.StatusUnprocessableEntity, language.French, vanFollowPage, view)
}

func (s *Site) doVan(c echo.Context, secret, act string) error {
	ctx, requests := c.Request().Context(), s.opts.Van.Requests
	switch act {
	case "confirmer":
		return requests.ConfirmVan(ctx, secret)
	case "accepter":
		form, err := c.FormParams()
		if err != nil {
			return mediation.InvalidParameter("date", "Ce formulaire ne peut pas être lu.")
		}
		return requests.AcceptVan(ctx, secret, pages.Numbers(form["date"]))
	case "decliner":
		return requests.DeclineVan(ctx, secret)
	case "retirer":
		return requests.WithdrawVan(ctx, secret)
	}
	return echo.ErrNotFound
}

// vanChangeView is the form of a request that is there.
type vanChangeView struct {
	frame
	Contact mediation.Contact
	Form    pages.VanForm
	// Warns is true when visits, or proposed dates, are given back by a change.
	Confirmed, Proposed bool
}

func (s *Site) newVanChange(c echo.Context, secret string) (view vanChangeView, r mediation.VanRequest, err error) {
	snapshot, err := s.data.Current()
	if err != nil {
		return view, r, err
	}
	if r, err = s.opts.Van.Requests.FollowVan(c.Request().Context(), secret); err != nil {
		return view, r, err
	}
	view = vanChangeView{
		frame: s.Frame(language.French, "Changer votre demande", snapshot).Under(pages.BusPath, anchor{URL: VanPath(secret), Label: "Votre demande"}),
		Form: pages.VanForm{
			Action: vanChangePath, Back: VanPath(secret), Send: "Enregistrer", Secret: secret, Needs: s.opts.Van.Needs, Mail: s.opts.Van.Mail,
			Commune: r.Commune, CommuneName: r.CommuneName, Typed: pages.VanTyped(r), Cancels: r.State == mediation.VanConfirmed,
		},
		Contact: s.vanContact(snapshot, r), Confirmed: r.State == mediation.VanConfirmed, Proposed: r.State == mediation.VanProposed,
	}
	return view, r, nil
}

// changeVanForm answers GET /demander-le-bus/changer.
func (s *Site) changeVanForm(c echo.Context) error {
	view, r, err := s.newVanChange(c, c.QueryParam(linkField))
	if mediation.KindOf(err) == mediation.NotFound || err == nil && !r.State.May(mediation.VanChange) {
		return c.Redirect(http.StatusSeeOther, VanPath(c.QueryParam(linkField)))
	}
	if err != nil {
		return err
	}
	return s.writePrivate(c, http.StatusOK, language.French, vanChangePage, view)
}

// changeVan answers POST /demander-le-bus/changer.
func (s *Site) changeVan(c echo.Context) error {
	secret := c.FormValue(linkField)
	view, _, err := s.newVanChange(c, secret)
	if mediation.KindOf(err) == mediation.NotFound {
		return c.Redirect(http.StatusSeeOther, VanPath(secret))
	}
	if err != nil {
		return err
	}
	if view.Form.Typed, err = c.FormParams(); err != nil {
		return mediation.InvalidParameter("formulaire", "Ce formulaire ne peut pas être lu.")
	}
	err = s.opts.Van.Requests.ChangeVan(c.Request().Context(), secret, view.Form.Request(), view.Form.Value("certain") != "")
	if err == nil {
		return c.Redirect(http.StatusSeeOther, VanPath(secret)+"&fait=changer")
	}
	if err := refuseVan(&view.Form, err); err != nil {
		return err
	}
	view.Fault, view.FaultOf = view.Form.Fault, view.Form.FieldAtFault()
	return s.writePrivate(c, http.StatusUnprocessableEntity, language.French, vanChangePage, view)
}
