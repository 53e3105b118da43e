package catalog_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// A closure closes its days, first and last included, and no other; the usual hours
// say nothing of it. The oracle asks day by day.
func TestAClosureClosesItsDaysAlone(t *testing.T) {
	for _, text := range []string{"Mo-Su 09:00-17:00", `Mo-Fr 09:00-12:00; We off "atelier"`, "Mo-Fr 09:00-12:00; PH 10:00-11:00", "week 1-53/2 Mo-Fr 08:00-20:00", "24/7"} {
		open := func(closures []mediation.Closure, at time.Time) (bool, []string, []string) {
			o := mediation.Offer{Source: "s", SourceID: "1", Kind: mediation.EPN, Name: "EPN", Hours: text, Closures: closures}
			m := momentOf(t, o, at)
			return m.OfferOpen(0, 0).Open, m.HoursText(language.French, 0, 0), m.Closed(language.French, 0, 0)
		}
		closures := []mediation.Closure{{From: "2026-12-24", To: "2027-01-02", Reason: "Congés"}, {From: "2027-01-08", To: "2027-01-08"}}
		closed := func(day mediation.Day) bool {
			return slices.ContainsFunc(closures, func(c mediation.Closure) bool { return c.From <= day && day <= c.To })
		}
		for n := range 30 {
			at := time.Date(2026, time.December, 18+n, 10, 30, 0, 0, hours.Paris)
			usual, words, _ := open(nil, at)
			got, same, _ := open(closures, at)
			if want := usual && !closed(mediation.DayOf(at)); got != want {
				t.Errorf("%s, %s: open %v, want %v", text, mediation.DayOf(at), got, want)
			}
			if !slices.Equal(words, same) {
				t.Errorf("%s: the usual hours become %q", text, same)
			}
		}
		for day, want := range map[int][]string{
			20: {"Fermé du 24 décembre au 2 janvier : Congés", "Fermé le 8 janvier"}, 38: {"Fermé le 8 janvier"}, 40: nil,
		} {
			if _, _, got := open(closures, time.Date(2026, time.December, day, 10, 0, 0, 0, hours.Paris)); strings.Join(got, "; ") != strings.Join(want, "; ") {
				t.Errorf("on day %d: %q", day, got)
			}
		}
	}
}

func TestAClosureOfAnotherYearNamesIt(t *testing.T) {
	now := time.Date(2026, time.November, 29, 10, 0, 0, 0, hours.Paris)
	for want, c := range map[string]mediation.Closure{
		"Fermé du 24 décembre au 2 janvier":           {From: "2026-12-24", To: "2027-01-02"},
		"Fermé du 20 novembre au 2 décembre":          {From: "2026-11-20", To: "2026-12-02"},
		"Fermé le 29 novembre":                        {From: "2027-11-29", To: "2027-11-29"},
		"Fermé le 30 novembre 2027":                   {From: "2027-11-30", To: "2027-11-30"},
		"Fermé du 24 décembre 2027 au 2 janvier 2028": {From: "2027-12-24", To: "2028-01-02"},
		"Fermé le 1er mars 2026":                      {From: "2026-03-01", To: "2026-03-01"},
	} {
		if got := strings.ReplaceAll(catalog.ClosureText(language.French, c, now), "\u00a0", " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// An offer of which nobody knows the hours is not called closed, nor open.
func TestAClosureOfUnknownHours(t *testing.T) {
	o := mediation.Offer{Source: "s", SourceID: "1", Kind: mediation.EPN, Name: "EPN", Closures: []mediation.Closure{{From: "2026-12-24", To: "2027-01-02"}}}
	m := momentOf(t, o, time.Date(2026, time.December, 28, 10, 0, 0, 0, hours.Paris))
	if state := m.OfferOpen(0, 0); state.Known || state.Open || len(m.Closed(language.French, 0, 0)) != 1 {
		t.Errorf("%+v", state)
	}
}

// momentOf is a map with one offer at an instant.
func momentOf(t *testing.T, o mediation.Offer, at time.Time) *catalog.Moment {
	t.Helper()
	s, err := catalog.New(catalog.Data{Places: []mediation.Place{{ID: "a", Name: "EPN", Offers: []mediation.Offer{o}}}})
	if err != nil {
		t.Fatal(err)
	}
	return s.At(at)
}
