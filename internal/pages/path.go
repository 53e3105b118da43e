package pages

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
)

// AtOwnPath leads a reader to the path of a page when they came by another:
// addresses carry a name for people, which changes. The answer is temporary, so
// that no browser keeps it: of a name that changed and changed back, it would
// hold both ways and go round for ever.
func AtOwnPath(c echo.Context, path string) (moved bool, err error) {
	address := *c.Request().URL
	if address.Path == path {
		return false, nil
	}
	address.Path, address.RawPath = path, ""
	return true, c.Redirect(http.StatusFound, address.RequestURI())
}

// The page of a workshop begins with WorkshopPath; SlipPath is that of who has a
// seat, its secret in the query: logs never have that.
const (
	WorkshopPath = "/ateliers"
	SlipPath     = "/inscription"
)

// ClassPath is the page of a workshop in the back office; BackToClass names the
// workshop on the slip that the team made, to get back there.
const (
	ClassPath   = "/gestion/atelier"
	BackToClass = "retour"
)

// ClassURL is the address of a workshop in the back office.
func ClassURL(id string) string { return ClassPath + "?" + url.Values{"atelier": {id}}.Encode() }
