package site_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/paulmach/orb"

	"escale/frontend"
	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/site"
	"escale/internal/web"
)

type data struct {
	current *catalog.Snapshot
	age     time.Duration
}

func (d data) Current() (*catalog.Snapshot, error) {
	if d.current == nil {
		return nil, &mediation.Error{Kind: mediation.Unavailable, Sentence: "Les données arrivent."}
	}
	return d.current, nil
}

func (d data) Age() time.Duration { return d.age }

func (d data) Version(string) *catalog.Snapshot { return nil }

var dist = fstest.MapFS{
	"texts.json":     {Data: []byte(`[]`)},
	"manifest.json":  {Data: []byte(`{"app.js":"app-1.js","app.css":"app-2.css","chunk.js":"chunk-3.js"}`)},
	"app-1.js":       {Data: []byte("plain")},
	"app-1.js.br":    {Data: []byte("brotli")},
	"app-1.js.gz":    {Data: []byte("gzip")},
	"app-2.css":      {Data: []byte("body{}")},
	"deep/inside.js": {Data: []byte("deep")},
}

func newHandler(t *testing.T, d data) http.Handler {
	t.Helper()
	noon := time.Date(2026, 12, 1, 11, 30, 0, 0, hours.Paris)
	s, err := site.New(d, site.Options{
		Now: func() time.Time { return noon }, Dist: dist, Client: frontend.Templates, Build: "b",
		Shell:   pages.Shell{Departement: pages.Departement{Area: "50", Name: "Manche", In: "dans la Manche"}},
		Sources: map[string]mediation.SourceInfo{"exemple": {Name: "Exemple", Licence: "Licence Ouverte 2.0"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	e := web.New(web.Options{Page: s.ErrorPage})
	s.Register(e)
	return e
}

func snapshot(t *testing.T) *catalog.Snapshot {
	t.Helper()
	place := func(id, name, city, insee string, lat float64, certainty mediation.Certainty) mediation.Place {
		point := orb.Point{-1.09, lat}
		address := mediation.Address{Street: "1 rue de la Paix", Postcode: "50000", City: city, INSEE: insee}
		return mediation.Place{ID: id, Name: name, Address: address, Point: point, Offers: []mediation.Offer{{
			Source: "exemple", SourceID: id, Kind: mediation.EPN, Name: name, Point: &point, Address: address,
			Contact: mediation.Contact{Phone: "+33261910001", Website: "https://exemple.invalid/"}, Hours: "Tu 09:00-12:00",
			Programmes: []string{"epn"}, Claims: []mediation.Claim{{ID: "caf", Certainty: certainty}}, Updated: time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC),
		}}}
	}
	s, err := catalog.New(catalog.Data{
		Revision: 1,
		Needs:    mediation.Needs{{ID: "caf", Family: "demarches", Label: "Faire une démarche CAF", Short: "CAF", Synonyms: []string{"rsa"}, ImpliedBy: []string{"epn"}}},
		Territory: mediation.Territory{Area: "50", Communes: []mediation.Commune{
			{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, Centre: orb.Point{-1.09, 49.11}},
			{INSEE: "50129", Name: "Cherbourg-en-Cotentin", Postcodes: []string{"50100"}, Centre: orb.Point{-1.09, 49.63}}}},
		Places: []mediation.Place{
			place("aaa", "Maison <script>alert(1)</script>", "Saint-Lô", "50502", 49.12, mediation.Possible),
			place("bbb", "Médiathèque", "Cherbourg-en-Cotentin", "50129", 49.63, mediation.Implied),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(t *testing.T, h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequest(http.MethodGet, target, nil)
	request.Header.Set("Accept", "text/html")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, request)
	return recorder
}

// textOf is a page with its entities read, and its spaces plain.
func textOf(r *httptest.ResponseRecorder) string {
	return strings.ReplaceAll(html.UnescapeString(r.Body.String()), "\u00a0", " ")
}

func TestTheListWithoutJavaScript(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	for target, want := range map[string][]string{
		"/?etape=reponse":           {">2 lieux<", "dans la Manche", "tel:+33261910001", "02 61 91 00 01", "Ouvert jusqu’à 12 h", "ces lieux sont inventés"},
		"/?q=saint+lo":              {">Près de Saint-Lô : 2 lieux<", ">1,1 km<", ">58 km<", ", Saint-Lô<"},
		"/?q=50100":                 {">Près de 50100 Cherbourg-en-Cotentin : 2 lieux<"},
		"/?q=rsa":                   {">CAF : 1 lieu, 1 à vérifier<", "Aide confirmée : CAF", "À vérifier par téléphone (1)", `value="caf" checked`, "(1)</span>"},
		"/?service=caf&plus=loin":   {"Aide confirmée : CAF", `<h2 tabindex="-1">À vérifier par téléphone (1)</h2>`, ">À vérifier par téléphone</span>"},
		"/?service=caf&kind=epn":    {">CAF : 1 lieu, 1 à vérifier<", `value="epn" checked`},
		"/?kind=van":                {"Aucun lieu « Bus ou camion itinérant » n’a été trouvé.", "2 lieux"},
		"/?q=xyzxyz":                {"Rien ne correspond à « xyzxyz »"},
		"/?lat=49.63&lon=-1.09":     {">Près de vous : 2 lieux<", "10 m"},
		"/?lat=NaN&lon=x&service=x": {">2 lieux<"},
		"/?page=-3&utm_source=mail": {">2 lieux<"},
		"/lieux/bbb-mediatheque":    {"Médiathèque", "tel:+33261910001", "Mardi", "Faire une démarche CAF", "Licence Ouverte 2.0", "04/05/2026"},
	} {
		recorder := get(t, h, target)
		if recorder.Code != http.StatusOK {
			t.Errorf("%s: status %d", target, recorder.Code)
		}
		for _, text := range want {
			if !strings.Contains(textOf(recorder), text) {
				t.Errorf("%s lacks %q", target, text)
			}
		}
		if strings.Contains(recorder.Body.String(), "<script>alert") {
			t.Errorf("%s: a name is HTML", target)
		}
	}
}

func TestThePageOfAPlaceWithSeveralOffers(t *testing.T) {
	saintLo := mediation.Address{Street: "1 rue de la Paix", Postcode: "50000", City: "Saint-Lô"}
	s, err := catalog.New(catalog.Data{
		Needs: mediation.Needs{{ID: "caf", Label: "Faire une démarche CAF"}, {ID: "cv", Label: "Faire son CV"}},
		Places: []mediation.Place{{ID: "door", Name: "Maison", Address: saintLo, Point: orb.Point{-1.09, 49.12}, Offers: []mediation.Offer{
			{Source: "exemple", Kind: mediation.FranceServices, Name: "Maison", Hours: "Tu 13:30-17:00", Fee: []string{"gratuit"},
				Contact: mediation.Contact{Phone: "+33261910001"}, Claims: []mediation.Claim{{ID: "caf", Certainty: mediation.Implied}}},
			{Source: "exemple", Kind: mediation.EPN, Name: "Cyberbase", Operator: "Mairie", Contact: mediation.Contact{Phone: "+33261910002"},
				Claims:  []mediation.Claim{{ID: "caf", Certainty: mediation.Possible}, {ID: "cv", Certainty: mediation.Possible}},
				Updated: time.Date(2022, 8, 24, 0, 0, 0, 0, time.UTC)},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(textOf(get(t, newHandler(t, data{current: s}), "/lieux/door-maison")), "<main")
	for text, want := range map[string]int{
		"02 61 91 00 01":         1, // said for the place, not again for its offer
		"02 61 91 00 02":         1,
		"Faire une démarche CAF": 1, // one offer is sure, so nothing to check with the other
		"Faire son CV":           1,
		"Cyberbase":              2, // its name, and who its telephone calls
		"Horaires non renseignés : appelez avant de vous déplacer.": 1,
		"Renseignements d’août 2022":                                1,
		"Mardi : 13 h 30 – 17 h":                                    1,
		"<dt>Prix</dt><dd>Gratuit</dd>":                             1,
		"/?view=15/49.1200/-1.0900&tab=":                            1,
	} {
		if n := strings.Count(body, text); n != want {
			t.Errorf("the page says %q %d times, want %d", text, n, want)
		}
	}
	if strings.Index(body, "Appeler le") > strings.Index(body, "<address>") {
		t.Error("the telephone does not come first")
	}
}

func TestTheListGoesByTownThenName(t *testing.T) {
	place := func(id, name, city string) mediation.Place {
		return mediation.Place{ID: id, Name: name, Address: mediation.Address{City: city}, Offers: []mediation.Offer{{Kind: mediation.EPN}}}
	}
	s, err := catalog.New(catalog.Data{Places: []mediation.Place{
		place("a", "Zoé", "Évreux"), place("b", "Mairie", "Coutances"), place("c", "école", "Coutances"), place("d", "Mairie", "Flers"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	body, last := get(t, newHandler(t, data{current: s}), "/?etape=reponse").Body.String(), -1
	for _, id := range []string{"c", "b", "a", "d"} {
		at := strings.Index(body, `data-place="`+id+`"`)
		if at < last {
			t.Errorf("%s comes too early", id)
		}
		last = at
	}
}

func TestThePageAsksEarlyForWhatItNeeds(t *testing.T) {
	body := get(t, newHandler(t, data{current: snapshot(t)}), "/").Body.String()
	if !strings.Contains(body, `<link rel="modulepreload" href="/static/chunk-3.js">`) {
		t.Error("the chunk is not preloaded")
	}
}

// The nearest place comes first, be the need only possible there; each says
// how sure it is.
func TestTheNearestPlaceComesFirst(t *testing.T) {
	body := get(t, newHandler(t, data{current: snapshot(t)}), "/?service=caf&q=saint-lo").Body.String()
	if sure, maybe := strings.Index(body, "Médiathèque"), strings.Index(body, "Maison"); maybe < 0 || sure < maybe {
		t.Error("the nearer place does not come first")
	}
}

func TestAPlacesAddressCorrectsItself(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	for _, target := range []string{"/lieux/bbb", "/lieux/bbb-old-name", "/lieux/bbb-%2F%2Fexample.org"} {
		recorder := get(t, h, target)
		if recorder.Code != http.StatusFound || recorder.Header().Get("Location") != "/lieux/bbb-mediatheque" {
			t.Errorf("%s: status %d, to %s", target, recorder.Code, recorder.Header().Get("Location"))
		}
	}
}

func TestErrorsArePagesForPeople(t *testing.T) {
	for target, want := range map[string]int{"/lieux/zzz": 404, "/nowhere": 404, "/?q=%ff": 400} {
		recorder := get(t, newHandler(t, data{current: snapshot(t)}), target)
		if body := recorder.Body.String(); recorder.Code != want || !strings.Contains(body, "Revenir à la carte") {
			t.Errorf("%s: status %d, %s", target, recorder.Code, body)
		}
	}
	recorder := get(t, newHandler(t, data{}), "/")
	if recorder.Code != http.StatusServiceUnavailable || !strings.Contains(recorder.Body.String(), "Les données arrivent.") {
		t.Errorf("without data: status %d", recorder.Code)
	}
}

func TestOldDataSayTheirAge(t *testing.T) {
	recorder := get(t, newHandler(t, data{snapshot(t), 26 * time.Hour}), "/")
	if !strings.Contains(recorder.Body.String(), "datent d’il y a 26 heures") || recorder.Header().Get("Age") != "93600" {
		t.Error("the page does not say that its data are old")
	}
}

func TestAPageIsNotSentTwice(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	tag := get(t, h, "/").Header().Get("ETag")
	if recorder := get(t, h, "/", "If-None-Match", tag); recorder.Code != http.StatusNotModified {
		t.Errorf("status %d", recorder.Code)
	}
}

func TestStaticFiles(t *testing.T) {
	h := newHandler(t, data{current: snapshot(t)})
	for accept, want := range map[string]string{"br, gzip": "brotli", "gzip": "gzip", "": "plain", "br;q=0": "plain", "br;q=0, gzip": "gzip", "*;q=0": "plain"} {
		recorder := get(t, h, "/static/app-1.js", "Accept-Encoding", accept)
		if recorder.Body.String() != want || !strings.Contains(recorder.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%q: %s, %s", accept, recorder.Body, recorder.Header())
		}
		if !strings.HasPrefix(recorder.Header().Get("Content-Type"), "text/javascript") {
			t.Errorf("type %s", recorder.Header().Get("Content-Type"))
		}
	}
	for _, target := range []string{"/static/none.js", "/static/..%2fmanifest.json", "/static/deep%2finside.js", "/static/.gitkeep", "/static/"} {
		if recorder := get(t, h, target); recorder.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", target, recorder.Code)
		}
	}
}

func TestAMissingBuildStopsTheStart(t *testing.T) {
	_, err := site.New(data{}, site.Options{Dist: fstest.MapFS{}, Client: frontend.Templates})
	if err == nil || !strings.Contains(err.Error(), "make build") {
		t.Errorf("error %v", err)
	}
}
