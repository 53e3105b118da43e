package catalog_test

import (
	"testing"
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

func TestAPlaceIsOpenWhenOneOfItsOffersIs(t *testing.T) {
	at := time.Date(2026, 12, 1, 10, 0, 0, 0, hours.Paris) // a Tuesday
	for _, tt := range []struct {
		why   string
		hours []string
		want  string
	}{
		{"nobody knows", []string{"", "n'importe quoi"}, "Horaires non renseignés"},
		{"the later end counts", []string{"Tu 09:00-12:00", "Tu 09:00-17:00"}, "Ouvert jusqu’à 17 h"},
		{"one open, one closed", []string{"We 09:00-12:00", "Tu 09:00-12:00"}, "Ouvert jusqu’à 12 h"},
		{"one open, one unknown", []string{"", "Tu 09:00-12:00"}, "Ouvert jusqu’à 12 h"},
		{"the earlier opening counts", []string{"Th 09:00-12:00", "Tu 14:00-17:00"}, "Fermé. Ouvre à 14 h"},
		{"an unknown is not closed", []string{"Tu 14:00-17:00", ""}, "Horaires en partie non renseignés. Ouvre à 14 h"},
	} {
		p := mediation.Place{ID: "a"}
		for _, h := range tt.hours {
			p.Offers = append(p.Offers, mediation.Offer{Hours: h})
		}
		s, err := catalog.New(catalog.Data{Places: []mediation.Place{p}})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.At(at).Open(0).Text(language.French); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.why, got, tt.want)
		}
	}
}

// A moment may be shared as long as nothing changes in it.
func TestAMomentHoldsUntilItsEnd(t *testing.T) {
	p := mediation.Place{ID: "a", Offers: []mediation.Offer{{Hours: "Mo-Fr 09:00-12:00,14:00-17:00"}}}
	s, err := catalog.New(catalog.Data{Places: []mediation.Place{p}})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 11, 30, 0, 0, 0, 0, hours.Paris)
	for minute := range 7 * 24 * 60 {
		at := start.Add(time.Duration(minute) * time.Minute)
		fresh, err := catalog.New(catalog.Data{Places: []mediation.Place{p}})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := s.At(at).Open(0).Text(language.French), fresh.At(at).Open(0).Text(language.French); got != want {
			t.Fatalf("%v: %q, want %q", at, got, want)
		}
	}
}

func TestAMobileOfferAndOneWithoutPublicAreNeverOpen(t *testing.T) {
	at := time.Date(2026, 12, 1, 10, 0, 0, 0, hours.Paris)
	s, err := catalog.New(catalog.Data{Places: []mediation.Place{
		{ID: "a", Offers: []mediation.Offer{{Kind: mediation.Van, Hours: "24/7"}}},
		{ID: "b", Offers: []mediation.Offer{{Hours: "24/7", Access: []string{"pas-de-public"}}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if hits := s.Find(mediation.Filter{OpenAt: &at}); len(hits) != 0 {
		t.Errorf("%d places open", len(hits))
	}
	for i, want := range []string{"Service itinérant : téléphonez pour connaître les passages", "N’accueille pas de public"} {
		if got := s.At(at).Open(i).Text(language.French); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
