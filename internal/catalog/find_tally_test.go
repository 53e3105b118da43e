package catalog_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// choose draws other choices for a filter: what a person may change with one
// touch.
func choose(t *rapid.T, f mediation.Filter) mediation.Filter {
	f.Kinds = some(t, mediation.Kinds, "other kinds")
	f.Needs = some(t, []mediation.NeedID{"caf", "ameli", "cv", "unknown"}, "other needs")
	f.ConfirmedOnly = maybe(t, "other certainty")
	for _, facet := range mediation.Facets {
		if maybe(t, facet.Name) {
			*facet.Chosen(&f) = some(t, facet.Terms.Slugs(), facet.Name)
		}
	}
	return f
}

func TestATallyCountsWhatTheFilterFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		f := drawFilter(t, o.Data)
		tallies := s.Tallies(f)
		for range 5 {
			g := choose(t, f)
			if got, want := tallies.Of(g), catalog.TallyOf(s.Find(g)); got != want {
				t.Fatalf("of %+v then %+v: %+v, want %+v", f, g, got, want)
			}
		}
	})
}

// What a moment remembers of one time must be true of that time until the
// moment ends, and of no other.
func TestWhatAMomentRemembersIsTrueUntilItsEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		m := s.At(drawInstant(t, o.Data))
		for range 6 {
			f := drawFilter(t, o.Data)
			span := int64(m.Until.Sub(m.At) / time.Minute)
			f.Now = m.At.Add(time.Duration(rapid.Int64Range(0, max(0, span-1)).Draw(t, "minutes into the moment")) * time.Minute)
			for range 2 {
				if got, want := ids(s, s.Find(f)), o.find(f); !slices.Equal(got, want) {
					t.Fatalf("at %v of %v to %v, filter %+v\ngot  %v\nwant %v", f.Now, m.At, m.Until, f, got, want)
				}
			}
		}
	})
}

func TestMomentsRememberForManyAtOnce(t *testing.T) {
	s, o := drawSnapshotOnce(t)
	now := time.Date(2026, 12, 1, 9, 30, 0, 0, s.Zone())
	s.At(now)
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			at := now.Add(time.Duration(i%70) * time.Hour)
			f := mediation.Filter{OpenAt: &at, Now: now}
			if got, want := ids(s, s.Find(f)), o.find(f); !slices.Equal(got, want) {
				t.Errorf("open at %v: %v, want %v", at, got, want)
			}
		})
	}
	all.Wait()
}

// drawSnapshotOnce is one drawn snapshot, the same each time.
func drawSnapshotOnce(t *testing.T) (s *catalog.Snapshot, o oracle) {
	t.Helper()
	d := rapid.Custom(drawData).Example(7)
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s, oracle{d}
}
