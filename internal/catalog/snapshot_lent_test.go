package catalog_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// A stop on request is on the map until the day of its last visit is over, all others always; every
// visit is read at its address, whatever became of its stop.
func TestARoomLentOnceLeavesTheMap(t *testing.T) {
	left, back := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		before, err := catalog.New(d)
		if err != nil {
			t.Fatal(err)
		}
		d.At = drawInstant(t, d)
		after, err := catalog.New(d)
		if err != nil {
			t.Fatal(err)
		}
		today := mediation.DayOf(d.At.In(hours.Paris))
		stays := func(stop mediation.Stop) bool {
			return stop.Dates != mediation.DatesOnRequest || slices.ContainsFunc(d.Visits, func(v mediation.Visit) bool {
				return v.Stop == stop.ID && mediation.DayOf(v.End.In(hours.Paris)) >= today
			})
		}
		shown := map[string]bool{} // the offers of stops that stay, and all that have none
		for _, stop := range d.Stops {
			shown[stop.Offer] = shown[stop.Offer] || stays(stop)
		}
		for _, stop := range before.Stops {
			_, err := after.Stop(stop.ID)
			if (err == nil) != stays(stop) {
				t.Fatalf("%s at %s: %v", stop.ID, d.At, err)
			}
			if err != nil {
				left++
			}
		}
		checkPlaces(t, before, after, shown)
		back += checkOldVisits(t, before, after, stays)
		if until := after.Data.Until; !until.IsZero() && !until.After(d.At) {
			t.Fatalf("good until %s, at %s", until, d.At)
		}
	})
	if left == 0 || back == 0 {
		t.Errorf("%d stops left, %d visits were read: the test shows nothing", left, back)
	}
}

// checkPlaces compares the places that answer with those of which an offer stays.
func checkPlaces(t *rapid.T, before, after *catalog.Snapshot, shown map[string]bool) {
	var want []string
	for _, p := range before.Places {
		if slices.ContainsFunc(p.Offers, func(o mediation.Offer) bool { stays, isStop := shown[o.Key()]; return stays || !isStop || !o.Mobile() }) {
			want = append(want, p.ID)
		}
	}
	if got := ids(after, after.Find(mediation.Filter{})); !slices.Equal(got, want) {
		t.Fatalf("places %v, want %v", got, want)
	}
	if n := after.Facets(mediation.Filter{}).Total; n != len(want) {
		t.Fatalf("%d places are counted, want %d", n, len(want))
	}
}

func checkOldVisits(t *rapid.T, before, after *catalog.Snapshot, stays func(mediation.Stop) bool) (old int) {
	for _, v := range before.Visits {
		picture, i, err := after.WithVisit(v.ID)
		if err != nil || picture.Visits[i].ID != v.ID {
			t.Fatalf("%s: %v", v.ID, err)
		}
		stop, err := picture.Stop(v.Stop)
		if err != nil || picture.Past() == stays(*stop) {
			t.Fatalf("%s at %s is read of the past: %v, %v", v.ID, v.Stop, picture.Past(), err)
		}
		if !picture.Past() {
			continue
		}
		old++
		if slices.ContainsFunc(after.Visits, func(other mediation.Visit) bool { return other.ID == v.ID }) {
			t.Fatalf("%s is listed still", v.ID)
		}
		if place, _ := picture.StopPlace(stop); picture.Places[place].ID != before.Places[first(before.StopPlace(stop))].ID {
			t.Fatalf("%s is somewhere else", v.ID)
		}
	}
	return old
}

func first(place, _ int) int { return place }

// The keeper reads anew when the day of the last visit is over, though nothing changed.
func TestARoomLeavesTheMapAtMidnight(t *testing.T) {
	offer := mediation.Offer{Source: "own", SourceID: "salle", Kind: mediation.Van, Address: mediation.Address{INSEE: "50129"}}
	start := time.Date(2026, 10, 12, 14, 0, 0, 0, hours.Paris)
	stop := mediation.Stop{ID: "salle", Tour: "bus", Offer: offer.Key(), Dates: mediation.DatesOnRequest}
	source := &fakeSource{data: catalog.Data{
		Territory: mediation.Territory{Area: "50"}, Places: []mediation.Place{{ID: "salle", Offers: []mediation.Offer{offer}}},
		Tours: []mediation.Tour{{ID: "bus"}}, Stops: []mediation.Stop{stop}, Visits: []mediation.Visit{{ID: "v", Stop: stop.ID, Start: start, End: start.Add(time.Hour)}},
	}}
	at := start
	now := func() time.Time { return at }
	keeper := catalog.NewKeeper(source, catalog.KeeperOptions{Poll: time.Hour, Now: now})
	for _, step := range []struct {
		at    time.Time
		stops int
	}{{start, 1}, {start.Add(9 * time.Hour), 1}, {start.Add(10 * time.Hour), 0}} {
		at = step.at
		if err := keeper.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s, err := keeper.Current(); err != nil || len(s.Stops) != step.stops {
			t.Errorf("at %s: %d stops, %v", step.at, len(s.Stops), err)
		}
	}
}
