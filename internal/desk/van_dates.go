package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/tour"
)

func (d *Desk) zone() *time.Location { return hours.ZoneOf(d.Departement) }

// sayMoment says an instant on the clock of the département.
func (d *Desk) sayMoment(t time.Time) string {
	t = t.In(d.zone())
	return hours.FormatDay(t) + " à " + hours.FormatTime(t)
}

// VanOffer is what the team proposes: dates of one tour, kept for some days.
type VanOffer struct {
	Tour  string
	Dates []mediation.VanDate
	Days  int
	Plan  mediation.VanPlan
}

// mostDates is how many dates one proposal holds: a series of ten, twice.
const mostDates = 20

// ProposeVan proposes dates, which are kept until an expiry. Those of before are free
// again; visits that were agreed upon are cancelled: they must be accepted again.
func (d *Desk) ProposeVan(ctx context.Context, by Actor, id int64, offer VanOffer) error {
	offer, err := d.checkOffer(offer)
	if err != nil {
		return err
	}
	return d.withVan(ctx, by, id, func(tx Tx, r *mediation.VanRequest) error {
		if err := d.step(ctx, tx, by, r, mediation.VanPropose); err != nil {
			return err
		}
		if err := by.check(mediation.ActVan, Subject{Object: vanObject(r.ID), Tour: offer.Tour, Departement: d.Departement}); err != nil {
			return err
		}
		if err := d.freeDates(ctx, tx, by, r, "Une autre date est cherchée avec la commune"); err != nil {
			return err
		}
		if err := d.lapse(ctx, tx); err != nil { // what nobody answered in time is free again
			return err
		}
		r.Tour, r.Plan, r.Answer = offer.Tour, offer.Plan, ""
		if err := d.keepDates(ctx, tx, *r, offer.Dates); err != nil {
			return err
		}
		r.Until = hours.Midnight(d.Now().In(d.zone()), offer.Days+1)
		if first := offer.Dates[0].Start; first.Before(r.Until) {
			r.Until = first // what is past cannot be agreed to
		}
		return d.tellVan(ctx, tx, *r, mediation.MailVanProposed)
	})
}

func (d *Desk) checkOffer(o VanOffer) (VanOffer, error) {
	o.Plan.Theme = strings.Join(strings.Fields(clean(o.Plan.Theme)), " ")
	slices.SortFunc(o.Dates, func(a, b mediation.VanDate) int { return a.Start.Compare(b.Start) })
	switch {
	case len(o.Dates) == 0 || len(o.Dates) > mostDates:
		return o, mediation.InvalidParameter("date", "Choisissez au moins une date, et 20 au plus.")
	case o.Days < 1 || o.Days > 60:
		return o, mediation.InvalidParameter("garder", "Gardez les dates de 1 à 60 jours.")
	case o.Plan.Theme == "" || utf8.RuneCountInString(o.Plan.Theme) > mediation.MaxTheme:
		return o, mediation.InvalidParameter("theme", "Dites en 80 caractères au plus ce qu’on y apprend.")
	case o.Plan.Seats < 1 || o.Plan.Seats > mediation.MaxSeats:
		return o, mediation.InvalidParameter("places", "Dites combien de personnes peuvent venir : de 1 à 200.")
	}
	for i, date := range o.Dates {
		if !date.Start.After(d.Now()) || !date.End.After(date.Start) {
			return o, mediation.InvalidParameter("date", "Une de ces dates est passée.")
		}
		if d.dayOf(date.Start) > d.dayOf(d.Now().AddDate(1, 0, 0)) {
			return o, mediation.InvalidParameter("date", "Une de ces dates est dans plus d’un an : vérifiez l’année.")
		}
		if i > 0 && d.dayOf(o.Dates[i-1].Start) == d.dayOf(date.Start) {
			return o, mediation.InvalidParameter("date", "Deux dates sont le même jour : un passage par jour dans une salle.")
		}
	}
	return o, nil
}

func (d *Desk) dayOf(t time.Time) mediation.Day { return mediation.DayOf(t.In(d.zone())) }

// keepDates keeps times of the vehicle of a request, each of which must clash with
// nothing.
func (d *Desk) keepDates(ctx context.Context, tx Tx, r mediation.VanRequest, dates []mediation.VanDate) error {
	if err := d.stillFree(ctx, tx, r, dates); err != nil {
		return err
	}
	fleet, err := d.fleet(ctx, tx, dates[0].Start, dates[len(dates)-1].End)
	if err != nil {
		return err
	}
	return tx.Keep(ctx, r.ID, fleet.key(r.Tour), dates)
}

// stillFree is an error when something stands against one of the dates: a source may have
// brought a visit since they were proposed.
func (d *Desk) stillFree(ctx context.Context, tx Tx, r mediation.VanRequest, dates []mediation.VanDate) error {
	if err := tx.FreeCancelled(ctx, d.Now()); err != nil {
		return err
	}
	fleet, err := d.fleet(ctx, tx, dates[0].Start, dates[len(dates)-1].End)
	if err != nil {
		return err
	}
	if fleet.tours[r.Tour].ID == "" {
		return mediation.InvalidParameter("tournee", "Choisissez une tournée.")
	}
	search, err := fleet.search(r, r.Tour)
	if err != nil {
		return err
	}
	for _, date := range dates {
		if reason, free := search.Clash(date.Start, date.End); !free {
			return &mediation.Error{Kind: mediation.Conflict, Parameter: "date", Sentence: "Le " + d.sayMoment(date.Start) + " n’est pas libre. " + reason}
		}
	}
	return nil
}

// fleet is what all vehicles do in a window of time.
type fleet struct {
	*Desk
	tours    map[string]mediation.Tour
	communes map[string]mediation.Commune
	comings  []mediation.Coming
	bookings []mediation.Booking
}

func (d *Desk) fleet(ctx context.Context, tx Tx, from, to time.Time) (f fleet, err error) {
	f = fleet{Desk: d, tours: map[string]mediation.Tour{}, communes: map[string]mediation.Commune{}}
	tours, err := tx.Tours(ctx, d.Departement)
	if err != nil {
		return f, err
	}
	for _, h := range tours {
		if !h.Gone {
			f.tours[h.Tour.ID] = h.Tour
		}
	}
	communes, err := tx.Communes(ctx, d.Departement)
	if err != nil {
		return f, err
	}
	for _, c := range communes {
		f.communes[c.INSEE] = c
	}
	if f.comings, err = d.Vans.Comings(ctx, tx, d.dayOf(from), d.dayOf(to)); err != nil {
		return f, err
	}
	f.bookings, err = tx.Bookings(ctx, d.Departement, from.AddDate(0, 0, -1))
	return f, err
}

// key names the vehicle of a tour among those of all départements.
func (f fleet) key(id string) string { return f.Departement + " " + tour.VehicleKey(f.tours[id]) }

// search looks for dates of the vehicle of a tour for a request. What the request has
// itself stands against nothing.
func (f fleet) search(r mediation.VanRequest, id string) (tour.Search, error) {
	commune, known := f.communes[r.Commune]
	if !known {
		return tour.Search{}, mediation.InvalidParameter("commune", "Cette commune n’est plus sur la carte.")
	}
	return tour.Search{
		Departement: f.Departement, Wishes: r.Wishes, FreeFrom: r.Room.From, Least: mediation.UsualLength, At: commune.Centre, Busy: f.busy(r, f.key(id)), Terms: f.VanTerms,
	}, nil
}

// busy is what a vehicle does, and what is kept of it for other requests.
func (f fleet) busy(r mediation.VanRequest, key string) (list []tour.Engagement) {
	own := map[string]bool{}
	for _, date := range r.Dates {
		own[date.Visit] = date.Booked()
	}
	for _, c := range f.comings {
		if f.key(c.Tour.ID) != key || c.Visit.Status == mediation.Cancelled || own[c.Visit.ID] {
			continue
		}
		list = append(list, tour.Engagement{Start: c.Visit.Start, End: c.Visit.End, Point: f.pointOf(c), Name: "passage, " + f.communes[c.Commune()].Name})
	}
	for _, b := range f.bookings {
		if b.Vehicle != key || b.Request == r.ID || b.Booked() { // a visit says it already
			continue
		}
		c := f.communes[b.Commune]
		list = append(list, tour.Engagement{Start: b.Start, End: b.End, Point: c.Centre, Name: fmt.Sprintf("date proposée, %s (demande %d)", c.Name, b.Request)})
	}
	slices.SortFunc(list, func(a, b tour.Engagement) int { return a.Start.Compare(b.Start) })
	return list
}

func (f fleet) pointOf(c mediation.Coming) orb.Point {
	switch {
	case c.Visit.Venue != nil:
		return c.Visit.Venue.Point
	case c.Offer.Point != nil:
		return *c.Offer.Point
	}
	return f.communes[c.Commune()].Centre
}
