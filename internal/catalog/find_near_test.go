package catalog_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"escale/internal/catalog"
)

// What people read first is checked against the sentences of the rule, on
// random places and questions.
func TestTheOrderForPeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		f := drawFilter(t, o.Data)
		m := s.At(drawInstant(t, o.Data))
		hits := s.Find(f)
		a := m.Arrange(hits, f)

		if !samePlaces(slices.Concat(a.Shown, a.Folded), hits) {
			t.Fatalf("%+v\nis not what was found: %+v", a, hits)
		}
		sure := slices.DeleteFunc(slices.Clone(hits), func(h catalog.Hit) bool { return h.Unsure })
		if a.Sure != len(sure) {
			t.Fatalf("%d sure, want %d", a.Sure, len(sure))
		}
		if slices.ContainsFunc(a.Folded, func(h catalog.Hit) bool { return !h.Unsure }) {
			t.Fatalf("a sure place is folded away: %+v", a.Folded)
		}
		if (len(sure) == 0 || len(f.Needs) == 0) && len(a.Folded) > 0 {
			t.Fatalf("folded without a sure place: %+v", a.Folded)
		}
		if f.Near != nil && f.Box == nil {
			checkAround(t, a, sure)
		} else if len(sure) > 0 && len(f.Needs) > 0 && len(a.Shown) != len(sure) {
			t.Fatalf("without a point only the sure ones are shown: %+v", a.Shown)
		}
	})
}

func samePlaces(a, b []catalog.Hit) bool {
	places := func(list []catalog.Hit) (out []int) {
		for _, h := range list {
			out = append(out, h.Place)
		}
		slices.Sort(out)
		return out
	}
	return slices.Equal(places(a), places(b))
}

func checkAround(t *rapid.T, a catalog.Arrangement, sure []catalog.Hit) {
	if len(sure) > 0 && slices.IndexFunc(a.Shown, func(h catalog.Hit) bool { return !h.Unsure }) > 2 {
		t.Fatalf("no sure place among the first three: %+v", a.Shown)
	}
	unsure := 0
	for _, h := range a.Shown {
		if h.Unsure {
			unsure++
		}
		if h.Unsure && len(a.Folded) > 0 && h.Metres > 10_000 && unsure > 3 {
			t.Fatalf("a place to check is too far: %+v", h)
		}
	}
	for _, h := range a.Folded {
		if h.Metres <= 10_000 {
			t.Fatalf("a place to check nearby is folded: %+v", h)
		}
	}
	if len(a.Folded) > 0 && unsure < 3 {
		t.Fatalf("%d places to check shown, three at least", unsure)
	}
}
