package site_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"escale/internal/catalog"
	"escale/internal/language/languagetest"
	"escale/internal/mediation"
)

// spoken collects what a page says that is not marked as the French of a
// source: its texts, and the labels of its attributes.
func spoken(n *html.Node, texts []string) []string {
	if n.Type == html.ElementNode {
		if n.Data == "script" || n.Data == "style" || n.Data != "html" && attribute(n, "lang") == "fr" {
			return texts
		}
		for _, name := range []string{"aria-label", "title", "alt"} {
			texts = append(texts, attribute(n, name))
		}
	}
	if n.Type == html.TextNode {
		texts = append(texts, n.Data)
	}
	for child := range n.ChildNodes() {
		texts = spoken(child, texts)
	}
	return texts
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// polyglot is the map with a bus, with hours of every sort at its places.
func polyglot(t *testing.T) *catalog.Snapshot {
	t.Helper()
	content := touring(t).Data
	for i, text := range []string{`Mo-Fr 09:00-12:00,13:30-17:00; Sa[1,-1] 09:00-12:00; Aug off`, `Tu,We 14:00-18:00 "sur rendez-vous"; Th 09:00-12:00 open "sonner à la grille"`} {
		offer := mediation.Offer{Source: "exemple", SourceID: text, Kind: mediation.EPN, Hours: text, Name: "Cyberbase", Fee: []string{"gratuit"}, Access: []string{"se-presenter"}}
		content.Places[i].Offers = append(content.Places[i].Offers, offer)
	}
	content.Territory.EPCIs = []mediation.EPCI{{SIREN: "200066389", Name: "CC Avranches"}}
	content.Territory.Communes[0].EPCI = "200066389"
	s, err := catalog.New(content)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var webAddress = regexp.MustCompile(`https?://\S+`)

// TestNoFrenchIsLeft: what the pages of hours, days and the bus say in other
// languages is in these languages, but for the words of sources.
func TestNoFrenchIsLeft(t *testing.T) {
	h := newHandler(t, data{current: polyglot(t)})
	for _, path := range []string{
		"/lieux/p1-salle-polyvalente", "/lieux/p2-mairie", "/communes", "/communes?q=vains", "/communes?q=xyzxyz", "/communes/50108-ceaux", "/communes/50612-vains",
		"/intercommunalites/200066389-cc-avranches", "/passages", "/passages?par=commune", "/passages?q=50300", "/passages?q=xyzxyz", "/etapes/s1-salle-polyvalente", "/etapes/s2-mairie",
		"/passages/v0", "/passages/v1", "/passages/v2", "/passages/v3", "/passages/v4", "/passages/v5",
	} {
		for _, code := range languagetest.Foreign {
			address := path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "lang=" + code
			page := get(t, h, address)
			root, err := html.Parse(page.Body)
			if err != nil || page.Code != http.StatusOK {
				t.Fatalf("%s: %d, %v", address, page.Code, err)
			}
			for _, text := range spoken(root, nil) {
				if words := languagetest.French(webAddress.ReplaceAllString(text, "")); len(words) > 0 {
					t.Errorf("%s says %q, with the French words %q", address, strings.TrimSpace(text), words)
				}
			}
		}
	}
}

// TestLinksKeepTheLanguage: from these pages, every page of ours that speaks
// the language is reached in it.
func TestLinksKeepTheLanguage(t *testing.T) {
	h := newHandler(t, data{current: polyglot(t)})
	for _, path := range []string{"/communes", "/communes?q=50220", "/communes/50108-ceaux", "/passages", "/passages?q=50300", "/etapes/s1-salle-polyvalente", "/passages/v1", "/intercommunalites/200066389-cc-avranches"} {
		address := path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "lang=pt"
		main, _, _ := strings.Cut(get(t, h, address).Body.String(), "<footer")
		_, main, _ = strings.Cut(main, "<main")
		for _, link := range strings.Split(main, `href="/`)[1:] {
			link, _, _ = strings.Cut(link, `"`)
			if !strings.Contains(link, "lang=pt") && !strings.HasPrefix(link, "calendar/") {
				t.Errorf("%s leads to /%s", address, link)
			}
		}
		if strings.Contains(main, "<form") && !strings.Contains(main, `name="lang" value="pt"`) {
			t.Errorf("%s: its form loses the language", address)
		}
	}
}
