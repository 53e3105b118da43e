package catalog

import (
	"math/bits"
	"slices"

	"escale/internal/mediation"
)

// bitSet is a set of offers by their number, or of places by their index, a bit for
// each: offers are numbered in the order of their places. A nil one is empty.
type bitSet []uint64

const wordBits = 64

func (s bitSet) add(n int) { s[n/wordBits] |= 1 << (n % wordBits) }

func (s bitSet) has(n int) bool { return s.word(n/wordBits)&(1<<(n%wordBits)) != 0 }

func (s bitSet) word(w int) uint64 {
	if w >= len(s) {
		return 0
	}
	return s[w]
}

// bits are those of a few offers that follow each other, at most [wordBits].
func (s bitSet) bits(first, n int) uint64 {
	w, shift := first/wordBits, first%wordBits
	found := s.word(w) >> shift
	if shift+n > wordBits {
		found |= s.word(w+1) << (wordBits - shift)
	}
	return found & (1<<n - 1)
}

func (s bitSet) join(other bitSet) {
	for w := range other {
		s[w] |= other[w]
	}
}

// sets are the offers of a snapshot, by what people choose among.
type sets struct {
	// all holds every offer; firsts are the first of each place, and going those
	// whose place has the next one too.
	all, firsts, going bitSet
	kinds              map[mediation.Kind]bitSet
	needs              map[mediation.NeedID]needSets
	values             map[string]map[string]bitSet // by parameter, then slug
}

// needSets are the offers that may meet a need, and those that surely do; at and surelyAt
// are their places, by index.
type needSets struct{ some, sure, at, surelyAt bitSet }

// numberOffers numbers the offers, and sorts them into sets.
func (s *Snapshot) numberOffers() {
	n := 0
	s.first = make([]int32, len(s.entries)+1)
	for i := range s.entries {
		for j := range s.entries[i].offers {
			s.entries[i].offers[j].number = n
			s.placeOf = append(s.placeOf, int32(i))
			n++
		}
		s.first[i+1] = int32(n)
	}
	s.offers = n
	s.sets = sets{
		all: s.newSet(), firsts: s.newSet(), going: s.newSet(),
		kinds: map[mediation.Kind]bitSet{}, needs: map[mediation.NeedID]needSets{}, values: map[string]map[string]bitSet{},
	}
	for _, v := range mediation.Facets {
		s.sets.values[v.Name] = map[string]bitSet{}
	}
	for i := range s.entries {
		offers := s.entries[i].offers
		for j := range offers {
			s.sort(i, &offers[j])
			if j == 0 {
				s.sets.firsts.add(offers[j].number)
			} else {
				s.sets.going.add(offers[j-1].number)
			}
		}
	}
}

// States is true when some offer says something of the facet.
func (s *Snapshot) States(f mediation.Facet) bool { return len(s.sets.values[f.Name]) > 0 }

func (s *Snapshot) newSet() bitSet { return make(bitSet, (s.offers+wordBits-1)/wordBits) }

// sort adds an offer of a place to the sets of what it is and gives.
func (s *Snapshot) sort(place int, o *offerEntry) {
	s.sets.all.add(o.number)
	addTo(s, s.sets.kinds, o.Kind, o.number)
	for _, v := range mediation.Facets {
		for _, slug := range v.Stated(o.Offer) {
			addTo(s, s.sets.values[v.Name], slug, o.number)
		}
	}
	for _, claim := range o.Claims {
		need := s.sets.needs[claim.ID]
		if need.some == nil {
			places := make(bitSet, len(s.entries)/wordBits+1)
			need = needSets{s.newSet(), s.newSet(), places, slices.Clone(places)}
			s.sets.needs[claim.ID] = need
		}
		need.some.add(o.number)
		need.at.add(place)
		if claim.Certainty != mediation.Possible {
			need.sure.add(o.number)
			need.surelyAt.add(place)
		}
	}
}

func addTo[K comparable](s *Snapshot, sets map[K]bitSet, key K, number int) {
	if sets[key] == nil {
		sets[key] = s.newSet()
	}
	sets[key].add(number)
}

// narrow leaves in a set the offers that the choices of a filter describe; sum
// is worked on.
func (x *sets) narrow(meets, sum bitSet, f *mediation.Filter) {
	narrowBy(meets, sum, x.kinds, f.Kinds)
	for _, v := range mediation.Facets {
		narrowBy(meets, sum, x.values[v.Name], *v.Chosen(f))
	}
}

// narrowBy leaves in a set the offers that have one of the values, or all of
// them when none is asked for.
func narrowBy[K comparable](meets, sum bitSet, sets map[K]bitSet, values []K) {
	if len(values) == 0 {
		return
	}
	clear(sum)
	for _, v := range values {
		sum.join(sets[v])
	}
	for w := range meets {
		meets[w] &= sum[w]
	}
}

// needSets lists the sets of needs, at most [maxNeeds].
func (s *Snapshot) needSets(needs []mediation.NeedID) []needSets {
	if len(needs) == 0 {
		return nil
	}
	list := make([]needSets, min(len(needs), maxNeeds))
	for i := range list {
		list[i] = s.sets.needs[needs[i]]
	}
	return list
}

// gives tells whether the offers of a place that are in a set between them meet
// all the needs, and all of them surely.
func (s *Snapshot) gives(meets bitSet, place int, needs []needSets) (some, sure bool) {
	first, end := int(s.first[place]), int(s.first[place+1])
	if end-first > wordBits {
		return s.crowdGives(meets, first, end, needs)
	}
	there := meets.bits(first, end-first)
	if there == 0 {
		return false, false
	}
	sure = true
	for i := range needs {
		if needs[i].some.bits(first, end-first)&there == 0 {
			return false, false
		}
		sure = sure && needs[i].sure.bits(first, end-first)&there != 0
	}
	return true, sure
}

// meet tells whether all offers of a place between them meet the needs, and all of them
// surely.
func meet(place int, needs []needSets) (some, sure bool) {
	sure = true
	for i := range needs {
		if !needs[i].at.has(place) {
			return false, false
		}
		sure = sure && needs[i].surelyAt.has(place)
	}
	return true, sure
}

// crowdGives is the same of a place with more offers than a word has bits.
func (s *Snapshot) crowdGives(meets bitSet, first, end int, needs []needSets) (some, sure bool) {
	var g given
	for n := first; n < end; n++ {
		if meets.has(n) {
			g.add(n, needs)
		}
	}
	return g.all(len(needs))
}

// given notes which needs some offers meet, a bit for each.
type given struct {
	any        bool
	some, sure uint64
}

func (g *given) add(offer int, needs []needSets) {
	g.any = true
	for i := range needs {
		if needs[i].some.has(offer) {
			g.some |= 1 << i
		}
		if needs[i].sure.has(offer) {
			g.sure |= 1 << i
		}
	}
}

// all tells whether so many needs are met, and all surely.
func (g *given) all(needs int) (some, sure bool) {
	all := uint64(1)<<needs - 1
	return g.any && g.some == all, g.any && g.sure == all
}

// tally counts the places that a set of offers answers for. It takes 64 offers
// at a time, from the last to the first, so that what those of a place meet
// between them comes to stand at its first one.
func (s *Snapshot) tally(meets bitSet, needs []needSets) (sum Tally) {
	if len(needs) == 0 {
		needs = []needSets{s.sets.any()}
	}
	var someAfter, sureAfter [maxNeeds]uint64 // the word after, of each need
	for w := len(meets) - 1; w >= 0; w-- {
		some, sure := s.sets.firsts[w], s.sets.firsts[w]
		going := s.sets.going[w]
		for i := range needs {
			someAfter[i] = toFirsts(meets[w]&needs[i].some.word(w), someAfter[i], going)
			sureAfter[i] = toFirsts(meets[w]&needs[i].sure.word(w), sureAfter[i], going)
			some &= someAfter[i]
			sure &= sureAfter[i]
		}
		sum.Sure += bits.OnesCount64(sure)
		sum.Unsure += bits.OnesCount64(some &^ sure)
	}
	return sum
}

// any is the need that every offer meets: that there is somebody.
func (x *sets) any() needSets { return needSets{some: x.all, sure: x.all} }

// toFirsts adds to the offers of a word those before them at the same place;
// after is the next word, done already.
func toFirsts(word, after, going uint64) uint64 {
	word |= after << (wordBits - 1) & going
	for step := 1; going != 0; step *= 2 {
		word |= word >> step & going
		going &= going >> step
	}
	return word
}
