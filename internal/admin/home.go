package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// homeView is the first page: what this account may do.
type homeView struct {
	view
	Grants []grantLine
}

// home answers GET /gestion.
func (a *Admin) home(c echo.Context) error {
	account := current(c)
	v := homeView{view: a.newView(c, "Gestion")}
	for _, g := range account.Grants {
		v.Grants = append(v.Grants, newGrantLine(account.ID, g))
	}
	return a.show(c, http.StatusOK, homePage, v)
}
