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
	// Requests is how many requests for access wait for an answer of this account.
	Requests int
	// Vans is how many requests for the van do.
	Vans int
}

// home answers GET /gestion.
func (a *Admin) home(c echo.Context) error {
	account := current(c)
	var err error
	v := homeView{view: a.newView(c, "Gestion"), PastURL: historyURL(mediation.ObjectAccount, strconv.FormatInt(account.ID, 10))}
	for _, g := range account.Grants {
		v.Grants = append(v.Grants, newGrantLine(account.ID, g))
	}
	if a.desk.Answers(actor(c)) {
		list, err := a.desk.Requests(c.Request().Context(), actor(c))
		if err != nil {
			return err
		}
		v.Requests = len(list)
	}
	if v.Vans, err = a.desk.OpenVans(c.Request().Context(), actor(c)); err != nil {
		return err
	}
	return a.show(c, http.StatusOK, homePage, v)
}
