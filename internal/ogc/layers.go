package ogc

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/geojson"
	"escale/internal/language"
	"escale/internal/mediation"
)

// layer is one collection with its features, in the order of their ids.
type layer struct {
	id, title, description string
	features               []feature
	bound                  orb.Bound
	from, to               time.Time // zero for a collection without dates
}

// feature is one feature with what requests ask of it.
type feature struct {
	id       string
	geometry orb.Geometry // nil for none
	from, to time.Time    // zero for none
	body     geojson.Feature[json.RawMessage]
}

// layers are all collections at one moment.
type layers struct {
	moment *catalog.Moment
	list   []*layer
}

// layers returns the collections of a moment, made once for each.
func (o *OGC) layers(m *catalog.Moment) *layers {
	if l := o.latest.Load(); l != nil && l.moment == m {
		return l
	}
	l := &layers{moment: m, list: []*layer{
		o.offers(m, "epn", "Espaces publics numériques", mediation.EPN),
		o.offers(m, "france-services", "France Services", mediation.FranceServices),
		o.offers(m, "conseillers-numeriques", "Conseillers numériques", mediation.ConseillerNumerique),
		o.stops(m), o.visits(m), communes(m),
	}}
	for _, layer := range l.list {
		layer.complete(m.Bounds())
	}
	o.latest.Store(l)
	return l
}

func (l *layers) find(id string) (*layer, error) {
	for _, layer := range l.list {
		if layer.id == id {
			return layer, nil
		}
	}
	return nil, noCollection()
}

// complete orders the features and finds what they cover; one without any
// covers the territory.
func (l *layer) complete(territory orb.Bound) {
	slices.SortFunc(l.features, func(a, b feature) int { return cmp.Compare(a.id, b.id) })
	l.bound = territory
	first := true
	for _, f := range l.features {
		if f.geometry != nil && first {
			l.bound, first = f.geometry.Bound(), false
		} else if f.geometry != nil {
			l.bound = l.bound.Union(f.geometry.Bound())
		}
		if !f.from.IsZero() && (l.from.IsZero() || f.from.Before(l.from)) {
			l.from = f.from
		}
		if f.to.After(l.to) {
			l.to = f.to
		}
	}
}

func (l *layer) add(id string, geometry orb.Geometry, from, to time.Time, properties any) {
	encoded, err := json.Marshal(properties)
	if err != nil {
		panic(err) // plain structs of texts and numbers always encode
	}
	l.features = append(l.features, feature{id, geometry, from, to, geojson.Feature[json.RawMessage]{
		ID: id, Geometry: geojson.Geometry{Value: geometry}, Properties: encoded,
	}})
}

// offerProperties are flat, as GIS tables are: lists are joined by "|".
type offerProperties struct {
	Name       string `json:"name"`
	Kind       string `json:"kind"`
	Operator   string `json:"operator"`
	Address    string `json:"address"`
	Postcode   string `json:"postcode"`
	City       string `json:"city"`
	INSEE      string `json:"insee"`
	Phone      string `json:"phone"`
	Email      string `json:"email"`
	Website    string `json:"website"`
	Confirmed  string `json:"services_confirmed"`
	Possible   string `json:"services_possible"`
	Hours      string `json:"hours"`
	HoursText  string `json:"hours_text"`
	Fee        string `json:"fee"`
	Access     string `json:"access"`
	Support    string `json:"support"`
	Audience   string `json:"audience"`
	Care       string `json:"care"`
	Place      string `json:"place"`
	Source     string `json:"source"`
	SourceName string `json:"source_name"`
	SourceID   string `json:"source_id"`
	Licence    string `json:"licence"`
	Updated    string `json:"updated"`
}

func (o *OGC) newOffer(m *catalog.Moment, place, offer int) offerProperties {
	p := m.Places[place]
	of := p.Offers[offer]
	source := catalog.SourceOf(m.Snapshot, o.opts.Sources, of.Source)
	confirmed, possible := claims(of.Claims)
	out := offerProperties{
		Name: of.Name, Kind: string(of.Kind), Operator: of.Operator, Address: p.Address.Street, Postcode: p.Address.Postcode,
		City: p.Address.City, INSEE: p.Address.INSEE, Phone: of.Contact.Phone, Email: of.Contact.Email, Website: of.Contact.Website,
		Confirmed: confirmed, Possible: possible, Hours: of.Hours, HoursText: strings.Join(m.HoursText(language.French, place, offer), " ; "),
		Fee: join(of.Fee), Access: join(of.Access), Support: join(of.Support), Audience: join(of.Audience), Care: join(of.Care),
		Place: p.ID, Source: of.Source, SourceName: source.Name, SourceID: of.SourceID, Licence: source.Licence,
	}
	if of.Mobile() {
		out.Hours = ""
	}
	if !of.Updated.IsZero() {
		out.Updated = of.Updated.Format(time.DateOnly)
	}
	return out
}

func join(list []string) string { return strings.Join(list, "|") }

func claims(list []mediation.Claim) (confirmed, possible string) {
	var sure, maybe []string
	for _, c := range list {
		if c.Certainty.Confirmed() {
			sure = append(sure, string(c.ID))
		} else {
			maybe = append(maybe, string(c.ID))
		}
	}
	return join(sure), join(maybe)
}

// offers is the collection of the offers of one kind.
func (o *OGC) offers(m *catalog.Moment, id, title string, kind mediation.Kind) *layer {
	l := &layer{id: id, title: title, description: title + " : un objet par offre, à l’adresse de son lieu."}
	for i, p := range m.Places {
		for j, of := range p.Offers {
			if of.Kind == kind {
				l.add(mediation.NewPlaceID(of.Source, of.SourceID), p.Point, time.Time{}, time.Time{}, o.newOffer(m, i, j))
			}
		}
	}
	return l
}

type stopProperties struct {
	offerProperties
	Tour     string  `json:"tour"`
	TourName string  `json:"tour_name"`
	Code     string  `json:"code"`
	Rule     string  `json:"rule"`
	Dates    string  `json:"dates"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	Room     string  `json:"room"`
	Capacity int     `json:"capacity"`
	Themes   string  `json:"themes"`
	Next     *string `json:"next_visit"`
}

// stops is the collection of the stops of vans.
func (o *OGC) stops(m *catalog.Moment) *layer {
	l := &layer{id: "van-stops", title: "Étapes des bus", description: "Les lieux où passe un bus, avec sa règle et son prochain passage."}
	for i := range m.Stops {
		stop := &m.Stops[i]
		place, offer := m.StopPlace(stop)
		p := stopProperties{
			offerProperties: o.newOffer(m, place, offer), Tour: stop.Tour, Code: stop.Code, Rule: stop.Rule, Dates: string(stop.Dates),
			From: stop.From, To: stop.To, Room: stop.Room, Capacity: stop.Capacity, Themes: join(stop.Themes),
		}
		if t, err := m.Tour(stop.Tour); err == nil {
			p.TourName = t.Name
		}
		for _, v := range m.Coming(stop.ID) {
			if v.Available() {
				start := instant(v.Start)
				p.Next = &start
				break
			}
		}
		l.add(stop.ID, m.Places[place].Point, time.Time{}, time.Time{}, p)
	}
	return l
}
