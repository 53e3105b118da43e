package api_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// TestAMapOverseasAnswersOnItsOwnClock: the program's clock is in UTC here, as
// that of a server may be.
func TestAMapOverseasAnswersOnItsOwnClock(t *testing.T) {
	counter, van := place("counter", mediation.EPN, 10, mediation.Declared), place("bus", mediation.Van, 3000, mediation.Declared)
	counter.Address.INSEE, van.Address.INSEE = "97411", "97411"
	start := time.Date(2026, time.December, 8, 10, 0, 0, 0, time.UTC) // 14 h there
	s, err := catalog.New(catalog.Data{
		Territory: mediation.Territory{Area: "974"}, Places: []mediation.Place{counter, van},
		Needs: mediation.Needs{{ID: "caf", Label: "La CAF"}}, Tours: []mediation.Tour{{ID: "bleu"}},
		Stops:  []mediation.Stop{{ID: "stop", Tour: "bleu", Offer: "test/bus", Dates: mediation.DatesKnown}},
		Visits: []mediation.Visit{{ID: "v", Stop: "stop", Day: "2026-12-08", Start: start, End: start.Add(2 * time.Hour), Status: mediation.Planned, Changed: start}},
	})
	if err != nil {
		t.Fatal(err)
	}
	test := newTester(t, &data{current: s})
	test.now = time.Date(2026, time.December, 7, 21, 0, 0, 0, time.UTC) // one in the morning of the 8th
	for path, want := range map[string][]string{
		"/api/v1/places?open=2026-12-08T09:30":         {`"id":"counter"`},
		"/api/v1/places?open=2026-12-08T14:30":         {`"id":"bus"`, `"start":"2026-12-08T14:00:00+04:00"`},
		"/api/v1/places/counter":                       {"Fermé. Ouvre à 9 h", "2026-12-08T09:00:00+04:00"},
		"/api/v1/visits?from=2026-12-08&to=2026-12-08": {"2026-12-08T14:00:00+04:00"},
		"/calendar/stop/stop.ics":                      {"X-WR-TIMEZONE:Indian/Reunion", "DTSTART;TZID=Indian/Reunion:20261208T140000", "TZOFFSETTO:+0400"},
		"/api/v1/orientation/offers":                   {`"from":"2026-12-08"`, `"now":{"day":0,"minute":60}`, `"timezone":{"id":"Indian/Reunion","lines":["BEGIN:VTIMEZONE","TZID:Indian/Reunion"`},
	} {
		body := test.get(path).Body.String()
		for _, text := range want {
			if !strings.Contains(body, text) {
				t.Errorf("%s: no %s in %s", path, text, body)
			}
		}
	}
}

// TestTheClockOfOffersIsACalendarComponent: lines that a browser may write as
// they are.
func TestTheClockOfOffersIsACalendarComponent(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	var got struct {
		Timezone struct {
			ID    string
			Lines []string
		}
	}
	if err := json.Unmarshal(test.get("/api/v1/orientation/offers").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	lines := got.Timezone.Lines
	if got.Timezone.ID != "Europe/Paris" || lines[0] != "BEGIN:VTIMEZONE" || lines[len(lines)-1] != "END:VTIMEZONE" ||
		!slices.Contains(lines, "TZID:Europe/Paris") || !slices.Contains(lines, "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU") {
		t.Errorf("%+v", got.Timezone)
	}
}
