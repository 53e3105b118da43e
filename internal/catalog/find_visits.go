package catalog

import (
	"cmp"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// VisitHit is a visit that answers a filter.
type VisitHit struct {
	// Visit is the index of the visit in [Data].Visits.
	Visit int
	// Metres is the distance from the filter's point to where the visit takes
	// place, -1 when the filter has no point.
	Metres float64
	// Unsure is true when a service asked for is only possible there.
	Unsure bool

	chord2 float64
}

// FindVisits returns every visit that answers the filter and is not past at
// the instant asked: those where the services asked for are confirmed first,
// then the nearest, when the filter has a point, then by start and id.
//
// A visit that was moved elsewhere is looked for around its venue, and in the
// communes of both. Conditions on offers are asked of the stop's offer. The
// window holds visits that start in those days, whatever became of them;
// OpenAt those under way where whoever comes is helped.
func (s *Snapshot) FindVisits(f mediation.VisitFilter) []VisitHit {
	q := visitQuery{s.compile(f.Filter), f}
	var hits []VisitHit
	for i := range s.Stops {
		stop := s.stops[s.Stops[i].ID]
		if !q.asksFor(stop) {
			continue
		}
		usual, ok := q.matchAt(s.siteOf(stop, nil))
		certainty := q.certainty(stop)
		if certainty == "" || q.ConfirmedOnly && certainty == mediation.Possible {
			continue
		}
		for _, v := range stop.visits {
			if !q.matchVisit(v) {
				continue
			}
			hit, ok := usual, ok
			if v.Venue != nil {
				hit, ok = q.matchAt(s.siteOf(stop, v.Venue))
			}
			if ok {
				hit.Visit, hit.Unsure = v.index, certainty == mediation.Possible
				hits = append(hits, hit)
			}
		}
	}
	slices.SortFunc(hits, func(a, b VisitHit) int {
		return cmp.Or(CompareSure(a.Unsure, b.Unsure), cmp.Compare(a.chord2, b.chord2), cmp.Compare(a.Visit, b.Visit))
	})
	if f.Near != nil {
		for i := range hits {
			hits[i].Metres = metresOf(hits[i].chord2)
		}
	}
	return hits
}

// visitQuery is a question about visits made ready for many comparisons.
type visitQuery struct {
	*query
	only mediation.VisitFilter
}

// asksFor tells whether visits of that stop can answer.
func (q *visitQuery) asksFor(stop *stopEntry) bool {
	return among(q.only.Stops, stop.ID) && among(q.only.Tours, stop.Tour) &&
		among(q.only.Places, q.snapshot.Places[stop.place].ID)
}

// certainty returns the least sure of the services asked for at the stop's
// offer, "" when the offer does not answer.
func (q *visitQuery) certainty(stop *stopEntry) mediation.Certainty {
	o := &q.snapshot.entries[stop.place].offers[stop.offer]
	if !q.describes(o) {
		return ""
	}
	var claims [maxNeeds]mediation.Certainty
	for j, id := range q.Needs[:min(len(q.Needs), maxNeeds)] {
		claims[j] = o.certainty(id)
	}
	return leastSure(claims[:min(len(q.Needs), maxNeeds)])
}

// site is where a visit takes place.
type site struct {
	entry    *entry // of the stop's place
	venue    *mediation.Venue
	position vector
	words    string
}

func (s *Snapshot) siteOf(stop *stopEntry, venue *mediation.Venue) site {
	e := &s.entries[stop.place]
	at := site{entry: e, venue: venue, position: e.position, words: stop.words}
	if venue != nil {
		at.position = vectorOf(venue.Point)
		at.words += " " + mediation.Fold(strings.Join([]string{venue.Name, venue.Address.Street,
			venue.Address.Postcode, venue.Address.City}, " "))
	}
	return at
}

// matchAt decides about where a visit takes place.
func (q *visitQuery) matchAt(at site) (VisitHit, bool) {
	hit := VisitHit{Metres: -1}
	point := q.snapshot.Places[at.entry.index].Point
	commune, epci := at.entry.commune, at.entry.epci
	if at.venue != nil {
		point, commune = at.venue.Point, q.snapshot.communeCode(at.venue.Address.INSEE)
		epci = q.snapshot.epciOf(commune)
	}
	if q.Box != nil && !q.Box.Contains(point) {
		return hit, false
	}
	if q.Near != nil {
		hit.chord2 = q.centre.chord2(at.position)
		if q.Near.Radius > 0 && hit.chord2 > q.reach {
			return hit, false
		}
	}
	return hit, (among(q.Communes, commune) || among(q.Communes, at.entry.commune)) &&
		(among(q.EPCIs, epci) || among(q.EPCIs, at.entry.epci)) && q.says(at.words)
}

// matchVisit decides about the visit's status and times.
func (q *visitQuery) matchVisit(v *visitEntry) bool {
	return v.ahead(q.Now) && among(q.only.Statuses, v.Status) &&
		(q.Window == nil || !v.Start.Before(q.window[0]) && v.Start.Before(q.window[1])) &&
		(q.OpenAt == nil || v.helps && v.underWay(*q.OpenAt))
}
