package ingest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"escale/internal/ingest"
	"escale/internal/mediation"
)

func newFileServer(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/file", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("content")) })
	mux.Handle("/moved", http.RedirectHandler("/file", http.StatusFound))
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	mux.Handle("/local", http.RedirectHandler("file:///etc/passwd", http.StatusFound))
	mux.HandleFunc("/huge", func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 1<<20)
		for range 201 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestFetcher(t *testing.T) {
	ctx, s := context.Background(), newFileServer(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("content"), 0o644); err != nil {
		t.Fatal(err)
	}
	open := ingest.Fetcher{AllowPrivate: true}
	for _, origin := range []string{file, s.URL + "/file", s.URL + "/moved"} {
		if got, err := open.Read(ctx, origin); err != nil || string(got) != "content" {
			t.Errorf("%s: %q, %v", origin, got, err)
		}
	}
	for origin, want := range map[string]mediation.ErrorKind{
		"/no/such/file": mediation.Invalid, s.URL + "/huge": mediation.Invalid,
		s.URL + "/none": mediation.Unavailable, s.URL + "/loop": mediation.Unavailable, s.URL + "/local": mediation.Unavailable,
		"http://127.0.0.1:1/closed": mediation.Unavailable,
	} {
		if got, err := open.Read(ctx, origin); mediation.KindOf(err) != want || got != nil {
			t.Errorf("%s: %d bytes, %v", origin, len(got), err)
		}
	}
}

func TestNoPrivateAddressIsRead(t *testing.T) {
	s := newFileServer(t)
	_, port, _ := strings.Cut(strings.TrimPrefix(s.URL, "http://"), ":")
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254", "10.0.0.1", "192.168.0.1"} {
		_, err := ingest.Fetcher{}.Read(context.Background(), "http://"+host+":"+port+"/file")
		if mediation.KindOf(err) != mediation.Forbidden || !strings.Contains(err.Error(), "Une adresse privée n’est pas lue.") {
			t.Errorf("%s: %v", host, err)
		}
	}
}

// In one round, whoever asks gets what the address would answer, and it is asked twice
// at the most: whether the file changed, and for the file.
func TestARoundDownloadsAFileOnce(t *testing.T) {
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests++
		sends(mairie, `"2"`)(w, r)
	}))
	defer server.Close()
	plain := ingest.Fetcher{AllowPrivate: true}
	states := []string{"", `"1"`, `"2"`}
	for order := range 27 {
		round := plain.Round()
		sent := 0
		for _, state := range []string{states[order%3], states[order/3%3], states[order/9]} {
			want, err := plain.ReadChanged(t.Context(), server.URL, state, "")
			if err != nil {
				t.Fatal(err)
			}
			requests = 0
			got, err := round.ReadChanged(t.Context(), server.URL, state, "")
			if sent += requests; err != nil || got.Unchanged != want.Unchanged || string(got.Content) != string(want.Content) || !got.Unchanged && got.ETag != want.ETag {
				t.Errorf("order %d, state %s: %+v, %v; want %+v", order, state, got, err, want)
			}
		}
		if sent > 2 {
			t.Errorf("order %d: %d requests", order, sent)
		}
	}
}
