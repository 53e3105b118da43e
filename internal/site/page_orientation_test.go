package site_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestOrientationSaysWhoDoesWhat(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	page := get(t, h, "/orientation")
	if page.Code != http.StatusOK {
		t.Fatalf("status %d", page.Code)
	}
	text := textOf(page)
	for _, want := range []string{
		"<title>Orienter une personne – Escale</title>",
		`<form action="/" method="get">`, // the ordinary search, for who has no script
		`name="need" value="caf"`, `name="free" value="di-soir"`, `name="care" value="illettrisme"`, `name="reach" value="voiture" checked`,
		`data-kind="france-services" data-label="France Services"`, "Qui fait quoi, et quand passer le relais", "Ensuite : un conseiller numérique",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(text, `data-kind="van"`) {
		t.Error("it speaks of a bus that is not there")
	}
}

func TestOrientationDropsAQuery(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	page := get(t, h, "/orientation?besoins=caf&commune=50502")
	if page.Code != http.StatusSeeOther || page.Header().Get("Location") != "/orientation" {
		t.Errorf("status %d, location %q", page.Code, page.Header().Get("Location"))
	}
}
