package ingest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/ingest"
	"escale/internal/mediation"
)

// unpinned is a record without coordinates.
var unpinned = row("9", "Médiathèque", "Saint-Lô", "50000", "", "2 rue Haute", "", "")

// finder is a geocoder that always gives one answer, and counts its calls.
func finder(point orb.Point, found bool, calls *int) ingest.PointFinder {
	return func(_ context.Context, address, insee string) (orb.Point, bool) {
		*calls++
		if address != "2 rue Haute 50000 Saint-Lô" || insee != "50502" {
			return orb.Point{}, false
		}
		return point, found
	}
}

func TestARecordWithoutCoordinatesIsPlaced(t *testing.T) {
	exact, centre, elsewhere := orb.Point{-1.095, 49.118}, orb.Point{-1.09, 49.1157}, orb.Point{2.35, 48.85}
	var calls int
	for why, test := range map[string]struct {
		find        ingest.PointFinder
		want        orb.Point
		approximate bool
	}{
		"found":              {finder(exact, true, &calls), exact, false},
		"found elsewhere":    {finder(elsewhere, true, &calls), centre, true},
		"not found":          {finder(exact, false, &calls), centre, true},
		"nobody to be asked": {nil, centre, true},
	} {
		f := newFixture(t)
		f.importer.FindPoint = test.find
		report := f.load(f.request("s", unpinned))
		f.want(report, counts{Read: 1, Added: 1})
		places := f.places()
		if len(places) != 1 || places[0].Point != test.want || places[0].Approximate() != test.approximate || report.Remarks[len(report.Remarks)-1].Column != "latitude" {
			t.Errorf("%s: %+v, remarks %+v", why, places, report.Remarks)
		}
	}
}

// A point once found stays as long as the address does, whoever answers.
func TestAPointOnceFoundStays(t *testing.T) {
	f, exact, calls := newFixture(t), orb.Point{-1.095, 49.118}, 0
	f.importer.FindPoint = finder(exact, true, &calls)
	f.load(f.request("s", unpinned))
	state := f.fingerprint()
	f.importer.FindPoint = nil
	f.want(f.load(f.request("s", unpinned)), counts{Read: 1, Unchanged: 1})
	f.importer.FindPoint = finder(orb.Point{}, false, &calls)
	f.want(f.load(f.request("s", unpinned)), counts{Read: 1, Unchanged: 1})
	if f.fingerprint() != state || calls != 1 {
		t.Errorf("%d calls; %+v", calls, f.places())
	}
}

// The centre of a commune is where many records are: it identifies no door.
func TestRecordsAtTheCentreOfTheirCommuneAreNotOneDoor(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("a", row("1", "France Services", "Saint-Lô", "50000", "", "rue Haute", "", "")))
	f.load(f.request("b", row("2", "France Services bis", "Saint-Lô", "50000", "", "quai Nord", "", "")))
	if places := f.places(); len(places) != 2 {
		t.Errorf("%+v", places)
	}
}

// Its name and its address identify the door all the same, whichever comes first.
func TestARecordWithoutCoordinatesJoinsItsDoorByItsName(t *testing.T) {
	exact := row("1", "Médiathèque de Saint-Lô", "Saint-Lô", "50000", "", "2 rue Haute", "49.118", "-1.095")
	for _, rows := range [][2]string{{exact, unpinned}, {unpinned, exact}} {
		f := newFixture(t)
		f.load(f.request("a", rows[0]))
		f.load(f.request("b", rows[1]))
		places := f.places()
		if len(places) != 1 || len(places[0].Offers) != 2 || places[0].Point != (orb.Point{-1.095, 49.118}) || places[0].Approximate() {
			t.Errorf("%+v", places)
		}
	}
	f := newFixture(t)
	f.load(f.request("a", exact+unpinned))
	if places := f.places(); len(places) != 1 {
		t.Errorf("in one file: %+v", places)
	}
	f = newFixture(t)
	f.load(f.request("a", row("1", "École de musique", "Saint-Lô", "50000", "", "2 rue Haute", "49.118", "-1.095")))
	f.load(f.request("b", unpinned))
	if places := f.places(); len(places) != 2 {
		t.Errorf("another name: %+v", places)
	}
}

func TestBadOrNoCommuneIsStillSetAside(t *testing.T) {
	f := newFixture(t)
	f.want(f.load(f.request("s", row("1", "Zéro", "Saint-Lô", "50000", "", "2 rue Haute", "0", "0")+
		row("2", "Demi", "Saint-Lô", "50000", "", "2 rue Haute", "49.1", "")+
		row("3", "Où", "", "", "", "2 rue Haute", "", ""))), counts{Read: 3, SetAside: 3})
}

func TestARecordAddedWithoutCoordinatesIsPlaced(t *testing.T) {
	f := newFixture(t)
	add := ingest.CorrectRequest{Departement: "50", Cells: cells("nom", "Bibliothèque", "commune", "Valognes", "code_postal", "50700")}
	if _, _, err := f.importer.Add(context.Background(), add); err != nil || !f.places()[0].Approximate() {
		t.Errorf("%+v, error %v", f.places(), err)
	}
	add.Cells["commune"], add.Cells["code_postal"] = "Nulle-Part", "50999"
	if _, _, err := f.importer.Add(context.Background(), add); mediation.KindOf(err) != mediation.Invalid {
		t.Error(err)
	}
}

// A new id is no reason to lose the point of an address that stays.
func TestARenamedRecordWithoutCoordinatesKeepsItsPoint(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("s", row("9", "Médiathèque", "Saint-Lô", "50000", "", "2 rue Haute", "49.118", "-1.095")))
	report := f.load(f.request("s", "10"+unpinned[1:]))
	got := f.onMap()["10"]
	if report.Renamed != 1 || got.Approximate || *got.Point != (orb.Point{-1.095, 49.118}) {
		t.Errorf("%d renamed: %+v", report.Renamed, got)
	}
	for _, remark := range report.Remarks {
		if strings.Contains(remark.Message, "centre") {
			t.Errorf("told: %+v", remark)
		}
	}
	moved := strings.Replace("11"+unpinned[1:], "2 rue Haute", "5 rue Basse", 1)
	if f.load(f.request("s", moved)); !f.onMap()["11"].Approximate {
		t.Errorf("at another address: %+v", f.onMap())
	}
}
