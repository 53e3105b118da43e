package postgres_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// manche is a row of ten communes, half a degree wide each; the last is that
// of [testOffer].
func manche() mediation.Territory {
	t := mediation.Territory{Area: "50", EPCIs: []mediation.EPCI{{SIREN: "200067205", Name: "CA du Cotentin"}}}
	for i := range 9 {
		centre := orb.Point{-6 + .5*float64(i), 49}
		t.Communes = append(t.Communes, mediation.Commune{INSEE: fmt.Sprintf("5000%d", i), Name: fmt.Sprintf("Village %d", i), Postcodes: []string{"50000"},
			EPCI: "200067205", Centre: centre, Contour: square(centre), Former: []string{}})
	}
	t.Communes = append(t.Communes, testTerritory.Communes[0])
	return t
}

// without is the territory after communes merged; former codes are given, as by
// the official files, when into is given.
func without(t mediation.Territory, into string, codes ...string) mediation.Territory {
	t.Communes = slices.DeleteFunc(slices.Clone(t.Communes), func(c mediation.Commune) bool { return slices.Contains(codes, c.INSEE) })
	for i := range t.Communes {
		if c := &t.Communes[i]; c.INSEE == into {
			c.Former = append(slices.Clone(c.Former), codes...)
		}
	}
	return t
}

func mustSave(t *testing.T, db *postgres.DB, territory mediation.Territory) (changed bool) {
	t.Helper()
	changed, err := db.SaveTerritory(context.Background(), territory)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

// codes maps the communes of a département to their former codes.
func codes(t *testing.T, db *postgres.DB, departement string) map[string][]string {
	t.Helper()
	territory, err := db.Territory(context.Background(), departement)
	if err != nil {
		t.Fatal(err)
	}
	former := map[string][]string{}
	for _, c := range territory.Communes {
		former[c.INSEE] = c.Former
	}
	return former
}

// offerIn is an offer in a commune of [manche].
func offerIn(id string, c mediation.Commune) mediation.Offer {
	o := testOffer(id, c.Centre)
	o.Address.INSEE, o.Address.City = c.INSEE, c.Name
	return o
}

func TestACommuneThatMergedGoesAndItsPlacesStay(t *testing.T) {
	ctx, db, before := context.Background(), pgtest.New(t), manche()
	mustSave(t, db, before)
	moved := before.Communes[3]
	store(t, db, offerIn("a", moved))
	if !mustSave(t, db, without(before, "50007", moved.INSEE)) {
		t.Error("nothing changed")
	}
	former := codes(t, db, "50")
	if _, there := former[moved.INSEE]; there || len(former) != 9 || !slices.Equal(former["50007"], []string{moved.INSEE}) {
		t.Errorf("communes: %v", former)
	}
	public, err := db.Public(ctx, "50", testOffer("a", moved.Centre).Updated)
	if err != nil || len(public.Places) != 1 {
		t.Fatalf("%d places, %v", len(public.Places), err)
	}
	p := public.Places[0]
	if p.Address.INSEE != "50007" || p.Offers[0].Address.INSEE != "50007" || p.Address.City != moved.Name || p.Point != moved.Centre {
		t.Errorf("place: %+v", p)
	}
	located(t, db, moved.Centre, "")
	if mustSave(t, db, without(before, "50007", moved.INSEE)) {
		t.Error("the same territory again changes something")
	}
}

// located checks in which commune a point lies.
func located(t *testing.T, db *postgres.DB, p orb.Point, want string) {
	t.Helper()
	ctx := context.Background()
	err := db.InTx(ctx, func(tx *postgres.Tx) error {
		got, err := tx.Locate(ctx, []mediation.Situation{{Point: p}})
		if err == nil && got[0].Commune != want {
			t.Errorf("%v lies in %q, want %q", p, got[0].Commune, want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The public API has contours and no former codes.
func TestACommuneThatNobodyNamesIsPartOfTheOneAroundIt(t *testing.T) {
	db, before := pgtest.New(t), manche()
	before.Communes[3].Former = []string{"50099"}
	mustSave(t, db, before)
	after := without(manche(), "", "50003")
	for i := range after.Communes {
		if c := &after.Communes[i]; c.INSEE == "50005" {
			c.Contour = slices.Concat(c.Contour, before.Communes[3].Contour)
		}
	}
	store(t, db, offerIn("a", before.Communes[3]))
	for range 2 { // an edition without former codes removes none
		mustSave(t, db, after)
		if former := codes(t, db, "50"); len(former) != 9 || !slices.Equal(former["50005"], []string{"50003", "50099"}) {
			t.Errorf("communes: %v", former)
		}
	}
	located(t, db, before.Communes[3].Centre, "50005")
	if changed := mustSave(t, db, after); changed {
		t.Error("the same territory again changes something")
	}
	mustSave(t, db, before) // it is a commune again
	if former := codes(t, db, "50"); len(former) != 10 || len(former["50005"]) != 0 {
		t.Errorf("communes: %v", former)
	}
}

// half is the ground of a commune of [manche] on one side of its centre.
func half(c mediation.Commune, side float64) orb.MultiPolygon {
	at := c.Centre[0] + .125*side
	return orb.MultiPolygon{{{{at - .125, 48.75}, {at + .125, 48.75}, {at + .125, 49.25}, {at - .125, 49.25}, {at - .125, 48.75}}}}
}

func TestACommuneThatIsSharedOutGivesEachPlaceToWhereItIs(t *testing.T) {
	ctx, db, before := context.Background(), pgtest.New(t), manche()
	mustSave(t, db, before)
	shared, want := before.Communes[3], map[string]string{"west": "50002", "east": "50004"}
	for id, shift := range map[string]float64{"west": -.1, "east": .1} {
		o := offerIn(id, shared)
		o.Point[0] += shift
		store(t, db, o)
	}
	after := without(before, "", shared.INSEE)
	after.Communes[2].Contour = slices.Concat(after.Communes[2].Contour, half(shared, -1))
	after.Communes[3].Contour = slices.Concat(after.Communes[3].Contour, half(shared, 1))
	mustSave(t, db, after)
	public, err := db.Public(ctx, "50", testOffer("", shared.Centre).Updated)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, p := range public.Places {
		got[p.Offers[0].SourceID] = p.Address.INSEE
		if p.Offers[0].Address.INSEE != p.Address.INSEE {
			t.Errorf("%+v", p)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestACommuneWithPlacesAndNoSuccessorStays(t *testing.T) {
	db, before := pgtest.New(t), manche()
	mustSave(t, db, before)
	store(t, db, offerIn("a", before.Communes[3]))
	after := without(before, "", "50003", "50004")
	for range 2 {
		mustSave(t, db, after)
		former := codes(t, db, "50")
		if _, stays := former["50003"]; !stays || len(former) != 9 {
			t.Errorf("communes: %v", former)
		}
	}
	if mustSave(t, db, after) {
		t.Error("the same territory again changes something")
	}
}

func TestLoadingADepartementLeavesItsNeighbours(t *testing.T) {
	db, before := pgtest.New(t), manche()
	neighbour := mediation.Commune{INSEE: "14001", Name: "Ablon", Postcodes: []string{"14600"}, EPCI: "200066827", Centre: orb.Point{.3, 49.4}, Former: []string{}}
	both := before
	both.EPCIs = append(slices.Clone(before.EPCIs), mediation.EPCI{SIREN: "200066827", Name: "CC du Pays de Honfleur"},
		mediation.EPCI{SIREN: "200042604", Name: "CC de l'Ouest"})
	both.Communes = append(slices.Clone(before.Communes), neighbour)
	both.Communes[2].EPCI = "200042604"
	mustSave(t, db, both)
	before = manche()
	mustSave(t, db, without(before, "50007", "50003"))
	if diff := cmp.Diff(map[string][]string{"14001": {}}, codes(t, db, "14")); diff != "" {
		t.Error(diff)
	}
	mustSave(t, db, mediation.Territory{Area: "14", Communes: []mediation.Commune{neighbour}})
	if former := codes(t, db, "50"); len(former) != 9 {
		t.Errorf("communes: %v", former)
	}
	if left := epcis(t, db); !slices.Equal(left, []string{"200066827", "200067205"}) {
		t.Errorf("EPCIs: %v", left)
	}
}

func epcis(t *testing.T, db *postgres.DB) (sirens []string) {
	t.Helper()
	for _, departement := range []string{"14", "50"} {
		territory, err := db.Territory(context.Background(), departement)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range territory.EPCIs {
			sirens = append(sirens, e.SIREN)
		}
	}
	return sirens
}

func TestATruncatedTerritoryIsRefused(t *testing.T) {
	ctx, db, before := context.Background(), pgtest.New(t), manche()
	mustSave(t, db, before)
	revision, _, err := db.Revision(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, small := range []mediation.Territory{
		{Area: "50"}, without(before, "50007", "50001", "50002", "50003"), without(before, "", "50000", "50001", "50002", "50003", "50004"),
	} {
		small.Communes = slices.Clone(small.Communes)
		for i := range small.Communes {
			small.Communes[i].Population = 12
		}
		_, err := db.SaveTerritory(ctx, small)
		if mediation.KindOf(err) != mediation.Invalid || !strings.Contains(err.Error(), "plus d’un cinquième") {
			t.Errorf("%d communes: %v", len(small.Communes), err)
		}
		got, err := db.Territory(ctx, "50")
		if diff := cmp.Diff(before, got); err != nil || diff != "" {
			t.Errorf("%d communes: %v\n%s", len(small.Communes), err, diff)
		}
	}
	if after, _, err := db.Revision(ctx); err != nil || after != revision {
		t.Errorf("revision %d after %d, %v", after, revision, err)
	}
	mustSave(t, db, without(before, "50007", "50001", "50002")) // a fifth may
}
