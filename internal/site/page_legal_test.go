package site_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestLegalPages(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	for target, want := range map[string][]string{
		"/accessibilite":    {"pas conforme", "RGAA 4.1.2", "auto-évaluation, pas un audit", "Défenseur des droits"},
		"/mentions-legales": {"Aucun cookie", "Éditeur : à compléter", "Exemple (licence : Licence Ouverte 2.0)", "licence MIT"},
	} {
		page := get(t, h, target)
		if page.Code != http.StatusOK {
			t.Errorf("%s: status %d", target, page.Code)
		}
		for _, text := range want {
			if !strings.Contains(textOf(page), text) {
				t.Errorf("%s lacks %q", target, text)
			}
		}
	}
	if page := textOf(get(t, h, "/mentions-legales")); strings.Contains(page, "service public d’adresses") {
		t.Error("it speaks of a geocoder that is not there")
	}
	if page := textOf(get(t, h, "/")); !strings.Contains(page, `href="/accessibilite"`) || !strings.Contains(page, `href="/mentions-legales"`) {
		t.Error("the map does not lead there")
	}
}
