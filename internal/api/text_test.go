package api

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"escale/internal/catalog"
)

// A text is found by its number, in whatever order they came.
func TestASlabFindsTextsByTheirNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		order := make([]int32, random.IntN(200))
		for rank, i := range random.Perm(len(order)) {
			order[rank] = int32(i)
		}
		s := newRankedSlab(catalog.RanksOf(order), 0)
		for _, i := range order {
			s.Add(fmt.Appendf(nil, "text %d", i), []byte(";"))
		}
		s.Trim()
		for i := range order {
			if got, want := string(s.at(i)), fmt.Sprintf("text %d;", i); got != want {
				t.Fatalf("%q, want %q", got, want)
			}
		}
	}
}
