package geocode_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"escale/internal/geocode"
)

// typed is what the readers of these tests type; no log may hold it.
const typed = "12 rue du Secret"

// feature writes one result as the service does.
func feature(id, label, kind, insee string, score, lon, lat any) string {
	return fmt.Sprintf(`{"type":"Feature","geometry":{"type":"Point","coordinates":[%v,%v]},
		"properties":{"id":%q,"label":%q,"score":%v,"citycode":%q,"postcode":"50000","city":"Saint-Lô","type":%q,"x":1,"_type":"address"}}`,
		lon, lat, id, label, score, insee, kind)
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `],"query":"` + typed + `"}`
}

func good() string {
	return collection(feature("50502_0123_00012", "12 Rue du Secret 50000 Saint-Lô", "housenumber", "50502", 0.9, -1.09, 49.11))
}

// service is a fake geocoder that counts its calls.
type service struct {
	calls  atomic.Int32
	mu     sync.Mutex
	answer http.HandlerFunc
}

func says(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// hangUp writes bytes that are no answer, and closes the connection.
func hangUp(bytes string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer connection.Close()
		_, _ = connection.Write([]byte(bytes))
	}
}

func newService(answer http.HandlerFunc) *service { return &service{answer: answer} }

func (s *service) becomes(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.calls.Add(1)
	s.mu.Lock()
	answer := s.answer
	s.mu.Unlock()
	answer(w, r)
}

// RoundTrip answers without a network, so that a test's time can be its own.
func (s *service) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder, done := httptest.NewRecorder(), make(chan struct{})
	go func() { s.ServeHTTP(recorder, r); close(done) }()
	select {
	case <-done:
		return recorder.Result(), nil
	case <-r.Context().Done():
		<-done
		return nil, r.Context().Err()
	}
}

// onNetwork serves the fake on a local port; limit bounds a call.
func onNetwork(t *testing.T, s *service, limit time.Duration) *geocode.Geocoder {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return newGeocoder(t, geocode.Options{URL: server.URL + "/search?index=address", Limit: limit})
}

// inMemory asks the fake without a network.
func inMemory(t *testing.T, s *service) *geocode.Geocoder {
	t.Helper()
	return newGeocoder(t, geocode.Options{URL: "http://geocoder.example/search", Transport: s})
}

func newGeocoder(t *testing.T, opts geocode.Options) *geocode.Geocoder {
	t.Helper()
	opts.Area = "50"
	g, err := geocode.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func labels(found []geocode.Address) string {
	list := make([]string, len(found))
	for i, f := range found {
		list[i] = f.Label
	}
	return strings.Join(list, "|")
}

// logged collects the log until the test ends.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func readLog(t *testing.T) *logged {
	t.Helper()
	l, before := &logged{}, slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	return l
}

// tells checks that the log has a reason, and nothing that was typed.
func (l *logged) tells(t *testing.T, why, reason string) {
	t.Helper()
	text := l.String()
	if !strings.Contains(text, reason) {
		t.Errorf("%s: the log does not say %q: %s", why, reason, text)
	}
	if strings.Contains(strings.ToLower(text), "secret") {
		t.Errorf("%s: the log holds what was typed: %s", why, text)
	}
}

func find(g *geocode.Geocoder, text string) []geocode.Address {
	return g.Find(context.Background(), text)
}
