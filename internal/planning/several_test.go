package planning_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
	"escale/internal/postgres"
)

// neighbours are a map of the Manche and the Orne: a village of each.
func neighbours(t *testing.T) (manche, orne *fixture) {
	t.Helper()
	manche = newFixture(t)
	manche.planner.OneOfSeveral = true
	communes := []mediation.Commune{}
	for i := range 2 {
		c := centre(gridSide*gridSide + 40 + i)
		communes = append(communes, mediation.Commune{
			INSEE: fmt.Sprintf("61%03d", i+1), Name: fmt.Sprintf("Bourg %d", i+1), Postcodes: []string{fmt.Sprintf("61%03d", i+1)}, Centre: c,
			Contour: orb.MultiPolygon{{{{c[0] - .01, c[1] - .01}, {c[0] + .01, c[1] - .01}, {c[0] + .01, c[1] + .01}, {c[0] - .01, c[1] + .01}, {c[0] - .01, c[1] - .01}}}},
		})
	}
	if _, err := manche.db.SaveTerritory(context.Background(), mediation.Territory{Area: "61", Communes: communes}); err != nil {
		t.Fatal(err)
	}
	other := *manche
	other.planner.Departement = "61"
	return manche, &other
}

// busOf is the "Bus France Services" of a département, which stops at two villages.
func busOf(departement, village, phone string, first int) string {
	lines := standardHeader
	for i := range 2 {
		c := centre(first + i)
		lines += fmt.Sprintf("%s-%d,Bus France Services,%s %d,%s%03d,%s%03d,Place %d,%f,%f,%s,\"Tu %02d:00-%02d:30\",Itinérant,2026-05-04\n",
			departement, i, village, i+1, departement, i+1, departement, i+1, i, c[1], c[0], phone, 9+3*i, 10+3*i)
	}
	return lines
}

// On the map of a country, buses of one name shared one tour: the stops of one département
// were shown with the telephone of another's bus.
func TestBusesOfOneNameInTwoDepartements(t *testing.T) {
	manche, orne := neighbours(t)
	manche.load("nat", "standard", []byte(busOf("50", "Village", "+33233000001", 0)))
	orne.load("nat", "standard", []byte(busOf("61", "Bourg", "+33233000002", gridSide*gridSide+40)))
	for round := range 2 { // the second changes nothing
		before := manche.public().Revision
		for _, f := range []*fixture{manche, orne} {
			if _, err := f.planner.Update(context.Background()); err != nil {
				t.Fatal(err)
			}
			public, err := f.db.Public(context.Background(), mediation.Area(f.planner.Departement), f.now)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{"50": "+33233000001", "61": "+33233000002"}[f.planner.Departement]
			if len(public.Tours) != 1 || len(public.Stops) != 2 || len(public.Visits) < 50 || public.Tours[0].Contact.Phone != want {
				t.Fatalf("round %d, %s: %d stops, %d visits, tours %+v", round, f.planner.Departement, len(public.Stops), len(public.Visits), public.Tours)
			}
		}
		if after := manche.public().Revision; after != before {
			t.Errorf("round %d: revision %d, then %d, though nothing changed", round, before, after)
		}
	}
}

// Somebody may give their bus the name that a neighbour's has.
func TestATourOfANeighbourIsNotOverwritten(t *testing.T) {
	manche, orne := neighbours(t)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les mardis")
	manche.take(s)
	tours := []mediation.TourHolding{{Tour: mediation.Tour{ID: manche.public().Tours[0].ID, Name: "Le nôtre"}}}
	err := orne.db.InTx(context.Background(), func(tx *postgres.Tx) error {
		return tx.SaveTours(context.Background(), "61", tours, orne.now)
	})
	if mediation.KindOf(err) != mediation.Conflict || !strings.Contains(err.Error(), "département 50") {
		t.Errorf("%v", err)
	}
	if got := manche.public().Tours[0].Name; got != "Bus" {
		t.Errorf("the Manche's bus is called %q", got)
	}
}
