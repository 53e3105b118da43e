package synth_test

import (
	"bytes"
	"testing"

	"escale/internal/bench/synth"
	"escale/internal/formats"
)

func TestTheSmallSetBeginsTheLargeOne(t *testing.T) {
	small := synth.Standard(synth.Small)
	if !bytes.Equal(small, synth.Standard(synth.Small)) {
		t.Fatal("two files of one size differ")
	}
	if !bytes.HasPrefix(synth.Standard(2*synth.Small), small) {
		t.Fatal("the larger file does not begin with the smaller one")
	}
}

func TestTheViewHoldsTheSameInEverySet(t *testing.T) {
	small, more := inView(t, synth.Small), inView(t, 4*synth.Small)
	if small != more || small < 40 || small > 70 {
		t.Fatalf("%d places in view of the small set, %d of the larger, want the same and about 54", small, more)
	}
}

func inView(t *testing.T, n int) (inside int) {
	t.Helper()
	file, err := formats.Read("standard", bytes.NewReader(synth.Standard(n)), "test")
	if err != nil {
		t.Fatal(err)
	}
	if len(file.Records) != n || len(file.Ignored) > 0 {
		t.Fatalf("%d records, ignored columns %v", len(file.Records), file.Ignored)
	}
	for _, r := range file.Records {
		if r.Fatal() || r.Offer.Point == nil {
			t.Fatalf("line %d: %v", r.Line, r.Problems)
		}
		if synth.View.Contains(*r.Offer.Point) {
			inside++
		}
	}
	return inside
}

func TestCommunesHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range synth.Territory().Communes {
		if seen[c.Name] || seen[c.INSEE] {
			t.Fatalf("%s %s comes twice", c.INSEE, c.Name)
		}
		seen[c.Name], seen[c.INSEE] = true, true
	}
}
