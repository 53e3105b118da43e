package compact_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"escale/internal/compact"
)

// Each list is found by its number as it was added, whatever is added later or to it.
func TestJoinedListsAreThoseThatWereAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := rapid.SliceOf(rapid.SliceOfN(rapid.Byte(), 0, 20)).Draw(t, "lists")
		joined := compact.NewJoined[byte](rapid.IntRange(0, 3).Draw(t, "room"), rapid.IntRange(0, 500).Draw(t, "elements"))
		for _, list := range lists {
			cut := rapid.IntRange(0, len(list)).Draw(t, "cut")
			joined.Add(list[:cut], list[cut:])
		}
		joined.Trim()
		for i := range joined.Len() {
			_ = append(joined.At(i), 7)
		}
		if joined.Len() != len(lists) || !slices.Equal(joined.All, slices.Concat(lists...)) {
			t.Fatalf("%d lists of %d, %v", joined.Len(), len(lists), joined.All)
		}
		for i, list := range lists {
			if !slices.Equal(joined.At(i), list) {
				t.Fatalf("list %d is %v, not %v", i, joined.At(i), list)
			}
		}
	})
}
