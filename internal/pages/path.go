package pages

import (
	"net/http"

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
