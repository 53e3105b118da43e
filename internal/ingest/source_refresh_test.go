package ingest_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"escale/data"
	"escale/internal/formats"
	"escale/internal/ingest"
	"escale/internal/mediation"
)

// online is a source at an address of which a test decides.
type online struct {
	*fixture
	*ingest.Loader
	answer   http.HandlerFunc
	requests []*http.Request
	now      time.Time
}

func newOnline(t *testing.T) *online {
	t.Helper()
	o := &online{fixture: newFixture(t), now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.requests = append(o.requests, r)
		o.answer(w, r)
	}))
	t.Cleanup(server.Close)
	o.importer.Now = func() time.Time { return o.now }
	o.Loader = &ingest.Loader{
		Importer: o.importer,
		Sources:  []formats.Source{{ID: "s", Format: "standard", URL: server.URL + "/file.csv", Every: 7 * 24 * time.Hour}, {ID: "never", Format: "standard", URL: server.URL}},
		Fetcher:  ingest.Fetcher{Allowed: addressOf(server.Listener), Limit: time.Second},
	}
	return o
}

func addressOf(l net.Listener) netip.AddrPort { return netip.MustParseAddrPort(l.Addr().String()) }

func (o *online) refresh(named ...string) []ingest.Refreshed {
	o.Helper()
	list, err := o.Refresh(context.Background(), "50", named, false)
	if err != nil {
		o.Fatal(err)
	}
	return list
}

func sends(rows, etag string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte(header + rows))
	}
}

func TestASourceIsReadAgainWhenItIsDue(t *testing.T) {
	o := newOnline(t)
	o.answer = sends(mairie, `"1"`)
	if got := o.refresh(); len(got) != 1 || got[0].Report == nil || got[0].Report.Added != 1 {
		t.Fatalf("%+v", got)
	}
	o.now = o.now.Add(7*24*time.Hour - time.Second)
	if got := o.refresh(); len(got) != 0 || len(o.requests) != 1 {
		t.Errorf("before it is due: %+v", got)
	}
	o.now = o.now.Add(time.Second)
	if got := o.refresh(); len(got) != 1 || got[0].Failed || got[0].Sentence != "n’a pas changé" {
		t.Errorf("unchanged: %+v", got)
	}
	o.answer = sends(mairie+poste, `"2"`)
	if got := o.refresh("s"); len(got) != 1 || got[0].Report == nil || got[0].Report.Added != 1 || len(o.places()) != 2 {
		t.Errorf("named: %+v", got)
	}
	o.Needs = append(o.Needs, mediation.Need{ID: "new"})
	if got := o.refresh("s"); got[0].Report == nil {
		t.Errorf("with other needs, the file is read again: %+v", got)
	}
	if _, err := o.Refresh(context.Background(), "50", []string{"nobody"}, false); mediation.KindOf(err) != mediation.NotFound {
		t.Error(err)
	}
}

func TestATrialWritesNothing(t *testing.T) {
	o := newOnline(t)
	o.answer = sends(mairie, `"1"`)
	list, err := o.Refresh(context.Background(), "50", nil, true)
	if err != nil || len(list) != 1 || list[0].Report.Added != 1 || len(o.places()) != 0 {
		t.Errorf("%+v, error %v", list, err)
	}
	if got := o.refresh(); len(got) != 1 {
		t.Error("the trial counted")
	}
}

func TestASourceThatFailsLeavesItsPlacesAsTheyAre(t *testing.T) {
	var reached atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(inside.Close)
	o := newOnline(t)
	o.answer = sends(mairie, `"1"`)
	o.refresh()
	state := o.fingerprint()
	for why, answer := range map[string]http.HandlerFunc{
		"a fault":          func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"an absurd status": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) },
		"silence":          func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"a web page": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("\ufeff\n<!DOCTYPE HTML><p>perdu"))
		},
		"another file":       func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("a,b\n1,2\n")) },
		"nothing":            func(http.ResponseWriter, *http.Request) {},
		"itself, inside":     http.RedirectHandler(inside.URL, http.StatusFound).ServeHTTP,
		"the cloud's inside": http.RedirectHandler("http://169.254.169.254/latest", http.StatusFound).ServeHTTP,
		"a file of ours":     http.RedirectHandler("file:///etc/passwd", http.StatusFound).ServeHTTP,
		"too much": func(w http.ResponseWriter, _ *http.Request) {
			for chunk := make([]byte, 1<<20); ; {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		},
	} {
		o.answer = answer
		got := o.refresh("s")
		if len(got) != 1 || !got[0].Failed || !strings.HasSuffix(got[0].Sentence, "Ses lieux restent comme ils sont.") || o.fingerprint() != state {
			t.Errorf("%s: %+v", why, got)
		}
	}
	if reached.Load() != 0 {
		t.Error("a redirect led to a private address")
	}
	requests := len(o.requests)
	o.now = o.now.Add(time.Hour)
	if got := o.refresh(); len(got) != 0 || len(o.requests) != requests {
		t.Errorf("asked again too soon: %+v", got)
	}
	o.answer = sends(mairie, `"1"`)
	o.now = o.now.Add(5 * time.Hour)
	if got := o.refresh(); len(got) != 1 || got[0].Failed {
		t.Errorf("asked again: %+v", got)
	}
}

// The program that loads at its start refreshes a minute later.
func TestWhatWasJustLoadedIsNotDownloadedAgain(t *testing.T) {
	o := newOnline(t)
	o.answer = sends(mairie, `"1"`)
	o.Sources = o.Sources[:1]
	reports, err := o.Load(context.Background(), "50")
	if err != nil || len(reports) != 1 || reports[0].Added != 1 {
		t.Fatalf("%+v, error %v", reports, err)
	}
	o.now = o.now.Add(time.Minute)
	if got := o.refresh(); len(got) != 0 || len(o.requests) != 1 {
		t.Errorf("%d downloads, %+v", len(o.requests), got)
	}
	o.now = o.now.Add(7 * 24 * time.Hour)
	if got := o.refresh(); len(got) != 1 || got[0].Sentence != "n’a pas changé" {
		t.Errorf("when it is due: %+v", got)
	}
	o.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
	before := len(o.requests)
	if reports, err := o.Load(context.Background(), "50"); err != nil || len(reports) != 0 || len(o.places()) != 1 {
		t.Errorf("a source that fails: %+v, error %v, %d places", reports, err, len(o.places()))
	}
	if got := o.refresh(); len(got) != 0 || len(o.requests) != before+1 {
		t.Errorf("a source that failed a minute ago: %+v", got)
	}
}

// A first start without the network shows the invented set; the first source that
// comes takes it away; the program tries again within minutes.
func TestTheExampleGoesWhenASourceComes(t *testing.T) {
	o := newOnline(t)
	o.Embedded = data.Files
	o.Sources = append(o.Sources, formats.Source{ID: "exemple", Format: "standard", Embedded: "exemple/lieux.csv", Example: true})
	o.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	if _, err := o.Load(t.Context(), "50"); err != nil {
		t.Fatal(err)
	}
	o.refresh()
	invented := len(o.places())
	if invented < 2 {
		t.Fatalf("%d places of the example", invented)
	}
	o.answer = sends(mairie, `"1"`)
	o.now = o.now.Add(15 * time.Minute)
	if got := o.refresh(); len(got) != 1 || got[0].Report == nil {
		t.Fatalf("%+v", got)
	}
	if got := o.places(); len(got) != 1 {
		t.Errorf("%d places, of which invented ones", len(got))
	}
}
