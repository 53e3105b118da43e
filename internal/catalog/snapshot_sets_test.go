package catalog

import (
	"math/rand/v2"
	"testing"

	"escale/internal/mediation"
)

// The bits of offers that follow each other are those that [bitSet.has] tells,
// within a word, over two, and past the end.
func TestBitsOfOffersThatFollow(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	set := bitSet{random.Uint64(), random.Uint64(), random.Uint64()}
	for range 10_000 {
		first, n := random.IntN(4*wordBits), random.IntN(wordBits+1)
		got := set.bits(first, n)
		for i := range wordBits {
			if want := i < n && set.has(first+i); want != (got>>i&1 == 1) {
				t.Fatalf("%d from %d: bit %d is %v", n, first, i, !want)
			}
		}
	}
}

// A crowd is judged alike by its bits and one offer at a time.
func TestACrowdGivesWhatItsOffersGive(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	draw := func() bitSet { return bitSet{random.Uint64() & random.Uint64(), random.Uint64(), random.Uint64()} }
	for range 10_000 {
		first := random.IntN(100)
		s := Snapshot{first: []int32{int32(first), int32(first + random.IntN(wordBits))}}
		needs := drawNeeds(random, draw)
		meets := draw()
		some, sure := s.gives(meets, 0, needs)
		wantSome, wantSure := s.crowdGives(meets, first, int(s.first[1]), needs)
		if some != wantSome || sure != wantSure {
			t.Fatalf("%v %v, want %v %v", some, sure, wantSome, wantSure)
		}
	}
}

// Places are counted 64 offers at a time as they are one by one, whatever their
// sizes: none, one, some, more than a word has bits.
func TestATallyIsTheSumOfItsPlaces(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 3_000 {
		s := drawSizes(random)
		draw := func() bitSet {
			set := s.newSet()
			for n := range s.offers {
				if random.IntN(3) == 0 {
					set.add(n)
				}
			}
			return set
		}
		needs := drawNeeds(random, draw)
		meets := draw()
		var want Tally
		for place := range len(s.first) - 1 {
			switch some, sure := s.gives(meets, place, needs); {
			case sure:
				want.Sure++
			case some:
				want.Unsure++
			}
		}
		if got := s.tally(meets, needs); got != want {
			t.Fatalf("places %v: %+v, want %+v", s.first, got, want)
		}
	}
}

// drawSizes draws places with so many offers each, of which nothing else is known.
func drawSizes(random *rand.Rand) *Snapshot {
	s := &Snapshot{entries: make([]entry, 1+random.IntN(40))}
	most := []int{2, 4, 100}[random.IntN(3)]
	for i := range s.entries {
		s.entries[i].offers = make([]offerEntry, random.IntN(most))
		for j := range s.entries[i].offers {
			s.entries[i].offers[j].Offer = &mediation.Offer{}
		}
	}
	s.numberOffers()
	return s
}

// drawNeeds draws a few needs; who surely meets one may meet it.
func drawNeeds(random *rand.Rand, draw func() bitSet) []needSets {
	needs := make([]needSets, random.IntN(4))
	for i := range needs {
		needs[i] = needSets{some: draw(), sure: draw()}
		for w := range needs[i].sure {
			needs[i].sure[w] &= needs[i].some[w]
		}
	}
	return needs
}
