package geocode_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/geocode"
)

// patient is a limit that no answer reaches, however busy the computer.
const patient = time.Minute

func TestItAsksAsTheServiceWantsAndReadsItsAnswer(t *testing.T) {
	var got url.Values
	g := onNetwork(t, newService(func(w http.ResponseWriter, r *http.Request) {
		got = r.URL.Query()
		says(http.StatusOK, good())(w, r)
	}), patient)
	want := []geocode.Address{{ID: "50502_0123_00012", Label: "12 Rue du Secret 50000 Saint-Lô", INSEE: "50502", Point: orb.Point{-1.09, 49.11}}}
	if diff := cmp.Diff(want, find(g, "  (12   rue du\tSecret ")); diff != "" {
		t.Error(diff)
	}
	query := url.Values{"q": {typed}, "limit": {"10"}, "autocomplete": {"1"}, "depcode": {"50"}, "index": {"address"}}
	if diff := cmp.Diff(query, got); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyGoodAddressesOfTheDepartementAreKept(t *testing.T) {
	in := func(kind, insee string, score, lon, lat any) string {
		return feature("id", "Une adresse", kind, insee, score, lon, lat)
	}
	for why, tt := range map[string]struct{ features, want string }{
		"a street":                {in("street", "50502", 0.7, -1, 49), "Une adresse"},
		"a hamlet":                {in("locality", "50502", 0.7, -1, 49), "Une adresse"},
		"a commune is known":      {in("municipality", "50502", 0.9, -1, 49), ""},
		"another département":     {in("street", "14118", 0.9, -1, 49), ""},
		"no commune":              {in("street", "", 0.9, -1, 49), ""},
		"hardly alike":            {in("street", "50502", 0.39, -1, 49), ""},
		"longitude out of range":  {in("street", "50502", 0.9, -181, 49), ""},
		"latitude out of range":   {in("street", "50502", 0.9, -1, 90.5), ""},
		"number past all numbers": {in("street", "50502", 0.9, "1e999", 49) + "," + in("street", "50502", 0.9, -1, 49), "Une adresse"},
		"coordinates as text":     {in("street", "50502", 0.9, `"-1"`, 49) + "," + in("street", "50502", 0.9, -1, 49), "Une adresse"},
		"a line":                  {strings.Replace(in("street", "50502", 0.9, -1, 49), `"Point"`, `"LineString"`, 1) + "," + in("street", "50502", 0.9, -1, 49), "Une adresse"},
		"one coordinate":          {strings.Replace(in("street", "50502", 0.9, -1, 49), ",49]", "]", 1), ""},
		"twice the same":          {in("street", "50502", 0.9, -1, 49) + "," + in("street", "50502", 0.8, -1, 49), "Une adresse"},
		"no label":                {feature("a", " ", "street", "50502", 0.9, -1, 49), ""},
		"an endless label":        {feature("a", strings.Repeat("a", 201), "street", "50502", 0.9, -1, 49), ""},
		"marks, marks of writing": {feature("a", "<b>1</b> rue\n\u202eede\u0000 l’Est\ufeff", "street", "50502", 0.9, -1, 49), ""},
	} {
		features := strings.ReplaceAll(tt.features, `\x00`, `\u0000`)
		if why == "marks, marks of writing" {
			tt.want = "<b>1</b> rue ede l’Est" // text, and shown as such
		}
		if got := labels(find(onNetwork(t, newService(says(http.StatusOK, collection(features))), patient), typed)); got != tt.want {
			t.Errorf("%s: %q, want %q", why, got, tt.want)
		}
	}
}

func TestNoMoreThanFiveAndEachHasAnIdentifierThatIsPlain(t *testing.T) {
	var features []string
	for _, id := range []string{"a", "", "../../etc", strings.Repeat("b", 65), "50502_0123_00012_bis", "c", "d"} {
		features = append(features, feature(id, "Rue "+id, "street", "50502", 0.9, -1, 49))
	}
	found := find(onNetwork(t, newService(says(http.StatusOK, collection(features...))), patient), typed)
	if len(found) != 5 || found[0].ID != "a" || found[4].ID != "50502_0123_00012_bis" {
		t.Fatalf("%+v", found)
	}
	for _, f := range found[1:4] {
		if !strings.HasPrefix(f.ID, "adresse-") || len(f.ID) != len("adresse-")+16 {
			t.Errorf("identifier %q of %q", f.ID, f.Label)
		}
	}
}

func TestWhateverTheServiceAnswersThereIsNoError(t *testing.T) {
	elsewhere := newService(says(http.StatusOK, good()))
	private := httptest.NewServer(elsewhere)
	defer private.Close()
	for why, tt := range map[string]struct {
		answer http.HandlerFunc
		reason string
	}{
		"broken":             {says(http.StatusInternalServerError, good()), "status 500"},
		"refused":            {says(http.StatusBadRequest, `{"code":400,"message":"q=`+typed+`"}`), "status 400"},
		"too often":          {says(http.StatusTooManyRequests, "<html>"+typed+"</html>"), "status 429"},
		"elsewhere":          {says(http.StatusFound, "", "Location", private.URL+"/?q="+url.QueryEscape(typed)), "redirects are not followed"},
		"elsewhere, badly":   {says(http.StatusMovedPermanently, "", "Location", "http://[secret"), "redirects are not followed"},
		"HTML":               {says(http.StatusOK, "<html><title>"+typed+"</title></html>"), "not a GeoJSON"},
		"nothing":            {says(http.StatusOK, ""), "not a GeoJSON"},
		"no content":         {says(http.StatusNoContent, ""), "status 204"},
		"a list":             {says(http.StatusOK, "["+good()+"]"), "not a GeoJSON"},
		"null":               {says(http.StatusOK, "null"), "not a GeoJSON"},
		"other JSON":         {says(http.StatusOK, `{"results":[],"status":"OK"}`), "not a GeoJSON"},
		"another collection": {says(http.StatusOK, strings.Replace(good(), "FeatureCollection", "Topology", 1)), "not a GeoJSON"},
		"no features":        {says(http.StatusOK, `{"type":"FeatureCollection"}`), "not a GeoJSON"},
		"features of text":   {says(http.StatusOK, `{"type":"FeatureCollection","features":["`+typed+`"]}`), "not a GeoJSON"},
		"NaN":                {says(http.StatusOK, collection(feature("a", typed, "street", "50502", 0.9, "NaN", 49))), "not a GeoJSON"},
		"cut":                {says(http.StatusOK, good()[:200]), "not a GeoJSON"},
		"cut by the network": {says(http.StatusOK, good()[:200], "Content-Length", "9999"), "the exchange failed"},
		"huge":               {says(http.StatusOK, collection(strings.Repeat(" ", 1<<20))), "too large"},
		"huge headers":       {says(http.StatusOK, good(), "X-Much", strings.Repeat("a", 1<<20)), "the exchange failed"},
		"not even HTTP":      {hangUp("HTTP/1.1 200 OK\r\n" + typed + "\r\n\r\n"), "the exchange failed"},
		"no answer at all":   {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "the exchange failed"},
	} {
		log, service := readLog(t), newService(tt.answer)
		if found := find(onNetwork(t, service, patient), typed); len(found) != 0 {
			t.Errorf("%s: %v", why, found)
		}
		log.tells(t, why, tt.reason)
		if service.calls.Load() != 1 {
			t.Errorf("%s: %d calls", why, service.calls.Load())
		}
	}
	if n := elsewhere.calls.Load(); n > 0 {
		t.Errorf("a redirect was followed %d times", n)
	}
}

func TestASlowServiceIsNotWaitedFor(t *testing.T) {
	ended := make(chan struct{})
	defer close(ended)
	for why, answer := range map[string]http.HandlerFunc{
		"slow to begin": func(_ http.ResponseWriter, r *http.Request) { <-ended },
		"slow to end": func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte(good()[:100]))
			w.(http.Flusher).Flush()
			<-ended
		},
	} {
		log, service := readLog(t), newService(answer)
		server := httptest.NewServer(service)
		t.Cleanup(server.Close)
		g := newGeocoder(t, geocode.Options{URL: server.URL, Limit: 20 * time.Millisecond})
		if found := find(g, typed); len(found) != 0 {
			t.Errorf("%s: %v", why, found)
		}
		log.tells(t, why, "no answer in time")
	}
}

func TestAServiceThatIsNotThere(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	log := readLog(t)
	if found := find(newGeocoder(t, geocode.Options{URL: server.URL}), typed); len(found) != 0 {
		t.Errorf("%v", found)
	}
	log.tells(t, "closed", "connection refused")
}

func TestTextsThatTheServiceRefusesAreNotSent(t *testing.T) {
	service := newService(says(http.StatusOK, good()))
	g := onNetwork(t, service, patient)
	for _, text := range []string{"", "  ", "ab", "!!!!!!", "---ab", "💻💻💻💻", strings.Repeat("a", 201)} {
		if found := find(g, text); len(found) != 0 || service.calls.Load() != 0 {
			t.Errorf("%.20q: %d calls, %v", text, service.calls.Load(), found)
		}
	}
}

func TestTheAddressMustBeOneOfTheWeb(t *testing.T) {
	for _, address := range []string{"", "/search", "file:///etc/passwd", "geocoder.example", "http://", "http://[", "https:///x"} {
		if _, err := geocode.New(geocode.Options{URL: address, Area: "50"}); err == nil {
			t.Errorf("%q is taken", address)
		}
	}
}
