package catalog

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

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
	hits, unsure := roomForHits(), roomForHits()
	s.inOrder(q, func(i int) {
		switch hit, ok := q.match(i); {
		case ok && hit.Unsure:
			unsure = append(unsure, hit)
		case ok:
			hits = append(hits, hit)
		}
	})
	hits = append(hits, unsure...)
	Recycle(unsure)
	if f.Near == nil {
		return hits
	}
	slices.SortFunc(hits, compareHits)
	for i := range hits {
		hits[i].Metres = metresOf(hits[i].chord2)
	}
	return hits
}

// room is reused from one answer to the next, where it was given back.
var room = sync.Pool{New: func() any { return new([]Hit) }}

func roomForHits() []Hit {
	list := room.Get().(*[]Hit)
	return (*list)[:0]
}

// Recycle gives back hits that nobody reads any more: a program that answers
// thousands of times in a second leaves less garbage.
func Recycle(hits []Hit) {
	const most = 1000 // longer ones are rare
	if cap(hits) <= most {
		room.Put(&hits)
	}
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

// candidates calls f for the places inside the filter's box or around its
// point, or for all.
func (s *Snapshot) candidates(q *query, f func(i int)) {
	if q.box == nil {
		for i := range s.entries {
			f(i)
		}
		return
	}
	s.tree.Search(q.box.Min, q.box.Max, func(_, _ [2]float64, i int) bool {
		f(i)
		return true
	})
}

// inOrder calls f for the same places, in the order of their indexes: those of
// a box are noted in a set first, which costs less than to sort them.
func (s *Snapshot) inOrder(q *query, f func(i int)) {
	if q.box == nil {
		s.candidates(q, f)
		return
	}
	lent := noted.Get().(*[]uint64)
	if words := (len(s.entries) + wordBits - 1) / wordBits; len(*lent) < words {
		*lent = make([]uint64, words)
	}
	set := *lent
	s.candidates(q, func(i int) { set[i/wordBits] |= 1 << (i % wordBits) })
	for w, word := range set {
		set[w] = 0
		for ; word != 0; word &= word - 1 {
			f(w*wordBits + bits.TrailingZeros64(word))
		}
	}
	noted.Put(lent)
}

// noted are sets of places that answers before this one left empty: all their words
// are 0.
var noted = sync.Pool{New: func() any { return new([]uint64) }}

// query is a filter made ready for many comparisons.
type query struct {
	mediation.Filter
	snapshot *Snapshot
	box      *orb.Bound // that holds all that answer, nil for everywhere
	centre   vector
	reach    float64 // squared chord of the radius
	words    []string
	window   [2]time.Time // local midnights, the end excluded
	offers   bool         // there are conditions on offers
	timed    bool         // one of them is a time
	placed   bool         // there are a point, or conditions on where or on words
	needs    []needSets
	// described are the offers that the choices describe, nil for all.
	described bitSet
	times     *timely // who is there then, as far as that is known; nil when it is not kept
}

// boxOf is a box that holds all places which answer a filter, nil for everywhere.
func boxOf(f mediation.Filter) *orb.Bound {
	const far = 500_000 // metres: beyond, the box may go over the date line or a pole
	switch {
	case f.Box != nil:
		return f.Box
	case f.Near == nil || f.Near.Radius == 0 || f.Near.Radius > far || math.Abs(f.Near.Point[1]) > 80 || math.Abs(f.Near.Point[0]) > 150:
		return nil
	}
	box := geo.NewBoundAroundPoint(f.Near.Point, f.Near.Radius*1.01)
	return &box
}

func (s *Snapshot) compile(f mediation.Filter) *query {
	q := &query{Filter: f, snapshot: s, box: boxOf(f), words: strings.Fields(mediation.Fold(f.Words))}
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
	q.placed = f.Near != nil || len(f.Communes)+len(f.EPCIs)+len(q.words) > 0
	q.needs, q.described = s.needSets(f.Needs), s.described(&q.Filter)
	q.timed = f.OpenAt != nil || f.Window != nil
	q.offers = q.timed || f.DescribesOffers()
	if m := s.moment.Load(); q.timed && m != nil && m.covers(f.Now) {
		q.times = m.timely(f)
	}
	return q
}

// described are the offers that the choices of a filter describe, nil for all.
func (s *Snapshot) described(f *mediation.Filter) bitSet {
	chosen := len(f.Kinds)
	for _, v := range mediation.Facets {
		chosen += len(*v.Chosen(f))
	}
	if chosen == 0 {
		return nil
	}
	meets, sum := slices.Clone(s.sets.all), s.newSet()
	s.sets.narrow(meets, sum, f)
	return meets
}

// match decides about one place, cheapest conditions first.
func (q *query) match(i int) (Hit, bool) {
	hit := Hit{Place: i, Metres: -1}
	if q.placed {
		var there bool
		if hit.chord2, there = q.where(&q.snapshot.entries[i]); !there {
			return hit, false
		}
	}
	if !q.offers {
		return hit, true
	}
	some, sure := q.gives(i)
	hit.Unsure = !sure
	return hit, some && (!q.ConfirmedOnly || sure)
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

// gives tells whether the offers of a place that meet the conditions between
// them give all the services asked for, and all of them surely.
func (q *query) gives(place int) (some, sure bool) {
	s := q.snapshot
	switch {
	case q.described == nil && !q.timed:
		return meet(place, q.needs)
	case !q.timed:
		return s.gives(q.described, place, q.needs)
	}
	var g given
	first := int(s.first[place])
	for n := first; n < int(s.first[place+1]); n++ {
		if q.described != nil && !q.described.has(n) || !q.present(&s.entries[place].offers[n-first]) {
			continue
		}
		g.add(n, q.needs)
	}
	return g.all(len(q.needs))
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
