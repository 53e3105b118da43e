package admin

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// sureView asks once before somebody loses something.
type sureView struct {
	view
	// What is lost, "" for all of the account; After says what follows, Action is on
	// the button, Back where who is not sure goes.
	What, After, Action, Back string
	// Fields are the values of the form, by name.
	Fields []pages.Choice
}

func (a *Admin) newSure(c echo.Context, title, what, after, action string) sureView {
	v := sureView{view: a.newView(c, title), What: what, After: after, Action: action, Back: accountsPath}
	v.Here = action
	v.Trail = append(v.Trail, pages.Anchor{URL: accountsPath, Label: "Comptes"})
	return v
}

// sureField is sent by the second tap.
const sureField = "certain"

// sureToRemove asks before somebody loses their seat: the next one has it at once.
func (a *Admin) sureToRemove(c echo.Context, class desk.Class) error {
	id := c.FormValue("inscription")
	i := slices.IndexFunc(class.People, func(r mediation.Registration) bool { return strconv.FormatInt(r.ID, 10) == id && r.State.Lives() })
	if i < 0 {
		return a.done(c, pages.ClassURL(class.ID), "Cette inscription est déjà annulée.")
	}
	r := class.People[i]
	after := "Son inscription est annulée."
	if r.State.TakesSeat() {
		after = "Sa place va tout de suite à la personne qui attend, s’il y en a une : cela ne se reprend pas."
	}
	v := sureView{
		view: a.newView(c, r.FirstName+" ne vient plus ?"), What: class.Series.Theme, After: after, Action: "Annuler cette inscription", Back: pages.ClassURL(class.ID),
		Fields: []pages.Choice{{ID: actField, Label: "retirer"}, {ID: "inscription", Label: id}, {ID: sureField, Label: "oui"}},
	}
	v.Trail = append(v.Trail, pages.Anchor{URL: workshopsPath, Label: "Ateliers"}, pages.Anchor{URL: v.Back, Label: class.Series.Theme})
	return a.show(c, http.StatusOK, surePage, v)
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
