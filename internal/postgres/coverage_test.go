package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

// A month is kept once for each need, counted again when it is counted again, and seen by
// readers; one of long ago goes.
func TestMonthsOfCoverage(t *testing.T) {
	db := pgtest.New(t)
	ctx := context.Background()
	for departement, insee := range map[string]string{"50": "50502", "14": "14118"} {
		_, err := db.SaveTerritory(ctx, mediation.Territory{Area: mediation.Area(departement), Communes: []mediation.Commune{{INSEE: insee, Name: "Ville", Postcodes: []string{"50000"}, Centre: orb.Point{-1, 49}}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	month := func(year int, m time.Month) time.Time { return time.Date(year, m, 1, 0, 0, 0, 0, time.UTC) }
	save := func(area mediation.Area, at time.Time, far map[mediation.NeedID]map[string]int) {
		t.Helper()
		if err := db.SaveCoverage(ctx, area, at, far); err != nil {
			t.Fatal(err)
		}
	}
	save("50", month(2024, 1), map[mediation.NeedID]map[string]int{"": {"50502": 10}})
	save("50", month(2026, 11), map[mediation.NeedID]map[string]int{"": {"50502": 120}, "caf": {}})
	save("50", month(2026, 11), map[mediation.NeedID]map[string]int{"": {"50502": 110}, "caf": {}})
	save("14", month(2026, 11), map[mediation.NeedID]map[string]int{"": {"14118": 40}})
	read := func(area mediation.Area) []mediation.CoverageMonth {
		t.Helper()
		public, err := db.Public(ctx, area, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		return public.Territory.Coverage
	}
	if diff := cmp.Diff([]mediation.CoverageMonth{{Month: "2026-11-01", Communes: 1, People: 110}, {Month: "2026-11-01", Need: "caf"}}, read("50")); diff != "" {
		t.Error(diff)
	}
	// Of both, only what both have counted.
	if diff := cmp.Diff([]mediation.CoverageMonth{{Month: "2026-11-01", Communes: 2, People: 150}}, read("14,50")); diff != "" {
		t.Error(diff)
	}
}
