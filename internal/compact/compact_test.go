package compact_test

import (
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"escale/internal/compact"
)

// What is kept stays what it was, whatever is kept or added to later.
func TestListsStayWhatTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lists compact.Lists[int]
		written := rapid.SliceOf(rapid.SliceOfN(rapid.Int(), 0, 3000)).Draw(t, "lists")
		kept := make([][]int, len(written))
		for i, list := range written {
			kept[i] = lists.Keep(list)
			_ = append(kept[i], 7)
		}
		for i := range written {
			if !slices.Equal(kept[i], written[i]) || (kept[i] == nil) != (written[i] == nil) {
				t.Fatalf("list %d is not what it was", i)
			}
		}
	})
}

// What a pointer points to is copied, and nothing is made of nil.
func TestOneIsKeptAsItWas(t *testing.T) {
	var lists compact.Lists[int]
	one := 7
	kept := lists.KeepOne(&one)
	one = 8
	lists.KeepOne(&one)
	if *kept != 7 {
		t.Errorf("kept %d, want 7", *kept)
	}
	if lists.KeepOne(nil) != nil {
		t.Error("nil became something")
	}
}

// A few lists take little: one that is read alone is kept as long as a map is.
func TestAFewListsTakeLittle(t *testing.T) {
	const few, size = 10, 1000
	var before, after runtime.MemStats
	var lists compact.Lists[[size]byte]
	runtime.ReadMemStats(&before)
	for range few {
		lists.Make(1)
	}
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 4*few*size {
		t.Errorf("%d lists of %d bytes took %d", few, size, taken)
	}
}
