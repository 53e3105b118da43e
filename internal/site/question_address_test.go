package site_test

import (
	"net/http"
	"strings"
	"testing"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// browser follows redirects as one that keeps them does: for ever when they are
// permanent, and for as long as they say.
type browser struct{ kept map[string]string }

// open follows an address and returns the status of where it ends, or 0 when
// it goes round.
func (b browser) open(t *testing.T, h http.Handler, address string) int {
	t.Helper()
	for range 5 {
		if to, kept := b.kept[address]; kept {
			address = to
			continue
		}
		page := get(t, h, address)
		if page.Code/100 != 3 {
			return page.Code
		}
		to := page.Header().Get("Location")
		permanent := page.Code == http.StatusMovedPermanently || page.Code == http.StatusPermanentRedirect
		if permanent || strings.Contains(page.Header().Get("Cache-Control"), "max-age") {
			b.kept[address] = to
		}
		address = to
	}
	return 0
}

// called is the same map with everything on it called by a name.
func called(t *testing.T, name string) http.Handler {
	t.Helper()
	content := touring(t).Data
	content.Places[0].Name, content.Territory.Communes[0].Name = name, name
	content.Territory.EPCIs = []mediation.EPCI{{SIREN: "200066389", Name: name}}
	s, err := catalog.New(content)
	if err != nil {
		t.Fatal(err)
	}
	return newHandler(t, data{current: s})
}

// TestANameThatChangesBackNeverGoesRound: a browser that saw both names of a
// page still opens it.
func TestANameThatChangesBackNeverGoesRound(t *testing.T) {
	for _, path := range []string{"/lieux/p1-", "/etapes/s1-", "/communes/50108-", "/intercommunalites/200066389-"} {
		b := browser{map[string]string{}}
		for _, name := range []string{"avant", "apres", "avant", "apres"} {
			for _, slug := range []string{"avant", "apres", "autre"} {
				if code := b.open(t, called(t, name), path+slug+"?lang=en"); code != http.StatusOK {
					t.Errorf("%s%s, called %s: %d", path, slug, name, code)
				}
			}
		}
		if page := get(t, called(t, "avant"), path+"apres?lang=en"); page.Header().Get("Location") != path+"avant?lang=en" {
			t.Errorf("%s: the language is lost on the way to %s", path, page.Header().Get("Location"))
		}
	}
}
