package admin

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

// How often one client may ask for a link or try a code: as a whole council
// behind one address may.
const (
	signInBurst = 60
	signInThen  = 10 * time.Second
)

// codeCookie keeps, for as long as the code is good, the secret of the browser
// that asked for it.
const (
	codeCookie = "__Host-escale-code"
	codeGood   = 15 * time.Minute
	codePath   = Root + "/connexion/code"
	doorPath   = Root + "/connexion"
)

// registerSignIn adds the pages by which one enters.
func (a *Admin) registerSignIn(g *echo.Group) {
	slowly := web.PerClient(signInBurst, signInThen)
	g.GET("/connexion", a.signInForm)
	g.POST("/connexion", a.askSignIn, slowly)
	g.GET("/connexion/code", a.codeForm)
	g.POST("/connexion/code", a.useCode, slowly)
	g.GET("/lien", a.link)
	g.POST("/lien", a.useLink)
}

// signInView asks for an address, or for the code that was sent there.
type signInView struct {
	view
	// Mail is true where mail is set up.
	Mail          bool
	Address, Code string
}

func (a *Admin) newSignIn(c echo.Context) signInView {
	return signInView{view: a.newView(c, "Entrer dans la gestion"), Mail: a.opts.Mail}
}

// signInForm answers GET /gestion/connexion.
func (a *Admin) signInForm(c echo.Context) error {
	if a.sessions.GetInt64(c.Request().Context(), accountKey) != 0 {
		return c.Redirect(http.StatusSeeOther, Root)
	}
	return a.show(c, http.StatusOK, signInPage, a.newSignIn(c))
}

// askSignIn answers POST /gestion/connexion: in the same way whether the address
// has an account or not.
func (a *Admin) askSignIn(c echo.Context) error {
	browser, err := a.desk.AskSignIn(c.Request().Context(), c.FormValue("courriel"))
	if err != nil {
		v := a.newSignIn(c)
		v.Address = c.FormValue("courriel")
		if err := refuse(&v.view, err); err != nil {
			return err
		}
		return a.show(c, http.StatusUnprocessableEntity, signInPage, v)
	}
	setCode(c, browser, int(codeGood.Seconds()))
	return c.Redirect(http.StatusSeeOther, codePath)
}

// setCode gives the browser its secret for a while, or takes it back.
func setCode(c echo.Context, browser string, seconds int) {
	c.SetCookie(&http.Cookie{
		Name: codeCookie, Value: browser, Path: "/", MaxAge: seconds, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// codeForm answers GET /gestion/connexion/code.
func (a *Admin) codeForm(c echo.Context) error {
	if _, err := c.Cookie(codeCookie); err != nil {
		return c.Redirect(http.StatusSeeOther, doorPath)
	}
	return a.show(c, http.StatusOK, codePage, a.newCode(c))
}

func (a *Admin) newCode(c echo.Context) signInView {
	v := a.newSignIn(c)
	v.Trail = append(v.Trail, pages.Anchor{URL: doorPath, Label: v.Title})
	v.Title, v.Here = "Regardez vos courriels", "Regardez vos courriels"
	return v
}

// useCode answers POST /gestion/connexion/code.
func (a *Admin) useCode(c echo.Context) error {
	browser := ""
	if cookie, err := c.Cookie(codeCookie); err == nil {
		browser = cookie.Value
	}
	account, err := a.desk.UseCode(c.Request().Context(), browser, c.FormValue("code"))
	if err != nil {
		v := a.newCode(c)
		v.Code = c.FormValue("code")
		if err := refuse(&v.view, err); err != nil {
			return err
		}
		return a.show(c, http.StatusUnprocessableEntity, codePage, v)
	}
	return a.enter(c, account, mediation.MailSignIn)
}

// LetterPath is the page that a letter leads to.
func LetterPath(l mediation.Letter) string {
	page := Root + "/lien"
	switch l.Kind {
	case mediation.MailTeamVan:
		return vanURL(l.Van)
	case mediation.MailRequest:
		page = confirmPath
	case mediation.MailSeat, mediation.MailFreed, mediation.MailMoved, mediation.MailCalledOff, mediation.MailEve:
		page = pages.SlipPath
	}
	return page + "?" + url.Values{linkField: {l.Secret}}.Encode()
}

// linkView is the page that a link opens: it names the account, and one button
// signs in. Nothing is used up before: scanners of mail open links.
type linkView struct {
	view
	Email, Secret string
}

func (a *Admin) newLink(c echo.Context, secret string) linkView {
	return linkView{view: a.newView(c, "Entrer dans la gestion"), Secret: secret}
}

// link answers GET /gestion/lien.
func (a *Admin) link(c echo.Context) error {
	v := a.newLink(c, c.QueryParam(linkField))
	var err error
	if v.Email, err = a.desk.LinkAddress(c.Request().Context(), v.Secret); err != nil {
		return a.linkOver(c, v, err)
	}
	return a.show(c, http.StatusOK, linkPage, v)
}

// linkOver says that a link is good no more.
func (a *Admin) linkOver(c echo.Context, v linkView, err error) error {
	if err := refuse(&v.view, err); err != nil {
		return err
	}
	v.FaultOf = "" // no field of a form
	return a.show(c, http.StatusGone, linkPage, v)
}

// useLink answers POST /gestion/lien.
func (a *Admin) useLink(c echo.Context) error {
	account, purpose, err := a.desk.UseLink(c.Request().Context(), c.FormValue(linkField))
	if err != nil {
		return a.linkOver(c, a.newLink(c, ""), err)
	}
	return a.enter(c, account, purpose)
}

// enter begins a new session: one that was there before the sign-in is not the
// one after it.
func (a *Admin) enter(c echo.Context, account mediation.Account, purpose mediation.MailKind) error {
	ctx := c.Request().Context()
	if err := a.sessions.RenewToken(ctx); err != nil {
		return err
	}
	a.sessions.Put(ctx, accountKey, account.ID)
	setCode(c, "", -1)
	if purpose == mediation.MailReminder {
		return c.Redirect(http.StatusSeeOther, oldPath)
	}
	return c.Redirect(http.StatusSeeOther, Root)
}

// sessionsView lists where an account is signed in.
type sessionsView struct {
	view
	Sessions []sessionLine
}

type sessionLine struct {
	Begun, LastUsed string
	// Here is true for the one of this very page.
	Here bool
}

// sessionList answers GET /gestion/connexions.
func (a *Admin) sessionList(c echo.Context) error {
	list, err := a.desk.Sessions(c.Request().Context(), current(c).ID)
	if err != nil {
		return err
	}
	v := sessionsView{view: a.newView(c, "Mes connexions")}
	sum := sha256.Sum256([]byte(a.sessions.Token(c.Request().Context())))
	here := base64.RawURLEncoding.EncodeToString(sum[:]) // as the session manager stores it
	for _, s := range list {
		v.Sessions = append(v.Sessions, sessionLine{momentText(s.Begun), momentText(s.LastUsed), s.ID == here})
	}
	return a.show(c, http.StatusOK, sessionsPage, v)
}

// momentText says a day and an hour.
func momentText(at time.Time) string {
	at = hours.Local(at)
	return hours.DateYearIn(language.French, at) + " à " + hours.FormatTime(at)
}
