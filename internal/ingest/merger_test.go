package ingest_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/ingest"
	"escale/internal/mediation"
)

// merge makes the fixture's Valognes a part of Saint-Lô, which shows it by its
// former codes, or else by its contour alone. Villages that do not matter keep
// this far from a fifth of the communes.
func (f *fixture) merge(former ...string) {
	f.Helper()
	territory, err := f.db.Territory(context.Background(), "50")
	if err != nil {
		f.Fatal(err)
	}
	for _, code := range []string{"50001", "50002", "50003", "50004", "50005"} {
		territory.Communes = append(territory.Communes, mediation.Commune{INSEE: code, Name: code, Postcodes: []string{"50999"}, Centre: orb.Point{-1.2, 48.7}})
	}
	if _, err := f.db.SaveTerritory(context.Background(), territory); err != nil {
		f.Fatal(err)
	}
	territory.Communes = slices.DeleteFunc(territory.Communes, func(c mediation.Commune) bool { return c.INSEE == "50615" })
	for i := range territory.Communes {
		if c := &territory.Communes[i]; c.INSEE == "50502" {
			valognes := orb.Point{-1.47, 49.51}
			c.Former, c.Contour = former, slices.Concat(c.Contour, square(valognes, 0.05))
		}
	}
	if _, err := f.db.SaveTerritory(context.Background(), territory); err != nil {
		f.Fatal(err)
	}
}

// communes lists those of the places that the public sees.
func (f *fixture) communes() (codes []string) {
	for _, p := range f.places() {
		codes = append(codes, p.Address.INSEE)
		for _, o := range p.Offers {
			codes = append(codes, o.Address.INSEE)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// The official files name what merged, the public API does not.
func TestSourcesGoOnAfterTheirCommuneMerged(t *testing.T) {
	for _, former := range [][]string{{"50615"}, nil} {
		goOn(newFixture(t), former)
	}
}

func goOn(f *fixture, former []string) {
	f.Helper()
	poste := strings.Replace(poste, ",Valognes,", ",Valognes Sud,", 1)
	f.load(f.request("s", poste))
	changed := f.load(f.request("s", poste+row("3", "Atelier", "Valognes", "50700", "50615", "3 rue Haute", "49.52", "-1.46")))
	f.mustCorrect(ingest.CorrectRequest{Departement: "50", Source: "s", SourceID: "2", Cells: cells("telephone", "02 33 00 00 09", "commune", "Valognes")})
	f.merge(former...)
	if got := f.communes(); !slices.Equal(got, []string{"50502"}) {
		f.Errorf("places in %v", got)
	}
	// What was kept to undo an edition names the commune of today, too.
	if err := f.undo(changed.Run); err != nil || len(f.places()) != 1 || !slices.Equal(f.communes(), []string{"50502"}) {
		f.Errorf("undone: %v, %v", f.communes(), err)
	}
	f.want(f.load(f.request("s", poste)), counts{Read: 1, Unchanged: 1})
	if got := f.communes(); !slices.Equal(got, []string{"50502"}) {
		f.Errorf("places in %v", got)
	}
}

func TestALeavingRecordComesBackAfterItsCommuneMerged(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("s", poste+mairie))
	left := f.load(f.request("s", mairie))
	f.merge("50615")
	if err := f.undo(left.Run); err != nil || len(f.places()) != 2 || !slices.Equal(f.communes(), []string{"50502"}) {
		t.Errorf("undone: %v, %v", f.communes(), err)
	}
}
