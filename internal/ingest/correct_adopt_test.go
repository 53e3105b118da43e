package ingest_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"escale/internal/ingest"
	"escale/internal/mediation"
)

// swapped is a record whose source took latitude for longitude.
var swapped = row("5", "Bibliothèque", "Saint-Lô", "50000", "", "3 rue Haute", "-1.0921", "49.1162")

func TestARecordSetAsideIsBroughtOntoTheMap(t *testing.T) {
	f := newFixture(t)
	f.want(f.load(f.request("s", swapped+poste)), counts{Read: 2, Added: 1, SetAside: 1})
	mend := ingest.CorrectRequest{Source: "s", SourceID: "5", Point: &orb.Point{-1.0921, 49.1162}, Cells: cells("telephone", "02 33 00 00 05")}
	f.mustCorrect(mend)
	got := f.onMap()["bibliotheque-50502"]
	if got.Source != mediation.LocalSource || got.Contact.Phone != "+33233000005" || *got.Point != (orb.Point{-1.0921, 49.1162}) || got.Hours == "" {
		t.Fatalf("%+v", f.onMap())
	}
	if err := f.correct(mend); mediation.KindOf(err) != mediation.Conflict || !strings.Contains(err.Error(), "bibliotheque-50502") {
		t.Errorf("brought twice: %v", err)
	}
	f.want(f.load(f.request("s", swapped+poste+mairie)), counts{Read: 3, Added: 1, Unchanged: 1, SetAside: 1})
	if _, there := f.onMap()["bibliotheque-50502"]; !there {
		t.Error("gone with the next edition")
	}
}

// The record that stands for another leaves the map to it, and comes back.
func TestWhatWasBroughtGivesWayToItsSource(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("s", swapped+poste))
	f.mustCorrect(ingest.CorrectRequest{Source: "s", SourceID: "5", Point: &orb.Point{-1.0921, 49.1162}})
	mended := row("5", "Bibliothèque", "Saint-Lô", "50000", "", "3 rue Haute", "49.1162", "-1.0921")
	report := f.load(f.request("s", mended+poste))
	onMap := f.onMap()
	if _, there := onMap["bibliotheque-50502"]; there || onMap["5"].Source != "s" || len(onMap) != 2 {
		t.Errorf("%+v", onMap)
	}
	if len(report.Corrections) != 1 || !strings.Contains(report.Corrections[0].Sentence, "la source dit de nouveau bien cette offre (s/5)") {
		t.Errorf("told: %+v", report.Corrections)
	}
	f.load(f.request("s", swapped+poste))
	if onMap = f.onMap(); onMap["bibliotheque-50502"].Name == "" || len(onMap) != 2 {
		t.Errorf("wrong again: %+v", onMap)
	}
	f.withdrawAll()
	if onMap = f.onMap(); len(onMap) != 1 {
		t.Errorf("withdrawn: %+v", onMap)
	}
}

func TestWhatStaysWrongIsNotBrought(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("s", swapped+poste))
	state := f.fingerprint()
	for _, req := range []ingest.CorrectRequest{
		{Source: "s", SourceID: "5", Cells: cells("nom", "Médiathèque")},
		{Source: "s", SourceID: "5", Point: &orb.Point{2.35, 48.85}},
		{Source: "s", SourceID: "5", Hide: true},
		{Source: "s", SourceID: "6", Cells: cells("nom", "Médiathèque")},
	} {
		if err := f.correct(req); err == nil {
			t.Errorf("%+v was taken", req)
		}
	}
	if f.fingerprint() != state || len(f.onMap()) != 1 {
		t.Errorf("%+v", f.onMap())
	}
}
