package catalog

import "escale/internal/mediation"

// offerSet is a set of offers by their number, a bit for each: those of a
// snapshot are numbered in the order of their places. A nil one is empty.
type offerSet []uint64

const wordBits = 64

func (s offerSet) add(n int) { s[n/wordBits] |= 1 << (n % wordBits) }

func (s offerSet) has(n int) bool { return s.word(n/wordBits)&(1<<(n%wordBits)) != 0 }

func (s offerSet) word(w int) uint64 {
	if w >= len(s) {
		return 0
	}
	return s[w]
}

func (s offerSet) join(other offerSet) {
	for w := range other {
		s[w] |= other[w]
	}
}

// sets are the offers of a snapshot, by what people choose among.
type sets struct {
	// alone are the offers that have a place to themselves.
	alone  offerSet
	kinds  map[mediation.Kind]offerSet
	needs  map[mediation.NeedID]needSets
	values map[string]map[string]offerSet // by parameter, then slug
}

// needSets are the offers that may meet a need, and those that surely do.
type needSets struct{ some, sure offerSet }

// numberOffers numbers the offers, and sorts them into sets.
func (s *Snapshot) numberOffers() {
	n := 0
	for i := range s.entries {
		for j := range s.entries[i].offers {
			s.entries[i].offers[j].number = n
			n++
		}
	}
	s.offers = n
	s.sets = sets{s.newSet(), map[mediation.Kind]offerSet{}, map[mediation.NeedID]needSets{}, map[string]map[string]offerSet{}}
	for _, v := range mediation.Facets {
		s.sets.values[v.Name] = map[string]offerSet{}
	}
	for i := range s.entries {
		offers := s.entries[i].offers
		if len(offers) == 1 {
			s.sets.alone.add(offers[0].number)
		}
		for j := range offers {
			s.sort(&offers[j])
		}
	}
}

// States is true when some offer says something of the facet.
func (s *Snapshot) States(f mediation.Facet) bool { return len(s.sets.values[f.Name]) > 0 }

func (s *Snapshot) newSet() offerSet { return make(offerSet, (s.offers+wordBits-1)/wordBits) }

// sort adds an offer to the sets of what it is and gives.
func (s *Snapshot) sort(o *offerEntry) {
	addTo(s, s.sets.kinds, o.Kind, o.number)
	for _, v := range mediation.Facets {
		for _, slug := range v.Stated(o.Offer) {
			addTo(s, s.sets.values[v.Name], slug, o.number)
		}
	}
	for id, certainty := range o.services {
		need := s.sets.needs[id]
		if need.some == nil {
			need = needSets{s.newSet(), s.newSet()}
			s.sets.needs[id] = need
		}
		need.some.add(o.number)
		if certainty != mediation.Possible {
			need.sure.add(o.number)
		}
	}
}

func addTo[K comparable](s *Snapshot, sets map[K]offerSet, key K, number int) {
	if sets[key] == nil {
		sets[key] = s.newSet()
	}
	sets[key].add(number)
}
