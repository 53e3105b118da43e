package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"escale/internal/mediation"
	"escale/internal/pages"
)

// sureView asks once before an account loses something.
type sureView struct {
	view
	// What is lost, "" for all of the account; After says what follows, Action is on
	// the button.
	What, After, Action string
}

func (a *Admin) newSure(c echo.Context, title, what, after, action string) sureView {
	v := sureView{a.newView(c, title), what, after, action}
	v.Here = action
	v.Trail = append(v.Trail, pages.Anchor{URL: accountsPath, Label: "Comptes"})
	return v
}

// sure answers GET of the addresses that close an account and take a right back, for
// who may do so.
func (a *Admin) sure(c echo.Context) error {
	list, err := a.newAccounts(c)
	if err != nil {
		return err
	}
	if c.Param("grant") == "" && !actor(c).May(mediation.ActClose, a.here("")) {
		return &mediation.Error{Kind: mediation.Forbidden, Sentence: "Votre compte ne ferme pas ceux des autres."}
	}
	path := c.Request().URL.Path
	for _, account := range list.Accounts {
		if account.CloseURL == path {
			v := a.newSure(c, "Fermer le compte "+account.Email+" ?", "", "La personne est déconnectée et n’entre plus ici. Ses modifications restent.", "Fermer ce compte")
			return a.show(c, http.StatusOK, surePage, v)
		}
		for _, g := range account.Grants {
			if g.URL == path {
				v := a.newSure(c, "Retirer ce droit à "+account.Email+" ?", g.Text, "La personne est déconnectée. Ses modifications restent.", "Retirer ce droit")
				return a.show(c, http.StatusOK, surePage, v)
			}
		}
	}
	return echo.ErrNotFound
}
