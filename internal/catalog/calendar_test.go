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

// TestAPlaceKeepsTheHolidaysOfItsDepartement: one snapshot, places on both
// sides of a limit, each closed on its own days and no other.
func TestAPlaceKeepsTheHolidaysOfItsDepartement(t *testing.T) {
	day := func(month time.Month, day int) time.Time {
		return time.Date(2027, month, day, 10, 0, 0, 0, hours.Paris)
	}
	goodFriday, abolition971, abolition972 := day(time.March, 26), day(time.May, 27), day(time.May, 22)
	for _, c := range []struct {
		insee   string
		at      time.Time
		holiday string
	}{
		{"67482", goodFriday, "Vendredi saint"}, {"57463", goodFriday, "Vendredi saint"}, {"68224", goodFriday, "Vendredi saint"},
		{"88160", goodFriday, ""}, {"97105", goodFriday, ""},
		{"97105", abolition971, "Abolition de l’esclavage"}, {"97209", abolition971, ""}, {"75056", abolition971, ""}, {"2A004", abolition971, ""},
		{"97209", abolition972, "Abolition de l’esclavage"}, {"97105", abolition972, ""},
		{"97302", day(time.June, 10), "Abolition de l’esclavage"},
		{"97411", day(time.December, 20), "Abolition de l’esclavage"},
		{"97608", day(time.April, 27), "Abolition de l’esclavage"},
		{"2A004", day(time.May, 6), "Ascension"}, {"97502", day(time.May, 6), "Ascension"}, {"97411", day(time.May, 6), "Ascension"},
	} {
		open := daily(t, catalog.Data{}, c.insee).At(c.at)
		if state := open.Open(0); state.Open != (c.holiday == "") || state.Holiday != c.holiday {
			t.Errorf("%s on %s: open %v, holiday %q, want %q", c.insee, c.at.Format(time.DateOnly), state.Open, state.Holiday, c.holiday)
		}
		want := "9 h – 12 h"
		if c.holiday != "" {
			want = "fermé (jour férié : " + c.holiday + ")"
		}
		if got := open.Week(0, 0)[0].Text(language.French); got != want {
			t.Errorf("%s on %s: %q, want %q", c.insee, c.at.Format(time.DateOnly), got, want)
		}
	}
}

// TestAPlaceOfNoKnownCommuneKeepsTheHolidaysOfTheMap: its source does not say
// where it is, the département that is served does.
func TestAPlaceOfNoKnownCommuneKeepsTheHolidaysOfTheMap(t *testing.T) {
	s := daily(t, catalog.Data{Territory: mediation.Territory{Departement: "974"}}, "")
	at := time.Date(2027, time.December, 20, 10, 0, 0, 0, hours.Paris)
	if got := s.At(at).Open(0).Sentence(language.French, at); got != "Fermé aujourd’hui (jour férié : Abolition de l’esclavage). Ouvre demain à 9 h" {
		t.Error(got)
	}
}

// daily is a snapshot of one place in a commune, open each morning.
func daily(t *testing.T, data catalog.Data, insee string) *catalog.Snapshot {
	t.Helper()
	point := orb.Point{-1, 49}
	data.Places = []mediation.Place{{ID: "a", Point: point, Address: mediation.Address{INSEE: insee}, Offers: []mediation.Offer{
		{Source: "s", SourceID: "a", Kind: mediation.EPN, Hours: "Mo-Su 09:00-12:00", Point: &point},
	}}}
	s, err := catalog.New(data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
