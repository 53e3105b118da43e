package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/bench/synth"
	"escale/internal/catalog"
	"escale/internal/config"
	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// invented is what the server answers from in a test: as many places as the
// Manche has, without a database.
type invented struct{ data catalog.Data }

func (i invented) Load(context.Context) (catalog.Data, error) { return i.data, nil }

func (i invented) Revision(context.Context) (int64, error) { return i.data.Revision, nil }

func (i invented) Listen(ctx context.Context, _ func()) error { <-ctx.Done(); return ctx.Err() }

func inventedData(t *testing.T) catalog.Data {
	t.Helper()
	file, err := formats.Read("standard", bytes.NewReader(synth.Standard(synth.Small)), "mednum")
	if err != nil {
		t.Fatal(err)
	}
	needs, err := readNeeds()
	if err != nil {
		t.Fatal(err)
	}
	d := catalog.Data{Revision: 1, Territory: synth.Territory(), Needs: needs}
	for _, r := range file.Records {
		if r.Fatal() || r.Offer.Point == nil {
			continue
		}
		o := r.Offer
		o.Claims = needs.Claims(o.Statements, o.Programmes)
		d.Places = append(d.Places, mediation.PlaceOf(mediation.NewPlaceID(o.Source, o.SourceID), []mediation.Offer{o}))
	}
	return d
}

// inventedServer is the whole server, on invented data.
func inventedServer(t *testing.T) (*echo.Echo, *catalog.Snapshot) {
	t.Helper()
	settings, err := config.Read([]string{"ESCALE_NOW=2026-12-01T10:00:00+01:00", "ESCALE_BASE_URL=https://escale.example"})
	if err != nil {
		t.Fatal(err)
	}
	s := &serving{program: &program{config: settings, now: settings.Clock()}}
	s.keeper = catalog.NewKeeper(invented{inventedData(t)}, catalog.KeeperOptions{Now: time.Now})
	if err := s.keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	e, err := s.routes()
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := s.keeper.Current()
	if err != nil {
		t.Fatal(err)
	}
	return e, snapshot
}

// parts are what fills the parameters of a route's path.
func parts(s *catalog.Snapshot) map[string]string {
	place, commune := s.Places[0].ID, s.Territory.Communes[0].INSEE
	return map[string]string{
		"/lieux/:id": place, "/lieux/:id/signaler": place, "/api/v1/places/:id": place, "/ogc/collections/lieux/items/:id": place,
		"/communes/:id": commune, "/api/v1/communes/:insee": commune, "/intercommunalites/:id": s.Territory.EPCIs[0].SIREN,
		"/calendar/:scope/:id": "commune/" + commune + ".ics",
	}
}

// address fills the path of a route.
func address(route string, s *catalog.Snapshot) string {
	at, known := parts(s)[route]
	start, _, more := strings.Cut(route, ":")
	if !more {
		return route
	}
	if !known {
		at = s.Places[0].ID
	}
	rest := ""
	if i := strings.LastIndex(route, ":"); strings.Contains(route[i:], "/") {
		rest = route[i+strings.Index(route[i:], "/"):]
	}
	return start + at + rest
}

// worst are queries that take long to answer, each another at each call.
func worst(s *catalog.Snapshot) map[string]func(i int) string {
	var codes, sirens []string
	for _, c := range s.Territory.Communes {
		codes = append(codes, c.INSEE)
	}
	for _, e := range s.Territory.EPCIs {
		sirens = append(sirens, e.SIREN)
	}
	but := func(list []string, i int) string { return strings.Join(slices.Delete(slices.Clone(list), i, i+1), ",") }
	return map[string]func(i int) string{
		"":                 func(int) string { return "" },
		"all kinds":        func(int) string { return "kind=epn,france-services,conseiller-numerique" },
		"nearly all codes": func(i int) string { return "commune=" + but(codes, i) },
		"all codes":        func(int) string { return "commune=" + strings.Join(codes, ",") },
		"nearly all EPCI":  func(i int) string { return "epci=" + but(sirens, i) },
		"many words":       func(i int) string { return "q=" + url.QueryEscape(strings.Repeat("saint e ", 24)+fmt.Sprint(i)) },
		"one letter":       func(i int) string { return "q=" + string(rune('a'+i)) },
		"a wide circle":    func(i int) string { return fmt.Sprintf("lat=49.%d&lon=-1.2&radius=100", i) },
		"a wide box":       func(i int) string { return fmt.Sprintf("bbox=-5.%d,40,9,52", i) },
		"a long window":    func(i int) string { return fmt.Sprintf("from=2026-12-0%d&to=2027-02-01", i+1) },
		"open then":        func(i int) string { return fmt.Sprintf("open=2026-12-0%dT10:0%d", i+1, i) },
		"a need":           func(int) string { return "service=" + string(s.Needs[0].ID) },
		"all, from afar": func(i int) string {
			return fmt.Sprintf("lat=45.%d&lon=3&bbox=-5,40,9,52&from=2026-12-01&to=2027-01-30", i)
		},
		"large pages": func(i int) string { return fmt.Sprintf("limit=%d", 1000-i) },
	}
}

// mostTimesAnew is what any answer may cost, in times of writing all places as JSON
// anew: a measure that does not shrink as the kept answers do. The heaviest
// answer cost more than five of them; what is left is mostly the compression of a
// workbook.
const mostTimesAnew = 2

// bySecret are the pages of who has a link of a mail or of a slip.
var bySecret = []string{"/inscription", "/demander-le-bus/suivi", "/demander-le-bus/changer"}

// publicPaths are those of the routes that the public reads without the database, which
// is away here.
func publicPaths(handler *echo.Echo) (list []string) {
	for _, route := range handler.Routes() {
		if route.Method == http.MethodGet && !strings.HasSuffix(route.Path, "*") && !strings.HasPrefix(route.Path, "/gestion") && !slices.Contains(bySecret, route.Path) {
			list = append(list, route.Path)
		}
	}
	return list
}

// No address puts out the moment that everybody reads: for the next one, all texts would
// be made anew.
func TestNoAddressMovesTheMoment(t *testing.T) {
	handler, snapshot := inventedServer(t)
	ask := func(path string) {
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
	}
	soon := time.Date(2026, time.December, 1, 10, 1, 0, 0, hours.Paris) // a minute after the clock's start
	ask("/")
	m := snapshot.At(soon)
	for _, path := range publicPaths(handler) {
		ask(address(path, snapshot))
		if snapshot.At(soon) != m {
			t.Errorf("%s puts out the moment", path)
			ask("/")
			m = snapshot.At(soon)
		}
	}
}

// Whatever is asked for, it costs no more than a few times what everybody asks
// for: no visitor slows the others.
func TestNoAddressCostsMuchMoreThanAllPlaces(t *testing.T) {
	handler, snapshot := inventedServer(t)
	whole := cost(t, handler, "/api/v1/places", func(int) string { return "" })
	anew := writingAnew(t, handler)
	var table []string
	for _, path := range publicPaths(handler) {
		most, how := time.Duration(0), ""
		for name, query := range worst(snapshot) {
			if each := cost(t, handler, address(path, snapshot), query); each > most {
				most, how = each, name
			}
		}
		ratio := float64(most) / float64(whole)
		table = append(table, fmt.Sprintf("%7.2f  %10s  %s (%s)", ratio, most.Round(time.Microsecond), path, how))
		if times := float64(most) / float64(anew); times > mostTimesAnew {
			t.Errorf("%s (%s) costs %.1f times writing all places anew", path, how, times)
		}
	}
	slices.Sort(table)
	slices.Reverse(table)
	t.Logf("CPU ÷ « all places, raw » (%s; written anew: %s)\n%s", whole, anew, strings.Join(table, "\n"))
}

// writingAnew is the CPU of writing all places as JSON, the least of a few.
func writingAnew(t *testing.T, handler http.Handler) time.Duration {
	t.Helper()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/api/v1/places", nil))
	var all any
	if err := json.Unmarshal(recorder.Body.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	var costs []time.Duration
	for range 5 {
		before := cpu(t)
		if _, err := json.Marshal(all); err != nil {
			t.Fatal(err)
		}
		costs = append(costs, cpu(t)-before)
	}
	return slices.Min(costs)
}

// cost is the CPU that an answer takes, the least of a few that were never
// asked for before: what else runs only adds to it.
func cost(t *testing.T, handler http.Handler, path string, query func(int) string) time.Duration {
	t.Helper()
	var costs []time.Duration
	for i := range 3 {
		request := httptest.NewRequest(http.MethodGet, path+"?"+query(i), nil)
		recorder := httptest.NewRecorder()
		before := cpu(t)
		handler.ServeHTTP(recorder, request)
		costs = append(costs, cpu(t)-before)
		if recorder.Code >= http.StatusInternalServerError {
			t.Errorf("%s: status %d", request.URL, recorder.Code)
		}
	}
	return max(slices.Min(costs), time.Microsecond)
}

func cpu(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
