package catalog

import (
	"math/bits"
	"slices"

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
func isOnlyNear(f mediation.Filter) bool {
	return f.Near != nil && f.Near.Radius == 0 && f.Box == nil && len(f.Communes)+len(f.EPCIs) == 0 && f.Words == ""
}

// nearest finds the nearest places first, those that are sure before the rest.
func (s *Snapshot) nearest(f mediation.Filter, from Mark, limit int) ([]Hit, int) {
	q := s.compile(f)
	meets := q.meeting()
	total := Tally{Sure: len(s.entries)}
	if q.offers {
		total = s.tally(meets, q.needs)
	}
	if f.ConfirmedOnly {
		total.Unsure = 0
	}
	var hits []Hit
	if !from.Unsure && total.Sure > 0 {
		hits = s.nearestOf(q, meets, false, from, min(limit, total.Sure), total.Sure)
	}
	if more := min(limit-len(hits), total.Unsure); more > 0 {
		if !from.Unsure {
			from = Beginning
		}
		hits = append(hits, s.nearestOf(q, meets, true, from, more, total.Unsure)...)
	}
	for i := range hits {
		hits[i].Metres = metresOf(hits[i].chord2)
	}
	return hits, total.All()
}

// meeting are the offers that meet the conditions at the time asked about, the
// needs apart.
func (q *query) meeting() offerSet {
	meets := q.snapshot.sets.all
	if q.described != nil {
		meets = q.described
	}
	if !q.timed {
		return meets
	}
	return q.presentAmong(meets)
}

// nearestOf finds the nearest places that are sure, or those that are not; there
// are so many of them in all.
func (s *Snapshot) nearestOf(q *query, meets offerSet, unsure bool, from Mark, limit, all int) []Hit {
	after := Hit{Place: from.Place, chord2: from.Chord}
	accept := func(place int) bool {
		if !q.offers {
			return true
		}
		some, sure := s.gives(meets, place, q.needs)
		return some && sure != unsure
	}
	var hits []Hit
	if q.offers && all*all < searchRatio*limit*len(s.entries) {
		hits = s.sortedAmong(q, meets, after, accept)
		hits = hits[:min(limit, len(hits))]
	} else {
		hits = s.near.first(q.centre, after, limit, accept)
	}
	for i := range hits {
		hits[i].Unsure = unsure
	}
	return hits
}

// searchRatio is how much more it costs to look at a place from near to far than
// to measure one of a set.
const searchRatio = 4

// sortedAmong measures all the places where offers of a set are, and sorts
// them: for a few, that costs less than to look for the nearest.
func (s *Snapshot) sortedAmong(q *query, meets offerSet, after Hit, accept func(place int) bool) (hits []Hit) {
	last := -1
	for w := range s.sets.all {
		word := meets.word(w)
		if len(q.needs) > 0 { // somebody there gives the first, whoever gives the others
			word &= q.needs[0].some.word(w)
		}
		for ; word != 0; word &= word - 1 {
			place := int(s.placeOf[w*wordBits+bits.TrailingZeros64(word)])
			if place == last || !accept(place) {
				continue
			}
			last = place
			hit := Hit{Place: place, chord2: q.centre.chord2(s.entries[place].position)}
			if compareNear(hit, after) > 0 {
				hits = append(hits, hit)
			}
		}
	}
	slices.SortFunc(hits, compareNear)
	return hits
}
