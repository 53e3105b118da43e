package admin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/desk"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// closuresView is the form of the days on which an offer is closed.
type closuresView struct {
	view
	Back, Before string
	Closures     []closureLine
	Reasons      []pages.Choice
	// Other, From and To are what the form holds.
	Other, From, To string
}

// closureLine is a closure, with its number for the button that takes it away.
type closureLine struct {
	Text   string
	Number int
}

// closureReasons are those that the public most often reads.
var closureReasons = []string{"Congés", "Travaux", "Formation"}

func (a *Admin) newClosures(c echo.Context) (v closuresView, list []mediation.Closure, err error) {
	key := c.QueryParam(keyName)
	h, err := a.desk.Offer(c.Request().Context(), actor(c), key)
	if err != nil {
		return v, nil, err
	}
	o := h.Offer
	v = closuresView{
		view: a.newView(c, "Fermer quelques jours : "+o.Name), Back: offerURL("/lieu", key), Before: valueOf(mediation.ClosuresField, o),
		Reasons: choices(closureReasons, c.FormValue(reasonField)), Other: c.FormValue(otherField), From: c.FormValue("du"), To: c.FormValue("au"),
	}
	v.Here = "Fermer quelques jours"
	v.Trail = append(v.Trail, pages.Anchor{URL: Root + "/lieux", Label: "Mes lieux"}, pages.Anchor{URL: v.Back, Label: o.Name})
	for i, closure := range o.Closures {
		v.Closures = append(v.Closures, closureLine{a.closureText(closure), i})
	}
	return v, o.Closures, nil
}

func (a *Admin) closureText(c mediation.Closure) string {
	return catalog.ClosureText(language.French, c, a.today())
}

// closuresForm answers GET /gestion/lieu/fermer.
func (a *Admin) closuresForm(c echo.Context) error {
	v, _, err := a.newClosures(c)
	if err != nil {
		return err
	}
	return a.show(c, http.StatusOK, closuresPage, v)
}

// changeClosures answers POST /gestion/lieu/fermer: it adds a closure, or takes one back.
func (a *Admin) changeClosures(c echo.Context) error {
	v, list, err := a.newClosures(c)
	if err != nil {
		return err
	}
	sentence := "C’est noté : la carte dit déjà que c’est fermé ces jours-là."
	list = slices.Clone(list)
	if number := c.FormValue("retirer"); number != "" {
		i, err := strconv.Atoi(number)
		if err != nil || i < 0 || i >= len(list) {
			return echo.ErrNotFound
		}
		list, sentence = slices.Delete(list, i, i+1), "Cette fermeture est retirée. La carte le dit déjà."
	} else {
		closure, err := v.closure(c)
		if err != nil {
			return a.refused(c, &v.view, closuresPage, &v, err)
		}
		list = append(list, closure)
		slices.SortStableFunc(list, func(a, b mediation.Closure) int { return strings.Compare(string(a.From), string(b.From)) })
	}
	before := c.FormValue(beforeField)
	_, err = a.desk.Correct(c.Request().Context(), actor(c), desk.Correction{Key: c.QueryParam(keyName), Closures: &list, Before: &before})
	if err != nil {
		return a.refused(c, &v.view, closuresPage, &v, err)
	}
	return a.done(c, v.Back, sentence)
}

// closure is the one that the form holds.
func (v *closuresView) closure(c echo.Context) (closure mediation.Closure, err error) {
	if closure.From, err = typedDay("du", v.From, "Choisissez le premier jour."); err != nil {
		return closure, err
	}
	closure.To, err = typedDay("au", v.To, "Choisissez le dernier jour.")
	closure.Reason = typedReason(c)
	return closure, err
}
