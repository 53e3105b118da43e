package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/web"
)

// visitOn is two hours long.
func visitOn(id, stop string, day, hour int, status mediation.VisitStatus) mediation.Visit {
	start := time.Date(2026, 12, day, hour, 0, 0, 0, hours.Paris)
	return mediation.Visit{ID: id, Stop: stop, Day: mediation.DayOf(start), Start: start.UTC(), End: start.Add(2 * time.Hour).UTC(), Status: status}
}

// tours are two vans: one that stops 3 km from Saint-Lô, one at Cherbourg.
func tours() catalog.Data {
	camp := place("camp", mediation.Van, 58000, mediation.Possible)
	camp.Address.City, camp.Address.INSEE = "Cherbourg-en-Cotentin", "50129"
	hall, away := visitOn("hall", "stopb", 2, 14, mediation.Moved), visitOn("away", "stopb", 3, 14, mediation.Moved)
	hall.Venue = &mediation.Venue{Name: "Salle des fêtes", Point: orb.Point{-1.6, 49.6}, Address: mediation.Address{Street: "2 quai", City: "Équeurdreville", INSEE: "50173"}}
	away.Venue = &mediation.Venue{Name: "Mairie", Point: orb.Point{-1.0906, 49.1157}, Address: mediation.Address{City: "Saint-Lô", INSEE: "50502"}}
	away.Room, away.Reason, away.Sequence = "Salle 2", "Travaux", 2
	away.WasStart, away.Changed = time.Date(2026, 12, 1, 13, 0, 0, 0, time.UTC), noon
	later := visitOn("next", "stopa", 15, 14, mediation.Planned)
	later.Theme = "Téléphone"
	return catalog.Data{
		Places: append(fewPlaces(), camp),
		Tours:  []mediation.Tour{{ID: "bleu", Name: "Camion bleu", Contact: mediation.Contact{Phone: "+33233000000"}}, {ID: "sud", Name: "Bus du Sud"}},
		Stops: []mediation.Stop{
			{ID: "stopa", Tour: "bleu", Code: "a", Offer: "test/bus", Rule: "tous les mardis", Dates: mediation.DatesKnown, From: "14:00", To: "16:00", Capacity: 12},
			{ID: "stopb", Tour: "sud", Code: "b", Offer: "test/camp", Rule: "dates non publiées", Dates: mediation.DatesUnpublished, Access: "Par la cour"},
		},
		Visits: []mediation.Visit{
			visitOn("old", "stopa", -40, 10, mediation.Planned), visitOn("past", "stopa", -6, 10, mediation.Planned),
			visitOn("pastcancelled", "stopa", -5, 10, mediation.Cancelled), visitOn("early", "stopa", 1, 8, mediation.Cancelled),
			visitOn("here", "stopa", 1, 11, mediation.Planned), hall, away, visitOn("off", "stopa", 8, 14, mediation.Cancelled),
			visitOn("full", "stopb", 9, 14, mediation.Full), later, visitOn("perhaps", "stopb", 25, 14, mediation.Unconfirmed),
		},
	}
}

func TestEachParameterFiltersVisits(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	for query, want := range map[string]string{
		"":                                "here hall away off full next perhaps",
		"bbox=-1.2,49.1157,-1,49.12":      "away",
		"lat=49.1157&lon=-1.0906":         "away here off next full perhaps hall",
		"lat=49.1&lon=-1.1&radius=5":      "away here off next",
		"commune=50502":                   "here away off next",
		"commune=50173":                   "hall away full perhaps",
		"epci=200066389":                  "here away off next",
		"kind=van":                        "here hall away off full next perhaps",
		"kind=epn":                        "",
		"service=caf":                     "here off next hall away full perhaps",
		"service=caf&certainty=confirmed": "here off next",
		"service=cv":                      "",
		"fee=gratuit":                     "here hall away off full next perhaps",
		"fee=payant":                      "",
		"audience=seniors":                "",
		"care=illettrisme":                "",
		"access=telephoner":               "",
		"support=atelier":                 "",
		"open=now":                        "here",
		"open=2026-12-03T15:00":           "away",
		"open=2026-12-08T15:00":           "",
		"open=2026-11-24T10:30":           "",
		"from=2026-12-08&to=2026-12-09":   "off full",
		"q=camion":                        "here off next",
		"q=quai":                          "hall",
		"status=cancelled,full":           "off full",
		"stop=stopb":                      "hall away full perhaps",
		"stop=stopa,stopb&limit=2":        "here hall",
		"tour=bleu":                       "here off next",
		"place=camp":                      "hall away full perhaps",
		"place=house":                     "",
		"place=camp&status=unconfirmed":   "perhaps",
		"limit=5000":                      "here hall away off full next perhaps",
	} {
		if got := strings.Join(test.collection("/api/v1/visits?"+query).ids(), " "); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", query, got, want)
		}
	}
}

func TestBadRequestsForVisitsNameTheirParameter(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	for query, parameter := range map[string]string{
		"status=late": "status", "status=": "status", "stop=stopz": "stop", "tour=rouge": "tour", "place=nowhere": "place", "place=camp,": "place",
		"fields=map": "fields", "bbox=1,2,3": "bbox", "lat=49": "lon", "commune=99999": "commune", "epci=1": "epci", "kind=mairie": "kind",
		"service=kaf": "service", "certainty=sure": "certainty", "audience=x": "audience", "care=x": "care", "fee=x": "fee", "access=x": "access",
		"support=x": "support", "open=demain": "open", "from=2026-12-01": "to", "to=2026-12-01": "from", "q=": "q", "limit=0": "limit",
		"cursor=x": "cursor", "cursor=": "cursor", "tour=sud&tour=bleu": "tour", "colour=red": "colour",
	} {
		recorder := test.get("/api/v1/visits?" + query)
		var problem web.Problem
		err := json.Unmarshal(recorder.Body.Bytes(), &problem)
		if recorder.Code != http.StatusBadRequest || err != nil || problem.Parameter != parameter || problem.Detail == "" {
			t.Errorf("%s: status %d, %s", query, recorder.Code, recorder.Body)
		}
	}
	for target, want := range map[string]int{"/api/v1/visits/nowhere": 404, "/api/v1/visits/next?x=1": 400} {
		if got := test.get(target).Code; got != want {
			t.Errorf("%s: status %d", target, got)
		}
	}
}

func TestTheTextOfAVisit(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	for id, want := range map[string][]string{
		"away": {
			`{"type":"Feature","id":"away","geometry":{"type":"Point","coordinates":[-1.0906,49.1157]},"properties":{"start":"2026-12-03T14:00:00+01:00","end":"2026-12-03T16:00:00+01:00"`,
			`"status":"moved","status_label":"Déplacé"`, `"place":"camp","place_name":"Lieu <b>camp</b>","stop":"stopb","tour":"sud","tour_name":"Bus du Sud"`,
			`"venue":true,"venue_name":"Mairie","address":"","postcode":"","city":"Saint-Lô","insee":"50502","room":"Salle 2","access":""`,
			`"phone":"+33261910001","reason":"Travaux","previous_start":"2026-12-01T14:00:00+01:00"`, `"sequence":2,"updated":"2026-12-01T11:30:00+01:00"`,
			`"services":{"possible":["caf"]}`, `"source":"test"},"sources":{"test":{"name":"Essai","licence":"Licence Ouverte"}}`,
		},
		"next": {`"theme":"Téléphone"`, `"venue":false,"venue_name":"","address":"1 rue de la Mairie","postcode":"50000","city":"Saint-Lô"`, `"previous_start":null`, `"updated":null`},
		"full": {`"access":"Par la cour"`, `"status_label":"Complet"`},
		"past": {`"start":"2026-11-24T10:00:00+01:00"`},
	} {
		recorder := test.get("/api/v1/visits/" + id)
		for _, text := range want {
			if got := recorder.Body.String(); !strings.Contains(got, text) {
				t.Errorf("%s: %s lacks %s", id, got, text)
			}
		}
		if got := recorder.Header().Get("Content-Type"); got != "application/geo+json" {
			t.Errorf("%s: %s", id, got)
		}
	}
	near := test.collection("/api/v1/visits?lat=49.1157&lon=-1.0906&tour=bleu").Features[0].Properties
	if near.Distance == nil || *near.Distance < 2990 || *near.Distance > 3010 {
		t.Errorf("distance: %v", near.Distance)
	}
}

func TestTheNextVisitOfAPlace(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	for query, want := range map[string][2]string{
		"":                              {"here Le bus est là jusqu’à 13 h", "hall Prochain passage demain à 14 h, à Salle des fêtes"},
		"from=2026-12-01&to=2026-12-02": {"here Le bus est là jusqu’à 13 h", "hall Prochain passage demain à 14 h, à Salle des fêtes"},
		"from=2026-12-02&to=2026-12-20": {"next Passage mardi 15 décembre à 14 h", "hall Prochain passage demain à 14 h, à Salle des fêtes"},
		"from=2026-12-03&to=2026-12-14": {"", ""},                                      // elsewhere, cancelled or full
		"from=2026-11-20&to=2026-11-30": {"", ""},                                      // past
		"open=2026-12-15T14:30":         {"next Passage mardi 15 décembre à 14 h", ""}, // the visit of that day
		"open=now":                      {"here Le bus est là jusqu’à 13 h", ""},
	} {
		got := [2]string{}
		for _, f := range test.collection("/api/v1/places?kind=van&" + query).Features {
			if f.Properties.Next != nil {
				got[slices.Index([]string{"bus", "camp"}, f.ID)] = f.Properties.Next.ID + " " + f.Properties.Next.Text
			}
		}
		if got != want {
			t.Errorf("%s\ngot  %q\nwant %q", query, got, want)
		}
	}
	const full = `"open":{"now":true,"until":"2026-12-01T13:00:00+01:00","next":null,"text":"Le bus est là jusqu’à 13 h"},` +
		`"next_visit":{"id":"here","start":"2026-12-01T11:00:00+01:00","end":"2026-12-01T13:00:00+01:00","status":"planned","text":"Le bus est là jusqu’à 13 h"`
	for target, want := range map[string]string{
		"/api/v1/places?kind=van": full + `,"theme":"","stop":"stopa","tour":"bleu"}`,
		"/api/v1/places/bus":      full + `,"theme":"","stop":"stopa","tour":"bleu"}`,
		"/api/v1/places/house":    `"next_visit":null`,
	} {
		if got := test.get(target).Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s: %s lacks %s", target, got, want)
		}
	}
	if got := strings.Join(test.collection("/api/v1/places?open=now&kind=van").ids(), " "); got != "bus" {
		t.Errorf("open now: %s", got)
	}
}

func TestTheStopsOfAVan(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	got := test.get("/api/v1/places/bus").Body.String()
	const want = `"stops":[{"id":"stopa","tour":"bleu","tour_name":"Camion bleu","rule":"tous les mardis","dates":"known","from":"14:00","to":"16:00","room":"","access":"","capacity":12,"themes":[]}]`
	if !strings.Contains(got, want) || strings.Contains(got, `"hours":`) || !strings.Contains(got, `"hours_text":["`) {
		t.Errorf("%s", got)
	}
	if got := test.get("/api/v1/places/house").Body.String(); strings.Contains(got, `"stops"`) || !strings.Contains(got, `"hours":"Tu 09:00-12:00"`) {
		t.Errorf("%s", got)
	}
}

func TestPagesOfVisitsLoseAndRepeatNothing(t *testing.T) {
	d := &data{current: newSnapshotOf(t, tours())}
	test := newTester(t, d)
	want := test.collection("/api/v1/visits").ids()
	got, next := []string{}, "/api/v1/visits?stop=stopa,stopb&limit=2"
	for next != "" {
		c := test.collection(next)
		got = append(got, c.ids()...)
		next = ""
		for _, l := range c.Links {
			if l.Rel == "next" {
				next = l.Href
			}
		}
		if len(d.recent) == 0 { // a stop goes, and one visit ends meanwhile
			changed := tours()
			changed.Stops = changed.Stops[:1]
			d.recent, d.current = append(d.recent, d.current), newSnapshotOf(t, changed)
			test.now = noon.Add(3 * time.Hour)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestACursorOfVisitsIsNoneOfPlaces(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	links := test.collection("/api/v1/visits?kind=van&limit=2").Links
	next := links[len(links)-1].Href
	if got := test.get(next).Code; got != http.StatusOK {
		t.Errorf("%s: status %d", next, got)
	}
	if got := test.get(strings.Replace(next, "/visits", "/places", 1)).Code; got != http.StatusBadRequest {
		t.Errorf("of places: status %d", got)
	}
}

func TestAnUnchangedAnswerStaysSoUntilAVisitStartsOrEnds(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	for _, target := range []string{"/api/v1/visits", "/api/v1/visits?open=now", "/api/v1/visits/here", "/api/v1/places?fields=map"} {
		test.now = noon
		tag := test.get(target).Header().Get("ETag")
		for minutes, want := range map[int]int{0: 304, 20: 304, 29: 304, 90: 200} {
			test.now = noon.Add(time.Duration(minutes) * time.Minute)
			if got := test.get(target, "If-None-Match", tag).Code; got != want {
				t.Errorf("%s at %v: status %d, want %d", target, test.now, got, want)
			}
		}
	}
}

func TestHealthCountsVisits(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	if got := test.get("/healthz").Body.String(); !strings.Contains(got, `"visits":11`) {
		t.Errorf("%s", got)
	}
}

func TestWordsFindTheToursOfAPlace(t *testing.T) {
	test := newTester(t, &data{current: newSnapshotOf(t, tours())})
	if got := strings.Join(test.collection("/api/v1/places?q="+url.QueryEscape("camion BLEU")).ids(), " "); got != "bus" {
		t.Errorf("%s", got)
	}
}

// A room that was lent once is in no list once its day is over; its visit is read by its id.
func TestAVisitInARoomThatIsOver(t *testing.T) {
	d := tours()
	d.Stops[1].Dates, d.At = mediation.DatesOnRequest, time.Date(2026, 12, 1, 0, 0, 0, 0, hours.Paris)
	d.Visits = []mediation.Visit{visitOn("lent", "stopb", -5, 14, mediation.Planned)}
	test := newTester(t, &data{current: newSnapshotOf(t, d)})
	if answer := test.get("/api/v1/visits/lent"); answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), `"stop":"stopb"`) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	for _, path := range []string{"/api/v1/places?limit=1000", "/api/v1/visits", "/api/v1/facets", "/calendar/commune/50129.ics", "/calendar/tour/sud.ics"} {
		if text := test.get(path).Body.String(); strings.Contains(text, "camp") || strings.Contains(text, "stopb") || strings.Contains(text, "lent@") {
			t.Errorf("%s shows the room still: %s", path, text)
		}
	}
}
