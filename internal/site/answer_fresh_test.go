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

// What is over a year old is said once above the list when most of it is, and
// on a card only when that one is older still.
func TestTheListSaysItsAgeOnce(t *testing.T) {
	const above, own = `<p class="old">Infos de `, `téléphonez avant de venir.</p>`
	for _, test := range []struct {
		days        []string
		above, with int
	}{
		{[]string{"2026-12-01"}, 0, 0}, {[]string{"2026-01-31", "2026-10-03"}, 0, 0}, {[]string{"2025-12-01"}, 0, 0},
		{[]string{"2025-11-30"}, 1, 0}, {[]string{"2022-12-01", "2024-10-15", "2024-01-02"}, 1, 0},
		{[]string{"2022-12-01", "2026-10-03", "2026-11-30"}, 0, 1},
		{[]string{"2019-05-01", "2022-12-01", "2022-12-01", "2022-12-01", "2022-12-01", "2022-12-01", "2022-12-01", "2022-12-01", "2022-12-01", "2022-12-01", "2022-12-01"}, 1, 1},
	} {
		page := textOf(get(t, newHandler(t, data{current: agedPlaces(t, test.days)}), "/?etape=reponse"))
		head, cards, _ := strings.Cut(page, `id="results"`)
		if a, w := strings.Count(head, above), strings.Count(cards, own); a != test.above || w != test.with {
			t.Errorf("%v: %d notes above, %d on cards, want %d and %d", test.days, a, w, test.above, test.with)
		}
	}
}

// agedPlaces is a snapshot of places of which sources last spoke on these days.
func agedPlaces(t *testing.T, days []string) *catalog.Snapshot {
	t.Helper()
	var d catalog.Data
	for i, text := range days {
		updated, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		id := string(rune('a' + i))
		d.Places = append(d.Places, mediation.Place{ID: id, Name: id, Offers: []mediation.Offer{{Kind: mediation.EPN, Updated: updated}}})
	}
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatNoSourceDatesSaysNothing(t *testing.T) {
	h := newHandler(t, data{current: aged(t, nil, "")})
	for _, address := range []string{"/?etape=reponse", "/lieux/aaa-lieu"} {
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
	const nobody = `<p class="quiet">N’accueille pas de public</p>`
	line := linesOf(textOf(get(t, newHandler(t, data{current: aged(t, []string{"telephoner", "pas-de-public"}, "2026-10-03")}), "/?etape=reponse")))["aaa"]
	if !strings.Contains(line, nobody) || strings.Contains(line, "éléphoner") || strings.Count(line, "N’accueille pas") != 2 {
		t.Errorf("not said in place of the hours and of how to come: %s", line)
	}
	line = linesOf(textOf(get(t, newHandler(t, data{current: aged(t, []string{"telephoner"}, "2026-10-03")}), "/?etape=reponse")))["aaa"]
	if strings.Contains(line, nobody) || !strings.Contains(line, "Téléphoner") {
		t.Errorf("somebody is received here: %s", line)
	}
}
