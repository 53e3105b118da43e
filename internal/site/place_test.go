package site_test

import (
	"net/http"
	"strings"
	"testing"
)

// The map shows in its panel what the page of the place shows, and nothing
// around it.
func TestThePartOfAPlaceIsThatOfItsPage(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	for _, target := range []string{"/lieux/bbb-mediatheque?", "/lieux/bbb-mediatheque?lang=ar&"} {
		page := get(t, h, strings.TrimRight(target, "?&")).Body.String()
		answer := get(t, h, target+"part=place")
		part := answer.Body.String()
		if answer.Code != http.StatusOK || !strings.HasPrefix(part, "<article") || !strings.HasSuffix(strings.TrimSpace(part), "</article>") || !strings.Contains(page, part) {
			t.Errorf("%s: status %d, and the page does not hold %q", target, answer.Code, part)
		}
		if answer.Header().Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%s: search engines would list a part of a page", target)
		}
		if again := get(t, h, target+"part=place", "If-None-Match", answer.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s: status %d for who holds it", target, again.Code)
		}
	}
	if missing := get(t, h, "/lieux/zzz?part=place"); missing.Code != http.StatusNotFound {
		t.Errorf("status %d for a place that is not there", missing.Code)
	}
}

// What is true until a moment says until when, and what to say after it.
func TestAStatusSaysUntilWhen(t *testing.T) {
	page := textOf(get(t, newHandler(t, data{current: snapshot(t)}), "/lieux/bbb-mediatheque"))
	const want = `<span class="tag tag-open" data-until="2026-12-01T12:00:00+01:00" data-after="Horaires à vérifier">Ouvert jusqu’à 12 h</span>`
	if strings.Count(page, want) != 1 {
		t.Errorf("the page lacks %s", want)
	}
}

// Directions open in any browser; the script gives the device's own program.
func TestDirectionsOpenAnywhere(t *testing.T) {
	page := get(t, newHandler(t, data{current: snapshot(t)}), "/lieux/bbb-mediatheque").Body.String()
	const want = `href="https://www.openstreetmap.org/directions?to=49.63000%2C-1.09000" data-name="Médiathèque" data-point="49.63000,-1.09000"`
	if !strings.Contains(page, want) || strings.Contains(page, "geo:") {
		t.Errorf("the page lacks %s", want)
	}
}
