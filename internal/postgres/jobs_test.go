package postgres_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// Several servers ask for the same job, and one does it; one that fails is
// tried again; those of another département are none of their business.
func TestAJobIsDoneByOneOfTheServers(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	ctx, cancel := context.WithCancel(t.Context())
	var done, other, failed atomic.Int32
	var servers sync.WaitGroup
	for range 3 {
		for departement, counter := range map[string]*atomic.Int32{"50": &done, "2A": &other} {
			db, err := postgres.Open(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			servers.Go(func() {
				jobs := []postgres.Job{
					{Name: "once", Every: 24 * time.Hour, Work: func(context.Context) error { counter.Add(1); return nil }},
					{Name: "fails", Every: 24 * time.Hour, Work: func(context.Context) error {
						if failed.Add(1) == 1 {
							return errors.New("not today")
						}
						return nil
					}},
				}
				if err := db.RunJobs(ctx, postgres.Work{Area: mediation.Area(departement), Jobs: jobs}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	for end := time.Now().Add(20 * time.Second); done.Load() == 0 || other.Load() == 0 || failed.Load() < 3; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Errorf("done %d and %d times, tried %d times", done.Load(), other.Load(), failed.Load())
			break
		}
	}
	time.Sleep(3 * time.Second) // another would come by now
	cancel()
	servers.Wait()
	if done.Load() != 1 || other.Load() != 1 || failed.Load() != 3 {
		t.Errorf("done %d and %d times, tried %d times", done.Load(), other.Load(), failed.Load())
	}
}

// A job that cannot be done yet comes again, more often than one that fails.
func TestAJobWaitsForWhatItNeeds(t *testing.T) {
	t.Parallel()
	db, err := postgres.Open(t.Context(), pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx, cancel := context.WithCancel(t.Context())
	const early = 4 // a job that fails is tried three times
	tries := 0
	job := postgres.Job{Name: "waits", Every: 24 * time.Hour, Work: func(context.Context) error {
		if tries++; tries <= early {
			return postgres.ErrNotYet
		}
		cancel()
		return nil
	}}
	ended := time.AfterFunc(time.Minute, cancel)
	defer ended.Stop()
	if err := db.RunJobs(ctx, postgres.Work{Area: "50", Jobs: []postgres.Job{job}}); err != nil {
		t.Error(err)
	}
	if tries != early+1 {
		t.Errorf("tried %d times", tries)
	}
}
