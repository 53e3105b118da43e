package planning_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
	"escale/internal/postgres"
)

const standardHeader = "id,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,horaires,itinerance,date_maj\n"

// load imports a file of places, then brings the tours up to date.
func (f *fixture) load(source, format string, content []byte) {
	f.Helper()
	im := ingest.Importer{Store: postgres.As[ingest.Tx]{DB: f.db}, Now: f.planner.Now, Needs: f.planner.Needs, SupersededBy: map[string][]string{"conseillers-numeriques": {"aidant"}}}
	_, err := im.Import(context.Background(), ingest.Request{Source: source, Format: format, Departement: f.planner.Departement, Origin: source, Content: content})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := f.planner.Update(context.Background()); err != nil {
		f.Fatal(err)
	}
}

// van is a record of the national standard of a service that moves.
func van(id, name string, village int, phone, hours string) string {
	c := centre(village - 1)
	return fmt.Sprintf("%s,%s,Village %d,50%03d,50%03d,Place,%f,%f,%s,\"%s\",Itinérant,2026-05-04\n",
		id, name, village, village, village, c[1], c[0], phone, hours)
}

func (f *fixture) stopsByCode() map[string]mediation.Stop {
	stops := map[string]mediation.Stop{}
	for _, st := range f.public().Stops {
		stops[st.Tour+"/"+st.Code] = st
	}
	return stops
}

func TestVansOfSources(t *testing.T) {
	f := newFixture(t)
	f.load("nat", "standard", []byte(standardHeader+
		van("1", "Bus du mardi", 1, "+33261910001", "Tu 09:30-12:00")+
		van("2", "Bus de la semaine", 2, "+33261910002", "Mo-Fr 09:00-17:00")+
		van("3", "Bus sans horaires", 3, "+33261910003", "")+
		van("4", "Bus des semaines impaires", 4, "", "week 1-53/2 We 14:00-16:30")+
		van("5", "Bus de deux jeudis", 5, "", "Th[2,4] 14:00-16:30")+
		van("6", "Bus du matin et du soir", 6, "", "Tu 09:00-12:00,14:00-17:00; Fr 09:00-12:00")+
		van("7", "Bus de certains lundis", 7, "", `Mo 14:00-16:30 ""semaines à confirmer""`)))
	type line struct {
		Rule, From, To string
		Dates          mediation.StopDates
	}
	got := map[string]line{}
	for code, st := range f.stopsByCode() {
		got[code] = line{st.Rule, st.From, st.To, st.Dates}
	}
	want := map[string]line{
		"nat-1/village-1":   {"tous les mardis", "09:30", "12:00", mediation.DatesKnown},
		"nat-2/village-2":   {"dates non publiées", "", "", mediation.DatesUnpublished},
		"nat-3/village-3":   {"dates non publiées", "", "", mediation.DatesUnpublished},
		"nat-4/village-4":   {"mercredi des semaines impaires", "14:00", "16:30", mediation.DatesKnown},
		"nat-5/village-5":   {"2e et 4e jeudi du mois", "14:00", "16:30", mediation.DatesKnown},
		"nat-6/village-6":   {"tous les mardis et vendredis", "09:00", "12:00", mediation.DatesKnown},
		"nat-7/village-7":   {"lundi, semaines à confirmer", "14:00", "16:30", mediation.DatesUnconfirmed},
		"nat-6/village-6-2": {"tous les mardis", "14:00", "17:00", mediation.DatesKnown},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPeopleWinOverSources(t *testing.T) {
	f := newFixture(t)
	first := standardHeader + van("1", "Bus", 1, "+33261910001", "Tu 09:30-12:00")
	f.load("nat", "standard", []byte(first))
	old := f.visits()

	s := &sheet{}
	s.stop("nat-1", 1, "mercredi des semaines paires", "étape", "village-1", "nom", "", "commune", "", "début", "10h", "fin", "11h")
	f.take(s)
	rule := func() string { return f.stopsByCode()["nat-1/village-1"].Rule }
	if rule() != "mercredi des semaines paires" {
		t.Fatalf("rule %q", rule())
	}
	f.load("nat", "standard", []byte(standardHeader+van("1", "Bus", 1, "+33261910001", "Th 09:30-12:00")))
	if rule() != "mercredi des semaines paires" {
		t.Errorf("the source's new edition won: %q", rule())
	}
	if _, err := f.planner.Undo(context.Background()); err != nil {
		t.Fatal(err)
	}
	if rule() != "tous les jeudis" {
		t.Errorf("after undo %q, want what the source says now", rule())
	}
	f.load("nat", "standard", []byte(first))
	for id, v := range f.visits() {
		if v.Sequence < old[id].Sequence || old[id].ID == "" {
			t.Errorf("%s: sequence %d", v.Day, v.Sequence)
		}
	}
	// The record leaves its source, then returns.
	f.load("nat", "standard", []byte(standardHeader+van("9", "Autre", 2, "", "")))
	if _, there := f.stopsByCode()["nat-1/village-1"]; there {
		t.Error("a stop stays although its source no longer tells it")
	}
	f.load("nat", "standard", []byte(first))
	if rule() != "tous les mardis" || len(f.visits()) != len(old) {
		t.Errorf("back: %q, %d visits of %d", rule(), len(f.visits()), len(old))
	}
}

func TestASourcesAddressIsNotTheSpreadsheetsToChange(t *testing.T) {
	f := newFixture(t)
	f.load("nat", "standard", []byte(standardHeader+van("1", "Bus", 1, "+33261910001", "Tu 09:30-12:00")))
	s := &sheet{}
	s.stop("nat-1", 1, "tous les mardis", "étape", "village-1", "nom", "Ailleurs", "commune", "")
	if faults := f.importing(s.content(), false).Faults; len(faults) != 1 || faults[0].Column != "nom" {
		t.Errorf("another name: %+v", faults)
	}
	s = &sheet{}
	s.bus("nat-1")
	s.stop("nat-1", 3, "tous les mardis")
	if faults := f.importing(s.content(), false).Faults; len(faults) != 1 || !strings.Contains(faults[0].Message, "ne passe plus") {
		t.Errorf("a stop left out: %+v", faults)
	}
}

func TestTheAidantBus(t *testing.T) {
	mirror := mirrortest.Path(t, ".")
	f := newFixtureOf(t, communesOfTheSouth())
	f.planner.OneVehicle = map[string]string{"aidant": "Aidant Bus"}
	for _, file := range []struct{ source, format, path string }{
		{"aidant", "conseillers-numeriques-bus", "manche/aidant-bus-sud-manche.json"},
		{"conseillers-numeriques", "conseillers-numeriques", "france/conseillers-numeriques-20221201.json"},
	} {
		content, err := os.ReadFile(mirror + "/" + file.path)
		if err != nil {
			t.Fatal(err)
		}
		f.load(file.source, file.format, content)
	}
	public := f.public()
	var dated, clashing []string
	for _, st := range public.Stops {
		line := fmt.Sprintf("%s %s-%s", st.Rule, st.From, st.To)
		if st.Dates == mediation.DatesKnown {
			dated = append(dated, line)
		} else {
			clashing = append(clashing, string(st.Dates)+" "+line)
		}
	}
	slices.Sort(dated)
	slices.Sort(clashing)
	if diff := cmp.Diff([]string{
		"tous les jeudis 09:30-12:30", "tous les jeudis 14:00-16:30", "tous les lundis 09:30-12:00",
		"tous les lundis 13:30-16:30", "tous les vendredis 09:30-12:00",
	}, dated); diff != "" {
		t.Error(diff)
	}
	pair := func(day string) string { return "unconfirmed " + day + ", semaines à confirmer 13:30-16:30" }
	if diff := cmp.Diff([]string{
		pair("mardi"), pair("mardi"), pair("mercredi"), pair("mercredi"), pair("vendredi"), pair("vendredi"),
	}, clashing); diff != "" {
		t.Error(diff)
	}
	seen := map[string]int{}
	for _, p := range public.Places {
		for _, o := range p.Offers {
			seen[o.SourceID]++
		}
	}
	for id, n := range seen {
		if n > 1 {
			t.Errorf("record %s is shown %d times", id, n)
		}
	}
	if len(public.Tours) != 1 || public.Tours[0].Contact.Phone != "+33233682135" || public.Tours[0].Name != "Aidant Bus" {
		t.Errorf("tours %+v", public.Tours)
	}
}

// communesOfTheSouth are those where the bus stops, known by their centres.
func communesOfTheSouth() []mediation.Commune {
	var communes []mediation.Commune
	for _, c := range []struct {
		insee, name, postcode string
		lon, lat              float64
	}{
		{"50168", "Ducey-Les Chéris", "50220", -1.29, 48.62}, {"50260", "Juvigny les Vallées", "50520", -1.01, 48.68},
		{"50155", "Crollon", "50220", -1.38, 48.57}, {"50263", "Lapenty", "50600", -1.01, 48.58},
		{"50565", "Sartilly-Baie-Bocage", "50530", -1.45, 48.75}, {"50199", "Genêts", "50530", -1.47, 48.68},
		{"50256", "Isigny-le-Buat", "50540", -1.17, 48.62}, {"50543", "Saint-Quentin-sur-le-Homme", "50220", -1.32, 48.65},
		{"50612", "Vains", "50300", -1.42, 48.67}, {"50554", "Saint-Senier-sous-Avranches", "50300", -1.31, 48.69},
		{"50108", "Céaux", "50220", -1.38, 48.62},
	} {
		communes = append(communes, mediation.Commune{INSEE: c.insee, Name: c.name, Postcodes: []string{c.postcode}, Centre: [2]float64{c.lon, c.lat}})
	}
	return communes
}
