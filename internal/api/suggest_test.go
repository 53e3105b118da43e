package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/api"
	"escale/internal/mediation"
	"escale/internal/web"
)

// finder is a geocoder that remembers what it was asked.
type finder struct {
	texts []string
	found []api.Address
}

func (f *finder) find(_ context.Context, text string) []api.Address {
	f.texts = append(f.texts, text)
	return f.found
}

// addresses are n of Saint-Lô, a0 first.
func addresses(n int) []api.Address {
	list := make([]api.Address, n)
	for i := range list {
		list[i] = api.Address{ID: fmt.Sprint("a", i), Label: fmt.Sprint(i+1, " Rue <b>Havin</b> 50000 Saint-Lô"), INSEE: "50502", Point: orb.Point{-1.0912345678, 49.11}}
	}
	return list
}

// newAddressTester is a tester whose suggestions ask a geocoder.
func newAddressTester(t *testing.T, find api.AddressFinder) *tester {
	t.Helper()
	d := &data{current: newSnapshot(t, manyPlaces(12)...)}
	test := newTester(t, d)
	e := web.New(web.Options{})
	api.New(d, api.Options{Now: func() time.Time { return noon }, Build: "b", Addresses: find}).Register(e)
	test.handler = web.Server("", e).Handler
	return test
}

// manyPlaces are all called Havin.
func manyPlaces(n int) []mediation.Place {
	list := make([]mediation.Place, n)
	for i := range list {
		list[i] = place(fmt.Sprintf("p%02d", i), mediation.EPN, float64(100*i), mediation.Declared)
		list[i].Name = fmt.Sprintf("Espace %s Havin", []string{"3 rue", "3bis rue", "4G", "50000", "la"}[i%5])
	}
	return list
}

func suggestURL(text, more string) string {
	return "/api/v1/suggest?q=" + url.QueryEscape(text) + more
}

// kinds shortens an answer: "aa-" is two addresses, then something else.
func kinds(t *testing.T, recorder *httptest.ResponseRecorder) string {
	t.Helper()
	var answer struct {
		Suggestions []struct{ Type, ID string }
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil || recorder.Code != http.StatusOK {
		t.Fatalf("status %d, %v: %s", recorder.Code, err, recorder.Body)
	}
	var b strings.Builder
	for _, s := range answer.Suggestions {
		b.WriteByte(map[bool]byte{true: 'a', false: '-'}[s.Type == "address"])
	}
	return b.String()
}

func TestAddressesComeAfterWhatTheMapKnows(t *testing.T) {
	for why, tt := range map[string]struct {
		text, more string
		found      int
		want       string
	}{
		"room for both":                  {"havin", "", 3, "^-{5}a{3}$"},
		"the map keeps half":             {"havin", "", 5, "^-{4}a{4}$"},
		"all the room there is":          {"rue inconnue", "", 5, "^-{0,3}a{5}$"},
		"a house number":                 {"3 rue havin", "", 3, "^a{3}-{3,5}$"},
		"a house number with its letter": {"3bis, rue Havin", "", 2, "^a{2}-{3,6}$"},
		"another number":                 {"4G Havin", "", 3, "^-{2,5}a{3}$"},
		"a postcode":                     {"50000 havin", "", 3, "^-{2,5}a{3}$"},
		"four letters":                   {"havi", "", 3, "^-{5}a{3}$"},
		"one only":                       {"havin", "&limit=1", 5, "^-$"},
		"one only, of a house number":    {"3 rue havin", "&limit=1", 5, "^a$"},
		"three":                          {"havin", "&limit=3", 5, "^-{2}a$"},
		"many":                           {"havin", "&limit=20", 5, "^-{12,15}a{5}$"},
		"none found":                     {"havin", "", 0, "^-{8}$"},
	} {
		f := &finder{found: addresses(tt.found)}
		if got := kinds(t, newAddressTester(t, f.find).get(suggestURL(tt.text, tt.more))); !regexp.MustCompile(tt.want).MatchString(got) {
			t.Errorf("%s: %s, want %s", why, got, tt.want)
		}
		if !slices.Equal(f.texts, []string{tt.text}) {
			t.Errorf("%s: the geocoder was asked %q", why, f.texts)
		}
	}
}

func TestAnAddressIsSuggestedAsText(t *testing.T) {
	f := &finder{found: addresses(1)}
	body := newAddressTester(t, f.find).get(suggestURL("rue inconnue", "")).Body
	var answer struct{ Suggestions []map[string]any }
	if err := json.Unmarshal(body.Bytes(), &answer); err != nil || len(answer.Suggestions) != 1 {
		t.Fatalf("%v: %s", err, body)
	}
	want := map[string]any{"type": "address", "id": "a0", "label": "1 Rue <b>Havin</b> 50000 Saint-Lô", "lat": 49.11, "lon": -1.091235}
	if got := fmt.Sprint(answer.Suggestions[0]); got != fmt.Sprint(want) {
		t.Errorf("%s, want %v", got, want)
	}
}

func TestWhatTheMapKnowsAloneIsNotSentAnywhere(t *testing.T) {
	f := &finder{found: addresses(1)}
	test := newAddressTester(t, f.find)
	for _, text := range []string{
		"", "r", "rue", " rue ", "é à", "Saint-Lô", "saint lo", "ST LO", "cherbourg en cotentin", "50000", "5010", "50000 Saint-Lô",
		"75001", "02 33 00 00 00", "faire un cv", "Faire une démarche CAF", "!!!!!", "💻💻💻💻",
	} {
		recorder := test.get(suggestURL(text, ""))
		tag := recorder.Header().Get("ETag")
		if len(f.texts) != 0 || strings.Contains(kinds(t, recorder), "a") || tag == "" {
			t.Errorf("%q: the geocoder was asked %q, tag %q", text, f.texts, tag)
		}
		if again := test.get(suggestURL(text, ""), "If-None-Match", tag); again.Code != http.StatusNotModified {
			t.Errorf("%q: status %d with its own tag", text, again.Code)
		}
		f.texts = nil
	}
}

// A tag names a state of the data, and a geocoder is not a part of it.
func TestAnAnswerThatAGeocoderHadASayInIsNotKept(t *testing.T) {
	for n := range 2 {
		f := &finder{found: addresses(n)}
		test := newAddressTester(t, f.find)
		old := test.get("/api/v1/services").Header().Get("ETag")
		recorder := test.get(suggestURL("rue havin", ""), "If-None-Match", old, "Origin", "https://example.org")
		if h := recorder.Header(); recorder.Code != http.StatusOK || h.Get("ETag") != "" || h.Get("Cache-Control") != "no-store" || h.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%d addresses: status %d, %v", n, recorder.Code, h)
		}
	}
}

func TestWithoutAGeocoderSuggestionsKeepTheirTag(t *testing.T) {
	test := newAddressTester(t, nil)
	recorder := test.get(suggestURL("3 rue havin", ""))
	tag := recorder.Header().Get("ETag")
	if got := kinds(t, recorder); strings.Contains(got, "a") || tag == "" || recorder.Header().Get("Cache-Control") == "no-store" {
		t.Errorf("%s, %v", got, recorder.Header())
	}
	if got := test.get(suggestURL("3 rue havin", ""), "If-None-Match", tag); got.Code != http.StatusNotModified {
		t.Errorf("status %d with its own tag", got.Code)
	}
}

func TestAnAddressThatIsNotWhereItSaysIsLeftOut(t *testing.T) {
	for why, change := range map[string]func(*api.Address){
		"latitude and longitude exchanged": func(a *api.Address) { a.Point = orb.Point{49.11, -1.09} },
		"nowhere":                          func(a *api.Address) { a.Point = orb.Point{} },
		"a commune that is not here":       func(a *api.Address) { a.INSEE = "50999" },
	} {
		f := &finder{found: addresses(2)}
		change(&f.found[0])
		if got := kinds(t, newAddressTester(t, f.find).get(suggestURL("rue inconnue", ""))); !strings.HasPrefix(got, "a") || strings.Contains(got, "aa") {
			t.Errorf("%s: %s, want one address", why, got)
		}
		if f.found[1].ID != "a1" {
			t.Errorf("%s: the geocoder's own list was changed", why)
		}
	}
	f := &finder{found: addresses(1)}
	f.found[0].INSEE, f.found[0].Point = "50173", orb.Point{-1.62, 49.63} // merged since
	if got := kinds(t, newAddressTester(t, f.find).get(suggestURL("rue inconnue", ""))); !strings.Contains(got, "a") {
		t.Errorf("a commune of yesterday: %s", got)
	}
}

func TestTheRequestEndsTheSearchForAddresses(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := false
	test := newAddressTester(t, func(inner context.Context, _ string) []api.Address {
		cancel()
		select {
		case <-inner.Done():
			ended = true
		case <-time.After(10 * time.Second):
		}
		return nil
	})
	request := httptest.NewRequest(http.MethodGet, suggestURL("rue havin", ""), nil).WithContext(ctx)
	test.handler.ServeHTTP(httptest.NewRecorder(), request)
	if !ended {
		t.Error("the request's context did not reach the geocoder")
	}
}
