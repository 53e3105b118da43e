package ingest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/ingest"
	"escale/internal/mediation"
)

// newTwo is the fixture with a second département.
func newTwo(t *testing.T) *fixture {
	t.Helper()
	f, amiens := newFixture(t), orb.Point{2.3, 49.9}
	_, err := f.db.SaveTerritory(context.Background(), mediation.Territory{Area: "80", Communes: []mediation.Commune{
		{INSEE: "80021", Name: "Amiens", Postcodes: []string{"80000"}, Centre: amiens, Contour: square(amiens, 0.05)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func inAmiens(id int, name string) string {
	return row(fmt.Sprint(id), name, "Amiens", "80000", "80021", fmt.Sprintf("%d rue Neuve", id), "49.9", fmt.Sprintf("%.4f", 2.26+0.004*float64(id%10)))
}

func TestOneFileForSeveralDepartementsCountsEachRowOnce(t *testing.T) {
	f := newTwo(t)
	before := f.fingerprint()
	outcome := f.each(f.request("s", mairie+inAmiens(11, "Amiens")+
		row("12", "Adresse ici, point là-bas", "Saint-Lô", "50000", "50502", "3 rue", "49.9", "2.3")+
		row("13", "Paris", "Paris", "75001", "75101", "6 rue", "48.85", "2.35")), []string{"50", "80"})
	want := ingest.Total{Read: 4, Shown: 2, SetAside: 1, Elsewhere: 1}
	if diff := cmp.Diff(want, outcome.Total); diff != "" {
		t.Error(diff)
	}
	for i, asided := range []int{1, 1} { // each département has to look at it
		f.want(outcome.Reports[i], counts{Read: 4, Elsewhere: 2, Added: 1, SetAside: asided})
	}
	if len(f.shown("s", "50")) != 1 || len(f.shown("s", "80")) != 1 {
		t.Error("each département should show its own record")
	}
	// Undoing the run of one undoes that of the other.
	if err := f.undo(outcome.Reports[1].Run); err != nil || f.fingerprint() != before {
		t.Errorf("undone: %v", err)
	}
}

func TestARecordThatMovesToAnotherDepartementGoesOnThere(t *testing.T) {
	f := newTwo(t)
	for _, order := range [][]string{{"50", "80"}, {"80", "50"}} {
		forced := f.request("s", mairie)
		forced.Force = true
		f.each(forced, order)
		before := f.fingerprint()
		forced.Content = []byte(header + inAmiens(1, "Mairie annexe"))
		moved := f.each(forced, order)
		if len(f.shown("s", "50")) != 0 || len(f.shown("s", "80")) != 1 || moved.Total.Shown != 1 {
			t.Errorf("%v: %d and %d shown", order, len(f.shown("s", "50")), len(f.shown("s", "80")))
		}
		if err := f.undo(moved.Reports[0].Run); err != nil || f.fingerprint() != before {
			t.Errorf("%v: undone, error %v", order, err)
		}
	}
}

func TestAnEditionWaitsInAllDepartementsOrInNone(t *testing.T) {
	f := newTwo(t)
	var rows strings.Builder
	for id := 11; id <= 17; id++ {
		rows.WriteString(inAmiens(id, fmt.Sprintf("Amiens %d", id)))
	}
	both := []string{"50", "80"}
	f.each(f.request("s", mairie+poste+rows.String()), both)
	before := f.fingerprint()
	req := f.request("s", mairie+poste+row("9", "De plus", "Saint-Lô", "50000", "", "9 rue", "49.12", "-1.08")+inAmiens(11, "Amiens 11"))
	pending := f.each(req, both)
	if !pending.Reports[0].Waits() || !pending.Reports[1].Waits() || pending.Reports[0].Pending || f.fingerprint() != before {
		t.Errorf("held: %+v", pending.Reports)
	}
	runs, err := f.importer.Batch(context.Background(), pending.Reports[1].Run)
	if err != nil || len(runs) != 2 {
		t.Errorf("%d runs wait together, error %v", len(runs), err)
	}
	req.Accept = true
	if accepted := f.each(req, both); accepted.Total.Shown != 4 || f.fingerprint() == before {
		t.Errorf("accepted: %+v", accepted.Total)
	}
}
