package ingest_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/ingest"
	"escale/internal/mediation"
)

func (f *fixture) correct(req ingest.CorrectRequest) error {
	f.Helper()
	req.Departement = "50"
	_, err := f.importer.Correct(context.Background(), req)
	return err
}

func (f *fixture) mustCorrect(req ingest.CorrectRequest) {
	f.Helper()
	if err := f.correct(req); err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) standings() []mediation.Standing {
	f.Helper()
	list, err := f.importer.Standings(context.Background(), "50")
	if err != nil {
		f.Fatal(err)
	}
	return list
}

func (f *fixture) withdrawAll() {
	f.Helper()
	for _, st := range f.standings() {
		if err := f.importer.WithdrawCorrection(context.Background(), st.ID); err != nil {
			f.Fatal(err)
		}
	}
}

// onMap are the offers that the public sees, by their ids.
func (f *fixture) onMap() map[string]mediation.Offer {
	f.Helper()
	offers := map[string]mediation.Offer{}
	for _, p := range f.places() {
		for _, o := range p.Offers {
			offers[o.SourceID] = o
		}
	}
	return offers
}

func cells(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

func TestACorrectionWinsUntilItIsWithdrawn(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("s", mairie+poste))
	state, revision := f.fingerprint(), f.revision()
	phone := ingest.CorrectRequest{Source: "s", SourceID: "1", Cells: cells("telephone", "02 33 00 00 01", "horaires", "lundi 9h-12h")}
	f.mustCorrect(phone)
	got := f.onMap()["1"]
	if got.Contact.Phone != "+33233000001" || got.Hours != "Mo 09:00-12:00" || f.revision() == revision {
		t.Errorf("corrected: %+v", got)
	}
	want := []mediation.CorrectedField{{Field: "hours", Source: "Mo-Fr 09:00-12:00"}, {Field: "phone", Source: "+33261910001"}}
	if diff := cmp.Diff(want, withoutDates(got.Corrected)); diff != "" {
		t.Error(diff)
	}
	changed := strings.Replace(mairie, "+33261910001", "+33261910002", 1)
	report := f.load(f.request("s", strings.Replace(changed, "Mairie annexe", "Mairie", 1)+poste))
	if got := f.onMap()["1"]; got.Contact.Phone != "+33233000001" || got.Name != "Mairie" {
		t.Errorf("after a new edition: %+v", got)
	}
	const conflict = "téléphone : la source dit maintenant « +33261910002 » ; la correction dit « +33233000001 », faite quand elle disait « +33261910001 »"
	if len(report.Corrections) != 1 || report.Corrections[0].Sentence != conflict || !strings.Contains(report.Summary(), conflict) {
		t.Errorf("told: %+v", report.Corrections)
	}
	report = f.load(f.request("s", strings.Replace(mairie, "+33261910001", "+33233000001", 1)+poste))
	if len(report.Corrections) != 1 || report.Corrections[0].State != mediation.StateAgreed || len(f.onMap()["1"].Corrected) != 1 {
		t.Errorf("the source says it too: %+v", report.Corrections)
	}
	report = f.load(f.request("s", poste))
	if len(report.Corrections) != 2 || report.Corrections[0].State != mediation.StateAbsent {
		t.Errorf("the record left: %+v", report.Corrections)
	}
	f.load(f.request("s", mairie+poste))
	if got := f.onMap()["1"]; got.Contact.Phone != "+33233000001" || f.fingerprint() == state && len(got.Corrected) != 2 {
		t.Errorf("the record is back: %+v", got)
	}
	f.withdrawAll()
	if got := f.onMap()["1"]; f.fingerprint() != state || got.Contact.Phone != "+33261910001" || got.Corrected != nil {
		t.Errorf("withdrawn: %+v", got)
	}
}

func withoutDates(list []mediation.CorrectedField) []mediation.CorrectedField {
	out := slices.Clone(list)
	for i := range out {
		out[i].Since = mediation.CorrectedField{}.Since
	}
	return out
}

func TestCorrectionsFollowARecordToItsNewID(t *testing.T) {
	f := newFixture(t)
	poste := row("2", "La Poste", "Saint-Lô", "50000", "50502", "22 rue de Poterie", "49.1165", "-1.089")
	f.load(f.request("s", mairie+poste))
	f.mustCorrect(ingest.CorrectRequest{Source: "s", SourceID: "2", Cells: cells("nom", "Poste centrale")})
	f.mustCorrect(ingest.CorrectRequest{Source: "s", SourceID: "1", Join: "s/2"})
	run := f.load(f.request("s", mairie+strings.Replace(poste, "2,", "77,", 1)))
	places := f.places()
	if run.Renamed != 1 || f.onMap()["77"].Name != "Poste centrale" || len(places) != 1 || len(places[0].Offers) != 2 {
		t.Errorf("%d renamed; %+v", run.Renamed, places)
	}
	if err := f.undo(run.Run); err != nil || f.onMap()["2"].Name != "Poste centrale" {
		t.Errorf("undone: %+v, error %v", f.onMap(), err)
	}
}

func TestPlacesArePutRightHere(t *testing.T) {
	f := newFixture(t)
	neighbour := row("3", "Annexe de la mairie", "Saint-Lô", "50000", "", "1 rue de la Paix", "49.1157", "-1.09")
	poste := row("2", "La Poste", "Saint-Lô", "50000", "50502", "22 rue de Poterie", "49.1165", "-1.089")
	f.load(f.request("s", mairie+poste))
	f.load(f.request("b", neighbour)) // at the same door
	state, before := f.fingerprint(), f.places()
	number := func(why string, places int) {
		t.Helper()
		if got := f.places(); len(got) != places {
			t.Errorf("%s: %d places, want %d: %+v", why, len(got), places, got)
		}
	}
	number("at first", 2)
	f.mustCorrect(ingest.CorrectRequest{Source: "b", SourceID: "3", Apart: true})
	number("apart", 3)
	f.mustCorrect(ingest.CorrectRequest{Source: "b", SourceID: "3", Join: "s/2"})
	number("joined with another", 2)
	f.mustCorrect(ingest.CorrectRequest{Source: "s", SourceID: "2", Hide: true})
	number("hidden at a shared place", 2)
	f.mustCorrect(ingest.CorrectRequest{Source: "s", SourceID: "2", Show: true})
	f.withdrawAll()
	f.mustCorrect(ingest.CorrectRequest{Source: "b", SourceID: "3", Point: &orb.Point{-1.1, 49.12}})
	number("moved away", 3)
	if got := f.onMap()["3"]; *got.Point != (orb.Point{-1.1, 49.12}) || got.Corrected[0].Field != "point" {
		t.Errorf("moved: %+v", got)
	}
	f.withdrawAll()
	f.mustCorrect(ingest.CorrectRequest{Source: "s", SourceID: "2", Point: &orb.Point{-1.08, 49.12}})
	if got := f.places(); len(got) != 2 || !slices.ContainsFunc(got, func(p mediation.Place) bool { return p.Point == orb.Point{-1.08, 49.12} }) {
		t.Errorf("moved alone, its place goes along: %+v", got)
	}
	f.withdrawAll()
	if diff := cmp.Diff(before, f.places()); diff != "" || f.fingerprint() != state {
		t.Error("all withdrawn: " + diff)
	}
}

func TestWhatCannotBeACorrectionIsRefused(t *testing.T) {
	f := newFixture(t)
	far := row("3", "Annexe", "Saint-Lô", "50000", "50502", "3 rue Haute", "49.1157", "-1.08")
	bus := strings.Replace(row("4", "Bus", "Saint-Lô", "50000", "50502", "1 rue de la Paix", "49.1157", "-1.09"), "2026-05-04", "2026-05-04,Itinérant", 1)
	req := f.request("s", mairie+poste+far+bus)
	req.Content = []byte(strings.Replace(string(req.Content), "date_maj\n", "date_maj,itinerance\n", 1))
	f.load(req)
	state, revision := f.fingerprint(), f.revision()
	for why, req := range map[string]ingest.CorrectRequest{
		"n’existe pas":                  {SourceID: "1", Cells: cells("couleur", "bleu")},
		"téléphone ne peut pas être lu": {SourceID: "1", Cells: cells("telephone", "aucun", "nom", "Autre")},
		"électronique ne peut pas":      {SourceID: "1", Cells: cells("courriels", "chez moi")},
		"Le nom manque":                 {SourceID: "1", Cells: cells("nom", "")},
		"commune déclarée":              {SourceID: "1", Point: &orb.Point{-1.47, 49.51}},
		"inconnue dans le":              {SourceID: "1", Cells: cells("commune", "Nulle-Part", "code_postal", "50999")},
		"déjà cela":                     {SourceID: "1", Cells: cells("telephone", "02 61 91 00 01")},
		"Aucune offre":                  {SourceID: "9", Hide: true},
		"n’est pas cachée":              {SourceID: "1", Show: true},
		"avec laquelle":                 {SourceID: "1", Join: "s/9"},
		"Rien à corriger":               {SourceID: "1"},
		"« Couture » n’est pas":         {SourceID: "1", Cells: cells("services", "Accès internet et matériel informatique|Couture")},
		"l’identifiant":                 {SourceID: ""},
		"la même commune (Saint-Lô":     {SourceID: "1", Join: "s/2"},
		"à 729 mètres":                  {SourceID: "1", Join: "s/3"},
		"un bus":                        {SourceID: "1", Join: "s/4"},
		"un lieu à lui":                 {SourceID: "4", Join: "s/1"},
		"déclarée (Valognes)":           {SourceID: "1", Cells: cells("commune", "Valognes")},
		"« Nulle-Part » (50000)":        {SourceID: "1", Cells: cells("commune", "Nulle-Part")},
	} {
		req.Source = "s"
		if err := f.correct(req); mediation.KindOf(err) == "" || !strings.Contains(err.Error(), why) {
			t.Errorf("want %q, got %v", why, err)
		}
	}
	if f.fingerprint() != state || f.revision() != revision || len(f.standings()) != 0 {
		t.Error("something was done by halves")
	}
}

func TestARecordAddedHereStays(t *testing.T) {
	ctx, f := context.Background(), newFixture(t)
	f.load(f.request("s", mairie+poste))
	state := f.fingerprint()
	add := ingest.CorrectRequest{Departement: "50", Cells: cells("nom", "Bibliothèque", "commune", "Valognes", "code_postal", "50700",
		"adresse", "3 place du Château", "latitude", "49.508", "longitude", "-1.475", "telephone", "0233000002")}
	id, _, err := f.importer.Add(ctx, add)
	if err != nil || id != "bibliotheque-50615" {
		t.Fatalf("added as %q, error %v", id, err)
	}
	f.mustCorrect(ingest.CorrectRequest{Source: mediation.LocalSource, SourceID: id, Cells: cells("telephone", "0233000003")})
	f.load(f.request("s", mairie))
	if got := f.onMap()[id]; got.Source != mediation.LocalSource || got.Contact.Phone != "+33233000003" || got.Address.INSEE != "50615" {
		t.Errorf("added: %+v", got)
	}
	f.load(f.request("s", mairie+poste))
	add.Cells["latitude"] = "49.1157"
	if _, _, err := f.importer.Add(ctx, add); mediation.KindOf(err) != mediation.Invalid {
		t.Errorf("added in another commune: %v", err)
	}
	f.withdrawAll()
	if _, there := f.onMap()[id]; there || f.fingerprint() != state {
		t.Error("withdrawn, it leaves no trace on the map")
	}
}

// The place that people chose keeps its name, address and point, whatever the
// kinds of the offers.
func TestAJoinedRecordTakesOverThePlace(t *testing.T) {
	f := newFixture(t)
	beside := strings.Replace(row("2", "Médiathèque", "Saint-Lô", "50000", "50502", "22 rue de Poterie", "49.1165", "-1.089"), "France Services", "", 1)
	f.load(f.request("s", mairie+beside))
	for _, ids := range [][2]string{{"1", "2"}, {"2", "1"}} {
		f.mustCorrect(ingest.CorrectRequest{Source: "s", SourceID: ids[0], Join: "s/" + ids[1]})
		places, target := f.places(), f.onMap()[ids[1]]
		if len(places) != 1 || len(places[0].Offers) != 2 {
			t.Fatalf("not joined: %+v", places)
		}
		if p := places[0]; p.Name != target.Name || p.Address != target.Address || p.Point != *target.Point {
			t.Errorf("%s joined %s: %s, %+v, %v", ids[0], ids[1], p.Name, p.Address, p.Point)
		}
		f.withdrawAll()
	}
}

// A record without coordinates follows its commune.
func TestACorrectedCommuneMovesWhatIsOnlyAtItsCentre(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("s", unpinned))
	f.mustCorrect(ingest.CorrectRequest{Source: "s", SourceID: "9", Cells: cells("commune", "Valognes")})
	got := f.onMap()["9"]
	if !got.Approximate || *got.Point != (orb.Point{-1.47, 49.51}) || got.Address.INSEE != "50615" || got.Address.Postcode != "50700" {
		t.Errorf("corrected: %+v", got)
	}
	f.withdrawAll()
	if got := f.onMap()["9"]; *got.Point != (orb.Point{-1.09, 49.1157}) || got.Address.Postcode != "50000" {
		t.Errorf("withdrawn: %+v", got)
	}
}
