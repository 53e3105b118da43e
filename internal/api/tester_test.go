package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/paulmach/orb"

	"escale/internal/api"
	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/web"
)

// data is what the tests' server answers from.
type data struct {
	current *catalog.Snapshot
	recent  []*catalog.Snapshot
	age     time.Duration
}

func (d *data) Current() (*catalog.Snapshot, error) {
	if d.current == nil {
		return nil, &mediation.Error{Kind: mediation.Unavailable, Sentence: "Pas encore."}
	}
	return d.current, nil
}

func (d *data) Version(version string) *catalog.Snapshot {
	for _, s := range append(d.recent, d.current) {
		if s.Version == version {
			return s
		}
	}
	return nil
}

func (d *data) Age() time.Duration { return d.age }

// noon is a Tuesday on which the France Services house is open.
var noon = time.Date(2026, 12, 1, 11, 30, 0, 0, hours.Paris)

func newSnapshot(t testing.TB, places ...mediation.Place) *catalog.Snapshot {
	t.Helper()
	return newSnapshotOf(t, catalog.Data{Places: places})
}

// newSnapshotOf adds the needs and the territory of the tests to data.
func newSnapshotOf(t testing.TB, d catalog.Data) *catalog.Snapshot {
	t.Helper()
	s, err := catalog.New(catalog.Data{
		Revision: 3, Changed: noon, Read: noon, At: d.At, Places: d.Places, Tours: d.Tours, Stops: d.Stops, Visits: d.Visits, Workshops: d.Workshops,
		Needs: mediation.Needs{
			{ID: "caf", Family: "demarches", Label: "Faire une démarche CAF", Explanation: "Le RSA.", Synonyms: []string{"rsa"}, National: "demarches-administratives",
				Level: mediation.Procedure, Bring: []string{"Un RIB"}, BringSource: mediation.Link{Name: "Caf", URL: "https://www.caf.fr/"}},
			{ID: "cv", Family: "competences", Label: "Faire un CV", Explanation: "Écrire son CV.", National: "insertion-professionnelle", Level: mediation.Further},
		},
		Territory: mediation.Territory{Area: "50",
			Communes: []mediation.Commune{
				{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, Population: 19000, EPCI: "200066389", Centre: orb.Point{-1.0906, 49.1157},
					Contour: orb.MultiPolygon{{{{-1.2, 49}, {-1, 49}, {-1, 49.2}, {-1.2, 49}}}}},
				{INSEE: "50129", Name: "Cherbourg-en-Cotentin", Postcodes: []string{"50100"}, Centre: orb.Point{-1.62, 49.63}, Former: []string{"50173"}},
			},
			EPCIs: []mediation.EPCI{{SIREN: "200066389", Name: "Saint-Lô Agglo"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// place makes a place of one offer, metres north of the centre of Saint-Lô.
func place(id string, kind mediation.Kind, metres float64, certainty mediation.Certainty) mediation.Place {
	point := orb.Point{-1.0906, 49.1157 + metres/111195}
	address := mediation.Address{Street: "1 rue de la Mairie", Postcode: "50000", City: "Saint-Lô", INSEE: "50502"}
	return mediation.Place{ID: id, Name: "Lieu <b>" + id + "</b>", Address: address, Point: point, Offers: []mediation.Offer{{
		Source: "test", SourceID: id, Kind: kind, Name: "Offre " + id, Address: address, Point: &point,
		Contact: mediation.Contact{Phone: "+33261910001"}, Hours: "Tu 09:00-12:00", Fee: []string{"gratuit"},
		Claims: []mediation.Claim{{ID: "caf", Certainty: certainty}}, Updated: time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC),
	}}}
}

func fewPlaces() []mediation.Place {
	closed := place("closed", mediation.EPN, 100, mediation.Possible)
	closed.Offers[0].Hours = "We 14:00-17:00"
	return []mediation.Place{
		place("near", mediation.EPN, 200, mediation.Possible), closed,
		place("house", mediation.FranceServices, 5000, mediation.Implied),
		place("house2", mediation.FranceServices, 900, mediation.Implied),
		place("bus", mediation.Van, 3000, mediation.Declared),
	}
}

// tester sends requests and holds every answer against openapi.json.
type tester struct {
	*testing.T
	data    *data
	now     time.Time
	handler http.Handler
	router  routers.Router
}

func newTester(t *testing.T, d *data) *tester {
	t.Helper()
	return newTesterAt(t, d, "https://escale.example")
}

func newTesterAt(t *testing.T, d *data, baseURL string) *tester {
	t.Helper()
	e := web.New(web.Options{})
	test := &tester{T: t, data: d, now: noon, handler: web.Server("", e).Handler}
	api.New(d, api.Options{
		Now: func() time.Time { return test.now }, Build: "b", BaseURL: baseURL,
		Sources: map[string]mediation.SourceInfo{"test": {Name: "Essai", Licence: "Licence Ouverte"}},
	}).Register(e)
	document, err := openapi3.NewLoader().LoadFromFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if test.router, err = gorillamux.NewRouter(document); err != nil {
		t.Fatal(err)
	}
	openapi3filter.RegisterBodyDecoder("application/geo+json", openapi3filter.JSONBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/calendar", openapi3filter.PlainBodyDecoder)
	return test
}

// get sends a request and checks the answer; when the answer is 200 the
// request must be one that the document allows too.
func (t *tester) get(target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	t.handler.ServeHTTP(recorder, request)
	route, params, err := t.router.FindRoute(request)
	if err != nil {
		return recorder
	}
	input := &openapi3filter.RequestValidationInput{Request: request, PathParams: params, Route: route}
	if err := openapi3filter.ValidateRequest(context.Background(), input); err != nil && recorder.Code == http.StatusOK {
		t.Errorf("%s: answered though the document refuses it: %v", target, err)
	}
	answer := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: recorder.Code, Header: recorder.Header(),
		Body:    readCloser{bytes.NewReader(recorder.Body.Bytes())},
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	if recorder.Header().Get("Content-Encoding") == "" && recorder.Code != http.StatusNotModified {
		if err := openapi3filter.ValidateResponse(context.Background(), answer); err != nil {
			t.Errorf("%s: %v", target, err)
		}
	}
	return recorder
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }

type collection struct {
	NumberMatched, NumberReturned int
	Revision                      string
	Links                         []struct{ Rel, Href string }
	Features                      []struct {
		ID         string
		Properties struct {
			Name   string
			Offers []struct {
				Kind     string
				Services struct{ Declared, Implied, Possible []string }
			}
			Distance *int
			Start    string
			Next     *next `json:"next_visit"`
			Open     struct {
				Now  bool
				Text string
			}
		}
	}
}

// next is the next visit of a place.
type next struct{ ID, Text string }

func (t *tester) collection(target string) (c collection) {
	t.Helper()
	recorder := t.get(target)
	if recorder.Code != http.StatusOK {
		t.Fatalf("%s: status %d: %s", target, recorder.Code, recorder.Body)
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c collection) ids() []string {
	list := []string{}
	for _, f := range c.Features {
		list = append(list, f.ID)
	}
	return list
}
