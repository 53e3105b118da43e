package planning_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
	"escale/migrations"
)

// A database of before keeps what was said of days, and can still undo its last
// import: going back and forth changes nothing.
func TestTheUpgradeKeepsTheDays(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	url := pgtest.URL(t)
	db, err := postgres.Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	territory, err := f.db.Territory(ctx, "50")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.SaveTerritory(ctx, territory); err != nil {
		t.Fatal(err)
	}
	f.db, f.planner.Store = db, postgres.As[planning.Tx]{DB: db}
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les mardis")
	f.take(s)
	s.exception("passage annulé", "Bus", 1, "08/12/2026", "motif", "Verglas")
	s.exception("passage complet", "Bus", 1, "15/12/2026")
	f.take(s)
	before, visits := f.fingerprint(), statuses(f.visits())
	content, err := migrations.Files.ReadFile("00035_exceptions.sql")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	up, down, _ := strings.Cut(string(content), "-- +goose Down")
	for _, step := range []string{down, up} {
		if _, err := conn.Exec(ctx, step); err != nil {
			t.Fatal(err)
		}
	}
	if f.fingerprint() != before || !cmp.Equal(visits, statuses(f.visits())) {
		t.Error("the upgrade lost what was said of days")
	}
	f.mustChange(f.stopsByCode()["bus/v1"].ID, mediation.Exception{Kind: mediation.Cancel, Day: "2026-12-22"})
	if _, err := f.planner.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	stop := f.stopsByCode()["bus/v1"].ID
	if f.on(stop, "2026-12-08") != mediation.Planned || f.on(stop, "2026-12-22") != mediation.Cancelled {
		t.Errorf("8 December %q, 22 December %q", f.on(stop, "2026-12-08"), f.on(stop, "2026-12-22"))
	}
}
