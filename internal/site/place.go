package site

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

type placeView struct {
	frame
	Script string
	Place  mediation.Place
	// KindLabels are those of a place with several offers; each offer says its own.
	KindLabels []choice
	Phone      string
	OpenText   string
	OpenNow    bool
	URL        string
	MapURL     string
	// Address is that of this page, with its host; QR draws it.
	Address string
	QR      template.HTML
	Share   shareLinks
	// Old is true when the only offer is.
	Old     bool
	Machine civicPlace
	Offers  []offerView
}

type offerView struct {
	mediation.Offer
	KindLabels []choice
	// Alone is true for the only offer of a place: what the top of the page
	// says of the place is not said again.
	Alone bool
	// Title is the offer's own name, Organisation who runs it, Phone its own
	// number; each is "" when it would repeat what stands above.
	Title, Organisation, Phone string
	OpenText                   string
	OpenNow                    bool
	Hours                      []string
	WithoutHours               string // said in place of Hours
	// Week are the openings of the next seven days.
	Week []weekDay
	// Declared are the needs that the source says are done there, Implied
	// those that the offer's label promises, Possible those to ask for by
	// phone; Confirmed are the first two.
	Declared, Implied, Possible, Confirmed []string
	Conditions                             []condition
	// Stops tell when a vehicle comes; only a van has any.
	Stops               []stopDates
	SourceName, Licence string
	UpdatedText         string
	// Old is true for what its source has not touched for over a year.
	Old bool
	// Gone is the day since when its source no longer lists it, "" while it does.
	Gone string
}

// stopDates are the next visits of one stop.
type stopDates struct {
	When, URL string
	Visits    []visitLine
	// Told is true when the days are known, if not the weeks.
	Told bool
}

// nextListed is how many dates a place's page shows of each stop.
const nextListed = 5

// datesSaid is true when some stop tells its days.
func (v offerView) datesSaid() bool {
	return slices.ContainsFunc(v.Stops, func(st stopDates) bool { return st.Told })
}

func newStopDates(m *catalog.Moment, place, offer int) ([]stopDates, error) {
	var list []stopDates
	for _, stop := range m.StopsAt(place, offer) {
		coming := m.Coming(stop.ID)
		lines, err := newVisitLines(m, coming[:min(nextListed, len(coming))])
		if err != nil {
			return nil, err
		}
		list = append(list, stopDates{
			When: catalog.StopText(stop), URL: stopURL(m, stop), Visits: lines,
			Told: stop.Dates == mediation.DatesKnown || stop.Dates == mediation.DatesUnconfirmed,
		})
	}
	return list, nil
}

// condition is one thing the source says about price, coming, help…
type condition struct{ Label, Text string }

// place answers GET /lieux/{id}-{slug}. The slug is for people: a wrong one
// leads to the right page.
func (s *Site) place(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	id, slug, _ := strings.Cut(c.Param("id"), "-")
	i, err := snapshot.Place(id)
	if err != nil {
		return err
	}
	p := snapshot.Places[i]
	if slug != p.Slug() {
		return c.Redirect(http.StatusMovedPermanently, placeURL(p))
	}
	m := snapshot.At(s.opts.Now())
	view := placeView{
		frame: s.frame(p.Name+", "+p.Address.City, snapshot), Script: s.assets.path("page.js"), Place: p,
		Phone: p.Contact().Phone, URL: placeURL(p),
		OpenText: m.Open(i).Text(), OpenNow: m.Open(i).Open,
		MapURL:  fmt.Sprintf("/?view=15/%.4f/%.4f&tab=carte", p.Point.Lat(), p.Point.Lon()),
		Address: s.origin(c) + placeURL(p),
	}
	view.Share, view.Machine = newShareLinks(p, view.Address), newCivicPlace(m, i, view.Address)
	if view.QR, err = qrSVG(view.Address); err != nil {
		return err
	}
	if len(p.Offers) > 1 {
		view.KindLabels = kindLabels(p.Kinds())
	}
	for j := range p.Offers {
		offer := s.newOffer(m, i, j)
		if offer.Stops, err = newStopDates(m, i, j); err != nil {
			return err
		}
		if offer.datesSaid() {
			offer.Hours = nil // the rule of the stop says it better
		}
		view.Offers = append(view.Offers, offer)
	}
	view.Old = len(view.Offers) == 1 && view.Offers[0].Old
	return s.render(c, m, placePage, view)
}

func (s *Site) newOffer(m *catalog.Moment, place, offer int) offerView {
	p := m.Places[place]
	o := p.Offers[offer]
	source := s.opts.Sources[o.Source]
	open := m.OfferOpen(place, offer)
	view := offerView{
		Offer: o, KindLabels: kindLabels([]mediation.Kind{o.Kind}), Alone: len(p.Offers) == 1,
		OpenText: open.Text(), OpenNow: open.Open, Hours: m.HoursText(place, offer), WithoutHours: withoutHours(open),
		Conditions: conditions(o), SourceName: source.Name, Licence: source.Licence,
	}
	if o.Name != p.Name {
		view.Title = o.Name
	}
	if o.Operator != o.Name && o.Operator != p.Name {
		view.Organisation = o.Operator
	}
	if o.Contact.Phone != p.Contact().Phone {
		view.Phone = o.Contact.Phone
	}
	view.addNeeds(m.Needs, p.Services())
	view.Confirmed = slices.Concat(view.Declared, view.Implied)
	view.Week = newWeek(m, place, offer)
	if !o.GoneSince.IsZero() {
		view.Gone = o.GoneSince.In(hours.Paris).Format(frenchDate)
	}
	if !o.Updated.IsZero() {
		view.UpdatedText = o.Updated.Format(frenchDate)
		view.Old = s.opts.Now().Sub(o.Updated) > year
	}
	return view
}

// withoutHours says why there are no hours to show, and what to do.
func withoutHours(open catalog.OpenState) string {
	if open.Mobile || open.NoPublic {
		return open.Text()
	}
	return open.Text() + " : appelez avant de vous déplacer."
}

// addNeeds sorts the offer's needs. One that is only possible here is left
// out when another offer of the place surely gives it.
func (v *offerView) addNeeds(needs mediation.Needs, atPlace []mediation.Claim) {
	for _, claim := range v.Services {
		need, ok := needs.Find(claim.ID)
		switch {
		case !ok:
		case claim.Certainty == mediation.Declared:
			v.Declared = append(v.Declared, need.Label)
		case claim.Certainty == mediation.Implied:
			v.Implied = append(v.Implied, need.Label)
		case !slices.ContainsFunc(atPlace, func(c mediation.Claim) bool { return c.ID == claim.ID && c.Certainty.Confirmed() }):
			v.Possible = append(v.Possible, need.Label)
		}
	}
}

// year is the age past which a record may well be wrong.
const year = 366 * 24 * time.Hour

// frenchDate writes a day in figures.
const frenchDate = "02/01/2006"

// conditions lists what the source says; nothing is made up where it is
// silent.
func conditions(o mediation.Offer) []condition {
	var list []condition
	for _, c := range []struct {
		label string
		terms mediation.Vocabulary
		slugs []string
	}{
		{"Prix", mediation.Fees, o.Fee},
		{"Pour venir", mediation.Accesses, o.Access},
		{"Accompagnement", mediation.Supports, o.Support},
		{"Pour qui en particulier", mediation.Audiences, o.Audience},
		{"Accueil adapté", mediation.Cares, o.Care},
	} {
		if len(c.slugs) > 0 {
			list = append(list, condition{c.label, labels(c.terms, c.slugs)})
		}
	}
	return list
}

func labels(v mediation.Vocabulary, slugs []string) string {
	list := make([]string, len(slugs))
	for i, slug := range slugs {
		list[i] = v.Label(slug)
	}
	return strings.Join(list, ", ")
}
