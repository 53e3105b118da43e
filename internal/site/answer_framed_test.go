package site_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"escale/frontend"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/pages"
	"escale/internal/site"
)

// framedPage renders the map of Saint-Lô alone, for that query.
func framedPage(t *testing.T, f pages.Framed, query string) string {
	t.Helper()
	s, err := site.New(data{current: snapshot(t)}, site.Options{
		Now: func() time.Time { return time.Date(2026, 12, 1, 11, 30, 0, 0, hours.Paris) }, Dist: dist, Client: frontend.Templates, Build: "b",
		Shell: pages.Shell{Departement: pages.Departement{Area: "50", Name: "Manche", In: "dans la Manche"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	e.GET(pages.FramePath, func(c echo.Context) error { return s.Framed(c, f) })
	r := httptest.NewRecorder()
	e.ServeHTTP(r, httptest.NewRequest(http.MethodGet, pages.FramePath+"?"+query, nil))
	if r.Code != http.StatusOK {
		t.Fatalf("%s: status %d", query, r.Code)
	}
	return textOf(r)
}

func framedSaintLo() pages.Framed {
	return pages.Framed{
		Language: language.French, Fixed: url.Values{"commune": {"50502"}, "view": {"map"}, "color": {"8a0b3c"}}, Communes: []string{"50502"},
		Name: "Saint-Lô", Title: "Aide numérique à Saint-Lô", Colour: "/embed/couleur/8a0b3c.css",
	}
}

var outsideText = regexp.MustCompile(`id="outside"[^>]*><p[^>]*>([^<]*)<`)

// outside is what a frame says of what it does not show, "" for nothing.
func outside(page string) string {
	if found := outsideText.FindStringSubmatch(page); found != nil {
		return found[1]
	}
	return ""
}

func TestASearchOutsideTheTerritorySaysSo(t *testing.T) {
	for query, want := range map[string]string{
		"": "", "q=saint-lo": "", "service=caf": "", "q=xyzxyz": "",
		"q=cherbourg":          "Cherbourg-en-Cotentin est hors de cette carte, qui montre : Saint-Lô. Le plus proche de cette carte est à Saint-Lô, 57 km.",
		"lat=49.63&lon=-1.09":  "Vous êtes hors de cette carte, qui montre : Saint-Lô. Le plus proche de cette carte est à Saint-Lô, 57 km.",
		"q=cherbourg&kind=van": "Cherbourg-en-Cotentin est hors de cette carte, qui montre : Saint-Lô.",
	} {
		text := framedPage(t, framedSaintLo(), query)
		if got := outside(text); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
		if strings.Contains(text, "Médiathèque") {
			t.Errorf("%s shows a place of another commune", query)
		}
	}
	whole := framedSaintLo()
	whole.Communes, whole.Name, whole.Fixed = nil, "", url.Values{"view": {"map"}}
	if text := framedPage(t, whole, "q=cherbourg"); outside(text) != "" || !strings.Contains(text, "Médiathèque") {
		t.Error("the whole map has no outside")
	}
	empty := framedSaintLo()
	empty.Nothing = "Aucun lieu ici."
	if text := framedPage(t, empty, ""); outside(text) != "Aucun lieu ici." {
		t.Error("an empty territory does not say so")
	}
}

// Gorges has no place: a search of elsewhere is still measured from it.
func TestASearchOutsideAnEmptyTerritorySaysSoToo(t *testing.T) {
	empty := framedSaintLo()
	empty.Communes, empty.Fixed, empty.Name = []string{"50239"}, url.Values{"commune": {"50239"}, "view": {"map"}}, "Gorges"
	empty.Nothing = "Aucun lieu à Gorges."
	text := framedPage(t, empty, "q=cherbourg")
	if got, want := outside(text), "Cherbourg-en-Cotentin est hors de cette carte, qui montre : Gorges."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, query := range []string{"q=cherbourg", "", "service=caf"} {
		if text := framedPage(t, empty, query); strings.Contains(text, "Tout effacer :") || !strings.Contains(text, "from=50239") {
			t.Errorf("%q ends there", query)
		}
	}
}

func TestTheWholeMapLeadsBackToTheTerritory(t *testing.T) {
	wide := framedSaintLo()
	wide = *wide.Widened()
	if strings.Contains(framedPage(t, wide, "q=cherbourg"), "Revenir") {
		t.Error("a territory without a name")
	}
	wide.From = "Saint-Lô"
	want := `<a class="button" href="/embed?color=8a0b3c&commune=50502&view=map" data-whole>Revenir à la carte de : Saint-Lô</a>`
	text := framedPage(t, wide, "q=cherbourg")
	if !strings.Contains(text, want) || !strings.Contains(text, `name="from" value="50502"`) || !strings.Contains(text, "Médiathèque") {
		t.Errorf("%s", text)
	}
}

// outsideLink is the one link that is meant to leave the territory.
var outsideLink = regexp.MustCompile(`(?s)<div id="outside".*?</div>`)

var addresses = regexp.MustCompile(`(?:href|action)="(/[^"#]*)"([^>]*)`)

// Only /embed may show in a frame: any other page would leave it empty.
func TestNoLinkLeavesTheFrameWithoutATab(t *testing.T) {
	for _, query := range []string{"", "q=cherbourg&service=caf", "kind=van&quand=semaine", "etape=besoin", "etape=quand&q=saint-lo", "lang=ar"} {
		f := framedSaintLo()
		text := outsideLink.ReplaceAllString(framedPage(t, f, f.Fixed.Encode()+"&"+query), "")
		for _, m := range addresses.FindAllStringSubmatch(text, -1) {
			address, attributes := m[1], m[2]
			u, err := url.Parse(address)
			if err != nil || strings.HasPrefix(address, "/static/") || strings.HasPrefix(address, "/embed/couleur/") {
				continue
			}
			switch {
			case u.Path != pages.FramePath:
				if !strings.Contains(attributes, `target="_blank" rel="noopener"`) {
					t.Errorf("%s: %s %s", query, address, attributes)
				}
			case u.RawQuery != "" && u.Query().Get("view") != "map", u.RawQuery != "" && u.Query().Get("color") != "8a0b3c":
				t.Errorf("%s: %s forgets what the frame is", query, address)
			case u.RawQuery != "" && u.Query().Get("commune") != "50502":
				t.Errorf("%s: %s leaves the territory", query, address)
			}
		}
		if !strings.Contains(text, `name="commune" value="50502"`) || !strings.Contains(text, "(nouvel onglet)") && !strings.Contains(query, "lang") {
			t.Errorf("%s: the form forgets the territory, or links do not say that they open a tab", query)
		}
	}
}

func TestAnEmptyAnswerOfAFrameStaysInItsTerritory(t *testing.T) {
	text := framedPage(t, framedSaintLo(), "kind=van&fee=gratuit&q=cherbourg")
	if !strings.Contains(text, "Tout effacer : 1 lieu") || strings.Contains(text, "Médiathèque") {
		t.Errorf("%s", text[strings.Index(text, `id="message"`):])
	}
}
