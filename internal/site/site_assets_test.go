package site_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"escale/frontend"
	"escale/internal/site"
	"escale/internal/web"
)

func workerHandler(t *testing.T, files map[string]string) http.Handler {
	t.Helper()
	built := maps.Clone(dist)
	for name, content := range files {
		built[name] = &fstest.MapFile{Data: []byte(content)}
	}
	s, err := site.New(data{}, site.Options{Dist: built, Client: frontend.Templates})
	if err != nil {
		t.Fatal(err)
	}
	e := web.New(web.Options{Page: s.ErrorPage})
	s.Register(e)
	return e
}

func TestTheServiceWorkerIsFetchedEachTime(t *testing.T) {
	h := workerHandler(t, map[string]string{"sw.js": "one", "sw.js.gz": "packed"})
	first := get(t, h, "/sw.js", "Accept-Encoding", "gzip")
	header := first.Header()
	if first.Code != http.StatusOK || first.Body.String() != "packed" || header.Get("Content-Encoding") != "gzip" {
		t.Errorf("%d %q in %q", first.Code, first.Body, header.Get("Content-Encoding"))
	}
	if header.Get("Cache-Control") != "no-cache" || header.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("headers %v", header)
	}
	if again := get(t, h, "/sw.js", "If-None-Match", header.Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("the same worker again: %d", again.Code)
	}
	if again := get(t, h, "/sw.js", "If-None-Match", strings.TrimPrefix(header.Get("ETag"), "W/")); again.Code != http.StatusNotModified {
		t.Errorf("the same worker through a relay that makes tags strong: %d", again.Code)
	}
	other := workerHandler(t, map[string]string{"sw.js": "two"})
	if again := get(t, other, "/sw.js", "If-None-Match", header.Get("ETag")); again.Code != http.StatusOK || again.Body.String() != "two" {
		t.Errorf("another worker: %d %q", again.Code, again.Body)
	}
}

// A worker that gets this answer removes itself.
func TestWithoutServiceWorkerTheAnswerIsNotFound(t *testing.T) {
	if answer := get(t, workerHandler(t, nil), "/sw.js"); answer.Code != http.StatusNotFound {
		t.Errorf("%d", answer.Code)
	}
}
