package catalog

import (
	"math/rand/v2"
	"testing"
)

// The bits of offers that follow each other are those that [offerSet.has] tells,
// within a word, over two, and past the end.
func TestBitsOfOffersThatFollow(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	set := offerSet{random.Uint64(), random.Uint64(), random.Uint64()}
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
	draw := func() offerSet { return offerSet{random.Uint64() & random.Uint64(), random.Uint64(), random.Uint64()} }
	for range 10_000 {
		first := random.IntN(100)
		s := Snapshot{first: []int32{int32(first), int32(first + random.IntN(wordBits))}}
		needs := make([]needSets, random.IntN(4))
		for i := range needs {
			needs[i] = needSets{some: draw(), sure: draw()}
			for w := range needs[i].sure {
				needs[i].sure[w] &= needs[i].some[w]
			}
		}
		meets := draw()
		some, sure := s.gives(meets, 0, needs)
		wantSome, wantSure := s.crowdGives(meets, first, int(s.first[1]), needs)
		if some != wantSome || sure != wantSure {
			t.Fatalf("%v %v, want %v %v", some, sure, wantSome, wantSure)
		}
	}
}
