package ogc

import (
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// instant is RFC 3339, with the offset that clocks there have.
func instant(t time.Time) string { return hours.Local(t).Format(time.RFC3339) }

type visitProperties struct {
	Start    string `json:"start"`
	End      string `json:"end"`
	Status   string `json:"status"`
	Theme    string `json:"theme"`
	Reason   string `json:"reason"`
	Name     string `json:"name"`
	Address  string `json:"address"`
	Postcode string `json:"postcode"`
	City     string `json:"city"`
	INSEE    string `json:"insee"`
	Room     string `json:"room"`
	Phone    string `json:"phone"`
	Stop     string `json:"stop"`
	Tour     string `json:"tour"`
	TourName string `json:"tour_name"`
	Place    string `json:"place"`
	Source   string `json:"source"`
	Licence  string `json:"licence"`
}

// visits is the collection of the visits that are not past.
func (o *OGC) visits(m *catalog.Moment) *layer {
	l := &layer{id: "visits", title: "Passages des bus", description: "Les passages datés à venir, avec ce qu’il en advient."}
	for i := range m.Visits {
		v := &m.Visits[i]
		if !v.End.After(m.At) {
			continue
		}
		stop, err := m.Stop(v.Stop)
		if err != nil {
			continue // a visit always has its stop: the catalog sees to it
		}
		properties, point := o.newVisit(m, v, stop)
		l.add(v.ID, point, v.Start, v.End, properties)
	}
	return l
}

func (o *OGC) newVisit(m *catalog.Moment, v *mediation.Visit, stop *mediation.Stop) (visitProperties, orb.Point) {
	place, offer := m.StopPlace(stop)
	p := m.Places[place]
	of := p.Offers[offer]
	name, address, point := p.Name, p.Address, p.Point
	if v.Venue != nil {
		name, address, point = v.Venue.Name, v.Venue.Address, v.Venue.Point
	}
	out := visitProperties{
		Start: instant(v.Start), End: instant(v.End), Status: string(v.Status), Theme: v.Theme, Reason: v.Reason,
		Name: name, Address: address.Street, Postcode: address.Postcode, City: address.City, INSEE: address.INSEE, Room: v.Room,
		Phone: of.Contact.Phone, Stop: v.Stop, Tour: v.Tour, Place: p.ID, Source: of.Source, Licence: catalog.SourceOf(m.Snapshot, o.opts.Sources, of.Source).Licence,
	}
	if t, err := m.Tour(v.Tour); err == nil {
		out.TourName = t.Name
	}
	return out, point
}

type communeProperties struct {
	INSEE      string `json:"insee"`
	Name       string `json:"name"`
	Postcodes  string `json:"postcodes"`
	Population int    `json:"population"`
	EPCI       string `json:"epci"`
	EPCIName   string `json:"epci_name"`
	Places     int    `json:"places"`
}

// communes is the collection of the communes, with their contours; one whose
// contour is not known has no geometry.
func communes(m *catalog.Moment) *layer {
	l := &layer{id: "communes", title: "Communes", description: "Les communes du département, avec le nombre de leurs lieux."}
	counts := map[string]int{}
	for _, p := range m.Places {
		counts[p.Address.INSEE]++
	}
	for _, c := range m.Territory.Communes {
		var geometry orb.Geometry
		if len(c.Contour) > 0 {
			geometry = c.Contour
		}
		epci, _ := m.EPCI(c.EPCI)
		l.add(c.INSEE, geometry, time.Time{}, time.Time{}, communeProperties{
			c.INSEE, c.Name, join(c.Postcodes), c.Population, c.EPCI, epci.Name, counts[c.INSEE],
		})
	}
	return l
}
