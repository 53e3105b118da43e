package site_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"escale/frontend"
	"escale/internal/hours"
	"escale/internal/pages"
	"escale/internal/site"
	"escale/internal/web"
)

// A page that was kept must be the one that would be made now, for this reader.
func TestAKeptPageIsTheOneThatWouldBeMade(t *testing.T) {
	now := time.Date(2026, 12, 1, 11, 30, 0, 0, hours.Paris)
	d := data{current: snapshot(t)}
	made := func() http.Handler {
		s, err := site.New(&d, site.Options{Now: func() time.Time { return now }, Dist: dist, Client: frontend.Templates, Build: "b",
			Shell: pages.Shell{Departement: pages.Departement{Area: "50", Name: "Manche", In: "dans la Manche"}}})
		if err != nil {
			t.Fatal(err)
		}
		e := web.New(web.Options{Page: s.ErrorPage})
		s.Register(e)
		return e
	}
	get := func(h http.Handler, host, address string) string {
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Body.String()
	}
	kept := made()
	addresses := []string{"/", "/?lang=en", "/?etape=reponse", "/?service=caf&etape=reponse", "/communes", "/communes?q=lo", "/communes/50502-saint-lo", "/communes/50502-saint-lo?lang=ar",
		"/lieux/bbb-mediatheque", "/lieux/bbb-mediatheque?part=place", "/passages", "/passages?q=Cherbourg"}
	for _, stage := range []struct {
		name   string
		change func()
	}{
		{"first", func() {}}, {"again", func() {}},
		{"once it is closed", func() { now = now.Add(90 * time.Minute) }},
		{"a day later", func() { now = now.AddDate(0, 0, 1) }},
		{"unconfirmed", func() { d.age = 3 * time.Hour }},
		{"confirmed again", func() { d.age = 0 }},
	} {
		stage.change()
		for _, host := range []string{"carte.example", "other.example"} {
			for _, address := range addresses {
				got, want := get(kept, host, address), get(made(), host, address)
				if got != want || len(got) < 200 {
					t.Errorf("%s, %s%s: the kept page differs (%d bytes against %d)", stage.name, host, address, len(got), len(want))
				}
				if french := !strings.Contains(address, "lang=") && !strings.Contains(address, "part="); french && strings.Contains(got, "datent d") != (d.age > 0) {
					t.Errorf("%s, %s: the warning of its age is wrong", stage.name, address)
				}
			}
		}
	}
}
