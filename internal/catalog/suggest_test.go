package catalog_test

import (
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

func TestSuggestForgives(t *testing.T) {
	s, err := catalog.New(catalog.Data{
		Needs:     testNeeds,
		Territory: mediation.Territory{Departement: "50", Communes: testCommunes},
		Places:    []mediation.Place{{ID: "m", Name: "Médiathèque Émile Vivier", Address: mediation.Address{City: "La Haye-Pesnel"}, Point: orb.Point{-1.4, 48.8}, Offers: []mediation.Offer{{}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]string{
		"saint-lô": "50502", "Saint Lo": "50502", "st lo": "50502", "sain": "50502", "siant-lo": "50502",
		"cherbour": "50129", "cherboug": "50129", "chebourg en cotentin": "50129", "50100": "50100", "501": "50100", "50101": "", "51000": "",
		"coutance": "50147", "coutansse": "50147",
		"caf": "caf", "RSA": "caf", "amelie": "ameli", "carte vital": "ameli", "secu": "ameli", "curiculum": "cv",
		"je dois refaire ma carte vitale": "ameli", "mediatheque emile": "m", "vivier": "m",
		"": "", "zz": "", "!!!": "", "💻": "",
	} {
		got := ""
		if found := s.Suggest(typed, 3); len(found) > 0 {
			got = found[0].ID
		}
		if got != want {
			t.Errorf("Suggest(%q) = %q, want %q", typed, got, want)
		}
	}
	if got := s.Suggest("a", 2); len(got) > 2 {
		t.Errorf("%d suggestions, limit 2", len(got))
	}
}

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
