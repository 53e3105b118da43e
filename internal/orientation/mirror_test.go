package orientation_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"escale/internal/catalog"
	"escale/internal/formats"
	"escale/internal/mediation"
	"escale/internal/orientation"
)

const mirror = "../../../shared/data"

func open(t testing.TB, path string) io.Reader {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil && os.Getenv("CI") != "" {
		t.Fatal(err)
	} else if err != nil {
		t.Skipf("%s is missing", path)
	}
	return bytes.NewReader(content)
}

// manche is what the open data say of the Manche, each record at a place of
// its own, with visits drawn for the stops of the bus.
func manche(t testing.TB) *catalog.Snapshot {
	t.Helper()
	all, err := formats.ReadNeeds(open(t, "../../data/services.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	d, r := catalog.Data{Needs: all}, rand.New(rand.NewPCG(50, 50))
	for path, format := range map[string]string{
		"france/france-services-20240801.csv": "france-services", "france/conseillers-numeriques-20221201.json": "conseillers-numeriques",
		"manche/aidant-bus-sud-manche.json": "conseillers-numeriques-bus", "manche/epn-2020.csv": "epn-normandie",
	} {
		file, err := formats.Read(format, open(t, filepath.Join(mirror, path)), mediation.Slug(path))
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range file.Records {
			o := record.Offer
			if record.Fatal() || o.Point == nil || !strings.HasPrefix(o.Address.Postcode, "50") {
				continue
			}
			o.Services = all.Claims(o.Statements, o.Programmes)
			d.Places = append(d.Places, mediation.PlaceOf(mediation.NewPlaceID(o.Source, o.SourceID), []mediation.Offer{o}))
		}
	}
	s := snapshot(t, d) // in order: the draw is the same each time
	for _, p := range s.Places {
		if p.Offers[0].Mobile() {
			drawStops(r, &d, p.Offers[0], instants[0])
		}
	}
	return snapshot(t, d)
}

// The scenario of a person in Saint-Hilaire-du-Harcouët, without a car, free
// on Tuesday and Thursday afternoons, and other questions asked at real places.
func TestRealPlacesRankAsTheSlowWayRanksThem(t *testing.T) {
	s := manche(t)
	o := oracle{s.Data, map[string][]bool{}}
	request := orientation.Request{
		Needs: []mediation.ServiceID{"caf", "cv", "souris-clavier"}, From: [2]float64{-1.0919, 48.5776}, Reach: orientation.WithoutCar,
		Free: halfDays("ma-apm", "je-apm"), Asked: instants[0],
	}
	if got := check(t, s, o, request); len(got.Rows) == 0 || len(got.Rows)+len(got.Unfit) < 100 {
		t.Errorf("%d rows fit, %d do not", len(got.Rows), len(got.Unfit))
	}
	r, pairs := rand.New(rand.NewPCG(5, 0)), 0
	for range 100 {
		request := drawRequest(r, instants[0])
		request.From = draw(r, s.Places).Point
		request.From[0] += r.Float64() / 100
		if check(t, s, o, request).Pair != nil {
			pairs++
		}
	}
	if pairs < 5 {
		t.Errorf("only %d pairs", pairs)
	}
}

func BenchmarkCompare(b *testing.B) {
	s := manche(b)
	request := orientation.Request{
		Needs: []mediation.ServiceID{"caf", "cv", "souris-clavier"}, From: [2]float64{-1.0919, 48.5776}, Reach: orientation.Anywhere,
		Free: halfDays("ma-apm", "je-apm"), Asked: instants[0],
	}
	for b.Loop() {
		orientation.Compare(s, request)
	}
}
