package catalog_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

func TestStopsAndVisitsThatNobodyMaySeeAreLeftOut(t *testing.T) {
	left := 0
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		visits := []string{}
		for _, v := range o.Visits {
			p, offer, stop, ok := o.host(v)
			i, err := s.Visit(v.ID)
			if ok != (err == nil) || !ok && mediation.KindOf(err) != mediation.NotFound {
				t.Fatalf("visit %s: %v", v.ID, err)
			}
			if !ok {
				left++
				continue
			}
			visits = append(visits, v.ID)
			if got := s.Visits[i]; got.ID != v.ID || got.Place != p.ID || got.Tour != stop.Tour {
				t.Fatalf("%+v", got)
			}
			found, err := s.Stop(stop.ID)
			if err != nil || found.ID != stop.ID {
				t.Fatalf("stop %s: %v, %v", stop.ID, found, err)
			}
			place, j := s.StopPlace(found)
			if s.Places[place].Offers[j].Key() != offer.Key() || !slices.Contains(s.StopsAt(place, j), found) {
				t.Fatalf("stop %s at %d, %d", stop.ID, place, j)
			}
		}
		if len(s.Visits) != len(visits) || !slices.IsSortedFunc(s.Visits, func(a, b mediation.Visit) int { return a.Start.Compare(b.Start) }) {
			t.Fatalf("%d visits, want %d in order", len(s.Visits), len(visits))
		}
	})
	if left == 0 {
		t.Error("nothing was ever to be left out")
	}
	s, err := catalog.New(catalog.Data{Tours: []mediation.Tour{{ID: "b", Name: "B"}, {ID: "a", Name: "A"}}})
	if err != nil {
		t.Fatal(err)
	}
	if tour, err := s.Tour("b"); err != nil || tour.Name != "B" {
		t.Errorf("%v, %v", tour, err)
	}
	for _, err := range []error{second(s.Tour("c")), second(s.Stop("c")), second(s.Visit("c"))} {
		if mediation.KindOf(err) != mediation.NotFound {
			t.Error(err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestTheVersionNamesToursStopsAndVisits(t *testing.T) {
	eighth, later := visit("2026-12-08", 14, mediation.Planned, nil), visit("2026-12-15", 14, mediation.Planned, nil)
	make1 := func(change func(d *catalog.Data)) string {
		d := catalog.Data{
			Places: []mediation.Place{{ID: "ducey", Offers: []mediation.Offer{{Source: "test", SourceID: "ducey", Kind: mediation.Van}}}},
			Tours:  []mediation.Tour{{ID: "t"}},
			Stops:  []mediation.Stop{{ID: "s", Tour: "t", Offer: "test/ducey"}},
			Visits: []mediation.Visit{eighth, later},
		}
		for i := range d.Visits {
			d.Visits[i].ID, d.Visits[i].Stop = string(rune('a'+i)), "s"
		}
		change(&d)
		s, err := catalog.New(d)
		if err != nil {
			t.Fatal(err)
		}
		return s.Version
	}
	same := make1(func(*catalog.Data) {})
	for why, version := range map[string]string{
		"read later":    make1(func(d *catalog.Data) { d.Read = time.Now() }),
		"another order": make1(func(d *catalog.Data) { slices.Reverse(d.Visits) }),
	} {
		if version != same {
			t.Errorf("%s: another version", why)
		}
	}
	for why, version := range map[string]string{
		"a tour renamed":   make1(func(d *catalog.Data) { d.Tours[0].Name = "Bus" }),
		"another room":     make1(func(d *catalog.Data) { d.Stops[0].Room = "Salle 2" }),
		"a visit full":     make1(func(d *catalog.Data) { d.Visits[1].Status = mediation.Full }),
		"a visit is later": make1(func(d *catalog.Data) { d.Visits[1].Start = d.Visits[1].Start.Add(time.Minute) }),
	} {
		if version == same {
			t.Errorf("%s: the same version", why)
		}
	}
}

func TestVisitsAreKeptOnDisk(t *testing.T) {
	f := &fakeSource{}
	eighth := visit("2026-12-08", 14, mediation.Full, &mediation.Venue{Name: "Mairie"})
	eighth.ID, eighth.Stop = "v", "s"
	f.data = catalog.Data{
		Revision: 4,
		Places:   []mediation.Place{{ID: "ducey", Offers: []mediation.Offer{{Source: "test", SourceID: "ducey", Kind: mediation.Van}}}},
		Stops:    []mediation.Stop{{ID: "s", Tour: "t", Offer: "test/ducey", Themes: []string{"Téléphone"}}},
		Visits:   []mediation.Visit{eighth},
	}
	opts := catalog.KeeperOptions{File: filepath.Join(t.TempDir(), "snapshot.json.gz"), Now: time.Now}
	first := catalog.NewKeeper(f, opts)
	if err := first.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	a, _ := first.Current()
	b, err := catalog.NewKeeper(f, opts).Current()
	if err != nil {
		t.Fatal(err)
	}
	if a.Version != b.Version || len(b.Visits) != 1 || b.Visits[0].Venue.Name != "Mairie" || b.Stops[0].Themes[0] != "Téléphone" ||
		!b.Visits[0].Start.Equal(time.Date(2026, 12, 8, 14, 0, 0, 0, hours.Paris)) {
		t.Errorf("%+v", b.Visits)
	}
}
