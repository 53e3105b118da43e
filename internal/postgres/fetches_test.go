package postgres_test

import (
	"context"
	"errors"
	"testing"

	"escale/internal/postgres/pgtest"
)

// One instance at a time refreshes; the next one may once it is done, even if
// it failed.
func TestOneInstanceRefreshes(t *testing.T) {
	ctx, db, failure := context.Background(), pgtest.New(t), errors.New("failure")
	ran, err := db.AloneToRefresh(ctx, func() error {
		inner, err := db.AloneToRefresh(ctx, func() error { t.Error("two at a time"); return nil })
		if inner || err != nil {
			t.Errorf("inner: %v, %v", inner, err)
		}
		return failure
	})
	if !ran || !errors.Is(err, failure) {
		t.Errorf("outer: %v, %v", ran, err)
	}
	if again, err := db.AloneToRefresh(ctx, func() error { return nil }); !again || err != nil {
		t.Errorf("again: %v, %v", again, err)
	}
}
