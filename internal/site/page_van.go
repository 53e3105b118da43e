package site

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/search"
	"escale/internal/web"
)

// VanRequests keeps what communes ask of the van, and what they answer by the links of
// their mails.
type VanRequests interface {
	AskVan(ctx context.Context, r mediation.VanRequest) error
	FollowVan(ctx context.Context, secret string) (mediation.VanRequest, error)
	ConfirmVan(ctx context.Context, secret string) error
	AcceptVan(ctx context.Context, secret string, dates []int64) error
	DeclineVan(ctx context.Context, secret string) error
	WithdrawVan(ctx context.Context, secret string) error
	ChangeVan(ctx context.Context, secret string, r mediation.VanRequest, sure bool) error
}

// VanOptions are what the pages of the van on demand need. Without Requests there are
// none.
type VanOptions struct {
	Requests VanRequests
	// Terms are those of the service, ExampleTerms those shown with invented places, nil
	// when Terms are set.
	Terms        mediation.VanTerms
	ExampleTerms *mediation.VanTerms
	// Needs are what people may want, Mail is true where mail is set up.
	Needs mediation.Needs
	Mail  bool
	// KeptDays is how many days a requester is kept.
	KeptDays int
}

// The pages of the van on demand.
const (
	vanPath       = "/demander-le-bus"
	vanFollowPath = vanPath + "/suivi"
	vanChangePath = vanPath + "/changer"
	linkField     = "jeton"
)

// How many requests one address may send at once, and then how often; and how often
// its links may be used.
const (
	vanBurst  = 10
	vanThen   = time.Minute
	linkBurst = 60
	linkThen  = 5 * time.Second
)

// VanPath is the page of the link of a mail.
func VanPath(secret string) string {
	return vanFollowPath + "?" + url.Values{linkField: {secret}}.Encode()
}

// askURL is the page by which a commune asks for the van, "" where nobody can.
func (s *Site) askURL(insee string) string {
	switch {
	case s.opts.Van.Requests == nil:
		return ""
	case insee == "":
		return vanPath
	}
	return vanPath + "?" + url.Values{"commune": {insee}}.Encode()
}

// vanView is the form by which a commune asks for the van.
type vanView struct {
	frame
	Terms pages.VanTermsView
	Form  pages.VanForm
	// Contact is the phone and address of the service.
	Contact mediation.Contact
	// Sent is the commune of the request just sent, "" before; ByMail is true when a
	// mail is to be confirmed.
	Sent     string
	ByMail   bool
	KeptDays int
}

// registerVan adds the routes.
func (s *Site) registerVan(e *echo.Echo) {
	if s.opts.Van.Requests == nil {
		return
	}
	own, ask := web.OwnPages(s.opts.BaseURL), web.PerClient(vanBurst, vanThen)
	answer := web.PerClient(linkBurst, linkThen)
	e.GET(vanPath, s.vanForm)
	e.POST(vanPath, s.sendVan, own, ask)
	// Not a group: one without a prefix would also answer for addresses that nobody has.
	e.GET(vanFollowPath, s.followVan, answer)
	e.POST(vanFollowPath, s.answerVan, answer, own)
	e.GET(vanChangePath, s.changeVanForm, answer)
	e.POST(vanChangePath, s.changeVan, answer, own)
}

// vanTerms are those that are shown with a map.
func (s *Site) vanTerms(snapshot *catalog.Snapshot) mediation.VanTerms {
	if example := s.opts.Van.ExampleTerms; example != nil && snapshot.Example() {
		return *example
	}
	return s.opts.Van.Terms
}

func (s *Site) newVan(snapshot *catalog.Snapshot) vanView {
	terms := s.vanTerms(snapshot)
	return vanView{
		Contact: terms.Contact,
		frame:   s.Frame(language.French, "Demander le passage du bus", snapshot).Under(pages.BusPath), Terms: pages.NewVanTerms(terms),
		Form: pages.VanForm{
			Action: vanPath, Back: pages.BusPath, Send: "Envoyer la demande", Needs: s.opts.Van.Needs, Mail: s.opts.Van.Mail, Typed: url.Values{},
		},
		KeptDays: s.opts.Van.KeptDays,
	}
}

// vanForm answers GET /demander-le-bus, ?commune= from the page of one.
func (s *Site) vanForm(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	view := s.newVan(snapshot)
	if commune, err := snapshot.Commune(c.QueryParam("commune")); err == nil {
		view.Form.Commune, view.Form.CommuneName = commune.INSEE, commune.Name
		view.Form.Typed.Set("ville", commune.Name)
		view.Form.Back = pages.CommunePath(commune)
		if c.QueryParam("envoyee") != "" && s.justSent(c.QueryParam("quand")) {
			view.Sent, view.ByMail = commune.Name, c.QueryParam("envoyee") == "courriel"
		}
	}
	return s.writeVan(c, http.StatusOK, vanPage, view)
}

// writeVan answers with a page that is not kept: it may hold what somebody typed.
func (s *Site) writeVan(c echo.Context, status int, name string, view any) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return s.Write(c, status, language.French, name, view)
}

// sendVan answers POST /demander-le-bus.
func (s *Site) sendVan(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	view := s.newVan(snapshot)
	if view.Form.Typed, err = c.FormParams(); err != nil {
		return mediation.InvalidParameter("formulaire", "Ce formulaire ne peut pas être lu.")
	}
	FillCommune(snapshot, s.opts.Now(), &view.Form)
	if view.Form.Value("site") != "" { // people do not see this field: only robots fill it
		return s.vanSent(c, view.Form)
	}
	if view.Form.Fault == "" {
		err = s.opts.Van.Requests.AskVan(c.Request().Context(), view.Form.Request())
		if err == nil {
			return s.vanSent(c, view.Form)
		}
		if err := refuseVan(&view.Form, err); err != nil {
			return err
		}
	}
	view.Fault, view.FaultOf = view.Form.Fault, view.Form.FieldAtFault()
	return s.writeVan(c, http.StatusUnprocessableEntity, vanPage, view)
}

func (s *Site) vanSent(c echo.Context, form pages.VanForm) error {
	how := "appel"
	if strings.TrimSpace(form.Value("courriel")) != "" && form.Mail {
		how = "courriel"
	}
	return c.Redirect(http.StatusSeeOther, vanPath+"?"+url.Values{"envoyee": {how}, "quand": {strconv.FormatInt(s.opts.Now().Unix(), 10)}, "commune": {form.Commune}}.Encode())
}

// sentFor is for how long the page after the form says that it was sent: somebody who opens
// it again another day wants the form.
const sentFor = time.Hour

func (s *Site) justSent(when string) bool {
	at, err := strconv.ParseInt(when, 10, 64)
	return err == nil && s.opts.Now().Sub(time.Unix(at, 0)).Abs() < sentFor
}

// refuseVan shows a form again with what is wrong, or passes on a fault that is not the
// form's.
func refuseVan(form *pages.VanForm, err error) error {
	fault, ok := faultToShow(err)
	if !ok {
		return err
	}
	form.Fault, form.FaultOf = fault.Sentence, fault.Parameter
	return nil
}

// FillCommune finds the commune that a form means: never the wrong village. Anything but
// its exact name, of today or of before, leads to a choice.
func FillCommune(snapshot *catalog.Snapshot, now time.Time, form *pages.VanForm) {
	typed := strings.TrimSpace(form.Value("ville"))
	for _, insee := range []string{form.Value("choix"), sureCommune(form, typed)} {
		if commune, err := snapshot.Commune(insee); err == nil {
			form.Commune, form.CommuneName, form.Part = commune.INSEE, commune.Name, formerly(commune, typed)
			if form.Part == "" {
				form.Typed.Set("ville", commune.Name)
			}
			return
		}
	}
	named := exactlyNamed(snapshot, typed)
	if len(named) == 1 {
		form.Commune, form.CommuneName, form.Part = named[0].INSEE, named[0].Name, formerly(named[0], typed)
		return
	}
	form.FaultOf = "commune"
	form.Fault = "Nous ne connaissons pas cette commune ici. Écrivez son nom, d’aujourd’hui ou d’avant."
	for _, commune := range named {
		form.Choices = append(form.Choices, pages.Choice{ID: commune.INSEE, Label: commune.Name, Explanation: strings.Join(commune.Postcodes, ", ")})
	}
	if len(named) == 0 {
		addMeant(snapshot, now, typed, form)
	}
	if typed == "" {
		form.Fault = "Écrivez le nom de votre commune."
	} else if len(form.Choices) > 0 {
		form.Fault = "Nous ne sommes pas sûrs de la commune. Choisissez-la dans la liste."
	}
}

// formerly is the former commune that a text names in one of today: the bus goes to that
// village, not to the town hall of today.
func formerly(commune *mediation.Commune, typed string) string {
	name := mediation.CityName(typed)
	if name == mediation.CityName(commune.Name) {
		return ""
	}
	for _, p := range commune.Parts {
		if mediation.CityName(p.Name) == name {
			return p.Name
		}
	}
	return ""
}

// sureCommune is the one that the form was shown with, unless another name was typed
// since.
func sureCommune(form *pages.VanForm, typed string) string {
	if form.Value("commune-de") == typed {
		return form.Value("commune")
	}
	return ""
}

// exactlyNamed are the communes of exactly that name, of today or of before, or of that
// postcode: one, or all among which to choose. A name of before that also begins others
// of today ("Saint-Sauveur") may be short for them.
func exactlyNamed(snapshot *catalog.Snapshot, typed string) (list []*mediation.Commune) {
	name, sure := mediation.CityName(typed), false
	if name == "" {
		return nil
	}
	var begins []*mediation.Commune
	for i := range snapshot.Territory.Communes {
		c := &snapshot.Territory.Communes[i]
		was := slices.ContainsFunc(c.Parts, func(p mediation.Part) bool { return mediation.CityName(p.Name) == name })
		switch today := mediation.CityName(c.Name); {
		case was || today == name || slices.Contains(c.Postcodes, name):
			list = append(list, c)
			sure = sure || today == name
		case strings.HasPrefix(today, name+" "):
			begins = append(begins, c)
		}
	}
	if sure || len(list) == 0 {
		return list
	}
	return append(list, begins...)
}

// addMeant adds the communes that a text may mean, or says that it is elsewhere.
func addMeant(snapshot *catalog.Snapshot, now time.Time, typed string, form *pages.VanForm) {
	where, doubt := communesNamed(language.French, snapshot, typed, now)
	var found []search.Suggestion
	if where != nil {
		found = []search.Suggestion{*where}
	}
	if doubt != nil {
		found = append(found, doubt.Choices...)
		if doubt.Elsewhere != nil {
			form.Fault = doubt.Elsewhere.Name + " n’est pas dans ce département : ce bus n’y va pas."
		}
	}
	for _, choice := range found {
		if choice.Type == search.Commune || choice.Type == search.Former {
			form.Choices = append(form.Choices, pages.Choice{ID: choice.ID, Label: choice.Label, Explanation: choice.Hint})
		}
	}
}
