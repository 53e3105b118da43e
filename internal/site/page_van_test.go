package site_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"escale/frontend"
	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/pages/pagestest"
	"escale/internal/site"
	"escale/internal/web"
)

// vanDesk keeps what communes ask, and what was done by links.
type vanDesk struct {
	asks []mediation.VanRequest
	acts []string
	now  mediation.VanRequest
}

func (d *vanDesk) AskVan(_ context.Context, r mediation.VanRequest) error {
	if r.Requester.Name == "" {
		return mediation.InvalidParameter("nom", "Écrivez votre nom.")
	}
	d.asks = append(d.asks, r)
	return nil
}

func (d *vanDesk) FollowVan(_ context.Context, secret string) (mediation.VanRequest, error) {
	if secret != "SECRET" {
		return mediation.VanRequest{}, &mediation.Error{Kind: mediation.NotFound, Sentence: "Ce lien ne mène plus à rien."}
	}
	return d.now, nil
}

func (d *vanDesk) act(name string) error { d.acts = append(d.acts, name); return nil }

func (d *vanDesk) ConfirmVan(context.Context, string) error         { return d.act("confirm") }
func (d *vanDesk) AcceptVan(context.Context, string, []int64) error { return d.act("accept") }
func (d *vanDesk) DeclineVan(context.Context, string) error         { return d.act("decline") }
func (d *vanDesk) WithdrawVan(context.Context, string) error        { return d.act("withdraw") }
func (d *vanDesk) ChangeVan(context.Context, string, mediation.VanRequest, bool) error {
	return d.act("change")
}

// vanVillages have names that are easily taken for each other's.
func vanVillages(t *testing.T) *catalog.Snapshot {
	t.Helper()
	commune := func(insee, name, postcode string, parts ...string) mediation.Commune {
		c := mediation.Commune{INSEE: insee, Name: name, Postcodes: []string{postcode}, Centre: orb.Point{-1.4, 48.9}, Population: 900}
		for i, p := range parts {
			c.Parts = append(c.Parts, mediation.Part{INSEE: insee[:4] + string(rune('5'+i)), Name: p})
		}
		return c
	}
	s, err := catalog.New(catalog.Data{Revision: 1, Territory: mediation.Territory{Area: "50", Communes: []mediation.Commune{
		commune("50200", "Genêts", "50530"), commune("50210", "Saint-Sauveur-Villages", "50490", "Saint-Sauveur", "Le Mesnil"),
		commune("50220", "Saint-Sauveur-le-Vicomte", "50390"), commune("50230", "Sartilly-Baie-Bocage", "50530", "Sartilly"),
		commune("50240", "Le Mesnil", "50580"), commune("50250", "Avranches", "50300"),
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func withVan(t *testing.T, d *vanDesk) http.Handler {
	t.Helper()
	s, err := site.New(data{current: vanVillages(t)}, site.Options{
		Now: func() time.Time { return at(1, 11) }, Dist: dist, Client: frontend.Templates, Build: "b",
		Van: site.VanOptions{Requests: d, Terms: vanTerms(), Needs: vanNeeds, Mail: true, KeptDays: 365},
	})
	if err != nil {
		t.Fatal(err)
	}
	e := web.New(web.Options{Page: s.ErrorPage})
	s.Register(e)
	return e
}

func vanTerms() mediation.VanTerms {
	t := mediation.DefaultVanTerms()
	t.Contact = mediation.Contact{Phone: "+33233050000", Email: "bus@manche.example"}
	return t
}

// Each page of a request has a phone number.
func TestEachPageOfARequestHasANumber(t *testing.T) {
	d := &vanDesk{now: mediation.VanRequest{State: mediation.VanConfirmed, Sure: at(1, 9)}}
	h := withVan(t, d)
	for _, path := range []string{"/demander-le-bus", "/demander-le-bus/suivi?jeton=SECRET", "/demander-le-bus/changer?jeton=SECRET"} {
		if text := textOf(get(t, h, path)); !strings.Contains(text, `href="tel:&#43;33233050000"`) && !strings.Contains(text, `href="tel:+33233050000"`) || !strings.Contains(text, "mailto:bus@manche.example") {
			t.Errorf("%s: %s", path, text)
		}
	}
}

// The sentence after an act shows while it is true, not at each visit of the page.
func TestWhatWasDoneShowsWhileItIsTrue(t *testing.T) {
	d := &vanDesk{now: mediation.VanRequest{Sure: at(1, 9)}}
	h := withVan(t, d)
	for act, c := range map[string]struct {
		words string
		right []mediation.VanState
	}{
		"confirmer": {"est confirmée", []mediation.VanState{mediation.VanReceived}}, "accepter": {"C’est entendu", []mediation.VanState{mediation.VanConfirmed}},
		"decliner": {"C’est noté", []mediation.VanState{mediation.VanInReview}}, "retirer": {"est retirée", []mediation.VanState{mediation.VanWithdrawn}},
		"changer": {"est changée", []mediation.VanState{mediation.VanReceived, mediation.VanInReview}},
	} {
		for _, d.now.State = range mediation.VanStates {
			text := textOf(get(t, h, "/demander-le-bus/suivi?jeton=SECRET&fait="+act))
			if got := strings.Contains(text, c.words); got != slices.Contains(c.right, d.now.State) {
				t.Errorf("%s, %s: %v", act, d.now.State, got)
			}
		}
	}
	form := url.Values{"ville": {"Genêts"}, "nom": {"Anne Hamel"}, "courriel": {"a@b.example"}, "salle": {"Salle"}}
	sent := send(h, "/demander-le-bus", form).Header().Get("Location")
	for page, want := range map[string]bool{sent: true, strings.Replace(sent, "quand=", "quand=1", 1): false, "/demander-le-bus?commune=50200&envoyee=courriel": false} {
		if got := strings.Contains(textOf(get(t, h, page)), "C’est envoyé"); got != want {
			t.Errorf("%s: %v", page, got)
		}
	}
}

// The name of a former commune says where in the one of today the room is.
func TestAFormerCommuneIsKept(t *testing.T) {
	for typed, want := range map[string]string{"Sartilly": "Sartilly", "sartilly": "Sartilly", "Sartilly-Baie-Bocage": "", "Genêts": "", "50390": ""} {
		d := &vanDesk{}
		form := url.Values{"ville": {typed}, "nom": {"Anne"}, "courriel": {"a@b.example"}, "salle": {"Salle"}}
		send(withVan(t, d), "/demander-le-bus", form)
		if len(d.asks) != 1 || d.asks[0].Room.Part != want {
			t.Errorf("%q: %+v", typed, d.asks)
		}
	}
}

var vanNeeds = mediation.Needs{{ID: "caf", Family: "demarches", Label: "CAF"}, {ID: "souris", Family: "competences", Label: "Souris"}, {ID: "email", Family: "competences", Label: "Courriel"}}

func send(h http.Handler, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept", "text/html")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, request)
	return recorder
}

// Never the wrong village: what is not the very name of one commune is asked about, and
// nothing that was typed is lost meanwhile.
func TestTheVillageIsSureOrIsChosen(t *testing.T) {
	for typed, want := range map[string]string{
		"Genêts": "50200", "genets": "50200", "GENETS": "50200", "Sartilly": "50230", "St-Sauveur-le-Vicomte": "50220", "Saint-Sauveur": "",
		"Le Mesnil": "", "50530": "", "Genet": "", "Avranche": "", "Caen": "", "Xyzxyz": "", "": "", "50390": "50220",
		"<script>alert(1)</script>": "",
	} {
		d := &vanDesk{}
		h := withVan(t, d)
		form := url.Values{"ville": {typed}, "nom": {"Anne Hamel"}, "courriel": {"a@b.example"}, "salle": {"Salle"}, "jours": {"2-morning"}, "commentaire": {strings.Repeat("é", 1000)}}
		r := send(h, "/demander-le-bus", form)
		if want != "" {
			if r.Code != http.StatusSeeOther || len(d.asks) != 1 || d.asks[0].Commune != want || !strings.Contains(r.Header().Get("Location"), want) {
				t.Errorf("%q: %d, %+v", typed, r.Code, d.asks)
			}
			continue
		}
		pagestest.CheckFault(t, typed, r.Body.String(), form)
		text := textOf(r)
		if r.Code != http.StatusUnprocessableEntity || len(d.asks) != 0 || !strings.Contains(text, `value="Anne Hamel"`) || !strings.Contains(text, `value="2-morning" checked`) || !strings.Contains(text, strings.Repeat("é", 1000)) || strings.Contains(r.Body.String(), "<script>alert") {
			t.Errorf("%q: %d, %+v", typed, r.Code, d.asks)
		}
	}
	d := &vanDesk{}
	form := url.Values{"ville": {"Le Mesnil"}, "nom": {"Anne"}, "choix": {"50240"}}
	if send(withVan(t, d), "/demander-le-bus", form); len(d.asks) != 1 || d.asks[0].Commune != "50240" {
		t.Errorf("the one that was chosen: %+v", d.asks)
	}
	// The page of a commune brings it; another name that is typed over it wins.
	form = url.Values{"ville": {"Avranches"}, "nom": {"Anne"}, "commune": {"50200"}, "commune-de": {"Genêts"}}
	if send(withVan(t, d), "/demander-le-bus", form); d.asks[1].Commune != "50250" {
		t.Errorf("%+v", d.asks[1])
	}
}

// What a form holds of a request is that request again, whatever it says.
func TestTheFormKeepsARequest(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 2))
	coin := func() bool { return r.IntN(2) == 0 }
	for range 500 {
		want := mediation.VanRequest{
			Commune: "50200", CommuneName: "Genêts", Requester: mediation.Requester{Name: "Anne <b>", Function: "maire", Email: "a@b.example", Phone: "02 33 70 00 00"},
			Room:  mediation.Room{Name: "Salle", Street: "rue", StepFree: coin(), Power: coin(), Network: coin(), Tables: coin(), From: "09:00", Holder: "Jean", HolderPhone: "06 11 22 33 44"},
			Level: mediation.WorkshopLevels[r.IntN(3)], Group: r.IntN(30), Comment: "deux\nlignes",
		}
		for day := 1; day <= 6; day++ {
			for _, half := range mediation.Halves {
				if coin() {
					want.Wishes = append(want.Wishes, mediation.Wish{Weekday: day, Half: half})
				}
			}
		}
		for range r.IntN(4) {
			want.Wishes = append(want.Wishes, mediation.Wish{Day: mediation.DayOf(at(1+r.IntN(28), 8)), Half: mediation.Halves[r.IntN(2)]})
		}
		for _, n := range vanNeeds {
			if coin() {
				want.Needs = append(want.Needs, n.ID)
			}
		}
		for _, e := range mediation.VanEquipment {
			if coin() {
				want.Lacking = append(want.Lacking, e.Slug)
			}
		}
		got := pages.VanForm{Typed: pages.VanTyped(want), Needs: vanNeeds, Commune: "50200"}.Request()
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(mediation.VanRequest{}, "CommuneName")); diff != "" {
			t.Fatal(diff)
		}
	}
}

// A link that is opened does nothing, whoever opens it; its buttons do, from our own pages
// only. No page sets a cookie, or may be kept.
func TestLinksDoNothingUntilAButtonIsTouched(t *testing.T) {
	d := &vanDesk{now: mediation.VanRequest{ID: 1, State: mediation.VanProposed, CommuneName: "Genêts", Requester: mediation.Requester{Email: "a@b.example"}, Dates: []mediation.VanDate{{ID: 3, Start: at(8, 9), End: at(8, 11)}}, Until: at(7, 0), Comment: "<script>alert(1)</script>"}}
	h := withVan(t, d)
	const follow = "/demander-le-bus/suivi?jeton=SECRET"
	for range 3 {
		r := get(t, h, follow)
		if !strings.Contains(textOf(r), "Confirmer") || strings.Contains(textOf(r), "Ce que vous avez demandé") {
			t.Errorf("before it is confirmed: %s", textOf(r))
		}
	}
	d.now.Sure = at(1, 9)
	for state, asks := range map[mediation.VanState]bool{mediation.VanProposed: false, mediation.VanConfirmed: true} {
		d.now.State = state
		if got := strings.Contains(textOf(get(t, h, "/demander-le-bus/changer?jeton=SECRET")), `name="certain"`); got != asks {
			t.Errorf("%s: the box that calls visits off: %v", state, got)
		}
	}
	d.now.State = mediation.VanProposed
	for path, status := range map[string]int{follow: http.StatusOK, "/demander-le-bus/changer?jeton=SECRET": http.StatusOK, "/demander-le-bus/suivi?jeton=OTHER": http.StatusGone, "/demander-le-bus/suivi": http.StatusGone, "/demander-le-bus": http.StatusOK} {
		r := get(t, h, path)
		if r.Code != status || r.Header().Get("Set-Cookie") != "" || r.Header().Get("Cache-Control") != "no-store" || strings.Contains(r.Body.String(), "<script>alert") {
			t.Errorf("%s: %d %v", path, r.Code, r.Header())
		}
	}
	if text, term := textOf(get(t, h, follow)), "jusqu’au "+hours.Term(d.now.Until); !strings.Contains(strings.NewReplacer("<strong>", "", "</strong>", "").Replace(text), term) {
		t.Errorf("not %q in %s", term, text)
	}
	if len(d.acts)+len(d.asks) != 0 {
		t.Errorf("looking did %v", d.acts)
	}
	// In clear, browsers say no more than the origin, and nothing at all under no-referrer.
	plain := send(h, "/demander-le-bus/suivi", url.Values{"jeton": {"SECRET"}, "acte": {"confirmer"}}, "Origin", "http://example.com")
	if policy := get(t, h, follow).Header().Get("Referrer-Policy"); policy != "same-origin" || plain.Code != http.StatusSeeOther {
		t.Errorf("%s, %d", policy, plain.Code)
	}
	d.acts = nil
	for _, act := range []string{"confirmer", "accepter", "decliner", "retirer"} {
		form := url.Values{"jeton": {"SECRET"}, "acte": {act}, "date": {"3"}}
		if r := send(h, "/demander-le-bus/suivi", form, "Sec-Fetch-Site", "cross-site"); r.Code != http.StatusForbidden {
			t.Errorf("%s from another site: %d", act, r.Code)
		}
		if r := send(h, "/demander-le-bus/suivi", form); r.Code != http.StatusSeeOther {
			t.Errorf("%s: %d", act, r.Code)
		}
	}
	if got := strings.Join(d.acts, " "); got != "confirm accept decline withdraw" {
		t.Error(got)
	}
	for _, path := range []string{"/demander-le-bus", "/demander-le-bus/changer"} {
		if r := send(h, path, url.Values{"ville": {"Genêts"}, "jeton": {"SECRET"}}, "Sec-Fetch-Site", "cross-site"); r.Code != http.StatusForbidden {
			t.Errorf("%s from another site: %d", path, r.Code)
		}
	}
	if r := send(h, "/demander-le-bus", url.Values{"ville": {"Genêts"}, "nom": {"Robot"}, "site": {"x"}}); r.Code != http.StatusSeeOther || len(d.asks) != 0 {
		t.Errorf("a robot: %d %v", r.Code, d.asks)
	}
}

// What the service gives, asks and costs is said first; where nobody wrote it, that is
// said too. Communes find the form from their page and from the agenda.
func TestTheTermsComeFirst(t *testing.T) {
	h := withVan(t, &vanDesk{})
	text := textOf(get(t, h, "/demander-le-bus"))
	if !strings.Contains(text, "Aucun tarif n’est donné ici") || strings.Index(text, "Ce que cela coûte") > strings.Index(text, "Votre demande</h2>") {
		t.Error(text)
	}
	for path, want := range map[string]string{"/communes/50200-genets": `href="/demander-le-bus?commune=50200"`, "/passages": `href="/demander-le-bus"`} {
		if text := textOf(get(t, h, path)); !strings.Contains(text, want) {
			t.Errorf("%s does not lead to the form", path)
		}
	}
	if r := get(t, newHandler(t, data{current: snapshot(t)}), "/demander-le-bus"); r.Code != http.StatusNotFound {
		t.Errorf("where nobody answers: %d", r.Code)
	}
	view := pages.NewVanTerms(mediation.VanTerms{PricesOn: "2026-09-01", Prices: []mediation.VanPrice{{UpTo: 500, Price: "gratuit"}, {UpTo: 2000, Price: "30 €"}, {Price: "60 €"}}})
	if view.Prices[0].Label != "Jusqu’à 500 habitants" || view.Prices[1].Label != "De 501 à 2\u202f000 habitants" || view.Prices[2].Label != "Plus de 2\u202f000 habitants" {
		t.Errorf("%+v", view)
	}
}
