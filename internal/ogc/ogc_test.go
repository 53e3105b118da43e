package ogc_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/frontend"
	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/ogc"
	"escale/internal/web"
)

// data keeps every snapshot that it was given.
type data struct{ list []*catalog.Snapshot }

func (d *data) Current() (*catalog.Snapshot, error) { return d.list[len(d.list)-1], nil }
func (d *data) Age() time.Duration                  { return 0 }

func (d *data) Version(version string) *catalog.Snapshot {
	for _, s := range d.list {
		if s.Version == version {
			return s
		}
	}
	return nil
}

var now = time.Date(2026, time.December, 1, 10, 0, 0, 0, hours.Paris)

func square(c orb.Point, half float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{c[0] - half, c[1] - half}, {c[0] + half, c[1] - half}, {c[0] + half, c[1] + half}, {c[0] - half, c[1] + half}, {c[0] - half, c[1] - half}}}}
}

// snapshot holds n EPN in a row from west to east, one bus with two visits,
// and three communes of which one has no contour.
func snapshot(t *testing.T, n int) *catalog.Snapshot {
	t.Helper()
	place := func(id string, kind mediation.Kind, lon float64) mediation.Place {
		point := orb.Point{lon, 49}
		address := mediation.Address{City: "Saint-Lô", Postcode: "50000", INSEE: "50502"}
		return mediation.Place{ID: id, Name: id + " <b>", Address: address, Point: point, Offers: []mediation.Offer{{
			Source: "s", SourceID: id, Kind: kind, Name: id + " <b>", Address: address, Point: &point, Hours: "Mo 09:00-12:00",
			Claims: []mediation.Claim{{ID: "caf", Certainty: mediation.Implied}, {ID: "cv", Certainty: mediation.Possible}},
		}}}
	}
	var places []mediation.Place
	for i := range n {
		places = append(places, place(fmt.Sprintf("epn%03d", i), mediation.EPN, -1.9+float64(i)/1000))
	}
	places = append(places, place("bus", mediation.Van, -1.2))
	visit := func(id string, day int) mediation.Visit {
		start := time.Date(2026, time.December, day, 14, 0, 0, 0, hours.Paris)
		return mediation.Visit{ID: id, Stop: "stop", Tour: "t", Place: "bus", Start: start, End: start.Add(2 * time.Hour), Status: mediation.Planned}
	}
	s, err := catalog.New(catalog.Data{
		Revision: int64(n), Places: places,
		Territory: mediation.Territory{Area: "50", Communes: []mediation.Commune{
			{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, Centre: orb.Point{-1.09, 49.11}, Contour: square(orb.Point{-1.09, 49.11}, .05)},
			{INSEE: "50129", Name: "Cherbourg", Postcodes: []string{"50100"}, Centre: orb.Point{-1.6, 49.6}, Contour: square(orb.Point{-1.6, 49.6}, .05)},
			{INSEE: "50100", Name: "Sans contour", Centre: orb.Point{-1.3, 49.3}}}},
		Tours:  []mediation.Tour{{ID: "t", Name: "Le bus"}},
		Stops:  []mediation.Stop{{ID: "stop", Tour: "t", Code: "c", Offer: "s/bus", Rule: "tous les mardis", Dates: mediation.DatesKnown, From: "14:00", To: "16:00"}},
		Visits: []mediation.Visit{visit("v1", 8), visit("v2", 15), shifted(visit("past", 1), -48*time.Hour)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func shifted(v mediation.Visit, by time.Duration) mediation.Visit {
	v.Start, v.End = v.Start.Add(by), v.End.Add(by)
	return v
}

func handler(t *testing.T, d *data) http.Handler {
	t.Helper()
	service, err := ogc.New(d, ogc.Options{Now: func() time.Time { return now }, Build: "b", Sources: map[string]mediation.SourceInfo{"s": {Name: "Source", Licence: "LO"}},
		Dist: fstest.MapFS{"manifest.json": {Data: []byte(`{"pages.css":"pages-1.css"}`)}, "texts.json": {Data: []byte(`[]`)}}, Client: frontend.Templates})
	if err != nil {
		t.Fatal(err)
	}
	e := web.New(web.Options{})
	service.Register(e)
	return e
}

func get(h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, request)
	return recorder
}

type answer struct {
	NumberMatched, NumberReturned int
	Links                         []struct{ Href, Rel, Type string }
	Features                      []struct {
		ID         string
		Geometry   json.RawMessage
		Properties map[string]any
	}
}

func items(t *testing.T, h http.Handler, target string) (a answer) {
	t.Helper()
	recorder := get(h, target)
	if recorder.Code != http.StatusOK || !strings.HasPrefix(recorder.Header().Get("Content-Type"), "application/geo+json") {
		t.Fatalf("%s: status %d, %s: %s", target, recorder.Code, recorder.Header().Get("Content-Type"), recorder.Body)
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a answer) ids() (ids []string) {
	for _, f := range a.Features {
		ids = append(ids, f.ID)
	}
	return ids
}

func (a answer) link(rel string) string {
	for _, l := range a.Links {
		if l.Rel == rel {
			u, _ := url.Parse(l.Href)
			return u.RequestURI()
		}
	}
	return ""
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	h := handler(t, &data{[]*catalog.Snapshot{snapshot(t, 3)}})
	seen := map[string]bool{}
	href := regexp.MustCompile(`"href":"http://example\.com([^"]*)"`)
	var walk func(target string)
	walk = func(target string) {
		target = strings.ReplaceAll(target, `\u0026`, "&")
		if seen[target] || len(seen) > 200 {
			return
		}
		seen[target] = true
		recorder := get(h, target)
		if recorder.Code != http.StatusOK {
			t.Errorf("%s: status %d", target, recorder.Code)
		}
		for _, found := range href.FindAllStringSubmatch(recorder.Body.String(), -1) {
			walk(found[1])
		}
	}
	walk("/ogc")
	if len(seen) < 30 {
		t.Errorf("only %d addresses: %v", len(seen), seen)
	}
	var classes struct{ ConformsTo []string }
	if err := json.Unmarshal(get(h, "/ogc/conformance").Body.Bytes(), &classes); err != nil || len(classes.ConformsTo) != 4 {
		t.Errorf("%v, %v", classes, err)
	}
}

func TestPagesLoseAndRepeatNothingDuringARefresh(t *testing.T) {
	d := &data{[]*catalog.Snapshot{snapshot(t, 25)}}
	h := handler(t, d)
	want := items(t, h, "/ogc/collections/epn/items").ids()
	var got []string
	page := items(t, h, "/ogc/collections/epn/items?limit=4")
	for {
		got = append(got, page.ids()...)
		if page.NumberMatched != 25 || page.NumberReturned != len(page.Features) {
			t.Fatalf("%d matched, %d returned", page.NumberMatched, page.NumberReturned)
		}
		next := page.link("next")
		if next == "" {
			break
		}
		d.list = append(d.list, snapshot(t, 40)) // a refresh between two pages
		page = items(t, h, next)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// Once the first snapshot is forgotten, what follows is still in order.
	first := items(t, h, "/ogc/collections/epn/items?limit=4")
	d.list = []*catalog.Snapshot{snapshot(t, 41)}
	if after := items(t, h, first.link("next")).ids(); len(after) == 0 || after[0] <= first.ids()[3] {
		t.Errorf("%v after %v", after, first.ids())
	}
}

func TestBoxesAndTimes(t *testing.T) {
	h := handler(t, &data{[]*catalog.Snapshot{snapshot(t, 10)}})
	for target, want := range map[string]int{
		"/ogc/collections/epn/items?bbox=-1.9005,48,-1.8965,50":                                    4,
		"/ogc/collections/epn/items?bbox=-1.9005,48,0,-1.8965,50,100":                              4,
		"/ogc/collections/epn/items?bbox=10,10,11,11":                                              0,
		"/ogc/collections/epn/items?datetime=1999-01-01":                                           10, // without dates, it answers every time
		"/ogc/collections/communes/items?bbox=-1.1,49.1,-1.05,49.12":                               2,  // its contour, and the one without
		"/ogc/collections/communes/items?bbox=-1.5,49.3,-1.4,49.4":                                 1,
		"/ogc/collections/visits/items":                                                            2,
		"/ogc/collections/visits/items?datetime=2026-12-08":                                        1,
		"/ogc/collections/visits/items?datetime=2026-12-08T14:30:00%2B01:00":                       1,
		"/ogc/collections/visits/items?datetime=2026-12-08T16:30:00%2B01:00":                       0,
		"/ogc/collections/visits/items?datetime=../2026-12-10":                                     1,
		"/ogc/collections/visits/items?datetime=2026-12-10/..":                                     1,
		"/ogc/collections/visits/items?datetime=2026-12-01T00:00:00Z/2026-12-31T00:00:00Z&limit=1": 2,
		"/ogc/collections/van-stops/items?limit=99999999999999999999":                              1,
		"/ogc/collections/france-services/items":                                                   0,
	} {
		if got := items(t, h, target).NumberMatched; got != want {
			t.Errorf("%s: %d, want %d", target, got, want)
		}
	}
}

func TestBadRequests(t *testing.T) {
	h := handler(t, &data{[]*catalog.Snapshot{snapshot(t, 3)}})
	const epn = "/ogc/collections/epn/items?"
	for target, parameter := range map[string]string{
		epn + "foo=1": "foo", epn + "limit=0": "limit", epn + "limit=-1": "limit", epn + "limit=abc": "limit", epn + "limit=": "limit",
		epn + "limit=1&limit=2": "limit", epn + "bbox=1,2,3": "bbox", epn + "bbox=a,b,c,d": "bbox", epn + "bbox=2,48,1,49": "bbox",
		epn + "bbox=-1,50,1,49": "bbox", epn + "bbox=-190,48,1,49": "bbox", epn + "bbox=NaN,48,1,49": "bbox", epn + "bbox=": "bbox",
		epn + "bbox=1,2,3,4,5,6,7": "bbox", epn + "datetime=demain": "datetime", epn + "datetime=2026-12-10/2026-12-01": "datetime",
		epn + "datetime=": "datetime", epn + "datetime=/": "datetime", epn + "f=xml": "f", epn + "cursor=x": "cursor",
		"/ogc?limit=1": "limit", "/ogc/conformance?x=1": "x", "/ogc/collections?bbox=1,2,3,4": "bbox", "/ogc/api?y=": "y",
	} {
		recorder := get(h, target)
		var problem struct{ Parameter, Detail string }
		err := json.Unmarshal(recorder.Body.Bytes(), &problem)
		if recorder.Code != http.StatusBadRequest || err != nil || problem.Parameter != parameter || problem.Detail == "" {
			t.Errorf("%s: status %d, %+v", target, recorder.Code, problem)
		}
	}
	for _, target := range []string{"/ogc/collections/nope", "/ogc/collections/nope/items", "/ogc/collections/epn/items/nope", "/ogc/nope"} {
		if recorder := get(h, target); recorder.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", target, recorder.Code)
		}
	}
}

func TestAFeaturesIDIsItsPath(t *testing.T) {
	h := handler(t, &data{[]*catalog.Snapshot{snapshot(t, 5)}})
	for _, collection := range []string{"epn", "van-stops", "visits", "communes"} {
		for _, f := range items(t, h, "/ogc/collections/"+collection+"/items").Features {
			var one struct {
				ID         string
				Properties map[string]any
			}
			recorder := get(h, "/ogc/collections/"+collection+"/items/"+f.ID)
			if err := json.Unmarshal(recorder.Body.Bytes(), &one); err != nil || one.ID != f.ID || !cmp.Equal(one.Properties, f.Properties) {
				t.Errorf("%s/%s: %v, %+v", collection, f.ID, err, one)
			}
		}
	}
	epn := items(t, h, "/ogc/collections/epn/items?limit=1").Features[0].Properties
	if epn["licence"] != "LO" || epn["services_confirmed"] != "caf" || epn["services_possible"] != "cv" {
		t.Errorf("%v", epn)
	}
	if stop := items(t, h, "/ogc/collections/van-stops/items").Features[0].Properties; stop["next_visit"] != "2026-12-08T14:00:00+01:00" || stop["hours"] != "" {
		t.Errorf("%v", stop)
	}
}

func TestPagesForPeople(t *testing.T) {
	h := handler(t, &data{[]*catalog.Snapshot{snapshot(t, 5)}})
	epn := items(t, h, "/ogc/collections/epn/items?limit=1").Features[0].ID
	for _, target := range []string{"/ogc", "/ogc/api", "/ogc/conformance", "/ogc/collections", "/ogc/collections/epn", "/ogc/collections/epn/items?limit=2", "/ogc/collections/epn/items/" + epn} {
		recorder := get(h, target, "Accept", "text/html,application/xhtml+xml")
		body := recorder.Body.String()
		if recorder.Code != http.StatusOK || !strings.HasPrefix(recorder.Header().Get("Content-Type"), "text/html") || !strings.Contains(body, "</html>") {
			t.Errorf("%s: status %d, %s", target, recorder.Code, recorder.Header().Get("Content-Type"))
		}
		if strings.Contains(body, "<b>") {
			t.Errorf("%s: a name is HTML", target)
		}
	}
	first := get(h, "/ogc/collections/epn/items")
	if again := get(h, "/ogc/collections/epn/items", "If-None-Match", first.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("unchanged: status %d", again.Code)
	}
}

// TestGDALReadsEverything opens the service with the driver that QGIS uses.
func TestGDALReadsEverything(t *testing.T) {
	server := httptest.NewServer(handler(t, &data{[]*catalog.Snapshot{snapshot(t, 230)}}))
	defer server.Close()
	ogrinfo := func(args ...string) string {
		out, err := exec.Command("ogrinfo", append([]string{"-ro", "--config", "OGR_WFS_PAGE_SIZE", "50", "-oo", "PAGE_SIZE=50", "OAPIF:" + server.URL + "/ogc"}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("ogrinfo (Debian's gdal-bin): %v\n%s", err, out)
		}
		return string(out)
	}
	list := ogrinfo("-q")
	for collection, want := range map[string]int{"epn": 230, "france-services": 0, "conseillers-numeriques": 0, "van-stops": 1, "visits": 2, "communes": 3} {
		if !regexp.MustCompile(`(?m)^\d+: ` + collection + `\b`).MatchString(list) {
			t.Errorf("%s is not listed: %s", collection, list)
		}
		if got := strings.Count(ogrinfo("-al", "-q", collection), "OGRFeature("); want > 0 && got != want {
			t.Errorf("%s: %d features read, want %d", collection, got, want)
		}
	}
	if got := strings.Count(ogrinfo("-q", "-spat", "-1.9005", "48", "-1.8965", "50", "epn"), "OGRFeature("); got != 4 {
		t.Errorf("%d features in the box", got)
	}
}
