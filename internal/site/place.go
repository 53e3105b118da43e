package site

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
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
	// SmallMap is what is around; WayURL opens the reader's own program for maps.
	SmallMap *pages.SmallMap
	WayURL   template.URL
	// Address is that of this page, with its host; QR draws it.
	Address string
	QR      template.HTML
	Share   shareLinks
	// Fresh and Stale are those of the only offer; several say their own.
	Fresh, Stale string
	Machine      civicPlace
	Around       network
	Offers       []offerView
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
	// Fresh says when the source last touched it, Stale warns instead when
	// that is over a year ago.
	Fresh, Stale string
	// Gone is the day since when its source no longer lists it, "" while it does.
	Gone string
	// CorrectedOn is the day on which people here last told something
	// otherwise than the source, "" when they never did.
	CorrectedOn string
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

func newStopDates(l *language.Language, m *catalog.Moment, place, offer int) ([]stopDates, error) {
	var list []stopDates
	for _, stop := range m.StopsAt(place, offer) {
		coming := m.Coming(stop.ID)
		lines, err := pages.NewVisitLines(l, m, coming[:min(nextListed, len(coming))])
		if err != nil {
			return nil, err
		}
		list = append(list, stopDates{
			When: catalog.StopText(l, stop), URL: pages.StopURL(m, stop), Visits: lines,
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
		return c.Redirect(http.StatusMovedPermanently, pages.InLanguage(pages.Spoken(c.QueryParams()), pages.PlaceURL(p)))
	}
	m, l := snapshot.At(s.opts.Now()), pages.Spoken(c.QueryParams())
	view := placeView{
		frame: s.Frame(l, p.Name+", "+p.Address.City, snapshot), Script: s.Path("page.js"), Place: p,
		Phone: p.Contact().Phone, URL: pages.PlaceURL(p),
		OpenText: m.Open(i).Text(l), OpenNow: m.Open(i).Open,
		MapURL:  fmt.Sprintf("/?view=15/%.4f/%.4f&tab=carte", p.Point.Lat(), p.Point.Lon()),
		Address: s.origin(c) + pages.InLanguage(l, pages.PlaceURL(p)), WayURL: wayURL(p),
	}
	view.Around = newAround(l, m, i)
	if view.SmallMap, err = s.smallMap(l, snapshot, p); err != nil {
		return err
	}
	view.Share, view.Machine = newShareLinks(l, p, view.Address), newCivicPlace(m, i, view.Address)
	if view.QR, err = qrSVG(view.Address); err != nil {
		return err
	}
	if len(p.Offers) > 1 {
		view.KindLabels = pages.KindLabels(p.Kinds())
	}
	for j := range p.Offers {
		offer := s.newOffer(l, m, i, j)
		if offer.Stops, err = newStopDates(l, m, i, j); err != nil {
			return err
		}
		if offer.datesSaid() {
			offer.Hours = nil // the rule of the stop says it better
		}
		view.Offers = append(view.Offers, offer)
	}
	if len(p.Offers) == 1 {
		view.Fresh, view.Stale = pages.Freshness(l, p.Updated(), m.At)
	}
	view.AddLanguages(c)
	return s.Render(c, l, m, placePage, view)
}

func (s *Site) newOffer(l *language.Language, m *catalog.Moment, place, offer int) offerView {
	p := m.Places[place]
	o := p.Offers[offer]
	source := catalog.SourceOf(m.Snapshot, s.opts.Sources, o.Source)
	open := m.OfferOpen(place, offer)
	view := offerView{
		Offer: o, KindLabels: pages.KindLabels([]mediation.Kind{o.Kind}), Alone: len(p.Offers) == 1,
		OpenText: open.Text(l), OpenNow: open.Open, Hours: m.HoursText(place, offer), WithoutHours: withoutHours(l, open),
		Conditions: conditions(l, o), SourceName: source.Name, Licence: source.Licence,
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
	view.Week = newWeek(l, m, place, offer)
	if !o.GoneSince.IsZero() {
		view.Gone = o.GoneSince.In(hours.Paris).Format(frenchDate)
	}
	if n := len(o.Corrected); n > 0 {
		view.CorrectedOn = o.Corrected[n-1].Since.In(hours.Paris).Format(frenchDate)
	}
	if !o.Updated.IsZero() {
		view.UpdatedText = o.Updated.Format(frenchDate)
		view.Fresh, view.Stale = pages.Freshness(l, o.Updated, m.At)
	}
	return view
}

// withoutHours says why there are no hours to show, and what to do.
func withoutHours(l *language.Language, open catalog.OpenState) string {
	if open.Mobile || open.NoPublic {
		return open.Text(l)
	}
	return l.Say("%s : appelez avant de vous déplacer.", open.Text(l))
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

// frenchDate writes a day in figures.
const frenchDate = "02/01/2006"

// conditions lists what the source says; nothing is made up where it is
// silent.
func conditions(l *language.Language, o mediation.Offer) []condition {
	var list []condition
	for _, c := range []struct {
		label string
		terms mediation.Vocabulary
		slugs []string
	}{
		{language.Mark("Prix"), mediation.Fees, o.Fee},
		{language.Mark("Pour venir"), mediation.Accesses, o.Access},
		{language.Mark("Accompagnement"), mediation.Supports, o.Support},
		{language.Mark("Pour qui en particulier"), mediation.Audiences, o.Audience},
		{language.Mark("Accueil adapté"), mediation.Cares, o.Care},
	} {
		if len(c.slugs) > 0 {
			list = append(list, condition{l.Say(c.label), labels(l, c.terms, c.slugs)})
		}
	}
	return list
}

func labels(l *language.Language, v mediation.Vocabulary, slugs []string) string {
	list := make([]string, len(slugs))
	for i, slug := range slugs {
		list[i] = l.Say(v.Label(slug))
	}
	return strings.Join(list, l.Say(", "))
}
