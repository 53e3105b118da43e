package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// What people read first is checked against the sentences of the rule, on
// random places and questions.
func TestTheOrderForPeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		f := drawFilter(t, o.Data)
		m := s.At(drawInstant(t, o.Data))
		hits := s.Find(f)
		a := m.Arrange(f, catalog.Wanted{Shown: len(s.Places), Folded: len(s.Places)})

		checkBeginning(t, m, f, a)
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

// checkBeginning compares the beginning of an answer with that of all of it.
func checkBeginning(t *rapid.T, m *catalog.Moment, f mediation.Filter, all catalog.Arrangement) {
	if all.AllShown != len(all.Shown) || all.AllFolded != len(all.Folded) {
		t.Fatalf("%d and %d hits, counted as %d and %d", len(all.Shown), len(all.Folded), all.AllShown, all.AllFolded)
	}
	wanted := catalog.Wanted{Shown: rapid.IntRange(0, 30).Draw(t, "shown"), Folded: rapid.IntRange(0, 30).Draw(t, "folded")}
	want := all
	want.Shown, want.Folded = want.Shown[:min(wanted.Shown, len(want.Shown))], want.Folded[:min(wanted.Folded, len(want.Folded))]
	for name, got := range map[string]catalog.Arrangement{"as it is": m.Arrange(f, wanted), "all sorted": m.ArrangeSorted(f, wanted)} {
		if !slices.Equal(got.Shown, want.Shown) || !slices.Equal(got.Folded, want.Folded) ||
			got.AllShown != want.AllShown || got.AllFolded != want.AllFolded || got.Sure != want.Sure {
			t.Fatalf("%s, the first %+v:\n%+v\nwant %+v", name, wanted, got, want)
		}
	}
}

// The beginning of an answer with many places to check, near and far, is that
// of all of it.
func TestTheBeginningAmongMany(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := crowd(t, rapid.IntRange(0, 150).Draw(t, "places"), rapid.IntRange(0, 30).Draw(t, "percent sure"))
		f := mediation.Filter{Needs: some(t, []mediation.NeedID{"caf", "ameli"}, "needs"), ConfirmedOnly: maybe(t, "confirmed"), Now: morning}
		if !maybe(t, "nowhere") {
			f.Near = &mediation.Near{Point: drawPoint(t, "near")}
		}
		m := s.At(morning)
		checkBeginning(t, m, f, m.Arrange(f, catalog.Wanted{Shown: len(s.Places), Folded: len(s.Places)}))
	})
}

var morning = time.Date(2026, 11, 30, 10, 0, 0, 0, hours.Paris)

// crowd makes places around one town that may help with the CAF, and a few that
// surely do, or where a van without dates does.
func crowd(t *rapid.T, places, sure int) *catalog.Snapshot {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	d := catalog.Data{Needs: testNeeds, Territory: mediation.Territory{Area: "50", Communes: testCommunes}}
	commune := testCommunes[1]
	for i := range places {
		o := mediation.Offer{Source: "test", SourceID: strconv.Itoa(i), Kind: mediation.EPN,
			Claims: []mediation.Claim{{ID: "caf", Certainty: mediation.Possible}}}
		if r.IntN(100) < sure {
			o.Claims[0].Certainty = mediation.Declared
		}
		if r.IntN(10) == 0 {
			o.Kind = mediation.Van
		}
		d.Places = append(d.Places, mediation.Place{ID: fmt.Sprintf("p%03d", i), Offers: []mediation.Offer{o},
			Name: "Lieu " + strconv.Itoa(r.IntN(50)), Point: orb.Point{-1.09 + r.NormFloat64()/6, 49.11 + r.NormFloat64()/9},
			Address: mediation.Address{City: commune.Name, Postcode: commune.Postcodes[0], INSEE: commune.INSEE}})
	}
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
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
