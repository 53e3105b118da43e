package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"escale/internal/mediation"
	"escale/internal/web"
)

func TestEachParameterFilters(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	for query, want := range map[string]string{
		"":                                    "bus closed house house2 near",
		"bbox=-1.2,49.1157,-1,49.12":          "closed house2? near",
		"lat=49.1157&lon=-1.0906":             "closed near house2 bus house",
		"lat=49.1157&lon=-1.0906&radius=1":    "closed near house2",
		"commune=50502":                       "bus closed house house2 near",
		"commune=50129":                       "",
		"commune=50173,50129":                 "",
		"epci=200066389":                      "bus closed house house2 near",
		"kind=van,epn":                        "bus closed near",
		"service=caf":                         "bus house house2 closed near",
		"service=caf&lat=49.1157&lon=-1.0906": "house2 bus house closed near",
		"service=caf&certainty=confirmed":     "bus house house2",
		"service=caf,cv":                      "",
		"fee=gratuit":                         "bus closed house house2 near",
		"fee=payant":                          "",
		"open=now":                            "house house2 near",
		"open=2026-12-02T15:00":               "closed",
		"open=2026-12-25T10:00":               "",
		"from=2026-12-02&to=2026-12-02":       "closed",
		"q=house":                             "house house2",
		"limit=2":                             "bus closed",
		"limit=5000":                          "bus closed house house2 near",
		"audience=seniors":                    "",
		"care=illettrisme":                    "",
		"access=telephoner":                   "",
		"support=atelier":                     "",
		"kind=france-services&service=caf&open=now": "house house2",
	} {
		want = strings.ReplaceAll(want, "?", "")
		if query == "bbox=-1.2,49.1157,-1,49.12" {
			want = "closed near" // house2 is 900 m north, past 49.12
			if 49.1157+900.0/111195 <= 49.12 {
				t.Fatal("the box of this test holds house2")
			}
		}
		if got := strings.Join(test.collection("/api/v1/places?"+query).ids(), " "); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", query, got, want)
		}
	}
}

func TestMalformedQueriesNameTheirParameter(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t)})
	for query, parameter := range map[string]string{
		"kind=epn&q=%zz": "q", "q=%ff": "q", "q=%00": "q", "%zz=1": "", "%ff=1": "", "kind=epn;van": "kind", "a;b=1": "", "q=%": "q",
	} {
		recorder := test.get("/api/v1/places?" + query)
		var problem web.Problem
		err := json.Unmarshal(recorder.Body.Bytes(), &problem)
		if recorder.Code != http.StatusBadRequest || err != nil || problem.Parameter != parameter || problem.Detail == "" {
			t.Errorf("%s: status %d, %s", query, recorder.Code, recorder.Body)
		}
	}
}

// The document's own reader cannot hold this number, so it is sent past it.
func TestAnEnormousLimitIsClamped(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	recorder := httptest.NewRecorder()
	test.handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/api/v1/places?limit=99999999999999999999", nil))
	if recorder.Code != http.StatusOK {
		t.Errorf("status %d", recorder.Code)
	}
}

func TestCAFNearSaintLo(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	c := test.collection("/api/v1/places?service=caf&lat=49.1157&lon=-1.0906&kind=france-services,epn")
	if got := strings.Join(c.ids(), " "); got != "house2 house closed near" {
		t.Errorf("order: %s", got)
	}
	first := c.Features[0].Properties
	if first.Distance == nil || *first.Distance < 895 || *first.Distance > 905 {
		t.Errorf("distance in metres: %v", first.Distance)
	}
	if !slices.Equal(first.Offers[0].Services.Implied, []string{"caf"}) || !first.Open.Now || first.Open.Text != "Ouvert jusqu’à 12 h" {
		t.Errorf("%+v", first)
	}
}

func TestBadRequestsNameTheirParameter(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	for query, parameter := range map[string]string{
		"bbox=1,2,3": "bbox", "bbox=1,2,3,4,5": "bbox", "bbox=a,b,c,d": "bbox", "bbox=NaN,48,1,49": "bbox", "bbox=-inf,48,1,49": "bbox",
		"bbox=2,48,1,49": "bbox", "bbox=1,49,2,48": "bbox", "bbox=179,-10,-179,10": "bbox", "bbox=": "bbox",
		"bbox=0x1,48,1,49": "bbox", "bbox=-1_0,48,1,49": "bbox", "bbox=1e0,48,2,49": "bbox", "lat=4_9&lon=1": "lat", "lat=0x1p2&lon=1": "lat",
		"lat=49&lon=Inf": "lon", "lat=49&lon=1.": "lon", "lat=%2B49&lon=1": "lat", "lat=49&lon=1&radius=1e1": "radius",
		"lat=91&lon=0": "lat", "lat=49": "lon", "lon=1": "lat", "lat=NaN&lon=1": "lat", "lat=49&lon=x": "lon", "radius=5": "radius",
		"lat=49&lon=1&radius=0": "radius", "lat=49&lon=1&radius=-1": "radius", "lat=49&lon=1&radius=1e9": "radius",
		"commune=99999": "commune", "commune=50502,": "commune", "commune='%20OR%201=1": "commune", "epci=1": "epci",
		"kind=mairie": "kind", "service=kaf": "service", "certainty=sure": "certainty",
		"audience=tous": "audience", "care=x": "care", "fee=cher": "fee", "access=x": "access", "support=x": "support",
		"open=demain": "open", "open=2026-13-01T10:00": "open", "open=0001-01-01T00:00": "open",
		"from=2026-12-01": "to", "to=2026-12-01": "from", "from=2026-12-02&to=2026-12-01": "to", "from=2026-01-01&to=2028-01-01": "to", "from=x&to=2026-12-01": "from",
		"limit=0": "limit", "limit=-1": "limit", "limit=abc": "limit", "limit=1.5": "limit", "limit=-99999999999999999999": "limit",
		"cursor=x": "cursor", "cursor=": "cursor", "q=": "q", "fields=all": "fields", "colour=red": "colour", "kind=epn&kind=van": "kind", "page=2": "page",
	} {
		recorder := test.get("/api/v1/places?" + query)
		var problem web.Problem
		err := json.Unmarshal(recorder.Body.Bytes(), &problem)
		if recorder.Code != http.StatusBadRequest || err != nil || problem.Parameter != parameter || problem.Detail == "" {
			t.Errorf("%s: status %d, %s", query, recorder.Code, recorder.Body)
		}
		if got := recorder.Header().Get("Content-Type"); got != web.ProblemType {
			t.Errorf("%s: content type %s", query, got)
		}
	}
}

func TestMalformedRequests(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t)})
	for target, want := range map[string]int{
		"/api/v1/places?q=%ff":                               http.StatusBadRequest,
		"/api/v1/places?q=%zz":                               http.StatusBadRequest,
		"/api/v1/places?q=%00":                               http.StatusBadRequest,
		"/api/v1/places?q=" + strings.Repeat("a", 64<<10):    http.StatusRequestURITooLong,
		"/api/v1/places/..%2f..%2fetc%2fpasswd":              http.StatusNotFound,
		"/api/v1/../../etc/passwd":                           http.StatusNotFound,
		"//example.org/%2e%2e":                               http.StatusNotFound,
		"/api/v1/places/unknown":                             http.StatusNotFound,
		"/api/v1/communes/99999":                             http.StatusNotFound,
		"/api/v2/places":                                     http.StatusNotFound,
		"/api/v1/suggest":                                    http.StatusBadRequest,
		"/api/v1/services?x=1":                               http.StatusBadRequest,
		"/api/v1/communes?q=caen":                            http.StatusBadRequest,
		"/api/v1/orientation/offers?commune=50502":           http.StatusBadRequest,
		"/api/v1/facets?limit=1":                             http.StatusBadRequest,
		"/api/v1/suggest?q=" + url.QueryEscape("'; DROP --"): http.StatusOK,
	} {
		if got := test.get(target); got.Code != want {
			t.Errorf("%.60s: status %d, want %d", target, got.Code, want)
		}
	}
}

func TestPagesLoseAndRepeatNothingWhenTheDataChange(t *testing.T) {
	var many []mediation.Place
	for i := range 25 {
		many = append(many, place(fmt.Sprintf("p%02d", i), mediation.EPN, float64(i%7)*100, mediation.Declared))
	}
	d := &data{current: newSnapshot(t, many...)}
	test := newTester(t, d)
	var got []string
	next := "/api/v1/places?limit=4&lat=49.1157&lon=-1.0906"
	want := test.collection("/api/v1/places?lat=49.1157&lon=-1.0906").ids()
	for next != "" {
		c := test.collection(next)
		got = append(got, c.ids()...)
		if c.NumberMatched != len(many) {
			t.Errorf("matched %d", c.NumberMatched)
		}
		next = ""
		for _, l := range c.Links {
			if l.Rel == "next" {
				next = l.Href
			}
		}
		if len(d.recent) == 0 { // after the first page, half of the places go
			d.recent = append(d.recent, d.current)
			d.current = newSnapshot(t, many[:12]...)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestACursorOfAnotherQueryOrOfForgottenDataIsRefused(t *testing.T) {
	d := &data{current: newSnapshot(t, fewPlaces()...)}
	test := newTester(t, d)
	c := test.collection("/api/v1/places?limit=2")
	next := c.Links[len(c.Links)-1].Href
	if got := test.get(next + "&kind=epn"); got.Code != http.StatusBadRequest {
		t.Errorf("other query: status %d", got.Code)
	}
	d.current = newSnapshot(t, fewPlaces()[:3]...)
	if got := test.get(next); got.Code != http.StatusBadRequest {
		t.Errorf("forgotten data: status %d", got.Code)
	}
}

func TestConditionalRequests(t *testing.T) {
	d := &data{current: newSnapshot(t, fewPlaces()...)}
	test := newTester(t, d)
	for _, target := range []string{"/api/v1/places", "/api/v1/places?kind=epn", "/api/v1/places/house", "/api/v1/services", "/api/v1/facets",
		"/api/v1/suggest?q=caf", "/api/v1/suggest?q=tax&lang=en", "/api/v1/places?fields=map&lang=ar", "/api/v1/places/house?lang=pt", "/api/v1/quality", "/api/v1/communes/50502", "/api/v1/communes", "/api/v1/orientation/offers", "/openapi.json"} {
		tag := test.get(target).Header().Get("ETag")
		if tag == "" {
			t.Errorf("%s: no ETag", target)
		}
		if got := test.get(target, "If-None-Match", tag); got.Code != http.StatusNotModified || got.Body.Len() > 0 {
			t.Errorf("%s: status %d with its own ETag", target, got.Code)
		}
		if got := test.get(target, "If-None-Match", `"other"`); got.Code != http.StatusOK {
			t.Errorf("%s: status %d with another ETag", target, got.Code)
		}
	}
	tag := test.get("/api/v1/places").Header().Get("ETag")
	d.current = newSnapshot(t, fewPlaces()[:2]...)
	if got := test.get("/api/v1/places", "If-None-Match", tag); got.Code != http.StatusOK {
		t.Errorf("changed data: status %d", got.Code)
	}
}

// The whole answers are compressed while others are given.
func TestWholeAnswersComeCompressed(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	first := test.get("/api/v1/places")
	raw := first.Body.String()
	if got := first.Header().Get("Content-Length"); got != fmt.Sprint(len(raw)) || !json.Valid([]byte(raw)) {
		t.Errorf("length %s of %d: %s", got, len(raw), raw)
	}
	for end := time.Now().Add(10 * time.Second); test.get("/api/v1/places", "Accept-Encoding", "br").Header().Get("Content-Encoding") == ""; {
		if time.Now().After(end) {
			t.Fatal("not compressed after ten seconds")
		}
		time.Sleep(time.Millisecond)
	}
	packed, err := io.ReadAll(brotli.NewReader(test.get("/api/v1/places", "Accept-Encoding", "br").Body))
	if err != nil || string(packed) != raw {
		t.Errorf("%v, another answer than without compression: %s", err, packed)
	}
	for accept, want := range map[string]string{"br, gzip": "br", "gzip": "gzip", "br;q=0, gzip": "gzip", "identity": "", "": ""} {
		recorder := test.get("/api/v1/places", "Accept-Encoding", accept)
		if got := recorder.Header().Get("Content-Encoding"); got != want {
			t.Errorf("%q: encoding %q, want %q", accept, got, want)
		}
		if vary := strings.Join(recorder.Header().Values("Vary"), ","); strings.Count(vary, "Accept-Encoding") != 1 {
			t.Errorf("%q: Vary %q", accept, vary)
		}
	}
}

func TestStaleDataSayTheirAge(t *testing.T) {
	d := &data{current: newSnapshot(t, fewPlaces()...), age: 90 * time.Minute}
	test := newTester(t, d)
	if got := test.get("/api/v1/places").Header().Get("Age"); got != "5400" {
		t.Errorf("Age: %q", got)
	}
	for _, target := range []string{"/healthz", "/readyz"} {
		recorder := test.get(target)
		if recorder.Code != http.StatusOK || !strings.Contains(recorder.Body.String(), `"status":"stale"`) {
			t.Errorf("%s: %d %s", target, recorder.Code, recorder.Body)
		}
	}
}

func TestNoDataYet(t *testing.T) {
	test := newTester(t, &data{})
	for target, want := range map[string]int{"/healthz": 200, "/readyz": 503, "/api/v1/places": 503, "/api/v1/suggest?q=a": 503} {
		if got := test.get(target); got.Code != want {
			t.Errorf("%s: status %d, want %d", target, got.Code, want)
		}
	}
}

func TestOnePlaceCommuneSuggestServicesFacets(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	for target, want := range map[string]string{
		"/api/v1/places/house":         `"licence":"Licence Ouverte"`,
		"/api/v1/communes/50173":       `"name":"Cherbourg-en-Cotentin"`,
		"/api/v1/communes/50502":       `"epci":{"siren":"200066389","name":"Saint-Lô Agglo"}`,
		"/api/v1/suggest?q=saint%20lo": `{"type":"commune","id":"50502","label":"Saint-Lô","lat":49.1157,"lon":-1.0906}`,
		"/api/v1/suggest?q=RSA":        `{"type":"need","id":"caf","label":"Faire une démarche CAF"}`,
		"/api/v1/services":             `{"id":"france-services","label":"France Services"}`,
		"/api/v1/services?":            `"level":"demarche","bring":["Un RIB"],"bring_source":{"name":"Caf","url":"https://www.caf.fr/"}}`,
		"/api/v1/facets?kind=epn":      `"kind":{"conseiller-numerique":0,"epn":2,"france-services":2,"van":1}`,
		"/api/v1/suggest?q=zzzzzz":     `{"suggestions":[]}`,
	} {
		if got := test.get(target).Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s: %s lacks %s", target, got, want)
		}
	}
}

// Of several helpers behind one door each says for itself whether it is there.
func TestEachOfferOfAPlaceSaysWhetherItIsOpen(t *testing.T) {
	double := place("double", mediation.EPN, 100, mediation.Possible)
	double.Offers = append(double.Offers, place("other", mediation.FranceServices, 100, mediation.Implied).Offers[0])
	double.Offers[1].Hours = "We 14:00-17:00"
	test := newTester(t, &data{current: newSnapshot(t, append(fewPlaces(), double)...)})
	var feature struct {
		Properties struct {
			Open   struct{ Now bool }
			Offers []struct{ Hours string }
			States []struct{ Now bool } `json:"offers_open"`
		}
	}
	if err := json.Unmarshal(test.get("/api/v1/places/double").Body.Bytes(), &feature); err != nil {
		t.Fatal(err)
	}
	p := feature.Properties
	if !p.Open.Now || len(p.States) != 2 {
		t.Fatalf("%+v", p)
	}
	for i, o := range p.Offers {
		if p.States[i].Now != strings.HasPrefix(o.Hours, "Tu") {
			t.Errorf("%s: %v on a Tuesday morning", o.Hours, p.States[i])
		}
	}
}

func TestAnOfferThatItsSourceNoLongerListsSaysSinceWhen(t *testing.T) {
	places := fewPlaces()
	places[0].Offers[0].GoneSince = time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC) // the 1st in Paris
	test := newTester(t, &data{current: newSnapshot(t, places...)})
	for target, times := range map[string]int{"/api/v1/places/near": 1, "/api/v1/places/house": 0, "/api/v1/places": 1} {
		if got := test.get(target).Body.String(); strings.Count(got, `"gone_since":"2026-12-01"`) != times {
			t.Errorf("%s: %s", target, got)
		}
	}
}

func TestAnOfferThatIsCorrectedHereSaysWhatItsSourceSays(t *testing.T) {
	places := fewPlaces()
	places[0].Offers[0].Corrected = []mediation.CorrectedField{{Field: "phone", Source: "+33233000000", Since: time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC)}}
	test := newTester(t, &data{current: newSnapshot(t, places...)})
	for target, times := range map[string]int{"/api/v1/places/near": 1, "/api/v1/places/house": 0, "/api/v1/places": 1} {
		const want = `"corrected":[{"field":"phone","source":"+33233000000","since":"2026-12-01"}]`
		if got := test.get(target).Body.String(); strings.Count(got, want) != times || strings.Count(got, `"corrected"`) != times {
			t.Errorf("%s: %s", target, got)
		}
	}
}

func TestAPlaceWithoutItsOwnPointSaysSo(t *testing.T) {
	places := fewPlaces()
	for i := range places[0].Offers {
		places[0].Offers[i].Approximate = true
	}
	test := newTester(t, &data{current: newSnapshot(t, places...)})
	for target, times := range map[string]int{"/api/v1/places/near": 1, "/api/v1/places/house": 0, "/api/v1/places": 1} {
		if got := test.get(target).Body.String(); strings.Count(got, `"approximate":true`) != times {
			t.Errorf("%s: %s", target, got)
		}
	}
}

func TestAnyPageMayReadTheData(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	recorder := test.get("/api/v1/places", "Origin", "https://example.org")
	if got := recorder.Header().Get("Access-Control-Allow-Origin"); got != "*" {
		t.Errorf("CORS: %q", got)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"} {
		if got := recorder.Header().Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if policy := recorder.Header().Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("policy: %s", policy)
	}
}

func TestOtherMethodsAreNotAllowed(t *testing.T) {
	test := newTester(t, &data{current: newSnapshot(t, fewPlaces()...)})
	for method, want := range map[string]int{
		http.MethodPost: http.StatusMethodNotAllowed, http.MethodPut: http.StatusMethodNotAllowed,
		http.MethodDelete: http.StatusMethodNotAllowed, http.MethodOptions: http.StatusNoContent,
	} {
		recorder := httptest.NewRecorder()
		test.handler.ServeHTTP(recorder, httptest.NewRequest(method, "/api/v1/places", nil))
		if recorder.Code != want || want == http.StatusMethodNotAllowed && recorder.Header().Get("Allow") == "" {
			t.Errorf("%s: status %d, Allow %q", method, recorder.Code, recorder.Header().Get("Allow"))
		}
	}
}
