package reach_test

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"escale/data"
	"escale/internal/catalog"
	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
)

// today is a Sunday before a holiday: the weeks after it have Christmas.
var today = time.Date(2026, time.December, 13, 10, 0, 0, 0, hours.Paris)

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

// needs are those of the program.
func needs(t testing.TB) mediation.Needs {
	t.Helper()
	list, err := formats.ReadNeeds(file(t, filepath.Join(mirrortest.Root(t), "data/services.yaml")))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// territory reads the communes of a département out of the mirror.
func territory(t testing.TB, departement string) mediation.Territory {
	t.Helper()
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

// records are the offers of the whole mirror that have a point.
func records(t testing.TB) (offers []mediation.Offer) {
	t.Helper()
	list := needs(t)
	for path, format := range map[string]string{
		"france/france-services-20240801.csv": "france-services", "france/conseillers-numeriques-20221201.json": "conseillers-numeriques",
		"manche/aidant-bus-sud-manche.json": "conseillers-numeriques-bus", "manche/epn-2020.csv": "epn-normandie",
	} {
		read, err := formats.Read(format, file(t, mirrortest.Path(t, path)), mediation.Slug(path))
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

// mapOf is the map of a département: real records, those at one point behind one
// door, and vans with visits drawn from their hours.
func mapOf(t testing.TB, departement string) *catalog.Snapshot {
	t.Helper()
	d := catalog.Data{Revision: 1, Changed: today, Needs: needs(t), Territory: territory(t, departement)}
	at := map[orb.Point][]mediation.Offer{}
	var order []orb.Point
	for _, o := range records(t) {
		insee, in := communeAt(d.Territory, *o.Point)
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
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func communeAt(t mediation.Territory, p orb.Point) (insee string, in bool) {
	for _, c := range t.Communes {
		if c.Contour.Bound().Contains(p) && planar.MultiPolygonContains(c.Contour, p) {
			return c.INSEE, true
		}
	}
	return "", false
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
			for _, slot := range schedule.Intervals(today.AddDate(0, 0, -2), today.AddDate(0, 0, 40)) {
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

// asJSON shows what a test compares.
func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(text))
}
