package catalog_test

import (
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

func TestQualityCountsWhatIsKnown(t *testing.T) {
	now := time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)
	good := mediation.Offer{Source: "a", SourceID: "1", Kind: mediation.EPN, Contact: mediation.Contact{Phone: "+33233051234"}, Hours: "Mo 09:00-12:00",
		Claims: []mediation.Claim{{ID: "caf", Certainty: mediation.Declared}}, Updated: now.AddDate(0, -1, 0), Fee: []string{"gratuit"}, Address: mediation.Address{Street: "1 rue A"}, Point: &orb.Point{-1, 49}}
	poor := mediation.Offer{Source: "b", SourceID: "1", Kind: mediation.EPN, HoursText: "le matin", Approximate: true, GoneSince: now, Point: &orb.Point{-1, 49}}
	s, err := catalog.New(catalog.Data{
		SetAside: map[string]int{"b": 3, "c": 1},
		Places:   []mediation.Place{{ID: "p", Offers: []mediation.Offer{good, poor}, Point: orb.Point{-1, 49}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	all, sources, offers := s.At(now).Quality()
	if all.Offers != 2 || all.SetAside != 4 || all.Phone != 1 || all.Hours != 1 || all.Sure != 1 || all.Unreadable != 1 || all.Approximate != 1 || all.Gone != 1 {
		t.Errorf("all: %+v", all)
	}
	if len(sources) != 3 || sources[0].Source != "a" || sources[0].Score != 100 || sources[1].SetAside != 3 || sources[2].Offers != 0 || sources[2].SetAside != 1 || sources[2].Score != 0 {
		t.Errorf("sources: %+v", sources)
	}
	if !sources[0].Oldest.Equal(good.Updated) || !sources[1].Oldest.IsZero() {
		t.Errorf("dates: %v and %v", sources[0].Oldest, sources[1].Oldest)
	}
	if len(offers) != 2 || offers[0].Offer != 1 || offers[0].Score >= offers[1].Score || len(offers[0].Lacks) == 0 {
		t.Errorf("offers, the weakest first: %+v", offers)
	}
}
