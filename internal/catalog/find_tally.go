package catalog

import "escale/internal/mediation"

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
	// at the time that it asks.
	places int
	timed  bool
	offers bitSet
	// meets and sum are worked on.
	meets, sum bitSet
}

// Tallies makes a filter ready.
func (s *Snapshot) Tallies(f mediation.Filter) *Tallies {
	n := len(s.sets.all)
	t := &Tallies{
		snapshot: s, timed: f.OpenAt != nil || f.Window != nil,
		meets: make(bitSet, n), sum: make(bitSet, n),
	}
	q := s.compile(f)
	if isEverywhere(f) {
		t.places = len(s.entries)
		if t.offers = s.sets.all; t.timed {
			t.offers = q.presentAmong(t.offers)
		}
		return t
	}
	t.offers = make(bitSet, n)
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
	})
	return t
}

// Of counts what a filter finds, which may differ from the one made ready by
// its kinds, its needs, its certainty and the values of the vocabularies.
func (t *Tallies) Of(f mediation.Filter) (sum Tally) {
	if !t.timed && !f.DescribesOffers() {
		return Tally{Sure: t.places}
	}
	copy(t.meets, t.offers)
	t.snapshot.sets.narrow(t.meets, t.sum, &f)
	sum = t.snapshot.tally(t.meets, t.snapshot.needSets(f.Needs))
	if f.ConfirmedOnly {
		sum.Unsure = 0
	}
	return sum
}
