package catalog

import (
	"math/bits"

	"escale/internal/mediation"
)

// Tally counts the places that answer a filter, by how surely they do.
type Tally struct{ Sure, Unsure int }

// All counts both.
func (t Tally) All() int { return t.Sure + t.Unsure }

// TallyOf counts what was found.
func TallyOf(hits []Hit) (t Tally) {
	for _, h := range hits {
		if h.Unsure {
			t.Unsure++
		} else {
			t.Sure++
		}
	}
	return t
}

// Tallies counts what each of many choices would give. Where, when and in what
// words is looked at once; a choice then costs a few operations on sets of
// offers. It is not safe for concurrent use.
type Tallies struct {
	snapshot *Snapshot
	// places counts those that are where the filter asks, offers are those there
	// at the time that it asks, and crowds the places of several of them.
	places int
	timed  bool
	offers offerSet
	crowds []int
	// meets and sum are worked on.
	meets, sum offerSet
}

// Tallies makes a filter ready.
func (s *Snapshot) Tallies(f mediation.Filter) *Tallies {
	n := len(s.sets.alone)
	t := &Tallies{
		snapshot: s, timed: f.OpenAt != nil || f.Window != nil,
		offers: make(offerSet, n), meets: make(offerSet, n), sum: make(offerSet, n),
	}
	q := s.compile(f)
	s.candidates(q, func(i int) {
		e := &s.entries[i]
		if _, there := q.where(e); !there {
			return
		}
		t.places++
		for j := range e.offers {
			if o := &e.offers[j]; q.present(o) {
				t.offers.add(o.number)
			}
		}
		if len(e.offers) > 1 {
			t.crowds = append(t.crowds, i)
		}
	})
	return t
}

// Of counts what a filter finds, which may differ from the one made ready by
// its kinds, its needs, its certainty and the values of the vocabularies.
func (t *Tallies) Of(f mediation.Filter) (sum Tally) {
	if !t.timed && !f.DescribesOffers() {
		return Tally{Sure: t.places}
	}
	t.narrow(f)
	sets := t.snapshot.sets
	for w, word := range t.meets {
		some := word & sets.alone[w]
		sure := some
		for _, id := range f.Needs {
			need := sets.needs[id]
			some &= need.some.word(w)
			sure &= need.sure.word(w)
		}
		sum.Sure += bits.OnesCount64(sure)
		sum.Unsure += bits.OnesCount64(some &^ sure)
	}
	for _, place := range t.crowds {
		switch some, sure := t.crowd(place, f.Needs); {
		case sure:
			sum.Sure++
		case some:
			sum.Unsure++
		}
	}
	if f.ConfirmedOnly {
		sum.Unsure = 0
	}
	return sum
}

// narrow leaves in meets the offers that the choices of a filter describe.
func (t *Tallies) narrow(f mediation.Filter) {
	copy(t.meets, t.offers)
	narrowBy(t, t.snapshot.sets.kinds, f.Kinds)
	for _, v := range mediation.Facets {
		narrowBy(t, t.snapshot.sets.values[v.Name], *v.Chosen(&f))
	}
}

// narrowBy leaves in meets the offers that have one of the values, or all of
// them when none is asked for.
func narrowBy[K comparable](t *Tallies, sets map[K]offerSet, values []K) {
	if len(values) == 0 {
		return
	}
	clear(t.sum)
	for _, v := range values {
		t.sum.join(sets[v])
	}
	for w := range t.meets {
		t.meets[w] &= t.sum[w]
	}
}

// crowd tells whether the offers of a place in meets between them give all the
// needs, and all surely.
func (t *Tallies) crowd(place int, needs []mediation.NeedID) (some, sure bool) {
	offers := t.snapshot.entries[place].offers
	among := func(set offerSet) bool {
		for i := range offers {
			if n := offers[i].number; t.meets.has(n) && set.has(n) {
				return true
			}
		}
		return false
	}
	some = among(t.meets)
	sure = some
	for _, id := range needs {
		need := t.snapshot.sets.needs[id]
		some, sure = some && among(need.some), sure && among(need.sure)
	}
	return some, sure
}
