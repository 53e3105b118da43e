package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"escale/internal/mediation"
)

// OwnPages refuses what pages of other sites send. Trusted is the public
// address, "" when it is whatever people ask for.
func OwnPages(trusted string) echo.MiddlewareFunc {
	protection := http.NewCrossOriginProtection()
	failure := error(nil)
	if trusted != "" {
		failure = protection.AddTrustedOrigin(trusted)
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if failure != nil {
				return failure
			}
			if err := protection.Check(c.Request()); err != nil {
				return foreignPage(err)
			}
			return next(c)
		}
	}
}

// NamedPages refuses a write that does not say which page sends it: no browser of
// today is silent.
func NamedPages(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Request().Header
		if isWrite(c.Request()) && h.Get("Sec-Fetch-Site") == "" && h.Get("Origin") == "" {
			return foreignPage(nil)
		}
		return next(c)
	}
}

func isWrite(r *http.Request) bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions
}

func foreignPage(cause error) error {
	return &mediation.Error{Kind: mediation.Forbidden, Sentence: "Ce formulaire ne peut être envoyé que depuis Escale.", Cause: cause}
}
