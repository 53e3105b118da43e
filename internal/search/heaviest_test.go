package search

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What is picked in one pass is what sorting all would give.
func TestTheHeaviestAreThoseThatSortingPutsFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.SampledFrom([]float64{0, 1, 2, 3}), 1, 40).Draw(t, "weights") // many weigh the same
		list := rapid.SliceOf(rapid.Custom(func(t *rapid.T) called {
			return called{thing: int32(rapid.IntRange(0, len(weights)-1).Draw(t, "thing"))}
		})).Draw(t, "list")

		var want []int32
		for _, c := range list {
			want = append(want, c.thing)
		}
		slices.Sort(want)
		want = slices.Compact(want)
		slices.SortStableFunc(want, func(a, b int32) int { return cmp.Compare(weights[b], weights[a]) })
		want = want[:min(mostHeavy, len(want))]
		if got := heaviest(list, weights); !slices.Equal(got, want) {
			t.Fatalf("%v, not %v", got, want)
		}
	})
}
