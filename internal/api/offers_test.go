package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

type candidates struct {
	From   string
	Days   int
	Now    struct{ Day, Minute int }
	Places []struct {
		ID     string
		Offers []struct {
			Hours  string
			Pass   bool
			Spans  [][3]int
			Visits []struct {
				ID, Name, City  string
				Day, Start, End int
				Counts          bool
				Lat             float64
			}
		}
	}
}

func (t *tester) candidates() (c candidates) {
	t.Helper()
	recorder := t.get("/api/v1/orientation/offers")
	if recorder.Code != http.StatusOK {
		t.Fatalf("status %d: %s", recorder.Code, recorder.Body)
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// bus is a van with a stop, and visits on days of December 2026.
func bus(dates mediation.StopDates, visits ...mediation.Visit) catalog.Data {
	stop := mediation.Stop{ID: "stop", Tour: "bleu", Code: "1", Offer: "test/bus", Rule: "mardi", Dates: dates}
	for i := range visits {
		visits[i].Stop = stop.ID
	}
	return catalog.Data{Places: []mediation.Place{place("bus", mediation.Van, 3000, mediation.Declared)}, Stops: []mediation.Stop{stop}, Visits: visits}
}

func onDay(id string, day, hour int, status mediation.VisitStatus) mediation.Visit {
	start := time.Date(2026, 12, day, hour, 0, 0, 0, hours.Paris)
	return mediation.Visit{ID: id, Start: start, End: start.Add(2 * time.Hour), Status: status}
}

func TestOffersTellTheOpeningsOfTodayWholeAndOfTheComingDays(t *testing.T) {
	night := place("night", mediation.EPN, 10, mediation.Declared)
	night.Offers[0].Hours, night.Offers[0].Labels = "Fr 22:00-02:00", []string{"Accepte le pass numérique"}
	silent := place("silent", mediation.EPN, 10, mediation.Declared)
	silent.Offers[0].Hours = ""
	booked := place("booked", mediation.EPN, 10, mediation.Declared)
	booked.Offers[0].Hours = `Mo-Fr 09:00-12:00 "sur rendez-vous"`
	office := place("office", mediation.EPN, 10, mediation.Declared)
	office.Offers[0].Access = []string{mediation.NoPublic}
	test := newTester(t, &data{current: newSnapshot(t, place("house", mediation.FranceServices, 10, mediation.Implied), night, silent, booked, office)})
	got := test.candidates()
	if got.From != "2026-12-01" || got.Days != 42 || got.Now.Day != 0 || got.Now.Minute != 11*60+30 {
		t.Errorf("%+v", got)
	}
	want := map[string]string{"house": "known", "night": "known", "silent": "unknown", "booked": "unknown", "office": "none"}
	for _, p := range got.Places {
		o := p.Offers[0]
		if o.Hours != want[p.ID] || (len(o.Spans) > 0) != (o.Hours == "known") || o.Pass != (p.ID == "night") {
			t.Errorf("%s: %+v", p.ID, o)
		}
		switch p.ID {
		case "house": // open since 9; the 42nd day ends at the minute of now
			if diff := cmp.Diff([][3]int{{0, 540, 720}, {7, 540, 720}}, o.Spans[:2]); diff != "" || len(o.Spans) != 7 || o.Spans[6] != [3]int{42, 540, 690} {
				t.Errorf("%v %s", o.Spans, diff)
			}
		case "night":
			if o.Spans[0] != [3]int{3, 1320, 1560} {
				t.Errorf("%v", o.Spans)
			}
		}
	}
}

func TestOffersTellEveryVisitWithWhereItIs(t *testing.T) {
	moved := onDay("moved", 8, 14, mediation.Moved)
	moved.Venue = &mediation.Venue{Name: "Salle", Address: mediation.Address{City: "Cherbourg-en-Cotentin", INSEE: "50129"}, Point: orb.Point{-1.62, 49.63}}
	test := newTester(t, &data{current: newSnapshotOf(t, bus(mediation.DatesKnown, onDay("past", 1, 9, mediation.Planned), onDay("underway", 1, 10, mediation.Planned), moved,
		onDay("cancelled", 9, 14, mediation.Cancelled), onDay("full", 10, 14, mediation.Full), onDay("far", 31, 14, mediation.Planned)))})
	o := test.candidates().Places[0].Offers[0]
	counts := map[string]bool{}
	for _, v := range o.Visits {
		counts[v.ID] = v.Counts
		if v.ID == "moved" && (v.City != "Cherbourg-en-Cotentin" || v.Lat != 49.63 || v.Day != 7 || v.Start != 840 || v.End != 960 || v.Name != "Salle") {
			t.Errorf("%+v", v)
		}
	}
	if diff := cmp.Diff(map[string]bool{"underway": true, "moved": true, "cancelled": false, "full": false, "far": true}, counts); diff != "" || o.Hours != "visits" {
		t.Errorf("%s %s", o.Hours, diff)
	}
}

func TestAVanWithoutVisitsMayStillCome(t *testing.T) {
	for dates, want := range map[mediation.StopDates]string{
		mediation.DatesKnown: "visits", mediation.DatesEnded: "visits", mediation.DatesUnconfirmed: "visits-unknown", mediation.DatesUnpublished: "visits-unknown",
	} {
		test := newTester(t, &data{current: newSnapshotOf(t, bus(dates, onDay("cancelled", 9, 14, mediation.Cancelled)))})
		if got := test.candidates().Places[0].Offers[0].Hours; got != want {
			t.Errorf("%s: %s, want %s", dates, got, want)
		}
	}
}

func TestOffersAreGivenAnewAsTimePasses(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, place("house", mediation.FranceServices, 10, mediation.Implied))})
	tag := test.get("/api/v1/orientation/offers").Header().Get("ETag")
	test.now = noon.Add(4 * time.Minute)
	if got := test.get("/api/v1/orientation/offers", "If-None-Match", tag).Code; got != http.StatusNotModified {
		t.Errorf("four minutes later: status %d", got)
	}
	test.now = noon.Add(20 * time.Minute) // still open: the moment is the same
	if got := test.candidates().Now.Minute; got != 710 {
		t.Errorf("twenty minutes later: %v", got)
	}
	if got := test.get("/api/v1/orientation/offers", "Accept-Encoding", "br").Header().Get("Content-Encoding"); got != "br" {
		t.Errorf("encoding %q", got)
	}
}

func TestCommunesInTheOrderOfTheirNames(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t)})
	const want = `{"communes":[{"insee":"50129","name":"Cherbourg-en-Cotentin","postcodes":["50100"],"lat":49.63,"lon":-1.62},{"insee":"50502",`
	if got := test.get("/api/v1/communes").Body.String(); !strings.HasPrefix(got, want) {
		t.Error(got)
	}
}
