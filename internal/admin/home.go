package admin

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"escale/internal/mediation"
)

// homeView is the first page: what this account may do.
type homeView struct {
	view
	Grants []grantLine
	// PastURL is what this account did.
	PastURL string
}

// home answers GET /gestion.
func (a *Admin) home(c echo.Context) error {
	account := current(c)
	v := homeView{view: a.newView(c, "Gestion"), PastURL: historyURL(mediation.ObjectAccount, strconv.FormatInt(account.ID, 10))}
	for _, g := range account.Grants {
		v.Grants = append(v.Grants, newGrantLine(account.ID, g))
	}
	return a.show(c, http.StatusOK, homePage, v)
}
