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
		weights := rapid.SliceOfN(rapid.Float64Range(0, 4), 1, 40).Draw(t, "weights")
		list := rapid.SliceOf(rapid.Custom(func(t *rapid.T) called {
			return called{thing: int32(rapid.IntRange(0, len(weights)-1).Draw(t, "thing"))}
		})).Draw(t, "list")
		weigh := func(thing int32) float64 { return float64(int(weights[thing])) } // many weigh the same

		var want []int32
		for _, c := range list {
			want = append(want, c.thing)
		}
		slices.Sort(want)
		want = slices.Compact(want)
		slices.SortStableFunc(want, func(a, b int32) int { return cmp.Compare(weigh(b), weigh(a)) })
		want = want[:min(mostHeavy, len(want))]
		if got := heaviest(list, weigh); !slices.Equal(got, want) {
			t.Fatalf("%v, not %v", got, want)
		}
	})
}
