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
	day := func(month time.Month, day int) time.Time { return time.Date(2027, month, day, 10, 0, 0, 0, time.UTC) }
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
		zone := hours.ZoneOf(mediation.DepartementOf(c.insee))
		open := daily(t, catalog.Data{}, c.insee).At(hours.WallTime(zone, 2027, c.at.Month(), c.at.Day(), 10*60))
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
	s := daily(t, catalog.Data{Territory: mediation.Territory{Area: "974"}}, "")
	at := time.Date(2027, time.December, 20, 6, 0, 0, 0, time.UTC)
	if got := s.At(at).Open(0).Sentence(language.French, at); got != "Fermé aujourd’hui (jour férié : Abolition de l’esclavage). Ouvre demain à 9 h" {
		t.Error(got)
	}
}

// daily is a snapshot of one place in a commune, open each morning.
func daily(t *testing.T, data catalog.Data, insee string) *catalog.Snapshot {
	t.Helper()
	point := orb.Point{-1, 49}
	data.Places = append(data.Places, mediation.Place{ID: "a", Point: point, Address: mediation.Address{INSEE: insee}, Offers: []mediation.Offer{
		{Source: "s", SourceID: "a", Kind: mediation.EPN, Hours: "Mo-Su 09:00-12:00", Point: &point},
	}})
	s, err := catalog.New(data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAMapOverseasTellsItsOwnTime: what storage keeps in UTC, or as Paris wrote
// it, is told as the clocks of the département show it.
func TestAMapOverseasTellsItsOwnTime(t *testing.T) {
	start := time.Date(2026, time.December, 8, 10, 0, 0, 0, time.UTC)
	s := daily(t, catalog.Data{
		Territory: mediation.Territory{Area: "974"}, Changed: start,
		Places: []mediation.Place{{ID: "z", Offers: []mediation.Offer{{Source: "s", SourceID: "van", Kind: mediation.Van}}}},
		Tours:  []mediation.Tour{{ID: "t"}},
		Stops:  []mediation.Stop{{ID: "s", Tour: "t", Offer: "s/van"}},
		Visits: []mediation.Visit{{ID: "v", Stop: "s", Tour: "t", Place: "z", Start: start, End: start.Add(2 * time.Hour).In(hours.Paris)}},
	}, "97411")
	m := s.At(time.Date(2026, time.December, 7, 21, 0, 0, 0, time.UTC))
	if got := m.At.Format("02 15:04 "); got != "08 01:00 " {
		t.Error(got)
	}
	if got := hours.FormatTime(s.Visits[0].Start) + ", " + hours.FormatTime(s.Visits[0].End); got != "14 h, 16 h" {
		t.Error(got)
	}
	if got := m.Week(0, 0)[0]; got.Day.Format(time.RFC3339) != "2026-12-08T00:00:00+04:00" || len(got.Slots) != 1 || got.Slots[0].Start.Format("15:04") != "09:00" {
		t.Errorf("%+v", got)
	}
	if got := m.Open(0).Sentence(language.French, m.At); got != "Fermé. Ouvre à 9 h" {
		t.Error(got)
	}
	// The days asked for are those of the département: at nine there it is still
	// the night before in Paris.
	window := mediation.Window{From: time.Date(2026, time.December, 9, 0, 0, 0, 0, time.UTC), To: time.Date(2026, time.December, 9, 0, 0, 0, 0, time.UTC)}
	if got := m.Question(mediation.Filter{Window: &window, Now: m.At}).Timing(0); len(got.Spans) != 1 || got.Spans[0].Start.Format(time.RFC3339) != "2026-12-09T09:00:00+04:00" {
		t.Errorf("%+v", got)
	}
}
