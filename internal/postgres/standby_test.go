package postgres_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/standby"
)

// What an asynchronous standby did not get is lost when it takes over: the
// revision goes back, and nothing may still be answered from before.
func TestTheStandbyTakesOver(t *testing.T) {
	folder, err := os.MkdirTemp("", "escale-standby-") // which the user postgres can reach
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	pair, err := standby.Start(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pair.Close)
	db, err := postgres.Open(t.Context(), pair.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	bump(t, db)
	kept := revision(t, db)
	if err := errors.Join(pair.Settle(t.Context()), pair.Disconnect(t.Context())); err != nil {
		t.Fatal(err)
	}
	bump(t, db)
	bump(t, db)
	if got := revision(t, db); got != kept+2 {
		t.Fatalf("revision %d", got)
	}
	if err := errors.Join(pair.KillPrimary(), pair.Promote(t.Context())); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	for {
		got, _, err := db.Revision(t.Context())
		if err == nil && got == kept {
			break
		}
		if err != nil && mediation.KindOf(err) != mediation.Unavailable {
			t.Error(err)
		}
		if time.Since(start) > 20*time.Second {
			t.Fatalf("revision %d, %v", got, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	bump(t, db)
	t.Logf("writes again %s after the promotion; 2 revisions that the standby had not got are lost", time.Since(start).Round(time.Millisecond))
}

func revision(t *testing.T, db *postgres.DB) int64 {
	t.Helper()
	n, _, err := db.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}
