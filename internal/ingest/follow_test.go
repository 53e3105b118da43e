package ingest_test

import (
	"cmp"
	"context"
	"slices"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"escale/internal/mediation"
	"escale/internal/postgres"
)

// follower knows what the public sees from what changed alone.
type follower struct {
	*fixture
	public postgres.Public
	// known counts how often the log named what changed.
	known int
}

func follow(f *fixture) *follower { return &follower{fixture: f, public: f.public()} }

// noon is when the public looks; what changes by itself is not what is tested.
var noon = time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)

func (f *fixture) public() postgres.Public {
	f.Helper()
	public, err := f.db.Public(context.Background(), "50", noon)
	if err != nil {
		f.Fatal(err)
	}
	return public
}

// check takes over what changed, and compares it with everything read anew.
func (f *follower) check(why string) {
	f.Helper()
	want := f.fixture.public()
	changes, known, err := f.db.Since(context.Background(), "50", noon, f.public.Revision)
	if err != nil {
		f.Fatal(err)
	}
	if !known {
		f.public = want
		return
	}
	f.known++
	changed := changes.GonePlaces
	for _, p := range changes.Places {
		changed = append(changed, p.ID)
	}
	got := slices.DeleteFunc(slices.Clone(f.public.Places), func(p mediation.Place) bool { return slices.Contains(changed, p.ID) })
	got = append(got, changes.Places...)
	slices.SortFunc(got, func(a, b mediation.Place) int { return cmp.Compare(a.ID, b.ID) })
	if changes.Revision != want.Revision || !diff.Equal(want.Places, got) {
		f.Errorf("%s: revision %d, want %d, with %s", why, changes.Revision, want.Revision, diff.Diff(want.Places, got))
	}
	f.public = want
}
