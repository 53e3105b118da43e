package catalog

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// Around is what the people of a territory find: there, and nearest to it.
// Distances are from the centre of its commune; from the nearest of them when
// it has several.
type Around struct {
	// Communes are those of the territory, in the order of the data.
	Communes []*mediation.Commune
	// Places are those whose address is there, in the order of [Snapshot.Find].
	Places []Nearby
	// Nearest is the nearest place, there or not, where a helper of each kind
	// can be counted on. A kind that nobody offers is absent.
	Nearest map[mediation.Kind]Nearby
	// Outside is the nearest place of another commune where somebody can be
	// counted on, nil for none.
	Outside *Nearby
	// Visits are those to come there in the days asked for, whatever became of
	// them, in order.
	Visits []NearbyVisit
	// Elsewhere holds the next visit to come of each other stop that somebody
	// can count on in those days, the nearest first.
	Elsewhere []NearbyVisit
}

// Nearby is a place seen from a territory.
type Nearby struct {
	// Hit's Metres is -1 when the territory is the whole map.
	Hit
	// From is the commune of the territory it is measured from, nil with
	// Metres -1.
	From *mediation.Commune
	// There is true when its address is in the territory.
	There bool
	// OpenThisWeek is true when a helper who does not move surely opens in the
	// seven days that start today, what is past left out.
	OpenThisWeek bool
}

// NearbyVisit is a visit seen from a territory: from where it takes place.
type NearbyVisit struct {
	VisitHit
	From *mediation.Commune
}

// Around tells what there is in and around the communes and the EPCIs of a
// filter, for who also asks what the filter asks, with the visits of that many
// days from today on. An unknown commune or EPCI is an error. The filter's
// point does not count.
func (m *Moment) Around(f mediation.Filter, days int) (Around, error) {
	f.Near, f.Now = nil, m.At
	v, err := m.viewOf(f)
	if err != nil {
		return Around{}, err
	}
	a := Around{Communes: v.communes, Nearest: map[mediation.Kind]Nearby{}}
	m.placesAround(&a, v, f)
	m.visitsAround(&a, v, f, days)
	return a, nil
}

// view is where a territory is looked at from.
type view struct {
	communes []*mediation.Commune
	centres  nearTree // of communes; empty for the whole map
}

func (s *Snapshot) viewOf(f mediation.Filter) (view, error) {
	var v view
	var codes []string
	for _, code := range f.Communes {
		c, err := s.Commune(code)
		if err != nil {
			return v, err
		}
		codes = append(codes, c.INSEE)
	}
	for _, siren := range f.EPCIs {
		if _, known := s.EPCI(siren); !known {
			return v, &mediation.Error{Kind: mediation.NotFound, Parameter: "epci", Sentence: "Aucune intercommunalité de cette carte ne porte ce numéro SIREN."}
		}
	}
	for i := range s.Territory.Communes {
		c := &s.Territory.Communes[i]
		if !among(codes, c.INSEE) || !among(f.EPCIs, c.EPCI) {
			continue
		}
		v.communes = append(v.communes, c)
	}
	if len(f.Communes)+len(f.EPCIs) > 0 {
		v.centres = centresOf(v.communes)
	}
	return v, nil
}

func centresOf(communes []*mediation.Commune) nearTree {
	points := make([]orb.Point, len(communes))
	for i, c := range communes {
		points[i] = c.Centre
	}
	return newNearTree(points, func(i int) vector { return vectorOf(points[i]) })
}

// measure returns the squared chord and the metres from the nearest centre to
// a position, and whose centre it is.
func (v *view) measure(to vector) (chord2, metres float64, from *mediation.Commune) {
	nearest := v.centres.first(to, Hit{Place: -1}, 1, func(int) bool { return true })
	if len(nearest) == 0 {
		return 0, -1, nil
	}
	chord2 = nearest[0].chord2
	return chord2, metresOf(chord2), v.communes[nearest[0].Place]
}

func (m *Moment) placesAround(a *Around, v view, f mediation.Filter) {
	there := map[int]bool{}
	for _, hit := range m.Find(f) {
		there[hit.Place] = true
	}
	f.Communes, f.EPCIs = nil, nil
	var all []Nearby
	for _, hit := range m.Find(f) {
		near := Nearby{Hit: hit, There: there[hit.Place], OpenThisWeek: m.opensThisWeek(hit.Place)}
		near.chord2, near.Metres, near.From = v.measure(m.entries[hit.Place].position)
		all = append(all, near)
	}
	slices.SortFunc(all, func(x, y Nearby) int { return compareHits(x.Hit, y.Hit) })
	for i, near := range all {
		if near.There {
			a.Places = append(a.Places, near)
		}
		helped := false
		for _, kind := range m.kindsToCountOn(near.Place) {
			if !among(f.Kinds, kind) {
				continue
			}
			helped = true
			if _, nearer := a.Nearest[kind]; !nearer {
				a.Nearest[kind] = near
			}
		}
		if helped && !near.There && a.Outside == nil {
			a.Outside = &all[i]
		}
	}
}

// opensThisWeek is what [Nearby.OpenThisWeek] says of a place.
func (m *Moment) opensThisWeek(place int) bool {
	return slices.ContainsFunc(m.entries[place].offers, func(o offerEntry) bool {
		return o.schedule != nil && m.week.present(&o, func(o *offerEntry) bool { return o.openDuring(m.At, hours.Midnight(m.At, weekDays), m.At) })
	})
}

// kindsToCountOn lists the kinds of a place's offers that receive people: one
// that moves does when it has a visit to come.
func (m *Moment) kindsToCountOn(place int) (kinds []mediation.Kind) {
	offers := m.entries[place].offers
	for i := range offers {
		o := &offers[i]
		if slices.Contains(o.Access, mediation.NoPublic) || o.Mobile() && o.firstDuring(m.At, far, m.At) == nil {
			continue
		}
		kinds = append(kinds, o.Kind)
	}
	return kinds
}

func (m *Moment) visitsAround(a *Around, v view, f mediation.Filter, days int) {
	f.Window = &mediation.Window{From: hours.Midnight(m.At, 0), To: hours.Midnight(m.At, days-1)}
	there := map[int]bool{}
	for _, hit := range m.FindVisits(mediation.VisitFilter{Filter: f}) {
		there[hit.Visit] = true
		a.Visits = append(a.Visits, m.nearbyVisit(v, hit))
	}
	slices.SortFunc(a.Visits, func(x, y NearbyVisit) int { return cmp.Compare(x.Visit, y.Visit) })
	f.Communes, f.EPCIs = nil, nil
	for _, hit := range m.FindVisits(mediation.VisitFilter{Filter: f}) {
		if !there[hit.Visit] && m.visits[hit.Visit].helps {
			a.Elsewhere = append(a.Elsewhere, m.nearbyVisit(v, hit))
		}
	}
	slices.SortFunc(a.Elsewhere, func(x, y NearbyVisit) int {
		return cmp.Or(CompareSure(x.Unsure, y.Unsure), cmp.Compare(x.chord2, y.chord2), cmp.Compare(x.Visit, y.Visit))
	})
	seen := map[string]bool{}
	a.Elsewhere = slices.DeleteFunc(a.Elsewhere, func(x NearbyVisit) bool {
		stop := m.Visits[x.Visit].Stop
		again := seen[stop]
		seen[stop] = true
		return again
	})
}

func (m *Moment) nearbyVisit(v view, hit VisitHit) NearbyVisit {
	visit := &m.visits[hit.Visit]
	near := NearbyVisit{VisitHit: hit}
	near.chord2, near.Metres, near.From = v.measure(m.siteOf(visit.stop, visit.Venue).position)
	return near
}
