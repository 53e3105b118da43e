package site_test

import (
	"strings"
	"testing"
	"time"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// A place that its source no longer lists says so until it is hidden.
func TestAPlaceThatItsSourceNoLongerListsSaysSo(t *testing.T) {
	data0 := snapshot(t).Data
	const words = "Sa source ne le cite plus depuis le 01/12/2026 : téléphonez avant de vous déplacer."
	for _, gone := range []time.Time{{}, time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC)} { // the 1st in Paris
		data0.Places[1].Offers[0].GoneSince = gone
		s, err := catalog.New(data0)
		if err != nil {
			t.Fatal(err)
		}
		page := textOf(get(t, newHandler(t, data{current: s}), "/lieux/bbb-mediatheque"))
		if count := strings.Count(page, words); (count == 1) != !gone.IsZero() || count > 1 {
			t.Errorf("gone since %v: count %d times", gone, count)
		}
	}
}

func TestAPlaceThatIsCorrectedHereSaysSince(t *testing.T) {
	data0 := snapshot(t).Data
	for _, corrected := range [][]mediation.CorrectedField{nil, {{Field: "phone", Since: time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC)}}} {
		data0.Places[1].Offers[0].Corrected = corrected
		s, err := catalog.New(data0)
		if err != nil {
			t.Fatal(err)
		}
		page := textOf(get(t, newHandler(t, data{current: s}), "/lieux/bbb-mediatheque"))
		if count := strings.Count(page, "Corrigé localement le 01/12/2026."); count != len(corrected) {
			t.Errorf("%v: count %d times", corrected, count)
		}
	}
}

func TestAPlaceWithoutItsOwnPointSaysSo(t *testing.T) {
	data0 := snapshot(t).Data
	for _, approximate := range []bool{false, true} {
		data0.Places[1].Offers[0].Approximate = approximate
		s, err := catalog.New(data0)
		if err != nil {
			t.Fatal(err)
		}
		page := textOf(get(t, newHandler(t, data{current: s}), "/lieux/bbb-mediatheque"))
		if strings.Contains(page, "Position approximative : le point est au centre de la commune.") != approximate {
			t.Errorf("approximate %v: %s", approximate, page)
		}
	}
}
