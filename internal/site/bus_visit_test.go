package site_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

func at(day, hour int) time.Time {
	return time.Date(2026, time.December, day, hour, 0, 0, 0, hours.Paris)
}

// touring is a map with one bus: a dated stop at Céaux, and one to be
// confirmed at Vains. The pages' clock stands at 1 December 2026, 11:30.
func touring(t *testing.T) *catalog.Snapshot {
	t.Helper()
	place := func(id, name, city, insee string, lat float64) mediation.Place {
		point := orb.Point{-1.38, lat}
		address := mediation.Address{Street: "1 rue du Bac", Postcode: "50220", City: city, INSEE: insee}
		return mediation.Place{ID: id, Name: name, Address: address, Point: point, Offers: []mediation.Offer{{
			Source: mediation.OwnTours, SourceID: id, Kind: mediation.Van, Name: name, Point: &point, Address: address,
			Contact: mediation.Contact{Phone: "+33233682135"}, Claims: []mediation.Claim{{ID: "cv", Certainty: mediation.Declared}},
		}}}
	}
	visit := func(id string, start time.Time, status mediation.VisitStatus) mediation.Visit {
		return mediation.Visit{ID: id, Stop: "s1", Tour: "bus", Place: "p1", Day: mediation.DayOf(start), Start: start, End: start.Add(2 * time.Hour), Status: status}
	}
	cancelled := visit("v2", at(8, 14), mediation.Cancelled)
	cancelled.Reason = "Verglas <b>"
	moved := visit("v3", at(16, 9), mediation.Moved)
	moved.WasStart = at(15, 14)
	s, err := catalog.New(catalog.Data{
		Needs: mediation.Needs{{ID: "cv", Family: "demarches", Label: "Faire son CV"}},
		Territory: mediation.Territory{Area: "50", Communes: []mediation.Commune{
			{INSEE: "50108", Name: "Céaux", Postcodes: []string{"50220"}, Centre: orb.Point{-1.38, 48.62}},
			{INSEE: "50612", Name: "Vains", Postcodes: []string{"50300"}, Centre: orb.Point{-1.42, 48.67}}}},
		Places: []mediation.Place{place("p1", "Salle polyvalente", "Céaux", "50108", 48.62), place("p2", "Mairie", "Vains", "50612", 48.67)},
		Tours:  []mediation.Tour{{ID: "bus", Name: "Aidant Bus", Operator: "Le CLIC", Description: "Six ordinateurs"}},
		Stops: []mediation.Stop{
			{ID: "s1", Tour: "bus", Code: "ceaux", Offer: "tournees/p1", Rule: "tous les mardis", Dates: mediation.DatesKnown,
				From: "14:00", To: "16:30", Access: "Par la cour", Capacity: 12, Themes: []string{"La souris"}},
			{ID: "s2", Tour: "bus", Code: "vains", Offer: "tournees/p2", Rule: "mercredi, semaines à confirmer", Dates: mediation.DatesUnconfirmed,
				From: "13:30", To: "16:30"},
		},
		Visits: []mediation.Visit{
			visit("v0", at(1, 8), mediation.Planned), visit("v1", at(3, 14), mediation.Planned), cancelled, moved,
			visit("v4", at(22, 14), mediation.Full), visit("v5", at(29, 14).AddDate(0, 1, 0), mediation.Unconfirmed),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheAgenda(t *testing.T) {
	h := newHandler(t, data{current: touring(t)})
	for target, want := range map[string][]string{
		"/passages": {
			"Les passages du bus dans la Manche", "4 passages, décembre 2026", "jeudi 3 décembre", "de 14 h à 16 h", "tel:+33233682135",
			"Annulé : Verglas <b>", "Déplacé (prévu d’abord mardi 15 décembre à 14 h)", "Complet", "janvier 2027",
			"Passe le mercredi de 13 h 30 à 16 h 30, semaines à confirmer : téléphonez",
		},
		"/passages?mois=2027-01":   {"1 passage, janvier 2027", "À confirmer", "décembre 2026"},
		"/passages?par=commune":    {"4 passages", "<h2>Céaux</h2>"},
		"/passages?q=ceaux":        {"4 passages, Céaux, décembre 2026", "webcal://example.com/calendar/commune/50108.ics", "Toutes les communes"},
		"/passages?q=50220":        {"4 passages, 50220 Céaux"},
		"/passages?q=50300":        {"Aucun passage", "Les passages les plus proches", "à 6,3 km", "semaines à confirmer"},
		"/passages?q=xyzxyz":       {"ni commune ni code postal « xyzxyz ».", "4 passages"},
		"/passages?mois=1999-01":   {"décembre 2026"},
		"/passages?mois=n'importe": {"décembre 2026"},
	} {
		recorder := get(t, h, target)
		if recorder.Code != http.StatusOK {
			t.Errorf("%s: status %d", target, recorder.Code)
		}
		for _, text := range want {
			if !strings.Contains(textOf(recorder), text) {
				t.Errorf("%s lacks %q", target, text)
			}
		}
		if strings.Contains(textOf(recorder), "de 8 h à 10 h") {
			t.Errorf("%s shows a past visit", target)
		}
		if strings.Contains(recorder.Body.String(), "<b>") {
			t.Errorf("%s: a reason is HTML", target)
		}
	}
}

func TestThePageOfAStop(t *testing.T) {
	h := newHandler(t, data{current: touring(t)})
	if r := get(t, h, "/etapes/s1"); r.Code != http.StatusFound || r.Header().Get("Location") != "/etapes/s1-salle-polyvalente" {
		t.Errorf("status %d, to %s", r.Code, r.Header().Get("Location"))
	}
	page := get(t, h, "/etapes/s1-salle-polyvalente")
	for _, text := range []string{
		"Salle polyvalente, Céaux", "Aidant Bus", "Prochain passage jeudi 3 décembre à 14 h", "Tous les mardis, de 14 h à 16 h 30",
		"Par la cour", "12 places", "La souris", "mardi 8 décembre, de 14 h à 16 h", "Annulé : Verglas", "Faire son CV",
		"webcal://example.com/calendar/stop/s1.ics", "/passages/v1", "Vains, Mairie", "/lieux/p1-salle-polyvalente",
	} {
		if !strings.Contains(textOf(page), text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	statuses := map[string]int{}
	for _, e := range events(t, page.Body.String()) {
		statuses[e.EventStatus[len("https://schema.org/"):]]++
	}
	if diff := cmp.Diff(map[string]int{"EventScheduled": 2, "EventCancelled": 1, "EventRescheduled": 1}, statuses); diff != "" {
		t.Error(diff)
	}
	if r := get(t, h, "/etapes/nowhere"); r.Code != http.StatusNotFound {
		t.Errorf("unknown stop: %d", r.Code)
	}
	if page := textOf(get(t, h, "/etapes/s2-mairie")); !strings.Contains(page, "semaines à confirmer") || strings.Contains(page, "Les dates") {
		t.Error("a stop to be confirmed shows dates")
	}
}

type eventJSON struct {
	Name, StartDate, EndDate, PreviousStartDate, EventStatus, URL string
	Location                                                      struct{ Name string }
}

var scripts = regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)

func events(t *testing.T, page string) (list []eventJSON) {
	t.Helper()
	for _, found := range scripts.FindAllStringSubmatch(page, -1) {
		var e eventJSON
		if err := json.Unmarshal([]byte(found[1]), &e); err != nil {
			t.Fatalf("%v: %s", err, found[1])
		}
		list = append(list, e)
	}
	return list
}

func TestThePosterOfAVisit(t *testing.T) {
	h := newHandler(t, data{current: touring(t)})
	page := get(t, h, "/passages/v1")
	for _, text := range []string{
		"jeudi 3 décembre 2026", "de 14 h à 16 h", "Céaux", "Salle polyvalente", "Thèmes :", "La souris", "02 33 68 21 35",
		"12 places", "Six ordinateurs", `class="qr"`, "http://example.com/passages/v1", "Faire son CV",
	} {
		if !strings.Contains(textOf(page), text) {
			t.Errorf("the poster lacks %q", text)
		}
	}
	got := events(t, page.Body.String())
	if len(got) != 1 || got[0].StartDate != "2026-12-03T14:00:00+01:00" || got[0].EndDate != "2026-12-03T16:00:00+01:00" ||
		got[0].Name != "Aidant Bus à Céaux" || got[0].URL != "http://example.com/passages/v1" {
		t.Errorf("events %+v", got)
	}
	if moved := events(t, get(t, h, "/passages/v3").Body.String()); moved[0].PreviousStartDate != "2026-12-15T14:00:00+01:00" {
		t.Errorf("moved: %+v", moved)
	}
	if unsure := events(t, get(t, h, "/passages/v5").Body.String()); len(unsure) > 0 {
		t.Errorf("a visit that nobody confirmed is told to machines: %+v", unsure)
	}
	for id, want := range map[string]bool{"v1": true, "v2": false, "v4": false, "v0": false} {
		if got := strings.Contains(textOf(get(t, h, "/passages/"+id)), "pour réserver"); got != want {
			t.Errorf("%s: seats offered: %v", id, got)
		}
	}
	if past := textOf(get(t, h, "/passages/v0")); !strings.Contains(past, "Cette date est passée") || strings.Contains(past, "webcal:") {
		t.Error("a past visit does not say so")
	}
}

func TestThePlacePageTellsTheVisits(t *testing.T) {
	page := textOf(get(t, newHandler(t, data{current: touring(t)}), "/lieux/p1-salle-polyvalente"))
	for _, text := range []string{"Quand le bus passe", "jeudi 3 décembre, de 14 h à 16 h", "Annulé : Verglas", "Toutes les dates", "/etapes/s1-salle-polyvalente"} {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
}

// A room that was lent once is nowhere once its day is over; what was there is read at its address.
func TestAVisitInARoomThatIsOver(t *testing.T) {
	d := touring(t).Data
	d.Stops[0].Dates, d.Visits, d.At = mediation.DatesOnRequest, d.Visits[:1], at(2, 0)
	d.Workshops = []mediation.Workshop{{ID: "w0", Visit: "v0", Start: at(1, 8), End: at(1, 9), Dates: 1, Series: mediation.Series{ID: "s", Theme: "Souris et clavier", Seats: 12}}}
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	h := newHandler(t, data{current: s})
	for target, words := range map[string]string{"/passages/v0": "Cette date est passée.", "/ateliers/w0": "Souris et clavier"} {
		page := get(t, h, target)
		if text := textOf(page); page.Code != http.StatusOK || !strings.Contains(text, words) || !strings.Contains(text, "Salle polyvalente") {
			t.Errorf("%s: %d %s", target, page.Code, text)
		}
		for _, link := range regexp.MustCompile(`href="(/(?:etapes|lieux|communes|passages|ateliers)/[^"]*)"`).FindAllStringSubmatch(page.Body.String(), -1) {
			if code := get(t, h, link[1]).Code; code != http.StatusOK {
				t.Errorf("%s leads to %s: %d", target, link[1], code)
			}
		}
	}
	for _, target := range []string{"/", "/?etape=reponse", "/passages", "/passages?par=commune", "/communes/50108-ceaux", "/plan-du-site", "/sitemap.xml"} {
		if page := get(t, h, target).Body.String(); strings.Contains(page, "Salle polyvalente") || strings.Contains(page, "/etapes/s1") || strings.Contains(page, "/lieux/p1") {
			t.Errorf("%s shows the room still", target)
		}
	}
}
