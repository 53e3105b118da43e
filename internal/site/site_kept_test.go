package site_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/frontend"
	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/site"
	"escale/internal/web"
)

// asking makes a function that makes a site and returns how it is asked.
func asking(t *testing.T, d *data, now *time.Time) func() func(host, address string) string {
	return func() func(host, address string) string {
		s, err := site.New(d, site.Options{Now: func() time.Time { return *now }, Dist: dist, Client: frontend.Templates, Build: "b",
			Shell: pages.Shell{Departement: pages.Departement{Area: "50", Name: "Manche", In: "dans la Manche"}}})
		if err != nil {
			t.Fatal(err)
		}
		e := web.New(web.Options{Page: s.ErrorPage})
		s.Register(e)
		return func(host, address string) string {
			r := httptest.NewRequest(http.MethodGet, address, nil)
			r.Host = host
			w := httptest.NewRecorder()
			e.ServeHTTP(w, r)
			return w.Body.String()
		}
	}
}

// What templates keep of one answer shows in others: whichever came first, the
// answers are the same.
func TestAnswersDoNotDependOnThoseBefore(t *testing.T) {
	now := time.Date(2026, 12, 1, 11, 30, 0, 0, hours.Paris)
	made := asking(t, &data{current: snapshot(t)}, &now)
	var addresses []string
	for _, where := range []string{"", "lat=49.1161&lon=-1.0906&q=Saint-L%C3%B4", "lat=48.68&lon=-1.47&q=Gen%C3%AAts", "q=Cherbourg", "zone=-1.5,48.6,-0.9,49.3"} {
		for _, what := range []string{"", "service=caf", "service=souris-clavier", "service=caf&certainty=confirmed", "kind=epn", "place=bbb"} {
			for _, when := range []string{"", "quand=semaine", "quand=jour&jour=2026-12-05", "lang=ar", "part=answer"} {
				addresses = append(addresses, "/?etape=reponse&"+where+"&"+what+"&"+when)
			}
		}
	}
	forwards, backwards := made(), made()
	first := map[string]string{}
	for _, address := range addresses {
		first[address] = forwards("carte.example", address)
	}
	slices.Reverse(addresses)
	for _, address := range addresses {
		if got := backwards("carte.example", address); got != first[address] || len(got) < 2000 {
			t.Errorf("%s: %d bytes, and %d after other questions", address, len(first[address]), len(got))
		}
	}
}

// What is kept of a place is what a card would show of it now: each change is seen.
func TestAChangedPlaceIsNotShownAsItWas(t *testing.T) {
	now := time.Date(2026, 12, 1, 11, 30, 0, 0, hours.Paris)
	d := data{current: snapshot(t)}
	made := asking(t, &d, &now)
	kept := made()
	const address = "/?etape=reponse&lat=49.6&lon=-1.09&q=Cherbourg&part=answer"
	last := kept("carte.example", address)
	for what, change := range map[string]func(p *mediation.Place, o *mediation.Offer){
		"name":        func(p *mediation.Place, _ *mediation.Offer) { p.Name = "Bibliothèque" },
		"street":      func(p *mediation.Place, _ *mediation.Offer) { p.Address.Street = "2 rue de la Paix" },
		"point":       func(p *mediation.Place, _ *mediation.Offer) { p.Point[1] += 0.001 },
		"kind":        func(_ *mediation.Place, o *mediation.Offer) { o.Kind = mediation.FranceServices },
		"fee":         func(_ *mediation.Place, o *mediation.Offer) { o.Fee = []string{"gratuit"} },
		"access":      func(_ *mediation.Place, o *mediation.Offer) { o.Access = []string{"telephoner"} },
		"approximate": func(_ *mediation.Place, o *mediation.Offer) { o.Approximate = true },
		"phone":       func(_ *mediation.Place, o *mediation.Offer) { o.Contact.Phone = "+33261910002" },
		"e-mail":      func(_ *mediation.Place, o *mediation.Offer) { o.Contact = mediation.Contact{Email: "a@exemple.fr"} },
		"day":         func(_ *mediation.Place, o *mediation.Offer) { o.Updated = time.Date(2020, 5, 4, 0, 0, 0, 0, time.UTC) },
	} {
		changed := d.current.Data
		changed.Places = slices.Clone(changed.Places)
		for i := range changed.Places {
			p := &changed.Places[i]
			p.Offers = slices.Clone(p.Offers)
			change(p, &p.Offers[0])
		}
		var err error
		if d.current, err = catalog.New(changed); err != nil {
			t.Fatal(err)
		}
		got := kept("carte.example", address)
		if want := made()("carte.example", address); got != want {
			t.Errorf("%s: the page is not the one that would be made", what)
		}
		if got == last {
			t.Errorf("%s: nothing changed", what)
		}
		last = got
	}
}

// A page that was kept must be the one that would be made now, for this reader.
func TestAKeptPageIsTheOneThatWouldBeMade(t *testing.T) {
	now := time.Date(2026, 12, 1, 11, 30, 0, 0, hours.Paris)
	d := data{current: snapshot(t)}
	made := asking(t, &d, &now)
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
				got, want := kept(host, address), made()(host, address)
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
