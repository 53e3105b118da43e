package mediation_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

func record(change func(*mediation.Offer)) mediation.Offer {
	o := mediation.Offer{
		Source: "s", SourceID: "tmp-1", Kind: mediation.EPN, Name: "Espace numérique des Dunes", Operator: "Ville", Pivot: "21500502000015",
		Address: mediation.Address{Street: "13 bis rue de la Mairie", INSEE: "50502"}, Point: &orb.Point{-1.09, 49.1157},
		Contact: mediation.Contact{Phone: "+33233051234", Email: "dunes@exemple.invalid"}, Hours: "Mo-Fr 09:00-12:00",
	}
	change(&o)
	return o
}

func TestSameRecordUnderAnotherId(t *testing.T) {
	bare := func(o *mediation.Offer) {
		o.Pivot, o.Contact, o.Operator, o.Hours = "", mediation.Contact{}, "", ""
	}
	for why, tt := range map[string]struct {
		before, after func(*mediation.Offer)
		same          bool
	}{
		"only the id changed":    {func(*mediation.Offer) {}, func(o *mediation.Offer) { o.SourceID = "7" }, true},
		"a new telephone":        {func(*mediation.Offer) {}, func(o *mediation.Offer) { o.Contact.Phone = "+33233059999" }, true},
		"a new name, same SIRET": {func(*mediation.Offer) {}, func(o *mediation.Offer) { o.Name = "Tiers-lieu" }, true},
		"name and point alone":   {bare, bare, true},
		"a point alone":          {bare, func(o *mediation.Offer) { bare(o); o.Name = "Tiers-lieu" }, false},
		"another kind":           {func(*mediation.Offer) {}, func(o *mediation.Offer) { o.Kind = mediation.FranceServices }, false},
		"another commune":        {func(*mediation.Offer) {}, func(o *mediation.Offer) { o.Address.INSEE = "50129" }, false},
		"the same name somewhere else": {func(*mediation.Offer) {}, func(o *mediation.Offer) {
			o.Point, o.Address.Street = &orb.Point{-1.10, 49.12}, "4 place du Marché"
		}, false},
		"no point": {func(*mediation.Offer) {}, func(o *mediation.Offer) { o.Point = nil }, false},
	} {
		got := mediation.SameRecord(record(tt.before), record(tt.after))
		if got.Same() != tt.same || tt.same && got.Reason == "" {
			t.Errorf("%s: %+v", why, got)
		}
	}
}

// Held against every pair compared with every other: a pair is a renaming when
// it is enough, and no other pair with one of its records is as good.
func TestRenamingsAgainstEveryPair(t *testing.T) {
	found := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(1, seed))
		draw := func(n int) (list []mediation.Offer) {
			for i := range n {
				list = append(list, record(func(o *mediation.Offer) {
					o.SourceID = fmt.Sprint(i)
					o.Name = []string{"Mairie", "Médiathèque", "Médiathèque annexe", "Espace numérique"}[r.IntN(4)]
					o.Address.INSEE = []string{"50502", "50129"}[r.IntN(2)]
					o.Point = &orb.Point{-1.09 + 0.01*float64(r.IntN(3)), 49.1157}
					o.Pivot = []string{"", "1", "2"}[r.IntN(3)]
					o.Contact = mediation.Contact{Phone: []string{"", "a", "b"}[r.IntN(3)]}
					o.Hours = []string{"", "Mo", "Tu"}[r.IntN(3)]
					o.Kind = []mediation.Kind{mediation.EPN, mediation.FranceServices}[r.IntN(2)]
				}))
			}
			return list
		}
		left, came := draw(r.IntN(9)), draw(r.IntN(9))
		got := mediation.Renamings(left, came)
		slices.SortFunc(got, func(a, b mediation.Renaming) int { return a.Before - b.Before })
		var want []mediation.Renaming
		for i := range left {
			for j := range came {
				pair := mediation.SameRecord(left[i], came[j])
				rival := false
				for x := range left {
					rival = rival || x != i && mediation.SameRecord(left[x], came[j]).Score >= pair.Score
				}
				for y := range came {
					rival = rival || y != j && mediation.SameRecord(left[i], came[y]).Score >= pair.Score
				}
				if pair.Same() && !rival {
					want = append(want, mediation.Renaming{Before: i, After: j, Identity: pair})
				}
			}
		}
		found += len(want)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
	if found < 100 {
		t.Errorf("only %d renamings were drawn", found)
	}
}
