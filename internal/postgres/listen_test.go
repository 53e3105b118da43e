package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
	"escale/internal/postgres/relay"
)

// relayed is the address of a database behind a relay.
func relayed(t *testing.T) (*relay.Relay, string) {
	t.Helper()
	u, err := url.Parse(pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	r, err := relay.Start("unix", query.Get("host")+"/.s.PGSQL.5432")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	query.Del("host")
	u.Host, u.RawQuery = fmt.Sprintf("127.0.0.1:%d", r.Port()), query.Encode()
	return r, u.String()
}

// A connection whose other end vanished used to be listened to for ever.
func TestAListenerNoticesWithin5SecondsThatNobodySpeaksAnyMore(t *testing.T) {
	for name, fault := range map[string]func(*relay.Relay){"it ends": (*relay.Relay).Cut, "it falls silent": (*relay.Relay).Freeze} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, address := relayed(t)
			db, err := postgres.Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			heard, ended := make(chan struct{}, 10), make(chan error, 1)
			go func() { ended <- db.Listen(t.Context(), func() { heard <- struct{}{} }) }()
			<-heard // it listens
			bump(t, db)
			<-heard
			start := time.Now()
			fault(r)
			select {
			case err := <-ended:
				if mediation.KindOf(err) != mediation.Unavailable {
					t.Error(err)
				}
			case <-time.After(6 * time.Second):
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("noticed after %s", took)
			}
			if name == "it falls silent" {
				r.Thaw()
			}
		})
	}
}

func TestAListenerThatIsPingedHearsAllTheSame(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	heard := make(chan struct{}, 10)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { _ = db.Listen(ctx, func() { heard <- struct{}{} }) }()
	<-heard
	time.Sleep(2500 * time.Millisecond) // past a ping
	bump(t, db)
	select {
	case <-heard:
	case <-time.After(time.Second):
		t.Error("a change was not heard")
	}
}

func bump(t *testing.T, db *postgres.DB) {
	t.Helper()
	if err := db.InTx(t.Context(), func(tx *postgres.Tx) error { return tx.BumpRevision(t.Context()) }); err != nil {
		t.Fatal(err)
	}
}

// A server that accepts and never answers must not keep the program waiting.
func TestOpeningASilentDatabaseEnds(t *testing.T) {
	t.Parallel()
	r, address := relayed(t)
	r.Freeze()
	defer r.Thaw()
	start := time.Now()
	_, err := postgres.Open(t.Context(), address)
	if mediation.KindOf(err) != mediation.Unavailable || time.Since(start) > 8*time.Second {
		t.Errorf("%v after %s", err, time.Since(start))
	}
}

func TestAnAddressThatIsWrongNamesNoPassword(t *testing.T) {
	for _, address := range []string{
		"postgres://escale:s3cr3t/w@localhost/escale", "postgres://escale:s3cr3t%zz@localhost/escale", "postgres://escale:s3cr3t@localhost:port/escale",
		"host=localhost password='s3cr3t", "postgres://escale:s3cr3t@localhost/escale?sslmode=maybe", "s3cr3t", "mysql://escale:s3cr3t@localhost/escale",
	} {
		if err := postgres.CheckURL(address); mediation.KindOf(err) != mediation.Invalid || strings.Contains(fmt.Sprintf("%v %+v", err, err), "cr3t") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// A database that is full, or a standby, cannot work now: that is no fault of
// what it is asked.
func TestADatabaseThatCannotWorkNowIsAway(t *testing.T) {
	t.Parallel()
	db, notice := pgtest.New(t), mediation.Notice{Place: "p1", PlaceName: "Mairie", Subject: "ferme", At: time.Now()}
	for state, want := range map[string]string{
		"disk_full": "disque", "read_only_sql_transaction": "lecture seule", "too_many_connections": "libre", "admin_shutdown": "démarre", "io_error": "disque",
	} {
		err := db.InTx(t.Context(), func(tx *postgres.Tx) error { return tx.Fail(t.Context(), state) })
		fault, ok := errors.AsType[*mediation.Error](err)
		if !ok || fault.Kind != mediation.Unavailable || !strings.Contains(fault.Sentence, want) {
			t.Errorf("%s: %v", state, err)
		}
	}
	if err := db.SaveNotice(t.Context(), "50", notice); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
