package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// events reads a calendar: the texts of each event, by the id of its visit.
func (t *tester) events(target string) (ids string, events map[string]map[string]string) {
	t.Helper()
	recorder := t.get(target)
	if recorder.Code != http.StatusOK {
		t.Fatalf("%s: status %d: %s", target, recorder.Code, recorder.Body)
	}
	calendar, err := ics.ParseCalendar(recorder.Body)
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	var list []string
	events = map[string]map[string]string{}
	for _, e := range calendar.Events() {
		id, _, _ := strings.Cut(e.Id(), "@")
		list = append(list, id)
		events[id] = map[string]string{"UID": e.Id()}
		for _, p := range e.Properties {
			events[id][p.IANAToken] = ics.FromText(p.Value)
		}
	}
	return strings.Join(list, " "), events
}

func TestWhichVisitsEachCalendarHolds(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	for target, want := range map[string]string{
		"/calendar/stop/stopa.ics":    "past early here off next",
		"/calendar/stop/stopb.ics":    "hall away full perhaps",
		"/calendar/tour/sud.ics":      "hall away full perhaps",
		"/calendar/commune/50502.ics": "past early here away off next",
		"/calendar/commune/50129.ics": "hall away full perhaps",
		"/calendar/commune/50173.ics": "hall away full perhaps", // merged into 50129
		"/calendar/service/caf.ics":   "past early here off next",
		"/calendar/service/cv.ics":    "",
	} {
		if got, _ := test.events(target); got != want {
			t.Errorf("%s: %s, want %s", target, got, want)
		}
	}
	test.now = noon.AddDate(0, 0, 1) // a day later
	if got, _ := test.events("/calendar/stop/stopa.ics"); got != "past here off next" {
		t.Errorf("a cancelled visit stays when its day is past: %s", got)
	}
	test.now = time.Date(2026, 12, 25, 23, 59, 0, 0, hours.Paris)
	if got, _ := test.events("/calendar/stop/stopa.ics"); got != "past here next" {
		t.Errorf("31 days later: %s", got)
	}
	test.now = test.now.Add(time.Minute)
	if got, _ := test.events("/calendar/stop/stopa.ics"); got != "here next" {
		t.Errorf("32 days later: %s", got)
	}
}

func TestWhatACalendarTells(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	_, a := test.events("/calendar/stop/stopa.ics")
	_, b := test.events("/calendar/stop/stopb.ics")
	for _, tt := range []struct {
		event      map[string]string
		name, want string
	}{
		{a["next"], "SUMMARY", "Camion bleu à Saint-Lô : Téléphone"},
		{a["next"], "UID", "next@escale"},
		{a["next"], "URL", "https://escale.example/passages/next"},
		{a["next"], "LOCATION", "Lieu <b>bus</b>, 1 rue de la Mairie, 50000 Saint-Lô"},
		{a["next"], "DESCRIPTION", "Thème : Téléphone\nLieu <b>bus</b>, 1 rue de la Mairie, 50000 Saint-Lô\nTéléphonez avant de vous déplacer : 02 61 91 00 01\nToutes les dates : https://escale.example/etapes/stopa-lieu-bbus-b"},
		{a["next"], "DTSTART", "20261215T140000"},
		{a["off"], "SUMMARY", "ANNULÉ – Camion bleu à Saint-Lô"},
		{b["away"], "SUMMARY", "Bus du Sud à Saint-Lô"},
		{b["away"], "LOCATION", "Salle 2, Mairie, Saint-Lô"},
		{b["away"], "GEO", "49.115700;-1.090600"},
		{b["away"], "SEQUENCE", "2"},
		{b["hall"], "LOCATION", "Salle des fêtes, 2 quai, Équeurdreville"},
		{b["full"], "SUMMARY", "COMPLET – Bus du Sud à Cherbourg-en-Cotentin"},
		{b["full"], "DTSTAMP", noon.UTC().Format("20060102T150405Z")},
		{b["perhaps"], "STATUS", "TENTATIVE"},
	} {
		if got := tt.event[tt.name]; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	for _, text := range []string{"Salle : Salle 2", "Travaux", "Était prévu"} {
		if !strings.Contains(b["away"]["DESCRIPTION"], text) {
			t.Errorf("%q lacks %q", b["away"]["DESCRIPTION"], text)
		}
	}
	if strings.Contains(b["away"]["DESCRIPTION"], "Par la cour") || !strings.Contains(b["full"]["DESCRIPTION"], "Accès : Par la cour") {
		t.Errorf("access: %q and %q", b["away"]["DESCRIPTION"], b["full"]["DESCRIPTION"])
	}
}

func TestTheNamesOfCalendars(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	for target, want := range map[string]string{
		"/calendar/stop/stopa.ics": "Camion bleu à Saint-Lô", "/calendar/tour/sud.ics": "Bus du Sud",
		"/calendar/commune/50502.ics": "Passages du bus à Saint-Lô", "/calendar/service/caf.ics": "Passages du bus : Faire une démarche CAF",
	} {
		recorder := test.get(target, "Origin", "https://example.org")
		if body := strings.ReplaceAll(recorder.Body.String(), "\r\n ", ""); !strings.Contains(body, "X-WR-CALNAME:"+want+"\r\n") {
			t.Errorf("%s: %s", target, body)
		}
		file := strings.ReplaceAll(strings.TrimPrefix(target, "/calendar/"), "/", "-")
		for name, want := range map[string]string{
			"Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": "inline; filename=" + file, "Access-Control-Allow-Origin": "*",
		} {
			if got := recorder.Header().Get(name); got != want {
				t.Errorf("%s: %s %q, want %q", target, name, got, want)
			}
		}
	}
}

func TestCalendarsWithoutAPublicAddress(t *testing.T) {
	test := newTesterAt(t, &data{current: newSnapshotOf(t, tours())}, "")
	_, events := test.events("/calendar/tour/bleu.ics")
	if e := events["next"]; e["URL"] != "http://example.com/passages/next" || !strings.Contains(e["DESCRIPTION"], "http://example.com/etapes/") || e["UID"] != "next@escale" {
		t.Errorf("%v", e)
	}
}

func TestCalendarsAreSentAgainOnlyWhenTheyChange(t *testing.T) {
	d := &data{current: newSnapshotOf(t, tours())}
	test := newTester(t, d)
	const target = "/calendar/commune/50502.ics"
	tag := test.get(target).Header().Get("ETag")
	if got := test.get(target, "If-None-Match", tag).Code; tag == "" || got != http.StatusNotModified {
		t.Errorf("unchanged: status %d", got)
	}
	changed := tours()
	changed.Visits[9].Status = mediation.Cancelled
	d.current = newSnapshotOf(t, changed)
	if got := test.get(target, "If-None-Match", tag); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "ANNULÉ") {
		t.Errorf("changed: status %d", got.Code)
	}
}

func TestCalendarsThatDoNotExist(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	for target, want := range map[string]int{
		"/calendar/stop/nowhere.ics": 404, "/calendar/tour/rouge.ics": 404, "/calendar/commune/99999.ics": 404, "/calendar/service/kaf.ics": 404,
		"/calendar/place/bus.ics": 404, "/calendar/stop/stopa": 404, "/calendar/stop/stopa.csv": 404, "/calendar/stop": 404,
		"/calendar/stop/stopa.ics?days=3": 400, "/calendar/stop/..%2fstopa.ics": 404,
	} {
		if got := test.get(target); got.Code != want {
			t.Errorf("%s: status %d, want %d", target, got.Code, want)
		}
	}
}
