package planning_test

import (
	"context"
	"slices"
	"testing"

	"escale/internal/mediation"
)

// What a spreadsheet changed names communes, too: undoing it must not bring
// back one that merged since.
func TestToursGoOnAfterACommuneMerged(t *testing.T) {
	ctx, f := context.Background(), newFixture(t)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les mardis")
	f.take(s)
	s = &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les mardis", "nom", "École", "latitude", "48.6005", "longitude", "-1.8")
	f.take(s)
	territory, err := f.db.Territory(ctx, "50")
	if err != nil {
		t.Fatal(err)
	}
	territory.Communes = slices.DeleteFunc(territory.Communes, func(c mediation.Commune) bool { return c.INSEE == "50001" })
	territory.Communes[0].Former = []string{"50001"}
	if _, err := f.db.SaveTerritory(ctx, territory); err != nil {
		t.Fatal(err)
	}
	if _, err := f.planner.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	p := f.public()
	if len(p.Places) != 1 || p.Places[0].Name != "Mairie 1" || p.Places[0].Address.INSEE != "50002" || p.Places[0].Offers[0].Address.INSEE != "50002" || len(p.Visits) == 0 {
		t.Errorf("%d visits at %+v", len(p.Visits), p.Places)
	}
}
