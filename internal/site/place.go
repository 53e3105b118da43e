package site

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

type placeView struct {
	frame
	Place      mediation.Place
	KindLabels []choice
	Phone      string
	OpenText   string
	Offers     []offerView
}

type offerView struct {
	mediation.Offer
	KindLabel string
	OpenText  string
	Hours     []string
	// Confirmed are the needs done there, Possible those to ask for by phone.
	Confirmed, Possible []string
	Fees, Accesses      []string
	SourceName, Licence string
	UpdatedText         string
}

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
		frame: s.frame(p.Name+", "+p.Address.City, snapshot), Place: p,
		KindLabels: kindLabels(p.Kinds()), Phone: p.Contact().Phone, OpenText: m.Open(i).Text(),
	}
	for j, o := range p.Offers {
		view.Offers = append(view.Offers, s.newOffer(m, i, j, o))
	}
	return s.render(c, m, placePage, view)
}

func (s *Site) newOffer(m *catalog.Moment, place, offer int, o mediation.Offer) offerView {
	source := s.opts.Sources[o.Source]
	view := offerView{
		Offer: o, KindLabel: o.Kind.Label(), OpenText: m.OfferOpen(place, offer).Text(), Hours: m.HoursText(place, offer),
		Fees: labels(mediation.Fees, o.Fee), Accesses: labels(mediation.Accesses, o.Access),
		SourceName: source.Name, Licence: source.Licence,
	}
	for _, claim := range o.Services {
		need, ok := m.Needs.Find(claim.ID)
		switch {
		case !ok:
		case claim.Certainty.Confirmed():
			view.Confirmed = append(view.Confirmed, need.Label)
		default:
			view.Possible = append(view.Possible, need.Label)
		}
	}
	if !o.Updated.IsZero() {
		view.UpdatedText = o.Updated.Format(frenchDate)
	}
	return view
}

// frenchDate writes a day in figures.
const frenchDate = "02/01/2006"

func labels(v mediation.Vocabulary, slugs []string) []string {
	list := make([]string, 0, len(slugs))
	for _, slug := range slugs {
		list = append(list, v.Label(slug))
	}
	return list
}
