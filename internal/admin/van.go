package admin

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// OnDemand is what requests for the van can become.
type OnDemand interface {
	AnswersVans(by desk.Actor) bool
	OpenVans(ctx context.Context, by desk.Actor) (int, error)
	VanQueue(ctx context.Context, by desk.Actor) ([]desk.VanLine, error)
	VanCalendar(ctx context.Context, by desk.Actor, from, to time.Time) ([]desk.VanDay, error)
	Van(ctx context.Context, by desk.Actor, id int64, look string) (desk.VanSheet, error)
	TypeVan(ctx context.Context, by desk.Actor, r mediation.VanRequest) (int64, error)
	TakeVan(ctx context.Context, by desk.Actor, id int64) error
	VouchVan(ctx context.Context, by desk.Actor, id int64) error
	ProposeVan(ctx context.Context, by desk.Actor, id int64, offer desk.VanOffer) error
	PostponeVan(ctx context.Context, by desk.Actor, id int64, reason string) error
	RefuseVan(ctx context.Context, by desk.Actor, id int64, reason string) error
	AcceptVanByPhone(ctx context.Context, by desk.Actor, id int64, dates []int64) error
	DeclineVanByPhone(ctx context.Context, by desk.Actor, id int64) error
	WithdrawVanByPhone(ctx context.Context, by desk.Actor, id int64) error
}

// VanOptions are what the pages of the van on demand need beside.
type VanOptions struct {
	Terms mediation.VanTerms
	// FillCommune finds the commune that a form means, Map draws where requests come
	// from.
	FillCommune func(form *pages.VanForm) error
	Map         func(points []pages.MapPoint) (*pages.SmallMap, error)
}

// The pages of requests for the van, and the fields of their forms.
const (
	vansPath   = Root + "/bus"
	vanPath    = vansPath + "/demande"
	typePath   = vansPath + "/saisir"
	viewField  = "vue"
	monthField = "mois"
)

// registerVans adds the routes.
func (a *Admin) registerVans(g *echo.Group) {
	g.GET("/bus", a.signedIn(a.vans))
	g.GET("/bus/saisir", a.signedIn(form(a, typePage, a.newTyped)))
	g.POST("/bus/saisir", a.signedIn(a.typeVan))
	g.GET("/bus/demande/:id", a.signedIn(a.van))
	g.POST("/bus/demande/:id", a.signedIn(a.answerVan))
}

func vanURL(id int64) string { return vanPath + "/" + strconv.FormatInt(id, 10) }

// vansView lists the requests: as a list, on a map, or day by day.
type vansView struct {
	view
	Views  []pages.NavLink
	Groups []vanGroup
	Map    *pages.SmallMap
	Month  *vanMonth
}

type vanGroup struct {
	Title string
	// Folded is true for what nobody has to do anything about.
	Folded bool
	Cards  []vanCard
}

// vanCard is a request in the list; Number is that on the map.
type vanCard struct {
	Number                         int
	URL, Commune, State, Tour, Who string
	When                           string
	ByPhone, Unsure                bool
	Dates, Clashes                 []string
	// Same leads to other open requests that may be the same one.
	Same []pages.Anchor
}

// groupsOf are the groups of the list, what waits for the team first.
var vanGroups = []struct {
	title  string
	states []mediation.VanState
	folded bool
}{
	{"À répondre", []mediation.VanState{mediation.VanReceived, mediation.VanInReview, mediation.VanExpired}, false},
	{"En attente de la commune", []mediation.VanState{mediation.VanProposed}, false},
	{"Confirmées", []mediation.VanState{mediation.VanConfirmed}, false},
	{"Terminées", []mediation.VanState{mediation.VanDone, mediation.VanRefused, mediation.VanWithdrawn}, true},
}

// vans answers GET /gestion/bus.
func (a *Admin) vans(c echo.Context) error {
	list, err := a.desk.VanQueue(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	v := vansView{view: a.newView(c, "Bus à la demande")}
	v.addViews(c.QueryParam(viewField))
	points := v.addGroups(list, a.zone())
	switch c.QueryParam(viewField) {
	case "carte":
		v.Map, err = a.opts.Van.Map(points)
	case "calendrier":
		v.Month, err = a.newVanMonth(c)
	}
	if err != nil {
		return err
	}
	return a.show(c, http.StatusOK, vansPage, v)
}

func (a *Admin) zone() *time.Location { return hours.ZoneOf(a.opts.Departement) }

func (v *vansView) addViews(chosen string) {
	for _, view := range []struct{ id, label string }{{"", "Liste"}, {"carte", "Carte"}, {"calendrier", "Calendrier"}} {
		address := vansPath
		if view.id != "" {
			address += "?" + url.Values{viewField: {view.id}}.Encode()
		}
		v.Views = append(v.Views, pages.NavLink{Anchor: pages.Anchor{URL: address, Label: view.label}, Current: view.id == chosen})
	}
}

// addGroups puts requests under what is to be done with them, and numbers them.
func (v *vansView) addGroups(list []desk.VanLine, zone *time.Location) (points []pages.MapPoint) {
	number := 0
	for _, g := range vanGroups {
		group := vanGroup{Title: g.title, Folded: g.folded}
		for _, state := range g.states {
			for _, r := range list {
				if r.State != state {
					continue
				}
				number++
				card := newVanCard(r, zone)
				card.Number = number
				group.Cards = append(group.Cards, card)
				if !g.folded && !slices.ContainsFunc(points, func(p pages.MapPoint) bool { return p.Point == r.Centre }) { // one mark for each commune
					points = append(points, pages.MapPoint{Point: r.Centre, Number: number, Waits: r.State.Open() && r.State != mediation.VanProposed})
				}
			}
		}
		if len(group.Cards) > 0 {
			v.Groups = append(v.Groups, group)
		}
	}
	return points
}

// sameVans leads to requests that may be one that is shown, asked twice.
func sameVans(list []mediation.VanRequest, zone *time.Location) (links []pages.Anchor) {
	for _, r := range list {
		label := "reçue le " + hours.DateYearIn(language.French, r.At.In(zone))
		if r.ByPhone {
			label += ", par téléphone"
		}
		links = append(links, pages.Anchor{URL: vanURL(r.ID), Label: label})
	}
	return links
}

func newVanCard(r desk.VanLine, zone *time.Location) vanCard {
	card := vanCard{
		URL: vanURL(r.ID), Commune: r.CommuneName, State: r.State.Label(), Tour: r.TourName, Who: r.Requester.Function, ByPhone: r.ByPhone, Unsure: r.Sure.IsZero(),
		When: hours.DateYearIn(language.French, r.At.In(zone)), Clashes: r.Clashes, Same: sameVans(r.Same, zone),
	}
	for _, date := range r.Dates {
		card.Dates = append(card.Dates, hours.DateSpanIn(language.French, date.Start.In(zone), date.End.In(zone)))
	}
	return card
}
