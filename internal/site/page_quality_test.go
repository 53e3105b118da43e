package site_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestThePageOfTheDataTellsWhatIsMissing(t *testing.T) {
	s := aged(t, nil, "2022-12-01")
	s.SetAside = map[string]int{"s": 2}
	h := newHandler(t, data{current: s})
	answer := get(t, h, "/donnees")
	if answer.Code != http.StatusOK {
		t.Fatalf("status %d", answer.Code)
	}
	page := textOf(answer)
	for _, want := range []string{"<h1>Les données</h1>", "1 aide montrée", "sur 100", "<dt>Mis de côté, pas montrés</dt><dd>2</dd>", "<dt>Avec un téléphone</dt><dd>0 (0 %)</dd>",
		"décembre 2022", `<a href="/lieux/aaa-lieu">Lieu, Saint-Lô</a>`, "ni téléphone ni courriel", "plus de deux ans", `href="/export/catalogue.jsonld"`} {
		if !strings.Contains(page, want) {
			t.Errorf("lacks %q", want)
		}
	}
}
