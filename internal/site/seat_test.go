package site_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"escale/frontend"
	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/pages/pagestest"
	"escale/internal/site"
	"escale/internal/web"
)

// seatDesk has one slip, and gives seats to nobody.
type seatDesk struct{ slip mediation.Slip }

func (d seatDesk) Register(context.Context, mediation.SeatRequest) (string, error) {
	return "", mediation.InvalidParameter("telephone", "Ce numéro ne se lit pas. Exemple : 02 33 00 00 00")
}
func (d seatDesk) Slip(context.Context, string) (mediation.Slip, error)       { return d.slip, nil }
func (d seatDesk) ActOnSeat(context.Context, string, mediation.SeatAct) error { return nil }

func withSeats(t *testing.T, slip mediation.Slip) http.Handler {
	t.Helper()
	d := touring(t).Data
	d.Workshops = []mediation.Workshop{{ID: "w0", Visit: "v1", Start: at(3, 14), End: at(3, 15), Status: mediation.Planned, Dates: 1, Series: mediation.Series{ID: "s", Theme: "Souris"}, Seats: mediation.Seats{All: 12}}}
	snapshot, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.New(data{current: snapshot}, site.Options{
		Now: func() time.Time { return time.Date(2026, 12, 1, 10, 30, 0, 0, time.UTC) }, Dist: dist, Client: frontend.Templates, Build: "b",
		Shell: pages.Shell{Departement: pages.Departement{Area: "50", Name: "Manche", In: "dans la Manche"}}, Seats: seatDesk{slip},
	})
	if err != nil {
		t.Fatal(err)
	}
	e := web.New(web.Options{Page: s.ErrorPage})
	s.Register(e)
	return e
}

// Who listens to a page hears whose number it is: the bus answers, not the hall where
// it stops; a slip says so even when its visit is gone.
func TestANumberIsNamedAfterWhoAnswers(t *testing.T) {
	h := mediation.WorkshopHolding{Workshop: mediation.Workshop{ID: "w", Visit: "gone", Tour: "gone", Status: mediation.Planned},
		Offer: mediation.Offer{Name: "Salle polyvalente", Contact: mediation.Contact{Phone: "+33233682135"}}}
	known := h
	known.Visit = "v1"
	for _, c := range []struct {
		path, want string
		dates      []mediation.WorkshopHolding
	}{
		{"/passages/v1", "Appeler Aidant Bus", nil}, {"/passages", "Appeler Aidant Bus", nil}, {"/etapes/s1-salle-polyvalente", "Appeler Aidant Bus", nil},
		{"/inscription?jeton=S", "Appeler Aidant Bus", []mediation.WorkshopHolding{known}},
		{"/inscription?jeton=S", "Appeler Salle polyvalente", []mediation.WorkshopHolding{h}},
	} {
		slip := mediation.Slip{State: mediation.Seated, FirstName: "Ana", Dates: c.dates, Phone: "+33233682135"}
		text := textOf(get(t, withSeats(t, slip), c.path))
		if !strings.Contains(text, c.want) || strings.Contains(text, "Appeler  :") {
			t.Errorf("%s lacks %q", c.path, c.want)
		}
	}
}

// The team that registered somebody gets back to the workshop; nobody else is led to
// the back office.
func TestTheTeamGetsBackFromTheSlip(t *testing.T) {
	slip := mediation.Slip{State: mediation.Seated, Dates: []mediation.WorkshopHolding{{Workshop: mediation.Workshop{ID: "w", Status: mediation.Planned}}}}
	for query, want := range map[string]bool{"&retour=w": true, "": false, "&retour=other": false} {
		body := get(t, withSeats(t, slip), "/inscription?jeton=S"+query).Body.String()
		if got := strings.Contains(body, `href="/gestion/atelier?atelier=w"`); got != want || strings.Contains(body, "atelier=other") {
			t.Errorf("%q: %v", query, got)
		}
	}
}

// A theme that is a need's own words is read in the reader's language; what the team
// wrote stays as it is.
func TestAThemeThatIsANeedIsTranslated(t *testing.T) {
	label := "Faire son CV et sa lettre"
	s, err := catalog.New(catalog.Data{Needs: mediation.Needs{{ID: "cv", Label: label}}})
	if err != nil {
		t.Fatal(err)
	}
	english, _ := language.Find("en")
	for theme, want := range map[string]string{label: english.Say(label), "Mon CV avec Ana": "Mon CV avec Ana"} {
		w := mediation.Workshop{Series: mediation.Series{Theme: theme, Need: "cv"}}
		line := pages.NewWorkshopLine(english, s.At(time.Now()), &w)
		if line.Theme != want || line.OwnTheme != (theme != label) || want == label {
			t.Errorf("%+v, want %q", line, want)
		}
	}
}

// A form that is wrong comes back at its fault, with what was typed, in each language.
func TestAWrongSeatFormComesBackAtItsFault(t *testing.T) {
	h := withSeats(t, mediation.Slip{})
	for _, l := range language.All() {
		path := pages.InLanguage(l, "/ateliers/w0")
		form := url.Values{"prenom": {"Aminata"}, "telephone": {"06 12"}, "courriel": {"a@b.example"}}
		answer := send(h, path, form)
		if answer.Code != http.StatusUnprocessableEntity {
			t.Fatalf("%s: %d", path, answer.Code)
		}
		pagestest.CheckFault(t, path, answer.Body.String(), form)
		if !strings.Contains(answer.Body.String(), `href="#telephone"`) {
			t.Errorf("%s does not lead to the number", path)
		}
	}
}
