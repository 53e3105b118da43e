package iframe_test

import (
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"escale/frontend"
	"escale/internal/hours"
	"escale/internal/iframe"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/web"
)

func TestViewsOfFramesAreCountedByTerritory(t *testing.T) {
	var seen []string
	f, err := iframe.New(data{snapshot(t)}, iframe.Options{
		Now: func() time.Time { return time.Date(2026, 12, 1, 10, 0, 0, 0, hours.Paris) }, Shell: pages.Shell{Departement: pages.Departement{Area: "50", Name: "Manche", In: "dans la Manche"}},
		Dist: dist, Client: frontend.Templates, Map: mapPage{}, Build: "b",
		Seen: func(page mediation.ViewedPage, territory string) { seen = append(seen, string(page)+" "+territory) },
	})
	if err != nil {
		t.Fatal(err)
	}
	e := web.New(web.Options{})
	f.Register(e)
	for _, target := range []string{"/embed", "/embed?commune=50394,50328&view=map", "/embed?commune=50394&view=map&part=answer", "/embed?commune=x", "/integrer"} {
		for _, agent := range []string{"Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (compatible; Googlebot/2.1)"} {
			r := httptest.NewRequest("GET", target, nil)
			r.Header.Set("User-Agent", agent)
			e.ServeHTTP(httptest.NewRecorder(), r)
		}
	}
	if want := []string{"embed 50", "embed 50394", "embed 50328"}; !slices.Equal(seen, want) {
		t.Errorf("%v, want %v", seen, want)
	}
}
