package site_test

import (
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// aged is a snapshot of one place whose offers were last touched on those
// days, "" for an offer that does not say.
func aged(t *testing.T, access []string, days ...string) *catalog.Snapshot {
	t.Helper()
	p := mediation.Place{ID: "aaa", Name: "Lieu", Point: orb.Point{-1, 49}, Address: mediation.Address{City: "Saint-Lô"}}
	for i, day := range days {
		o := mediation.Offer{Source: "s", SourceID: string(rune('a' + i)), Kind: mediation.EPN, Name: "Lieu", Access: access, Hours: "Mo-Fr 09:00-17:00"}
		if day != "" {
			var err error
			if o.Updated, err = time.Parse(time.DateOnly, day); err != nil {
				t.Fatal(err)
			}
		}
		p.Offers = append(p.Offers, o)
	}
	s, err := catalog.New(catalog.Data{Places: []mediation.Place{p}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The same cases as frontend/test/fresh.test.ts: both must say the same.
func TestALineSaysWhenItWasLastVerified(t *testing.T) {
	for _, test := range []struct {
		days []string
		want string
	}{
		{[]string{"2026-12-01"}, `<p class="fresh">Vérifié ce mois-ci</p>`},
		{[]string{"2027-01-02"}, `<p class="fresh">Vérifié ce mois-ci</p>`},
		{[]string{"2026-11-30"}, `<p class="fresh">Vérifié le mois dernier</p>`},
		{[]string{"2026-09-01"}, `<p class="fresh">Vérifié il y a 3 mois</p>`},
		{[]string{"2026-01-31"}, `<p class="fresh">Vérifié il y a 11 mois</p>`},
		{[]string{"2025-12-01"}, `<p class="fresh">Vérifié il y a un an</p>`},
		{[]string{"2025-11-30"}, `<p class="old">Renseignements de novembre 2025 : téléphonez avant de venir.</p>`},
		{[]string{"2024-10-15"}, `<p class="old">Renseignements d’octobre 2024 : téléphonez avant de venir.</p>`},
		{[]string{"2022-12-01", "", "2026-10-03"}, `<p class="fresh">Vérifié il y a 2 mois</p>`},
	} {
		h := newHandler(t, data{current: aged(t, nil, test.days...)})
		if line := linesOf(textOf(get(t, h, "/")))["aaa"]; !strings.Contains(line, test.want) {
			t.Errorf("%v: %s lacks %s", test.days, line, test.want)
		}
	}
}

func TestWhatNoSourceDatesSaysNothing(t *testing.T) {
	h := newHandler(t, data{current: aged(t, nil, "")})
	for _, address := range []string{"/", "/lieux/aaa-lieu"} {
		if page := textOf(get(t, h, address)); strings.Contains(page, `class="fresh"`) || strings.Contains(page, `class="old"`) {
			t.Errorf("%s speaks of an age that nobody knows", address)
		}
	}
}

// The page of a place warns once of what is old: above when all is, else by the
// helper whose hours are. Each source keeps its date.
func TestAPlaceSaysItsAgeOnce(t *testing.T) {
	const warning = `<p class="old">Renseignements de `
	for _, test := range []struct {
		days        []string
		above, with int
	}{
		{[]string{"2026-10-03"}, 0, 0}, {[]string{"2022-12-01"}, 1, 0}, {[]string{"2022-12-01", "2023-01-05"}, 1, 0},
		{[]string{"2022-12-01", "2026-10-03"}, 0, 1}, {[]string{""}, 0, 0},
	} {
		page := textOf(get(t, newHandler(t, data{current: aged(t, nil, test.days...)}), "/lieux/aaa-lieu"))
		above, offers, _ := strings.Cut(page, `class="card offer"`)
		if a, w := strings.Count(above, warning), strings.Count(offers, warning); a != test.above || w != test.with {
			t.Errorf("%v: %d warnings above, %d with a helper, want %d and %d", test.days, a, w, test.above, test.with)
		}
		if dates := strings.Count(page, "mise à jour le"); test.days[0] != "" && dates != len(test.days) {
			t.Errorf("%v: %d dates of sources", test.days, dates)
		}
	}
}

func TestALineSaysThatNobodyIsReceivedThere(t *testing.T) {
	const nobody = `<p class="how">N’accueille pas de public</p>`
	line := linesOf(textOf(get(t, newHandler(t, data{current: aged(t, []string{"telephoner", "pas-de-public"}, "2026-10-03")}), "/")))["aaa"]
	if !strings.Contains(line, nobody) || strings.Contains(line, "Pour venir") || strings.Count(line, "N’accueille pas") != 1 {
		t.Errorf("not said once, in place of how to come: %s", line)
	}
	line = linesOf(textOf(get(t, newHandler(t, data{current: aged(t, []string{"telephoner"}, "2026-10-03")}), "/")))["aaa"]
	if strings.Contains(line, nobody) || !strings.Contains(line, "Pour venir : téléphoner") {
		t.Errorf("somebody is received here: %s", line)
	}
}
