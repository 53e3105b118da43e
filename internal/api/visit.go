package api

import (
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// visitProperties are those of a visit; `distance` follows.
type visitProperties struct {
	Start       string                `json:"start"`
	End         string                `json:"end"`
	Status      mediation.VisitStatus `json:"status"`
	StatusLabel string                `json:"status_label"`
	Theme       string                `json:"theme"`
	Place       string                `json:"place"`
	PlaceName   string                `json:"place_name"`
	Stop        string                `json:"stop"`
	Tour        string                `json:"tour"`
	TourName    string                `json:"tour_name"`
	// Venue is true when it takes place elsewhere than at its stop; VenueName
	// and the address are then those of there.
	Venue         bool          `json:"venue"`
	VenueName     string        `json:"venue_name"`
	Address       string        `json:"address"`
	Postcode      string        `json:"postcode"`
	City          string        `json:"city"`
	INSEE         string        `json:"insee"`
	Room          string        `json:"room"`
	Access        string        `json:"access"`
	Phone         string        `json:"phone"`
	Reason        string        `json:"reason"`
	PreviousStart *string       `json:"previous_start"`
	Services      servicesByHow `json:"services,omitzero"`
	// Workshops are those at the visit, by start.
	Workshops []visitWorkshop `json:"workshops"`
	Sequence  int             `json:"sequence"`
	// Updated is when it last changed, null when it never did.
	Updated *string `json:"updated"`
	// Source is an id of the member sources of the answer.
	Source string `json:"source"`
}

// visitSite is a visit with its place and its organiser.
type visitSite struct {
	*mediation.Visit
	stop    *mediation.Stop
	tour    mediation.Tour
	place   *mediation.Place
	offer   *mediation.Offer
	name    string // of where it takes place
	address mediation.Address
	// access tells how to get in; what is said of the stop does not hold
	// elsewhere.
	access string
	phone  string
}

func siteOf(s *catalog.Snapshot, i int) (visitSite, error) {
	v := &s.Visits[i]
	stop, err := s.Stop(v.Stop)
	if err != nil {
		return visitSite{}, err
	}
	place, offer := s.StopPlace(stop)
	out := visitSite{Visit: v, stop: stop, tour: tourOf(s, v.Tour), place: &s.Places[place], offer: &s.Places[place].Offers[offer], access: stop.Access}
	out.name, out.address = out.place.Name, out.place.Address
	if v.Venue != nil {
		out.name, out.address, out.access = v.Venue.Name, v.Venue.Address, ""
	}
	out.phone = out.offer.Contact.Phone
	if out.phone == "" {
		out.phone = out.tour.Contact.Phone
	}
	return out, nil
}

// point is where the visit takes place.
func (v visitSite) point() orb.Point {
	if v.Venue != nil {
		return v.Venue.Point
	}
	return v.place.Point
}

func newVisit(s *catalog.Snapshot, i int) (geojson.Feature[visitProperties], error) {
	v, err := siteOf(s, i)
	if err != nil {
		return geojson.Feature[visitProperties]{}, err
	}
	out := visitProperties{
		Start: hours.Local(v.Start).Format(time.RFC3339), End: hours.Local(v.End).Format(time.RFC3339),
		Status: v.Status, StatusLabel: v.Status.Label(), Theme: v.Theme,
		Place: v.place.ID, PlaceName: v.place.Name, Stop: v.Stop, Tour: v.Tour, TourName: v.tour.Name,
		Venue: v.Venue != nil, Address: v.address.Street, Postcode: v.address.Postcode, City: v.address.City, INSEE: v.address.INSEE,
		Room: v.Room, Access: v.access, Phone: v.phone, Reason: v.Reason, PreviousStart: instant(v.WasStart),
		Services: newServicesByHow(v.offer.Claims), Workshops: workshopsAt(s, v.ID), Sequence: v.Sequence, Updated: instant(v.Changed),
		Source: v.offer.Source,
	}
	if v.Venue != nil {
		out.VenueName = v.Venue.Name
	}
	return geojson.Feature[visitProperties]{ID: v.ID, Geometry: geojson.Geometry{Value: v.point()}, Properties: out}, nil
}
