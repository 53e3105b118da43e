package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"escale/internal/postgres/local"
	"escale/internal/postgres/pgtest"
	"escale/internal/postgres/relay"
)

// behindRelay is a database, and the settings of a server that reaches it
// through a relay.
func behindRelay(t *testing.T, opts local.Options) (*relay.Relay, []string) {
	t.Helper()
	folder := t.TempDir()
	cluster, err := local.Start(context.Background(), filepath.Join(folder, "base"), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cluster.Stop() })
	u, err := url.Parse(cluster.URL())
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
	return r, []string{"PORT=0", "ESCALE_VAR=" + filepath.Join(folder, "var"), "DATABASE_URL=" + u.String(), "ESCALE_MIRROR=" + t.TempDir()}
}

func (s *server) header(path string) http.Header {
	s.Helper()
	response, err := http.Get(s.url + path)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		s.Errorf("%s: status %d", path, response.StatusCode)
	}
	return response.Header
}

// monthCounted waits for the one job that makes a revision soon after a first start.
func (s *server) monthCounted(environ []string) {
	s.Helper()
	for _, one := range environ {
		if address, ok := strings.CutPrefix(one, "DATABASE_URL="); ok {
			s.eventually("the month is counted", func() bool {
				return pgtest.Column[int](s.T, address, `SELECT count(*)::int FROM coverage_months`)[0] > 0
			})
			revision := pgtest.Column[int64](s.T, address, `SELECT revision FROM data_revision`)[0]
			s.eventually("and shown", func() bool {
				_, body := s.get("/healthz")
				return strings.Contains(string(body), fmt.Sprintf(`"revision":"%d-`, revision))
			})
		}
	}
}

// A database that accepts and never answers showed the data of the disk as
// confirmed, for as long as one cared to watch.
func TestWhatNobodyConfirmedIsNeverCalledFresh(t *testing.T) {
	r, environ := behindRelay(t, local.Options{Volatile: true})
	first := serve(t, environ...)
	first.eventually("the example is loaded", func() bool { st := first.state(); return st.Places > 0 && st.Status == "ok" })
	first.monthCounted(environ)
	fresh := first.header("/api/v1/places").Get("ETag")
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}
	r.Freeze()
	second := serve(t, environ...)
	for range 20 {
		if st := second.state(); st.Status != "stale" || st.AgeSeconds < 1 {
			t.Fatalf("%+v", st)
		}
		time.Sleep(20 * time.Millisecond)
	}
	h := second.header("/api/v1/places")
	if h.Get("Age") == "" || h.Get("ETag") == fresh {
		t.Errorf("Age %q, ETag %s, %s when it was fresh", h.Get("Age"), h.Get("ETag"), fresh)
	}
	if _, page := second.get("/"); !strings.Contains(string(page), "Ces informations datent") {
		t.Error("the page does not say how old it is")
	}
	r.Thaw()
	second.eventually("it is confirmed", func() bool { return second.state().Status == "ok" })
	if got := second.header("/api/v1/places").Get("ETag"); got != fresh {
		t.Errorf("ETag %s, %s before", got, fresh)
	}
}

// The clock stands still elsewhere; that a change is not heard must show all
// the same.
func TestHealthSaysWhenChangesAreNotHeard(t *testing.T) {
	r, environ := behindRelay(t, local.Options{Volatile: true})
	s := serve(t, environ...)
	heard := func() bool { _, body := s.get("/healthz"); return strings.Contains(string(body), `"listening":true`) }
	s.eventually("changes are heard", heard)
	r.Freeze()
	start := time.Now()
	s.eventually("the silence is noticed", func() bool { return !heard() })
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("noticed after %s", took)
	}
	r.Thaw()
	start = time.Now()
	s.eventually("changes are heard again", heard)
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("heard again after %s", took)
	}
}

func TestAnAddressOfNoDatabaseStopsTheStart(t *testing.T) {
	var out output
	err := run(t.Context(), []string{"serve"}, []string{"PORT=0", "ESCALE_VAR=" + t.TempDir(), "DATABASE_URL=postgres://escale:s3cr3t/w@localhost/escale"}, &out)
	text := fmt.Sprint(out.String(), err)
	if err == nil || strings.Contains(text, "écoute") || strings.Contains(text, "cr3t") || !strings.Contains(text, "DATABASE_URL") {
		t.Error(text)
	}
}

// Those who heed readyz lose no request when a server ends.
func TestAServerThatEndsCutsNoRequest(t *testing.T) {
	s := serve(t, "PORT=0", "ESCALE_VAR="+t.TempDir(), "ESCALE_MIRROR="+t.TempDir(), "ESCALE_DRAIN_SECONDS=1")
	s.eventually("the example is loaded", func() bool { return s.state().Places > 0 })
	var elsewhere atomic.Bool
	var answered, failed atomic.Int64
	var clients sync.WaitGroup
	transport := &http.Transport{MaxIdleConnsPerHost: 16}
	client := &http.Client{Transport: transport, Timeout: 20 * time.Second}
	for range 16 {
		clients.Go(func() {
			for !elsewhere.Load() {
				if err := fetch(client, s.url+"/"); err != nil {
					failed.Add(1)
					t.Log(err)
				}
				answered.Add(1)
			}
		})
	}
	s.eventually("500 requests are answered", func() bool { return answered.Load() > 500 })
	ended := make(chan error, 1)
	go func() { ended <- s.stop() }()
	s.eventually("readyz turns", func() bool { status, _ := s.get("/readyz"); return status == http.StatusServiceUnavailable })
	elsewhere.Store(true)
	clients.Wait()
	if err := <-ended; err != nil || failed.Load() > 0 {
		t.Errorf("%d of %d requests failed; %v", failed.Load(), answered.Load(), err)
	}
}

func fetch(client *http.Client, address string) error {
	response, err := client.Get(address)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
