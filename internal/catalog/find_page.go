package catalog

import (
	"math"
	"math/bits"

	"escale/internal/mediation"
)

// Mark is where a page of what a filter finds ends, and the next one begins.
type Mark struct {
	// Start counts the hits before it.
	Start int
	// Unsure, Chord and Place are those of the last hit: its certainty, its
	// squared chord and its place. Place is -1 at the start.
	Unsure bool
	Chord  float64
	Place  int
}

// Beginning is the mark of the first page.
var Beginning = Mark{Place: -1}

// After is the mark after these hits, which follow it.
func (from Mark) After(hits []Hit) Mark {
	if len(hits) == 0 {
		return from
	}
	last := hits[len(hits)-1]
	return Mark{from.Start + len(hits), last.Unsure, last.chord2, last.Place}
}

// FindPage returns a page of what [Snapshot.Find] finds: at most limit hits
// after a mark, 0 for no limit, and how many there are in all. A page around a
// point costs about what it holds, wherever it begins.
func (s *Snapshot) FindPage(f mediation.Filter, from Mark, limit int) (hits []Hit, matched int) {
	if limit > 0 && isOnlyNear(f) {
		return s.nearest(f, from, limit)
	}
	hits = s.Find(f)
	matched = len(hits)
	hits = hits[min(from.Start, matched):]
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	return hits, matched
}

// isOnlyNear is true for a filter that asks nothing of where places are but how
// near.
func isOnlyNear(f mediation.Filter) bool { return f.Near != nil && isEverywhere(f) }

// isEverywhere is true for a filter that keeps no place out for where it is, or
// for its words.
func isEverywhere(f mediation.Filter) bool {
	return (f.Near == nil || f.Near.Radius == 0) && f.Box == nil && len(f.Communes)+len(f.EPCIs) == 0 && f.Words == ""
}

// ready is a filter that [isEverywhere], made ready on the sets of offers: they
// count what it finds, and tell of any place whether it answers.
type ready struct {
	*query
	// meets are the offers that meet the conditions at the time asked about, the
	// needs apart.
	meets bitSet
	total Tally
}

func (s *Snapshot) ready(f mediation.Filter) ready {
	r := ready{query: s.compile(f), total: Tally{Sure: len(s.entries)}}
	if r.offers {
		r.meets = r.meeting()
		r.total = s.tally(r.meets, r.needs)
	}
	if f.ConfirmedOnly {
		r.total.Unsure = 0
	}
	return r
}

// done gives back what was made for one question.
func (r ready) done() {
	if r.timed {
		spareSets.Put(&r.meets)
	}
}

// of counts those that are sure, or those that are not.
func (t Tally) of(unsure bool) int {
	if unsure {
		return t.Unsure
	}
	return t.Sure
}

// accepts is true for a place that answers, surely or not.
func (r ready) accepts(place int, unsure bool) bool {
	if !r.offers || unsure && r.ConfirmedOnly {
		return !unsure
	}
	some, sure := r.snapshot.gives(r.meets, place, r.needs)
	return some && sure != unsure
}

// nearest finds the nearest places first, those that are sure before the rest.
func (s *Snapshot) nearest(f mediation.Filter, from Mark, limit int) ([]Hit, int) {
	r := s.ready(f)
	defer r.done()
	var hits []Hit
	if !from.Unsure {
		hits = r.nearestOf(false, from, min(limit, r.total.Sure), nil)
	}
	if more := min(limit-len(hits), r.total.Unsure); more > 0 {
		if !from.Unsure {
			from = Beginning
		}
		rest := r.nearestOf(true, from, more, nil)
		hits = append(hits, rest...)
		Recycle(rest)
	}
	return hits, r.total.All()
}

// meeting are the offers that meet the conditions at the time asked about, the
// needs apart.
func (q *query) meeting() bitSet {
	meets := q.snapshot.sets.all
	if q.described != nil {
		meets = q.described
	}
	if !q.timed {
		return meets
	}
	return q.presentAmong(meets)
}

// nearestOf finds the nearest places that are sure, or those that are not,
// except some.
func (r ready) nearestOf(unsure bool, from Mark, limit int, except func(place int) bool) []Hit {
	if limit <= 0 {
		return nil
	}
	s, after, all := r.snapshot, Hit{Place: from.Place, chord2: from.Chord}, r.total.of(unsure)
	accept := func(place int) bool { return r.accepts(place, unsure) && (except == nil || !except(place)) }
	var hits []Hit
	if r.offers && all*all < searchRatio*limit*len(s.entries) {
		hits = s.nearestAmong(r.query, r.meets, after, limit, accept)
	} else {
		hits = s.near.first(r.centre, after, limit, accept)
	}
	return complete(hits, unsure)
}

// complete says of hits how sure and how far they are.
func complete(hits []Hit, unsure bool) []Hit {
	for i := range hits {
		hits[i].Unsure, hits[i].Metres = unsure, metresOf(hits[i].chord2)
	}
	return hits
}

// searchRatio is how much more it costs to look at a place from near to far than
// to measure one of a set.
const searchRatio = 4

// nearestAmong measures all the places where offers of a set are. Where they
// are few, this is cheaper than a search from near to far.
func (s *Snapshot) nearestAmong(q *query, meets bitSet, after Hit, limit int, accept func(place int) bool) []Hit {
	n := near{found: roomForHits(), after: after, most: limit, accept: accept, bound: math.Inf(1)}
	last := -1
	for w := range s.sets.all {
		word := meets.word(w)
		if len(q.needs) > 0 { // somebody there gives the first, whoever gives the others
			word &= q.needs[0].some.word(w)
		}
		for ; word != 0; word &= word - 1 {
			if place := int(s.placeOf[w*wordBits+bits.TrailingZeros64(word)]); place != last {
				last = place
				n.add(place, q.centre.chord2(s.entries[place].position))
			}
		}
	}
	n.cut()
	return n.found
}
