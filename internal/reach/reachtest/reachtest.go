// Package reachtest makes maps of real départements for tests: out of the mirror of
// open data, or else of the example set.
package reachtest

import (
	"bytes"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/planar"

	"escale/data"
	"escale/internal/catalog"
	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
)

// Today is a Sunday before a holiday: the weeks after it have Christmas.
var Today = time.Date(2026, time.December, 13, 10, 0, 0, 0, hours.Paris)

func file(t testing.TB, path string) io.Reader {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(content)
}

func official(t testing.TB, name string) io.Reader {
	t.Helper()
	r, err := data.Official(name)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Needs are those of the program.
func Needs(t testing.TB) mediation.Needs {
	t.Helper()
	list, err := formats.ReadNeeds(file(t, filepath.Join(mirrortest.Root(t), "data/services.yaml")))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Territory reads the communes of a département.
func Territory(t testing.TB, departement string) mediation.Territory {
	t.Helper()
	if _, found := mirrortest.Find(t); !found {
		read, _, err := formats.ReadTerritoryCSV("50", file(t, mirrortest.Example(t, "communes.csv")))
		if err != nil {
			t.Fatal(err)
		}
		return read
	}
	folder := mirrortest.Path(t, "territory")
	contours, err := filepath.Glob(filepath.Join(folder, "communes-"+departement+"-*.geojson"))
	if err != nil || len(contours) == 0 {
		t.Fatal(departement, err)
	}
	read, _, err := formats.ReadTerritory(departement, formats.TerritoryFiles{
		Communes: official(t, "communes.json"), EPCI: official(t, "epci.json"),
		Movements: file(t, filepath.Join(folder, "mouvements-communes.csv")), Contours: file(t, contours[0]),
	})
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// Records are the offers of the whole mirror that have a point.
func Records(t testing.TB) (offers []mediation.Offer) {
	t.Helper()
	reading.Lock()
	defer reading.Unlock()
	if len(recorded) == 0 {
		recorded = readRecords(t)
	}
	return recorded
}

// recorded are those that were read: nothing changes them.
var (
	reading  sync.Mutex
	recorded []mediation.Offer
)

func readRecords(t testing.TB) (offers []mediation.Offer) {
	t.Helper()
	list := Needs(t)
	folder, found := mirrortest.Find(t)
	files := map[string]string{
		"france/france-services-20240801.csv": "france-services", "france/conseillers-numeriques-20221201.json": "conseillers-numeriques",
		"manche/aidant-bus-sud-manche.json": "conseillers-numeriques-bus", "manche/epn-2020.csv": "epn-normandie",
	}
	if !found {
		folder, files = mirrortest.Example(t, ""), map[string]string{"lieux.csv": "standard"}
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		read, err := formats.Read(files[path], file(t, filepath.Join(folder, path)), mediation.Slug(path))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range read.Records {
			if o := r.Offer; !r.Fatal() && o.Point != nil {
				o.Claims = list.Claims(o.Statements, o.Programmes)
				offers = append(offers, o)
			}
		}
	}
	return offers
}

// Map is the map of a département: real records, those at one point behind one
// door, and vans with visits drawn from their hours.
func Map(t testing.TB, departement string) *catalog.Snapshot {
	t.Helper()
	if s, known := made.Load(departement); known {
		return s.(*catalog.Snapshot)
	}
	s := newMap(t, departement)
	made.Store(departement, s)
	return s
}

// made are those that were made: nothing changes them.
var made sync.Map

func newMap(t testing.TB, departement string) *catalog.Snapshot {
	t.Helper()
	d := catalog.Data{Revision: 1, Changed: Today, Needs: Needs(t), Territory: Territory(t, departement)}
	bounds := make([]orb.Bound, len(d.Territory.Communes))
	for i, c := range d.Territory.Communes {
		bounds[i] = c.Contour.Bound()
	}
	at := map[orb.Point][]mediation.Offer{}
	var order []orb.Point
	for _, o := range Records(t) {
		insee, in := communeAt(d.Territory, bounds, *o.Point)
		if !in {
			continue
		}
		o.Address.INSEE = insee
		if len(at[*o.Point]) == 0 {
			order = append(order, *o.Point)
		}
		at[*o.Point] = append(at[*o.Point], o)
	}
	for _, point := range order {
		offers := at[point]
		d.Places = append(d.Places, mediation.PlaceOf(mediation.NewPlaceID(offers[0].Source, offers[0].SourceID), offers))
	}
	addVisits(&d)
	d.Territory.Indicators = []mediation.Indicator{seniors(d.Territory)}
	d.Territory.Coverage = []mediation.CoverageMonth{{Month: "2026-11-01", Communes: 41, People: 12_340}, {Month: "2026-12-01", Communes: 38, People: 11_070}}
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// seniors is a made-up layer: a quarter of the people, and one commune without a figure.
func seniors(t mediation.Territory) mediation.Indicator {
	i := mediation.Indicator{Layer: mediation.Seniors, Year: 2020, Source: "INSEE", People: map[string]int{}}
	for _, c := range t.Communes[1:] {
		i.People[c.INSEE] = mediation.RoundTen(float64(c.Population) / 4)
	}
	return i
}

// communeAt finds the commune at a point: without contours, the nearest centre.
func communeAt(t mediation.Territory, bounds []orb.Bound, p orb.Point) (insee string, in bool) {
	nearest := math.Inf(1)
	for i, c := range t.Communes {
		if c.Contour == nil && geo.Distance(c.Centre, p) < nearest {
			insee, in, nearest = c.INSEE, true, geo.Distance(c.Centre, p)
		}
		if c.Contour != nil && bounds[i].Contains(p) && planar.MultiPolygonContains(c.Contour, p) {
			return c.INSEE, true
		}
	}
	return insee, in
}

// addVisits lets each van come at the hours of its record: some visits are off, full,
// or in another village; of some vans nobody knows the days.
func addVisits(d *catalog.Data) {
	random := rand.New(rand.NewPCG(21, 2))
	d.Tours = []mediation.Tour{{ID: "tour", Name: "Tournée"}}
	for i := range d.Places {
		for _, o := range d.Places[i].Offers {
			if !o.Mobile() {
				continue
			}
			stop := mediation.Stop{ID: mediation.NewStopID("tour", o.Key()), Tour: "tour", Code: o.Key(), Offer: o.Key(), Dates: mediation.DatesKnown}
			if random.IntN(4) == 0 {
				stop.Dates = mediation.DatesUnpublished
			}
			d.Stops = append(d.Stops, stop)
			schedule, err := hours.Parse(o.Hours)
			if err != nil || stop.Dates != mediation.DatesKnown {
				continue
			}
			for _, slot := range schedule.Intervals(Today.AddDate(0, 0, -2), Today.AddDate(0, 0, 40)) {
				d.Visits = append(d.Visits, drawVisit(random, d, stop, slot))
			}
		}
	}
}

func drawVisit(random *rand.Rand, d *catalog.Data, stop mediation.Stop, slot hours.Interval) mediation.Visit {
	day := mediation.DayOf(slot.Start)
	v := mediation.Visit{ID: mediation.NewVisitID(stop.ID, mediation.Day(slot.Start.Format(time.RFC3339)), false), Stop: stop.ID, Tour: stop.Tour, Day: day, Start: slot.Start, End: slot.End, Status: mediation.Planned}
	switch random.IntN(6) {
	case 0:
		v.Status = mediation.VisitStatuses[random.IntN(len(mediation.VisitStatuses))]
	case 1:
		c := d.Territory.Communes[random.IntN(len(d.Territory.Communes))]
		v.Status, v.Venue = mediation.Moved, &mediation.Venue{Name: "Mairie", Point: c.Centre, Address: mediation.Address{INSEE: c.INSEE}}
	}
	return v
}
