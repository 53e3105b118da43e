package admin

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"escale/internal/mediation"
)

const (
	accountKey = "account" // in the session, and in the request's context
	linkField  = "jeton"
)

// session loads the session of a request and keeps what it became.
func (a *Admin) session(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Add("Vary", "Cookie")
		token := ""
		if cookie, err := c.Cookie(a.sessions.Cookie.Name); err == nil {
			token = cookie.Value
		}
		ctx, err := a.sessions.Load(c.Request().Context(), token)
		if err != nil {
			return err
		}
		c.SetRequest(c.Request().WithContext(ctx))
		c.Response().Before(func() { a.keepSession(c) })
		return next(c)
	}
}

// keepSession stores the session before the answer's headers go.
func (a *Admin) keepSession(c echo.Context) {
	// An error is answered once the time limit of its handler is over.
	ctx := context.WithoutCancel(c.Request().Context())
	switch a.sessions.Status(ctx) {
	case scs.Modified:
		token, expiry, err := a.sessions.Commit(ctx)
		if err != nil {
			slog.Error("the session could not be kept", "error", err)
			return
		}
		a.sessions.WriteSessionCookie(ctx, c.Response(), token, expiry)
	case scs.Destroyed:
		a.sessions.WriteSessionCookie(ctx, c.Response(), "", time.Time{})
	}
}

// current is the account that is signed in, the zero value for none.
func current(c echo.Context) mediation.Account {
	account, _ := c.Get(accountKey).(mediation.Account)
	return account
}

// signedIn lets only those in who signed in. The account is read each time, so
// that a right that was taken back is gone at once.
func (a *Admin) signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := a.sessions.GetInt64(c.Request().Context(), accountKey)
		if id == 0 {
			return c.Redirect(http.StatusSeeOther, Root+"/connexion")
		}
		account, err := a.desk.Account(c.Request().Context(), id)
		if kind := mediation.KindOf(err); kind == mediation.NotFound || kind == mediation.Forbidden {
			if err := a.sessions.Destroy(c.Request().Context()); err != nil {
				return err
			}
			return c.Redirect(http.StatusSeeOther, Root+"/connexion")
		}
		if err != nil {
			return err
		}
		c.Set(accountKey, account)
		return next(c)
	}
}

// signOut answers POST /gestion/deconnexion.
func (a *Admin) signOut(c echo.Context) error {
	if err := a.sessions.Destroy(c.Request().Context()); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, Root+"/connexion")
}

// signOutEverywhere answers POST /gestion/deconnexion-partout.
func (a *Admin) signOutEverywhere(c echo.Context) error {
	if err := a.desk.SignOutEverywhere(c.Request().Context(), current(c).ID); err != nil {
		return err
	}
	return a.signOut(c)
}

// faultOf is the fault of a form that a person can mend.
func faultOf(err error) (*mediation.Error, bool) {
	fault, ok := errors.AsType[*mediation.Error](err)
	if !ok || fault.Kind == mediation.Unavailable || fault.Kind == mediation.Forbidden {
		return nil, false
	}
	return fault, true
}
