package iframe_test

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"escale/frontend"
	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/iframe"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

type data struct{ current *catalog.Snapshot }

func (d data) Current() (*catalog.Snapshot, error) {
	if d.current == nil {
		return nil, &mediation.Error{Kind: mediation.Unavailable, Sentence: "Les données arrivent."}
	}
	return d.current, nil
}

func (data) Age() time.Duration { return 0 }

func (data) Version(string) *catalog.Snapshot { return nil }

// mapPage stands for the page of the map: it tells what it is asked to show.
type mapPage struct{}

func (mapPage) Framed(c echo.Context, f pages.Framed) error {
	from := ""
	if f.From != "" {
		from = ", from " + f.From
	}
	return c.HTML(http.StatusOK, fmt.Sprintf("map of %v %v %q, fixed %s, %q, nothing \"%s\"%s", f.Communes, f.EPCIs, f.Title, f.Fixed.Encode(), f.Colour, f.Nothing, from))
}

var dist = fstest.MapFS{
	"texts.json":    {Data: []byte(`[]`)},
	"manifest.json": {Data: []byte(`{"embed.css":"embed-1.css","pages.css":"pages-1.css","frame-height.js":"frame-height-1.js","integrate.js":"integrate-1.js"}`)},
	"embed.js":      {Data: []byte("fit")},
}

func newHandler(t *testing.T, s *catalog.Snapshot, ancestors ...string) http.Handler {
	t.Helper()
	f, err := iframe.New(data{s}, iframe.Options{
		Now: func() time.Time { return time.Date(2026, 12, 1, 10, 0, 0, 0, hours.Paris) }, Shell: pages.Shell{Departement: pages.Departement{Area: "50", Name: "Manche", In: "dans la Manche"}},
		Dist: dist, Client: frontend.Templates, Map: mapPage{}, Ancestors: ancestors, Build: "b",
	})
	if err != nil {
		t.Fatal(err)
	}
	e := web.New(web.Options{})
	f.Register(e)
	e.GET("/", func(c echo.Context) error { return c.HTML(http.StatusOK, "home") })
	return e
}

// town is a commune, a degree of longitude from the next.
func town(insee, name, epci string, lon float64) mediation.Commune {
	return mediation.Commune{INSEE: insee, Name: name, EPCI: epci, Centre: orb.Point{lon, 49}}
}

func snapshot(t *testing.T) *catalog.Snapshot {
	t.Helper()
	d := catalog.Data{
		Needs: mediation.Needs{{ID: "caf", Family: "demarches", Label: "Faire une démarche CAF"}},
		Territory: mediation.Territory{Area: "50", EPCIs: []mediation.EPCI{{SIREN: "200067205", Name: "CA du Cotentin"}}, Communes: []mediation.Commune{
			town("50394", "Périers", "200067205", -1.4), town("50328", "Millières", "200067205", -1.45), town("50591", "Le Teilleul", "", -0.9),
		}},
		Tours:  []mediation.Tour{{ID: "bus", Name: "Le bus"}},
		Stops:  []mediation.Stop{{ID: "stop", Tour: "bus", Code: "a", Offer: "s/van", Dates: mediation.DatesKnown}},
		Visits: []mediation.Visit{},
	}
	for i, postcode := range []string{"50190", "50190", "50640"} {
		d.Territory.Communes[i].Postcodes = []string{postcode}
	}
	place := func(id, name, insee string, kind mediation.Kind, lon float64, services ...mediation.Claim) {
		d.Places = append(d.Places, mediation.Place{ID: id, Name: name, Point: orb.Point{lon, 49}, Address: mediation.Address{City: "Périers", INSEE: insee},
			Offers: []mediation.Offer{{Source: "s", SourceID: id, Kind: kind, Name: name, Claims: services, Contact: mediation.Contact{Phone: "+33261910001"}}}})
	}
	place("epn", `Lieu "<b>" d’ici`, "50394", mediation.EPN, -1.4, mediation.Claim{ID: "caf", Certainty: mediation.Possible})
	place("van", "Mairie", "50394", mediation.Van, -1.41, mediation.Claim{ID: "caf", Certainty: mediation.Possible})
	for i, status := range []mediation.VisitStatus{mediation.Cancelled, mediation.Planned} {
		start := time.Date(2026, 12, 8+7*i, 14, 0, 0, 0, hours.Paris)
		d.Visits = append(d.Visits, mediation.Visit{ID: fmt.Sprint("v", i), Stop: "stop", Status: status, Start: start, End: start.Add(2 * time.Hour)})
	}
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(t *testing.T, h http.Handler, target string) (*httptest.ResponseRecorder, string) {
	t.Helper()
	r := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodGet, target, nil)
	request.Header.Set("Accept", "text/html")
	h.ServeHTTP(r, request)
	return r, strings.ReplaceAll(html.UnescapeString(r.Body.String()), "\u00a0", " ")
}

func TestAFrameSaysWhoHelpsAndWhenTheBusComes(t *testing.T) {
	h := newHandler(t, snapshot(t))
	for target, want := range map[string][]string{
		"/embed?commune=50394":          {"Aide numérique à Périers", "mardi 8 décembre, de 14 h à 16 h", "Annulé", "mardi 15 décembre", "2 lieux", "02 61 91 00 01", `data-place="epn"`, `/?commune=50394&lat=49&lon=-1.4&q=P%C3%A9riers"`},
		"/embed?commune=50328":          {"Aide numérique à Millières", "Aucun lieu à Millières.", "Le plus proche ailleurs", `data-place="van"`, "à 2,9 km", "Les passages les plus proches", "mardi 15 décembre"},
		"/embed?epci=200067205":         {"Aide numérique : Communauté d’agglomération du Cotentin", "2 lieux", "/?zone=-1.45,49,-1.4,49"},
		"/embed?commune=50394,50328":    {"Aide numérique : Périers, Millières"},
		"/embed":                        {"Aide numérique dans la Manche", "2 lieux", "/?etape=reponse"},
		"/embed?lang=en":                {"Digital help", `lang="en"`, "Département of Manche|Manche"},
		"/embed?kind=epn":               {"1 lieu", `data-place="epn"`},
		"/embed?service=caf&view=list":  {"2 lieux", "À vérifier par téléphone"},
		"/embed?color=8A0B3C":           {"/embed/couleur/8a0b3c.css"},
		"/embed?height=500":             {`data-most="500"`},
		"/embed?commune=50591&kind=epn": {"Aide numérique au Teilleul", "Aucun lieu ne répond à ce choix.", "Le plus proche ailleurs"},
	} {
		r, text := get(t, h, target)
		if r.Code != http.StatusOK {
			t.Errorf("%s: status %d", target, r.Code)
		}
		for _, w := range want {
			if !slices.ContainsFunc(strings.Split(w, "|"), func(one string) bool { return strings.Contains(text, one) }) {
				t.Errorf("%s lacks %q", target, w)
			}
		}
	}
	if _, text := get(t, h, "/embed?kind=epn"); strings.Contains(text, "passages du bus") {
		t.Error("the bus was left out, and is spoken of")
	}
}

func TestTheAgendaComesFirstUnlessTheListIsWanted(t *testing.T) {
	h := newHandler(t, snapshot(t))
	for target, visitsFirst := range map[string]bool{"/embed": true, "/embed?view=agenda": true, "/embed?view=list": false} {
		_, text := get(t, h, target)
		if visits, places := strings.Index(text, `id="visits"`), strings.Index(text, `id="places"`); visits < 0 || places < 0 || visits < places != visitsFirst {
			t.Errorf("%s: visits at %d, places at %d", target, visits, places)
		}
	}
}

func TestAFaultOfTheAddressShowsInTheFrame(t *testing.T) {
	h := newHandler(t, snapshot(t))
	for target, name := range map[string]string{
		"/embed?commune=99999": "commune", "/embed?commune=": "commune", "/embed?commune=50394&epci=200067205": "epci", "/embed?epci=1": "epci",
		"/embed?kind=piscine": "kind", "/embed?service=x": "service", "/embed?view=photo": "view", "/embed?lang=de": "lang",
		"/embed?color=fff": "color", "/embed?color=ffee00": "color", "/embed?color=%23000000": "color", "/embed?color=red": "color",
		"/embed?height=10": "height", "/embed?height=x": "height", "/embed?page=0": "page", "/embed?source=x": "source", "/embed?utm=x": "utm",
		"/embed?view=list&view=map": "view", "/embed?q=Valognes": "q", "/embed?commune=" + strings.Repeat("50394,", 70): "",
	} {
		r, text := get(t, h, target)
		if name == "" { // the same commune again and again is one commune
			if r.Code != http.StatusOK {
				t.Errorf("%s: status %d", target, r.Code)
			}
			continue
		}
		if r.Code != http.StatusBadRequest || !strings.Contains(text, "paramètre <strong>"+name+"</strong>") || !strings.Contains(text, "</html>") {
			t.Errorf("%s: status %d, %s", target, r.Code, text)
		}
		if r.Header().Get("Cache-Control") != "no-store" || !strings.Contains(r.Header().Get("Content-Security-Policy"), "frame-ancestors *") {
			t.Errorf("%s: headers %v", target, r.Header())
		}
	}
	if r, text := get(t, newHandler(t, nil), "/embed"); r.Code != http.StatusServiceUnavailable || !strings.Contains(text, "Les données arrivent.") {
		t.Errorf("without data: %d %s", r.Code, text)
	}
}

func TestTheMapKeepsToTheTerritory(t *testing.T) {
	h := newHandler(t, snapshot(t))
	for target, want := range map[string]string{
		"/embed?view=map&commune=50394&kind=epn&q=x&service=caf": `map of [50394] [] "Aide numérique à Périers", fixed commune=50394&view=map, "", nothing ""`,
		"/embed?view=map&commune=50328&kind=van":                 `map of [50328] [] "Aide numérique à Millières", fixed commune=50328&view=map, "", nothing "Aucun lieu à Millières. Le plus proche est à Périers, à 2,9 km."`,
		"/embed?view=map&epci=200067205&color=8a0b3c&lang=falc":  `map of [] [200067205] "Aide numérique : Communauté d’agglomération du Cotentin", fixed color=8a0b3c&epci=200067205&lang=falc&view=map, "/embed/couleur/8a0b3c.css", nothing ""`,
		"/embed?view=map&from=50394&q=x":                         `map of [] [] "Aide numérique dans la Manche", fixed from=50394&view=map, "", nothing "", from Périers`,
		"/embed?view=map&from=200067205":                         `map of [] [] "Aide numérique dans la Manche", fixed from=200067205&view=map, "", nothing "", from Communauté d’agglomération du Cotentin`,
	} {
		if _, text := get(t, h, target); text != want {
			t.Errorf("%s\ngot  %s\nwant %s", target, text, want)
		}
	}
}

func TestWhoMayShowWhat(t *testing.T) {
	policy := func(h http.Handler, target string) string {
		r, _ := get(t, h, target)
		if r.Header().Get("X-Frame-Options") != "" || len(r.Result().Cookies()) > 0 {
			t.Errorf("%s: %v", target, r.Header())
		}
		return r.Header().Get("Content-Security-Policy")
	}
	anyone, some := newHandler(t, snapshot(t)), newHandler(t, snapshot(t), "https://www.saint-lo.fr", "https://*.manche.fr")
	for _, c := range []struct {
		h            http.Handler
		target, want string
	}{
		{anyone, "/embed", "frame-ancestors *;"}, {anyone, "/embed?view=map", "frame-ancestors *;"}, {anyone, "/embed?x=1", "frame-ancestors *;"},
		{some, "/embed", "frame-ancestors 'self' https://www.saint-lo.fr https://*.manche.fr;"},
		{anyone, "/", "frame-ancestors 'none';"}, {anyone, "/integrer", "frame-ancestors 'none';"}, {anyone, "/integrer", "; frame-src 'self'"},
		{anyone, "/embed/couleur/0b4f8a.css", "frame-ancestors 'none';"}, {some, "/", "frame-ancestors 'none';"},
	} {
		if got := policy(c.h, c.target); !strings.Contains(got, c.want) || strings.Count(got, "frame-ancestors") != 1 {
			t.Errorf("%s: %s", c.target, got)
		}
	}
	if got := policy(anyone, "/embed"); strings.Contains(got, "unsafe") || strings.Contains(got, "frame-src") {
		t.Error(got)
	}
}

func TestColours(t *testing.T) {
	h := newHandler(t, snapshot(t))
	for target, want := range map[string]int{
		"/embed/couleur/0b4f8a.css": 200, "/embed/couleur/767676.css": 200, "/embed/couleur/777777.css": 404, "/embed/couleur/ffffff.css": 404,
		"/embed/couleur/0b4f8a": 404, "/embed/couleur/0b4f8.css": 404, "/embed/couleur/%7D%20*%7B.css": 404, "/embed/couleur/0B4F8A.css": 404,
	} {
		if r, text := get(t, h, target); r.Code != want || want == 200 && !strings.Contains(text, "--action: #") {
			t.Errorf("%s: %d %s", target, r.Code, text)
		}
	}
}

func TestTheScriptKeepsItsAddress(t *testing.T) {
	r, text := get(t, newHandler(t, snapshot(t)), "/embed.js")
	if r.Code != http.StatusOK || text != "fit" || !strings.HasPrefix(r.Header().Get("Content-Type"), "text/javascript") ||
		r.Header().Get("Cache-Control") != "public, max-age=3600" || r.Header().Get("ETag") == "" {
		t.Errorf("%d %v", r.Code, r.Header())
	}
}

var code = regexp.MustCompile(`(?s)<code>(.*?)</code>`)

// snippets are what one copies: the text of the page, read as HTML once.
func snippets(t *testing.T, h http.Handler, query url.Values) []string {
	t.Helper()
	r, _ := get(t, h, "/integrer?"+query.Encode())
	var list []string
	for _, m := range code.FindAllStringSubmatch(r.Body.String(), -1) {
		list = append(list, html.UnescapeString(m[1]))
	}
	return list
}

func TestWhatSitesPaste(t *testing.T) {
	h := newHandler(t, snapshot(t))
	list := snippets(t, h, url.Values{"commune": {"perIERS , 50328"}, "epci": {""}, "kind": {"epn", "van"}, "color": {"#8A0B3C"}, "height": {"450"}, "lang": {""}, "view": {"list"}})
	if len(list) != 4 {
		t.Fatalf("%q", list)
	}
	src := `http://example.com/embed?color=8a0b3c&amp;commune=50394,50328&amp;kind=epn,van&amp;view=list`
	for i, wants := range [][]string{
		{`<iframe src="` + src + `" title="Aide numérique : Périers, Millières" loading="lazy" allow="geolocation" width="100%" height="450"`},
		{`<iframe data-escale src="` + src + `"`, `<script src="http://example.com/embed.js" async></script>`},
		{`<escale-carte color="8a0b3c" commune="50394,50328" kind="epn,van" view="list" height="450" title="Aide numérique : Périers, Millières"><a href=`, `embed.js`},
		{`<a href="http://example.com/?kind=epn,van&amp;zone=-1.45,49,-1.4,49">Aide numérique : Périers, Millières : lieux, horaires et passages du bus</a>`},
	} {
		for _, want := range wants {
			if !strings.Contains(list[i], want) {
				t.Errorf("snippet %d\ngot  %s\nwant %s", i, list[i], want)
			}
		}
	}
}

func TestTheWriterSaysWhatItCannotRead(t *testing.T) {
	h := newHandler(t, snapshot(t))
	for query, want := range map[string]string{
		"commune=Atlantis": "« Atlantis » n’est pas une commune", "color=%23ffee00": "trop claire", "commune=Millieres&epci=200067205": "pas les deux", "height=1": "entre 200 et 12000",
		"commune=%22%3E%3Cscript%3E": "n’est pas une commune",
	} {
		r, text := get(t, h, "/integrer?"+query)
		if r.Code != http.StatusOK || !strings.Contains(text, want) || strings.Contains(text, "<code>") || strings.Contains(r.Body.String(), "<script>") {
			t.Errorf("%s: %d %s", query, r.Code, text)
		}
	}
	if _, text := get(t, h, "/integrer"); !strings.Contains(text, `src="/embed"`) || !strings.Contains(text, `value="#0b4f8a"`) {
		t.Error("without any choice it shows the whole map")
	}
}

// A need that a bus may only help with is said so beside each date.
func TestADateSaysThatANeedIsToBeChecked(t *testing.T) {
	h := newHandler(t, snapshot(t))
	for target, want := range map[string]bool{"/embed?service=caf&kind=van": true, "/embed?kind=van": false} {
		_, text := get(t, h, target)
		visits, _, _ := strings.Cut(text, `id="places"`)
		if got := strings.Contains(visits, "À vérifier par téléphone"); got != want {
			t.Errorf("%s: %v", target, got)
		}
	}
}

func TestAPageBeyondTheLastLeadsBackToTheFirst(t *testing.T) {
	h := newHandler(t, snapshot(t))
	r, text := get(t, h, "/embed?commune=50394&page=99")
	if r.Code != http.StatusOK || !strings.Contains(text, "Cette page de la liste n’existe pas.") || !strings.Contains(text, `href="/embed?commune=50394">Revenir à la première page`) {
		t.Errorf("%d %s", r.Code, text)
	}
	if _, text := get(t, h, "/embed?commune=50394"); strings.Contains(text, "n’existe pas") {
		t.Error("the first page exists")
	}
}

func TestWhatTrackersAddIsIgnored(t *testing.T) {
	h := newHandler(t, snapshot(t))
	_, want := get(t, h, "/embed?commune=50394&view=map")
	r, got := get(t, h, "/embed?commune=50394&view=map&fbclid=a&gclid=b&utm_source=c&utm_source=d&mc_cid=e&mc_eid=f")
	if r.Code != http.StatusOK || got != want {
		t.Errorf("%d %s", r.Code, got)
	}
}
