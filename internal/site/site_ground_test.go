package site_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"escale/internal/pages"
)

// groundOf reads where a page says that the ground is.
func groundOf(t *testing.T, h http.Handler) pages.MapSettings {
	t.Helper()
	_, rest, _ := strings.Cut(textOf(get(t, h, "/")), `data-config="`)
	var settings pages.MapSettings
	err := json.NewDecoder(strings.NewReader(rest)).Decode(&settings)
	if err != nil || settings.Ground.Base == "" || len(settings.Ground.Sheets) != 1 {
		t.Fatalf("%+v, %v", settings, err)
	}
	return settings
}

func TestTheGroundIsServedAsAFileThatNeverChanges(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	settings := groundOf(t, h)
	if settings.TileURL != "" {
		t.Errorf("tiles of %q, and none is set", settings.TileURL)
	}
	for _, address := range []string{settings.Ground.Base, settings.Ground.Sheets[0].Address} {
		r := get(t, h, address, "Accept-Encoding", "br")
		if r.Code != http.StatusOK || r.Header().Get("Content-Encoding") != "br" || !strings.Contains(r.Header().Get("Cache-Control"), "immutable") ||
			r.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d, %v", address, r.Code, r.Header())
		}
		if again := get(t, h, address, "If-None-Match", r.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s: %d to one who has it", address, again.Code)
		}
		if again := get(t, h, address, "If-None-Match", strings.TrimPrefix(r.Header().Get("ETag"), "W/")); again.Code != http.StatusNotModified {
			t.Errorf("%s: %d to one who has it from a relay", address, again.Code)
		}
		var topology struct {
			Type    string
			Objects map[string]json.RawMessage
		}
		if err := json.Unmarshal(get(t, h, address).Body.Bytes(), &topology); err != nil || topology.Type != "Topology" || topology.Objects["towns"] == nil {
			t.Errorf("%s: %+v, %v", address, topology, err)
		}
	}
}

// A page that someone kept names a ground that is gone: it gets today's.
func TestAnOldGroundLeadsToTodays(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	settings := groundOf(t, h)
	for address, want := range map[string]string{"/fond/territoire-0.json": settings.Ground.Base, "/fond/communes-0.json": settings.Ground.Sheets[0].Address} {
		r := get(t, h, address)
		if r.Code != http.StatusFound || r.Header().Get("Location") != want || r.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d %v", address, r.Code, r.Header())
		}
	}
	if r := get(t, h, "/fond/autre.json"); r.Code != http.StatusNotFound {
		t.Errorf("%d for what never was", r.Code)
	}
}

func TestASmallMapNeedsNoScript(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	for _, address := range []string{"/lieux/bbb-mediatheque", "/communes/50129-cherbourg-en-cotentin"} {
		page := textOf(get(t, h, address))
		for _, want := range []string{`<svg class="ground" viewBox="0 0 480 300" role="img" aria-label="Plan : `, `<svg class="mark kind-epn"`, `<text class="town"`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %s", address, want)
			}
		}
		if strings.Contains(page, " style=") {
			t.Errorf("%s has styles that the policy refuses", address)
		}
	}
}
