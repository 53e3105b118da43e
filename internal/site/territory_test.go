package site_test

import (
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// territories is the snapshot of the other tests, with a commune where nobody
// helps, one that merged, and an intercommunalité.
func territories(t *testing.T) *catalog.Snapshot {
	t.Helper()
	content := snapshot(t).Data
	content.Territory.EPCIs = []mediation.EPCI{{SIREN: "200066389", Name: "CA Saint-Lô Agglo"}}
	content.Territory.Communes[0].EPCI = "200066389"
	content.Territory.Communes[1].Former = []string{"50383"}
	content.Territory.Communes = append(content.Territory.Communes,
		mediation.Commune{INSEE: "50009", Name: "Le Mesnil-Angot", Postcodes: []string{"50620"}, EPCI: "200066389", Centre: orb.Point{-1.09, 49.2}})
	s, err := catalog.New(content)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestThePageOfACommune(t *testing.T) {
	h := newHandler(t, data{current: territories(t)})
	for target, want := range map[string][]string{
		"/communes/50502-saint-lo": {
			"Aide numérique à Saint-Lô", "1 lieu d’aide numérique à Saint-Lô.", "On vous aide à Saint-Lô", "Maison <script>", "tel:+33261910001",
			"Les sept prochains jours", "Mardi 1er décembre", "9 h – 12 h", "/calendar/commune/50502.ics", "Communauté d’agglomération Saint-Lô Agglo",
			`rel="canonical" href="http://example.com/communes/50502-saint-lo"`,
		},
		"/communes/50009-le-mesnil-angot": {
			"Nous ne connaissons aucun lieu d’aide numérique au Mesnil-Angot. Le plus proche est à Saint-Lô, à 8,9 km.",
			"<h2>Le plus proche</h2>", "Espace public numérique", "à 8,9 km", "Maison <script>", "02 61 91 00 01",
		},
		"/intercommunalites/200066389-ca-saint-lo-agglo": {
			"Aide numérique dans la communauté d’agglomération Saint-Lô Agglo", "1 lieu", "/communes/50009-le-mesnil-angot", "/communes/50502-saint-lo",
		},
		"/communes": {"/communes/50129-cherbourg-en-cotentin", "/intercommunalites/200066389-ca-saint-lo-agglo", `href="#lettre-C"`, `id="lettre-L"`},
	} {
		page := get(t, h, target)
		text := textOf(page)
		if page.Code != http.StatusOK {
			t.Errorf("%s: %d", target, page.Code)
		}
		for _, words := range want {
			if !strings.Contains(text, words) {
				t.Errorf("%s: no %q in\n%s", target, words, text)
			}
		}
		if strings.Contains(page.Body.String(), "<script>alert") {
			t.Errorf("%s: what a source wrote is a script", target)
		}
	}
	if text := textOf(get(t, h, "/communes/50502-saint-lo")); strings.Contains(text, "Le plus proche") {
		t.Error("who is there is told again as the nearest")
	}
}

func TestCommunesThatAreCalledOtherwise(t *testing.T) {
	h := newHandler(t, data{current: territories(t)})
	for target, want := range map[string]string{
		"/communes/50502": "/communes/50502-saint-lo", "/communes/50502-x": "/communes/50502-saint-lo",
		"/communes/50383-la-glacerie": "/communes/50129-cherbourg-en-cotentin", "/intercommunalites/200066389": "/intercommunalites/200066389-ca-saint-lo-agglo",
	} {
		if page := get(t, h, target); page.Code != http.StatusFound || page.Header().Get("Location") != want {
			t.Errorf("%s: %d, %s", target, page.Code, page.Header().Get("Location"))
		}
	}
	for _, target := range []string{"/communes/99999-x", "/communes/x", "/intercommunalites/1-x"} {
		if page := get(t, h, target); page.Code != http.StatusNotFound {
			t.Errorf("%s: %d", target, page.Code)
		}
	}
}

func TestTheSitemapNamesThePagesThatLast(t *testing.T) {
	h := newHandler(t, data{current: territories(t)})
	page := get(t, h, "/sitemap.xml")
	var list struct {
		Pages []struct {
			Address string `xml:"loc"`
			Changed string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(page.Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	changed := map[string]string{}
	for _, p := range list.Pages {
		path, ours := strings.CutPrefix(p.Address, "http://example.com")
		if path == "/integrer" {
			continue // another audience answers it
		}
		if code := get(t, h, path).Code; !ours || code != http.StatusOK {
			t.Errorf("%s: %d", p.Address, code)
		}
		changed[path] = p.Changed
	}
	if _, there := changed["/communes/50009-le-mesnil-angot"]; !there || changed["/lieux/bbb-mediatheque"] != "2026-05-04" {
		t.Errorf("%v", changed)
	}
	if robots := get(t, h, "/robots.txt").Body.String(); !strings.Contains(robots, "Sitemap: http://example.com/sitemap.xml") {
		t.Error(robots)
	}
}
