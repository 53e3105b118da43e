package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// Several servers wait for mails: each is sent by one of them, once; one that
// fails is tried again; what a transaction that fails queued is not sent.
func TestAMailIsSentByOneOfTheServers(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	ctx, cancel := context.WithCancel(t.Context())
	var mu sync.Mutex
	times := map[int64]int{}
	send := func(_ context.Context, mail int64, last bool) error {
		mu.Lock()
		defer mu.Unlock()
		times[mail]++
		if mail == 1 && times[mail] == 1 {
			return errors.New("later")
		}
		if last {
			t.Errorf("%d is at its last try", mail)
		}
		return nil
	}
	var servers sync.WaitGroup
	var db *postgres.DB
	for range 3 {
		var err error
		if db, err = postgres.Open(t.Context(), url); err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		server := db
		servers.Go(func() {
			if err := server.RunJobs(ctx, postgres.Work{Area: "50", SendMail: send}); err != nil {
				t.Error(err)
			}
		})
	}
	want := map[int64]int{}
	for i := range int64(30) {
		err := db.InTx(t.Context(), func(tx *postgres.Tx) error {
			if err := tx.QueueMail(t.Context(), "50", mediation.Mail{Kind: mediation.MailSignIn}); err != nil || i%10 != 9 {
				return err
			}
			return errors.New("no")
		})
		if i%10 != 9 {
			want[i+1] = 1
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	want[1] = 2
	seen := func() map[int64]int {
		mu.Lock()
		defer mu.Unlock()
		return maps.Clone(times)
	}
	for end := time.Now().Add(20 * time.Second); !maps.Equal(seen(), want) && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
	}
	time.Sleep(3 * time.Second) // another would come by now
	cancel()
	servers.Wait()
	if got := seen(); !maps.Equal(got, want) {
		t.Error(fmt.Sprint(got), want)
	}
}
