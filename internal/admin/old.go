package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
)

const oldPath = Root + "/a-confirmer"

// oldView lists the offers that nobody confirmed for long.
type oldView struct {
	view
	Offers []oldLine
}

// oldLine is an offer, with its key for the form that says that it is right.
type oldLine struct {
	offerLine
	Key string
}

// old answers GET /gestion/a-confirmer.
func (a *Admin) old(c echo.Context) error {
	list, err := a.desk.OldOffers(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	v := oldView{view: a.newView(c, "À confirmer")}
	for _, h := range list {
		o := h.Offer
		v.Offers = append(v.Offers, oldLine{offerLine{o.Name, o.Address.City, o.Kind.Label(), dayText(o), offerURL("/lieu", o.Key())}, o.Key()})
	}
	return a.show(c, http.StatusOK, oldPage, v)
}

// confirmOld answers POST /gestion/a-confirmer.
func (a *Admin) confirmOld(c echo.Context) error {
	if _, err := a.desk.Correct(c.Request().Context(), actor(c), desk.Correction{Key: c.FormValue(keyName), Confirm: true}); err != nil {
		return err
	}
	return a.done(c, oldPath, "Merci, c’est noté : tout est juste aujourd’hui.")
}
