package catalog

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"escale/internal/mediation"
)

// Hit is a place that answers a filter.
type Hit struct {
	// Place is the index of the place in [Data].Places.
	Place int
	// Metres is the distance from the filter's point, -1 when it has none.
	Metres float64
	// Unsure is true when a service asked for is only possible there.
	Unsure bool

	chord2 float64
}

// Find returns every place that answers the filter. Places where the services
// asked for are confirmed come before those where one is only possible; then
// the nearest first, when the filter has a point; then by id.
//
// The conditions on offers (kind, audience, care, fee, access, support, open,
// window) must hold together for one offer, and the offers of a place for
// which they hold must between them give all the services: a place where an
// EPN is open and a closed France Services house helps with the CAF does not
// answer "CAF, open now".
func (s *Snapshot) Find(f mediation.Filter) []Hit {
	q := s.compile(f)
	var hits []Hit
	s.candidates(q, func(i int) {
		if hit, ok := q.match(i); ok {
			hits = append(hits, hit)
		}
	})
	slices.SortFunc(hits, compareHits)
	if f.Near != nil {
		for i := range hits {
			hits[i].Metres = metresOf(hits[i].chord2)
		}
	}
	return hits
}

func compareHits(a, b Hit) int {
	return cmp.Or(CompareSure(a.Unsure, b.Unsure), cmp.Compare(a.chord2, b.chord2), cmp.Compare(a.Place, b.Place))
}

// CompareSure puts what is sure (false) before what is not.
func CompareSure(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// candidates calls f for the places inside the filter's box, or for all.
func (s *Snapshot) candidates(q *query, f func(i int)) {
	if q.Box == nil {
		for i := range s.entries {
			f(i)
		}
		return
	}
	s.tree.Search(q.Box.Min, q.Box.Max, func(_, _ [2]float64, i int) bool {
		f(i)
		return true
	})
}

// query is a filter made ready for many comparisons.
type query struct {
	mediation.Filter
	snapshot *Snapshot
	centre   vector
	reach    float64 // squared chord of the radius
	words    []string
	window   [2]time.Time // local midnights, the end excluded
	offers   bool         // there are conditions on offers
	timed    bool         // one of them is a time
	times    *timely      // who is there then, as far as that is known; nil when it is not kept
}

func (s *Snapshot) compile(f mediation.Filter) *query {
	q := &query{Filter: f, snapshot: s, words: strings.Fields(mediation.Fold(f.Words))}
	if f.Near != nil {
		q.centre, q.reach = vectorOf(f.Near.Point), chord2Of(f.Near.Radius)
	}
	for i, code := range f.Communes {
		if c := s.communes[code]; c != nil && c.INSEE != code {
			q.Communes = slices.Clone(q.Communes)
			q.Communes[i] = c.INSEE
		}
	}
	if f.Window != nil {
		q.window = s.localDays(*f.Window)
	}
	q.timed = f.OpenAt != nil || f.Window != nil
	q.offers = q.timed || f.DescribesOffers()
	if m := s.moment.Load(); q.timed && m != nil && m.covers(f.Now) {
		q.times = m.timely(f)
	}
	return q
}

// match decides about one place, cheapest conditions first.
func (q *query) match(i int) (Hit, bool) {
	e := &q.snapshot.entries[i]
	hit := Hit{Place: i, Metres: -1}
	var there bool
	if hit.chord2, there = q.where(e); !there || !q.offers {
		return hit, there
	}
	certainty := q.matchOffers(e)
	hit.Unsure = certainty == mediation.Possible
	return hit, certainty != "" && (!q.ConfirmedOnly || !hit.Unsure)
}

// where tells whether a place is where the filter asks, and the squared chord
// to its point.
func (q *query) where(e *entry) (chord2 float64, there bool) {
	if q.Near != nil {
		chord2 = q.centre.chord2(e.position)
		if q.Near.Radius > 0 && chord2 > q.reach {
			return chord2, false
		}
	}
	return chord2, among(q.Communes, e.commune) && among(q.EPCIs, e.epci) && q.says(e.words)
}

// says is true when the folded text holds every word asked for.
func (q *query) says(text string) bool {
	for _, w := range q.words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// matchOffers returns the least sure of the services asked for among the
// offers that meet the conditions, [mediation.Declared] when none is asked
// for, "" when the place does not answer.
func (q *query) matchOffers(e *entry) mediation.Certainty {
	var best [maxNeeds]mediation.Certainty
	met := false
	for i := range e.offers {
		o := &e.offers[i]
		if !q.meets(o) {
			continue
		}
		met = true
		for j, id := range q.Needs[:min(len(q.Needs), maxNeeds)] {
			if c, gives := o.services[id]; gives && c.Compare(best[j]) < 0 {
				best[j] = c
			}
		}
	}
	if !met {
		return ""
	}
	return leastSure(best[:min(len(q.Needs), maxNeeds)])
}

// leastSure is the least sure of what is known of each need, "" when one is not
// met, [mediation.Declared] of none.
func leastSure(list []mediation.Certainty) mediation.Certainty {
	least := mediation.Declared
	for _, c := range list {
		if c == "" {
			return ""
		}
		least = mediation.LeastSure(least, c)
	}
	return least
}

// maxNeeds bounds how many needs one question may ask for; there are
// fewer needs than that.
const maxNeeds = 64

// meets tells whether one offer meets all the conditions on offers.
func (q *query) meets(o *offerEntry) bool {
	return q.describes(o) && q.present(o)
}

// present tells whether an offer is there at the time asked about.
func (q *query) present(o *offerEntry) bool {
	switch {
	case !q.timed:
		return true
	case q.times == nil:
		return q.isPresent(o)
	}
	return q.times.present(o, q.isPresent)
}

func (q *query) isPresent(o *offerEntry) bool {
	return (q.OpenAt == nil || o.openAt(*q.OpenAt, q.Now)) &&
		(q.Window == nil || o.openDuring(q.from(), q.window[1], q.Now))
}

// from is the first instant of the window that is not over when the question
// is asked: nobody can go back to this morning.
func (q *query) from() time.Time {
	if q.Now.After(q.window[0]) {
		return q.Now
	}
	return q.window[0]
}

// describes tells whether an offer meets the conditions that do not speak of
// time.
func (q *query) describes(o *offerEntry) bool {
	return among(q.Kinds, o.Kind) &&
		overlap(q.Audience, o.Audience) && overlap(q.Care, o.Care) && overlap(q.Fee, o.Fee) &&
		overlap(q.Access, o.Access) && overlap(q.Support, o.Support)
}

// among is true when nothing is asked for or value is asked for.
func among[T comparable](wanted []T, value T) bool {
	return len(wanted) == 0 || slices.Contains(wanted, value)
}

func overlap(wanted, has []string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(has, func(v string) bool { return slices.Contains(wanted, v) })
}
