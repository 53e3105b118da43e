// Package admin is what those who sign in see and do, under /gestion. Every page
// works without JavaScript; none is kept, framed or counted.
package admin

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"slices"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/desk"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/reach"
	"escale/internal/web"
)

//go:embed templates
var templates embed.FS

// Root is where the back office begins.
const Root = "/gestion"

// Desk is what people who sign in can do.
type Desk interface {
	AskSignIn(ctx context.Context, address string) (browser string, err error)
	LinkAddress(ctx context.Context, secret string) (string, error)
	UseLink(ctx context.Context, secret string) (mediation.Account, mediation.MailKind, error)
	UseCode(ctx context.Context, browser, code string) (mediation.Account, error)
	Sessions(ctx context.Context, account int64) ([]mediation.Session, error)
	SignOutEverywhere(ctx context.Context, account int64) error
	FailedMails(ctx context.Context, by desk.Actor) ([]mediation.Mail, error)
	Account(ctx context.Context, id int64) (mediation.Account, error)
	Accounts(ctx context.Context) ([]mediation.Account, error)
	Rights(ctx context.Context, by desk.Actor, query string) (list []desk.Right, more int, err error)
	Give(ctx context.Context, by desk.Actor, address, name, right string) (mediation.Account, error)
	CloseAccount(ctx context.Context, by desk.Actor, account int64) error
	Requesting
	OnDemand
	Teaching
	Today
	OldOffers(ctx context.Context, by desk.Actor) ([]mediation.Holding, error)
	Withdraw(ctx context.Context, by desk.Actor, account, grant int64) error
	Offers(ctx context.Context, by desk.Actor) ([]mediation.Holding, error)
	Offer(ctx context.Context, by desk.Actor, key string) (mediation.Holding, error)
	Correct(ctx context.Context, by desk.Actor, c desk.Correction) (notes []string, err error)
	History(ctx context.Context, by desk.Actor, of mediation.Object) ([]mediation.Change, error)
	HistoryCSV(ctx context.Context, by desk.Actor, of mediation.Object) ([]byte, error)
	Roster(ctx context.Context, by desk.Actor) ([]mediation.Tour, []mediation.StopHolding, error)
	Comings(ctx context.Context, by desk.Actor, from, to mediation.Day) ([]mediation.Coming, error)
	Coming(ctx context.Context, by desk.Actor, visit string) (mediation.Coming, []mediation.Change, error)
	BoundTo(ctx context.Context, by desk.Actor, c mediation.Coming) (desk.Bound, error)
	Sheet(ctx context.Context, by desk.Actor, tour string, workbook bool) ([]byte, error)
	TakeSheet(ctx context.Context, by desk.Actor, up mediation.SheetUpload) (mediation.SheetAnswer, error)
	ChangeDay(ctx context.Context, by desk.Actor, c mediation.DayChange) (notes []string, err error)
	Undo(ctx context.Context, by desk.Actor, change int64) error
}

// Requesting is what requests for access can become.
type Requesting interface {
	PlaceAbout(ctx context.Context, place string) (string, error)
	RequestAccess(ctx context.Context, r mediation.AccessRequest) error
	RequestToConfirm(ctx context.Context, secret string) (mediation.AccessRequest, error)
	ConfirmRequest(ctx context.Context, secret string) error
	Answers(by desk.Actor) bool
	Requests(ctx context.Context, by desk.Actor) ([]mediation.AccessRequest, error)
	Request(ctx context.Context, by desk.Actor, id int64) (mediation.AccessRequest, []desk.Right, error)
	Accept(ctx context.Context, by desk.Actor, id int64, right, answer string) error
	Refuse(ctx context.Context, by desk.Actor, id int64, reason string) error
}

// Options are what the back office needs beside its use cases.
type Options struct {
	// Now is the clock of the map; sessions have one of their own.
	Now          func() time.Time
	Shell        pages.Shell
	Dist, Client fs.FS
	Build        string
	// BaseURL is the public address, "" when it is whatever people ask for.
	BaseURL string
	// Sessions keeps who signed in.
	Sessions scs.CtxStore
	// Needs are those that an offer may meet.
	Needs mediation.Needs
	// Departement is the code of the one on the map.
	Departement string
	// Data and Reach tell who is far from help; nil where nobody can say. Requested
	// lists the INSEE codes of the communes that ask for the van; nil for none.
	Data      catalog.Snapshots
	Reach     *reach.Reach
	Requested func(ctx context.Context) ([]string, error)
	// Mail is true where mail is set up.
	Mail bool
	// Van is what the pages of the van on demand need.
	Van VanOptions
}

// Admin answers the requests of those who sign in.
type Admin struct {
	*pages.Pages
	desk     Desk
	opts     Options
	sessions *scs.SessionManager
}

// The templates that pages are made of.
const (
	signInPage   = "connexion.html.tmpl"
	linkPage     = "lien.html.tmpl"
	codePage     = "code.html.tmpl"
	sessionsPage = "connexions.html.tmpl"
	mailsPage    = "courriels.html.tmpl"
	givePage     = "donner.html.tmpl"
	requestPage  = "demande.html.tmpl"
	confirmPage  = "confirmer.html.tmpl"
	requestsPage = "demandes.html.tmpl"
	answerPage   = "reponse.html.tmpl"
	oldPage      = "a-confirmer.html.tmpl"
	homePage     = "accueil.html.tmpl"
	accountsPage = "comptes.html.tmpl"
	offersPage   = "lieux.html.tmpl"
	offerPage    = "lieu.html.tmpl"
	correctPage  = "corriger.html.tmpl"
	toursPage    = "tournees.html.tmpl"
	visitPage    = "passage.html.tmpl"
	addPage      = "ajouter.html.tmpl"
	tourPage     = "tournee.html.tmpl"
	historyPage  = "historique.html.tmpl"
	closuresPage = "fermer.html.tmpl"
	surePage     = "certain.html.tmpl"
	stopsPage    = "etapes.html.tmpl"
	vansPage     = "bus.html.tmpl"
	vanPage      = "bus-demande.html.tmpl"
	typePage     = "bus-saisir.html.tmpl"

	workshopsPage = "ateliers.html.tmpl"
	openPage      = "ouvrir.html.tmpl"
	classPage     = "atelier-gestion.html.tmpl"
	editPage      = "modifier.html.tmpl"
	callsPage     = "appels.html.tmpl"
	sheetPage     = "jour.html.tmpl"
	calendarPage  = "agenda.html.tmpl"
)

// idle is after how long without a request a session ends, longest after how long
// in any case.
const (
	idle    = 12 * time.Hour
	longest = 30 * 24 * time.Hour
)

// New returns the back office.
func New(d Desk, opts Options) (*Admin, error) {
	assets, err := pages.NewAssets(opts.Dist)
	if err != nil {
		return nil, err
	}
	set, err := pages.NewSet(opts.Dist, false, []string{signInPage, linkPage, codePage, sessionsPage, mailsPage, givePage, requestPage, confirmPage, requestsPage, answerPage, oldPage, homePage, accountsPage, offersPage, offerPage, correctPage,
		toursPage, visitPage, addPage, tourPage, historyPage, closuresPage, surePage, stopsPage, vansPage, vanPage, typePage,
		workshopsPage, openPage, classPage, editPage, callsPage, sheetPage, calendarPage}, opts.Client, templates)
	if err != nil {
		return nil, err
	}
	around := pages.Options{Age: func() time.Duration { return 0 }, Build: opts.Build, Shell: opts.Shell}
	return &Admin{pages.New(assets, set, around), d, opts, newSessions(opts.Sessions)}, nil
}

func newSessions(store scs.CtxStore) *scs.SessionManager {
	s := scs.New()
	s.Store, s.HashTokenInStore = store, true
	s.IdleTimeout, s.Lifetime = idle, longest
	s.Cookie.Name, s.Cookie.Secure, s.Cookie.HttpOnly, s.Cookie.SameSite = "__Host-escale", true, true, http.SameSiteLaxMode
	return s
}

// Register adds the routes.
func (a *Admin) Register(e *echo.Echo) {
	g := e.Group(Root, private, web.OwnPages(a.opts.BaseURL), web.NamedPages, a.session)
	a.registerSignIn(g)
	g.GET("", a.signedIn(a.home))
	g.GET("/connexions", a.signedIn(a.sessionList))
	g.GET("/courriels", a.signedIn(a.failedMails))
	g.GET("/a-confirmer", a.signedIn(a.old))
	g.POST("/a-confirmer", a.signedIn(a.confirmOld))
	g.POST("/deconnexion", a.signedIn(a.signOut))
	g.POST("/deconnexion-partout", a.signedIn(a.signOutEverywhere))
	g.GET("/lieux", a.signedIn(a.offers))
	g.GET("/lieu", a.signedIn(a.offer))
	g.GET("/lieu/corriger", a.signedIn(a.correctForm))
	g.POST("/lieu/corriger", a.signedIn(a.correct))
	g.POST("/lieu/juste", a.signedIn(a.confirm))
	g.GET("/lieu/fermer", a.signedIn(a.closuresForm))
	g.POST("/lieu/fermer", a.signedIn(a.changeClosures))
	g.GET("/tournees", a.signedIn(a.tours))
	g.GET("/tournee", a.signedIn(a.tour))
	g.GET("/tournee/tableur", a.signedIn(a.sheet))
	g.POST("/tournee/tableur", a.signedIn(a.takeSheet))
	g.GET("/historique", a.signedIn(a.history))
	a.registerStops(g)
	g.GET("/passage", a.signedIn(a.visit))
	g.POST("/passage", a.signedIn(a.changeVisit))
	g.GET("/passage/ajouter", a.signedIn(form(a, addPage, a.newAdd)))
	g.POST("/passage/ajouter", a.signedIn(a.add))
	a.registerWorkshops(g)
	g.POST("/modifications/:id/annuler", a.signedIn(a.undo))
	g.GET("/comptes", a.signedIn(a.accounts))
	g.GET("/comptes/donner", a.signedIn(form(a, givePage, a.newGive)))
	g.POST("/comptes/donner", a.signedIn(a.give))
	g.GET("/comptes/:account/fermer", a.signedIn(a.sure))
	g.POST("/comptes/:account/fermer", a.signedIn(a.closeAccount))
	a.registerRequests(g)
	a.registerVans(g)
	g.GET("/comptes/:account/droits/:grant/retirer", a.signedIn(a.sure))
	g.POST("/comptes/:account/droits/:grant/retirer", a.signedIn(a.withdraw))
}

// private keeps the pages out of caches, search engines and frames.
func private(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		return next(c)
	}
}

// view is what all pages of the back office show.
type view struct {
	pages.Frame
	// Who is the account signed in, "" for none.
	Who string
	// Menu leads to what it may do.
	Menu []pages.Anchor
	// Done says what was just done.
	Done string
	// Script keeps the sheet of the day on a telephone, sends what was marked there without
	// a network, and erases on any page a copy that is too old, or that nobody is signed in for.
	Script string
}

func (a *Admin) newView(c echo.Context, title string) view {
	v := view{Frame: a.Frame(language.French, title, nil), Script: a.Path("jour.js")}
	v.Trail = []pages.Anchor{{URL: pages.MapPath, Label: "Carte"}}
	if account := current(c); account.ID != 0 {
		v.Who, v.Menu = account.Email, a.menu(account)
		if c.Path() != Root {
			v.Trail = append(v.Trail, pages.Anchor{URL: Root, Label: "Gestion"})
		}
	}
	v.Done = a.sessions.PopString(c.Request().Context(), "done")
	return v
}

func (a *Admin) menu(account mediation.Account) []pages.Anchor {
	menu := []pages.Anchor{{URL: Root, Label: "Accueil"}, {URL: Root + "/lieux", Label: "Mes lieux"}}
	if slices.ContainsFunc(account.Grants, func(g mediation.Grant) bool { return g.Role == mediation.Operator || g.Role == mediation.Admin }) {
		menu = append(menu, pages.Anchor{URL: Root + "/tournees", Label: "Mes tournées"})
	}
	if a.opts.Reach != nil && (desk.Actor{Account: account}).May(mediation.ActSuggest, desk.Subject{}) {
		menu = append(menu, pages.Anchor{URL: stopsPath, Label: "Où aller"})
	}
	if a.desk.AnswersVans(desk.Actor{Account: account}) {
		menu = append(menu, pages.Anchor{URL: vansPath, Label: "Bus à la demande"})
	}
	menu = append(menu, pages.Anchor{URL: workshopsPath, Label: "Ateliers"})
	if a.invites(account) {
		menu = append(menu, pages.Anchor{URL: accountsPath, Label: "Comptes"})
	}
	if a.desk.Answers(desk.Actor{Account: account}) {
		menu = append(menu, pages.Anchor{URL: requestsPath, Label: "Demandes"})
	}
	if (desk.Actor{Account: account}).May(mediation.ActMails, desk.Subject{}) {
		menu = append(menu, pages.Anchor{URL: mailsPath, Label: "Courriels"})
	}
	return menu
}

func (a *Admin) show(c echo.Context, status int, name string, v any) error {
	return a.Write(c, status, language.French, name, v)
}

// form answers the GET of a form: what build makes, by its template.
func form[V any](a *Admin, template string, build func(echo.Context) (V, error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := build(c)
		if err != nil {
			return err
		}
		return a.show(c, http.StatusOK, template, v)
	}
}

// refuse shows a form again with what is wrong, or passes on a fault that is not
// the form's.
func refuse(v *view, err error) error {
	fault, ok := faultOf(err)
	if !ok {
		return err
	}
	v.Fault, v.FaultOf = fault.Sentence, fault.Parameter
	return nil
}

// done goes back to a page that says what was done.
func (a *Admin) done(c echo.Context, path, sentence string) error {
	a.sessions.Put(c.Request().Context(), "done", sentence)
	return c.Redirect(http.StatusSeeOther, path)
}
