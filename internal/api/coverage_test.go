package api_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"escale/internal/api"
	"escale/internal/coverage"
	"escale/internal/reach"
	"escale/internal/reach/reachtest"
	"escale/internal/web"
)

// coverageTester serves the coverage of a whole département.
func coverageTester(t *testing.T) *tester {
	t.Helper()
	d := &data{current: reachtest.Map(t, "50")}
	test := newTester(t, d)
	if code := test.get("/api/v1/coverage").Code; code != http.StatusNotFound {
		t.Errorf("not published: %d", code)
	}
	e := web.New(web.Options{})
	r := reach.New(reach.Options{Travel: coverage.Travel{Factor: coverage.DefaultFactor}})
	api.New(d, api.Options{Now: func() time.Time { return reachtest.Today }, Build: "b", Reach: r}).Register(e)
	test.handler = web.Server("", e).Handler
	return test
}

func TestCoverageAddsUp(t *testing.T) {
	test := coverageTester(t)
	type people struct{ Helped, Appointment, Unknown, Far int }
	for _, query := range []string{"", "?service=caf&days=7&distance=5", "?car=no&who=plus-65", "?start=17:00&end=20:00&certainty=possible"} {
		var answer struct {
			Total struct{ People people }
			EPCIs []struct {
				EPCI   string
				People people
			}
			Communes []struct {
				Code, EPCI, Status string
				People             people
				Nearest            *struct{ Metres int }
			}
		}
		response := test.get("/api/v1/coverage" + query)
		if err := json.Unmarshal(response.Body.Bytes(), &answer); err != nil || response.Code != http.StatusOK {
			t.Fatal(query, response.Code, err)
		}
		var sum people
		add := func(to *people, p people) {
			to.Helped, to.Appointment, to.Unknown, to.Far = to.Helped+p.Helped, to.Appointment+p.Appointment, to.Unknown+p.Unknown, to.Far+p.Far
		}
		byEPCI := map[string]people{}
		for _, c := range answer.Communes {
			add(&sum, c.People)
			of := byEPCI[c.EPCI]
			add(&of, c.People)
			byEPCI[c.EPCI] = of
		}
		if sum != answer.Total.People || sum == (people{}) || len(answer.Communes) != len(test.data.current.Territory.Communes) {
			t.Errorf("%s: %+v in %d communes, the total is %+v", query, sum, len(answer.Communes), answer.Total.People)
		}
		for _, e := range answer.EPCIs {
			if e.People != byEPCI[e.EPCI] {
				t.Errorf("%s: %s: %+v, its communes have %+v", query, e.EPCI, e.People, byEPCI[e.EPCI])
			}
		}
	}
}

func TestCoverageRefusesWhatItCannotAnswer(t *testing.T) {
	test := coverageTester(t)
	for query, parameter := range map[string]string{
		"service=swim": "service", "distance=0": "distance", "distance=1000": "distance", "days=0": "days", "days=99": "days", "days=a": "days", "car=yes": "car",
		"certainty=sure": "certainty", "who=everybody": "who", "who=sans-diplome": "who", "start=25:00": "start", "start=12:00&end=11:00": "end", "who=seuls,plus-65": "who", "near=1": "near",
	} {
		var problem struct{ Parameter string }
		response := test.get("/api/v1/coverage?" + query)
		if err := json.Unmarshal(response.Body.Bytes(), &problem); err != nil || response.Code != http.StatusBadRequest || problem.Parameter != parameter {
			t.Errorf("%s: %d %s %v", query, response.Code, response.Body, err)
		}
	}
}
