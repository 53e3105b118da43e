package admin

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// keyName is the parameter that names an offer, fieldName a field of it.
const (
	keyName   = "offre"
	fieldName = "champ"
)

func offerURL(page, key string) string {
	return Root + page + "?" + url.Values{keyName: {key}}.Encode()
}

// offersView lists the offers that an account keeps right.
type offersView struct {
	view
	Query  string
	Offers []offerLine
	// More is how many there is no room for.
	More int
}

type offerLine struct{ Name, Town, Kind, Updated, URL string }

// mostOffers is how many offers one page lists: those who keep more look for them.
const mostOffers = 50

// offers answers GET /gestion/lieux.
func (a *Admin) offers(c echo.Context) error {
	list, err := a.desk.Offers(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	v := offersView{view: a.newView(c, "Mes lieux"), Query: strings.TrimSpace(c.QueryParam("q"))}
	words := strings.Fields(mediation.Fold(v.Query))
	for _, h := range list {
		if !hasAll(mediation.Fold(h.Offer.Name+" "+h.Offer.Address.City+" "+h.Offer.Operator), words) {
			continue
		}
		if len(v.Offers) == mostOffers {
			v.More++
			continue
		}
		v.Offers = append(v.Offers, offerLine{
			h.Offer.Name, h.Offer.Address.City, h.Offer.Kind.Label(), dayText(h.Offer), offerURL("/lieu", h.Offer.Key()),
		})
	}
	return a.show(c, http.StatusOK, offersPage, v)
}

func hasAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func dayText(o mediation.Offer) string {
	if o.Updated.IsZero() {
		return ""
	}
	return hours.DateYearIn(language.French, o.Updated)
}

// offerView is an offer field by field, as the public sees it, each with the way
// to correct it.
type offerView struct {
	view
	Name, Town, Updated string
	// PlaceURL is its page for the public, ConfirmURL says that all of it is right.
	PlaceURL, ConfirmURL string
	// Key names it.
	Key    string
	Fields []fieldLine
	// Closures are its days closed, ClosuresURL leads to their form, "" for a bus.
	Closures    []string
	ClosuresURL string
	// OpenURL leads to the form that opens a workshop there, "" for a bus.
	OpenURL string
	Changes []changeLine
	// PastURL is the whole history, with its file.
	PastURL string
}

type fieldLine struct{ Label, Text, URL string }

// offer answers GET /gestion/lieu.
func (a *Admin) offer(c echo.Context) error {
	ctx, key := c.Request().Context(), c.QueryParam(keyName)
	h, err := a.desk.Offer(ctx, actor(c), key)
	if err != nil {
		return err
	}
	v := offerView{
		view: a.newView(c, h.Offer.Name), Name: h.Offer.Name, Town: h.Offer.Address.City, Updated: dayText(h.Offer),
		PlaceURL: "/lieux/" + h.PlaceID, ConfirmURL: offerURL("/lieu/juste", key), Key: key, PastURL: historyURL(mediation.ObjectOffer, key),
	}
	v.Trail = append(v.Trail, pages.Anchor{URL: Root + "/lieux", Label: "Mes lieux"})
	if !h.Offer.Mobile() {
		v.ClosuresURL = offerURL("/lieu/fermer", key)
		v.OpenURL = openPath + "?" + url.Values{placeName: {h.PlaceID}}.Encode()
	}
	for _, closure := range h.Offer.Closures {
		v.Closures = append(v.Closures, a.closureText(closure))
	}
	for _, f := range fieldForms {
		text := spoken(f.Name, f.text(h.Offer))
		if met := h.Offer.Met; f.Name == mediation.NeedsField && met != nil {
			text = strings.Join(a.needLabels(met.Needs), "\n")
		}
		v.Fields = append(v.Fields, fieldLine{f.Label, text, offerURL("/lieu/corriger", key) + "&" + fieldName + "=" + f.Name})
	}
	changes, err := a.desk.History(ctx, actor(c), mediation.Object{Kind: mediation.ObjectOffer, ID: key})
	if err != nil {
		return err
	}
	v.Changes = a.newChangeLines(changes, offerURL("/lieu", key))
	return a.show(c, http.StatusOK, offerPage, v)
}

// confirm answers POST /gestion/lieu/juste.
func (a *Admin) confirm(c echo.Context) error {
	key := c.QueryParam(keyName)
	if _, err := a.desk.Correct(c.Request().Context(), actor(c), desk.Correction{Key: key, Confirm: true}); err != nil {
		return err
	}
	return a.done(c, offerURL("/lieu", key), "Merci, c’est noté : tout est juste aujourd’hui.")
}
