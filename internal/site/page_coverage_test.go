package site_test

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/frontend"
	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/export"
	"escale/internal/pages"
	"escale/internal/reach"
	"escale/internal/reach/reachtest"
	"escale/internal/site"
	"escale/internal/web"
)

// coverageServer serves the page and the file of a whole département.
func coverageServer(t *testing.T) http.Handler {
	t.Helper()
	now := func() time.Time { return reachtest.Today }
	border := func(_ *catalog.Snapshot, at orb.Point) (float64, error) { return 70_000 * math.Abs(at.Lon()+1.1), nil }
	r := reach.New(reach.Options{Travel: coverage.Travel{Factor: coverage.DefaultFactor}, ToBorder: border})
	of := data{current: reachtest.Map(t, "50")}
	s, err := site.New(of, site.Options{
		Now: now, Dist: dist, Client: frontend.Templates, Build: "b", Reach: r,
		Shell: pages.Shell{Departement: pages.Departement{Area: "50", Name: "Manche", In: "dans la Manche"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	e := web.New(web.Options{Page: s.ErrorPage})
	s.Register(e)
	export.New(of, export.Options{Now: now, Build: "b", Heavy: web.NewHeavy(), Reach: r}).Register(e)
	return e
}

func TestCoverageIsPublishedOrNot(t *testing.T) {
	h := coverageServer(t)
	if a := get(t, h, "/couverture?who=sans-diplome"); a.Code != http.StatusOK || !strings.Contains(textOf(a), "Nous n’avons pas tenu compte") {
		t.Errorf("a layer without figures: %d", a.Code)
	}
	for path, want := range map[string]string{"/communes/50129-cherbourg-en-cotentin": "Qui est loin de l’aide", "/plan-du-site": `href="/couverture"`} {
		if a := get(t, h, path); !strings.Contains(textOf(a), want) {
			t.Errorf("%s (%d) lacks %q", path, a.Code, want)
		}
	}
	closed := newHandler(t, data{current: snapshot(t)})
	for _, path := range []string{"/couverture"} {
		if a := get(t, closed, path); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d where it is not published", path, a.Code)
		}
	}
	if page := textOf(get(t, closed, "/plan-du-site")); strings.Contains(page, "/couverture") {
		t.Error("the plan of the site leads to a page that is not published")
	}
}
