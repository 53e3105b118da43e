package planning_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

type fixture struct {
	*testing.T
	db      *postgres.DB
	planner planning.Planner
	now     time.Time
}

const gridSide = 15

// newFixture opens a database with a grid of communes, and a clock that stands
// at the first of December 2026, at ten.
func newFixture(t *testing.T) *fixture {
	t.Helper()
	var communes []mediation.Commune
	for i := range gridSide * gridSide {
		c := centre(i)
		communes = append(communes, mediation.Commune{
			INSEE: fmt.Sprintf("50%03d", i+1), Name: fmt.Sprintf("Village %d", i+1), Postcodes: []string{fmt.Sprintf("50%03d", i+1)},
			Centre: c, Contour: orb.MultiPolygon{{{{c[0] - .01, c[1] - .01}, {c[0] + .01, c[1] - .01}, {c[0] + .01, c[1] + .01}, {c[0] - .01, c[1] + .01}, {c[0] - .01, c[1] - .01}}}},
		})
	}
	return newFixtureOf(t, communes)
}

func newFixtureOf(t *testing.T, communes []mediation.Commune) *fixture {
	t.Helper()
	f := &fixture{T: t, db: pgtest.New(t), now: time.Date(2026, time.December, 1, 10, 0, 0, 0, hours.Paris)}
	departement := communes[0].Departement()
	if _, err := f.db.SaveTerritory(context.Background(), mediation.Territory{Area: mediation.Area(departement), Communes: communes}); err != nil {
		t.Fatal(err)
	}
	f.planner = planning.Planner{
		Store: postgres.As[planning.Tx]{DB: f.db}, Departement: departement, Now: func() time.Time { return f.now },
		Needs: mediation.Needs{{ID: "caf", Label: "La CAF"}, {ID: "cv", Label: "Un CV", DeclaredBy: []string{"Insertion professionnelle via le numérique"}}},
	}
	return f
}

func centre(i int) orb.Point {
	return orb.Point{-1.8 + .05*float64(i%gridSide), 48.6 + .05*float64(i/gridSide)}
}

// sheet is a spreadsheet under construction.
type sheet struct{ rows []string }

const header = "type;tournée;étape;nom;commune;latitude;longitude;quand;date;nouvelle date;début;fin;salle;places;thèmes;motif;téléphone;véhicule;démarches\n"

// row puts cells under the header, by column.
func (s *sheet) row(cells map[string]string) {
	names := strings.Split(strings.TrimSpace(header), ";")
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = cells[name]
	}
	s.rows = append(s.rows, strings.Join(out, ";"))
}

func (s *sheet) content() []byte { return []byte(header + strings.Join(s.rows, "\n") + "\n") }

func (s *sheet) bus(name string) {
	s.row(map[string]string{"type": "tournée", "tournée": name, "téléphone": "02 61 91 00 01", "démarches": "caf | Un CV"})
}

func (s *sheet) stop(tour string, village int, rule string, more ...string) {
	cells := map[string]string{
		"type": "étape", "tournée": tour, "étape": fmt.Sprintf("v%d", village), "nom": fmt.Sprintf("Mairie %d", village),
		"commune": fmt.Sprintf("Village %d", village), "quand": rule, "début": "14h", "fin": "16h30",
	}
	for i := 0; i+1 < len(more); i += 2 {
		cells[more[i]] = more[i+1]
	}
	s.row(cells)
}

func (s *sheet) exception(what, tour string, village int, date string, more ...string) {
	cells := map[string]string{"type": what, "tournée": tour, "étape": fmt.Sprintf("v%d", village), "date": date}
	for i := 0; i+1 < len(more); i += 2 {
		cells[more[i]] = more[i+1]
	}
	s.row(cells)
}

func (f *fixture) importing(content []byte, dry bool) planning.Report {
	f.Helper()
	report, err := f.planner.Import(context.Background(), planning.ImportRequest{Origin: "tournees.csv", Content: content, DryRun: dry})
	if err != nil {
		f.Fatal(err)
	}
	return report
}

// take imports a spreadsheet that must be sound.
func (f *fixture) take(s *sheet) planning.Report {
	f.Helper()
	report := f.importing(s.content(), false)
	if len(report.Faults) > 0 {
		f.Fatalf("bad lines: %+v", report.Faults)
	}
	return report
}

func (f *fixture) fingerprint() string {
	f.Helper()
	sum, err := f.planner.Fingerprint(context.Background())
	if err != nil {
		f.Fatal(err)
	}
	return sum
}

func (f *fixture) export(write func(w *bytes.Buffer, lines []formats.TourLine) error) []byte {
	f.Helper()
	lines, err := f.planner.Export(context.Background(), "")
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := write(&b, lines); err != nil {
		f.Fatal(err)
	}
	return b.Bytes()
}

func asCSV(w *bytes.Buffer, lines []formats.TourLine) error  { return formats.WriteToursCSV(w, lines) }
func asXLSX(w *bytes.Buffer, lines []formats.TourLine) error { return formats.WriteToursXLSX(w, lines) }

func (f *fixture) public() postgres.Public {
	f.Helper()
	public, err := f.db.Public(context.Background(), "50", f.now)
	if err != nil {
		f.Fatal(err)
	}
	return public
}

func (f *fixture) visits() map[string]mediation.Visit {
	visits := map[string]mediation.Visit{}
	for _, v := range f.public().Visits {
		visits[v.ID] = v
	}
	return visits
}

func (f *fixture) revision() int64 {
	f.Helper()
	n, _, err := f.db.Revision(context.Background())
	if err != nil {
		f.Fatal(err)
	}
	return n
}

func TestUndoRestoresWhatWasThere(t *testing.T) {
	f := newFixture(t)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les mardis")
	s.stop("Bus", 2, "tous les jeudis")
	f.take(s)
	before, visits := f.fingerprint(), f.visits()
	s = &sheet{}
	s.row(map[string]string{"type": "tournée", "tournée": "Bus", "nom": "Le grand bus", "téléphone": "02 61 91 00 09"})
	s.stop("Bus", 1, "tous les lundis", "nom", "École", "latitude", "48.6005", "longitude", "-1.8")
	s.stop("Bus", 3, "tous les jeudis")
	f.take(s)
	if stops := f.public().Stops; len(stops) != 2 || f.fingerprint() == before {
		t.Fatalf("%d stops", len(stops))
	}
	if _, err := f.planner.Undo(context.Background()); err != nil {
		t.Fatal(err)
	}
	if f.fingerprint() != before {
		t.Error("another fingerprint after undo")
	}
	for id, v := range f.visits() {
		if was := visits[id]; v.Sequence <= was.Sequence {
			t.Errorf("visit %s came back with sequence %d, was %d", v.Day, v.Sequence, was.Sequence)
		}
	}
}

func TestOneChangeChangesOneVisit(t *testing.T) {
	f := newFixture(t)
	base := func() *sheet {
		s := &sheet{}
		s.bus("Bus")
		s.stop("Bus", 1, "tous les mardis")
		s.stop("Bus", 2, "tous les jeudis")
		return s
	}
	f.take(base())
	before := f.visits()
	for _, tt := range []struct {
		what string
		more []string
		want mediation.VisitStatus
	}{
		{"passage annulé", []string{"motif", "Verglas"}, mediation.Cancelled},
		{"passage déplacé", []string{"nouvelle date", "09/12/2026", "début", "9h", "fin", "11h"}, mediation.Moved},
		{"passage déplacé", []string{"nom", "Salle des fêtes"}, mediation.Moved},
		{"passage complet", nil, mediation.Full},
	} {
		s := base()
		s.exception(tt.what, "Bus", 1, "08/12/2026", tt.more...)
		f.take(s)
		changed := 0
		for id, v := range f.visits() {
			if cmp.Equal(v, before[id]) {
				continue
			}
			changed++
			if v.Day != "2026-12-08" || v.Status != tt.want || v.Sequence <= before[id].Sequence {
				t.Errorf("%s: %+v", tt.what, v)
			}
		}
		if changed != 1 || len(f.visits()) != len(before) {
			t.Errorf("%s: %d visits changed, %d of %d there", tt.what, changed, len(f.visits()), len(before))
		}
		before = f.visits()
	}
}

func TestDaysGoBy(t *testing.T) {
	f := newFixture(t)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les mardis")
	f.take(s)
	before := f.visits()
	f.now = f.now.AddDate(0, 0, 14)
	outcome, err := f.planner.Update(context.Background())
	if err != nil || outcome.Added != 2 || outcome.Changed+outcome.Withdrawn > 0 {
		t.Errorf("after two weeks %+v, %v; want the two that came into sight", outcome, err)
	}
	for id, v := range f.visits() {
		if was, known := before[id]; known && !cmp.Equal(v, was) {
			t.Errorf("time alone changed %+v", v)
		}
	}
	if again, err := f.planner.Update(context.Background()); err != nil || again.Added+again.Changed != 0 {
		t.Errorf("again: %+v, %v", again, err)
	}
}

func TestOrderOfLinesSaysNothing(t *testing.T) {
	f := newFixture(t)
	f.take(big())
	want := f.fingerprint()
	shuffled := big()
	random := rand.New(rand.NewPCG(3, 14))
	random.Shuffle(len(shuffled.rows), func(i, j int) {
		shuffled.rows[i], shuffled.rows[j] = shuffled.rows[j], shuffled.rows[i]
	})
	report := f.take(shuffled)
	if len(report.Changes) > 0 || f.fingerprint() != want {
		t.Errorf("%d changes: %+v", len(report.Changes), report.Changes[:min(3, len(report.Changes))])
	}
}

// TestHolidaysAreThoseOfTheStop: 26 December 2026 is one in the Moselle.
func TestHolidaysAreThoseOfTheStop(t *testing.T) {
	for departement, want := range map[string]int{"57": 1, "54": 0} {
		c := centre(0)
		f := newFixtureOf(t, []mediation.Commune{{
			INSEE: departement + "001", Name: "Village 1", Postcodes: []string{departement + "001"}, Centre: c,
			Contour: orb.MultiPolygon{{{{c[0] - .01, c[1] - .01}, {c[0] + .01, c[1] - .01}, {c[0] + .01, c[1] + .01}, {c[0] - .01, c[1] - .01}}}},
		}})
		s := &sheet{}
		s.bus("Bus")
		s.stop("Bus", 1, "26/12/2026, 09/01/2027")
		conflicts := f.take(s).Outcome.Conflicts
		if len(conflicts) != want || want == 1 && conflicts[0].Kind != "holiday" {
			t.Errorf("%s: %+v", departement, conflicts)
		}
	}
}

// TestTheDayIsThatOfTheDepartement: late on Monday in UTC it is Tuesday in
// Réunion, where the bus comes at 14 h of the clocks there; a visit of Monday is
// past.
func TestTheDayIsThatOfTheDepartement(t *testing.T) {
	c := centre(0)
	f := newFixtureOf(t, []mediation.Commune{{
		INSEE: "97401", Name: "Village 1", Postcodes: []string{"97401"}, Centre: c,
		Contour: orb.MultiPolygon{{{{c[0] - .01, c[1] - .01}, {c[0] + .01, c[1] - .01}, {c[0] + .01, c[1] + .01}, {c[0] - .01, c[1] - .01}}}},
	}})
	f.now = time.Date(2026, time.December, 7, 21, 0, 0, 0, time.UTC)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "07/12/2026, 08/12/2026")
	f.take(s)
	public, err := f.db.Public(context.Background(), "974", f.now)
	if err != nil || len(public.Visits) != 1 || !public.Visits[0].Start.Equal(time.Date(2026, time.December, 8, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v, %v", public.Visits, err)
	}
	if out, err := f.planner.Update(context.Background()); err != nil || out.Added+out.Changed+out.Withdrawn != 0 {
		t.Errorf("planned again: %+v, %v", out, err)
	}
}

func TestClashesAndHolidaysAreReported(t *testing.T) {
	f := newFixture(t)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les vendredis")
	s.stop("Bus", 2, "25/12/2026, 08/01/2027, 15/01/2027")
	s.exception("passage maintenu", "Bus", 2, "08/01/2027")
	report := f.take(s)
	kinds := map[string]int{}
	for _, c := range report.Outcome.Conflicts {
		kinds[c.Kind]++
	}
	if kinds["clash"] == 0 || kinds["holiday"] == 0 {
		t.Errorf("conflicts: %+v", report.Outcome.Conflicts)
	}
	var kept []mediation.Visit
	for _, v := range f.public().Visits {
		if v.Day == "2027-01-08" && v.Status == mediation.Planned {
			kept = append(kept, v)
		}
	}
	if len(kept) != 1 {
		t.Errorf("%d visits hold on 8 January, want the one that is kept", len(kept))
	}
	if !strings.Contains(report.Summary(), "à régler") {
		t.Error(report.Summary())
	}
}

func TestContactsAreLent(t *testing.T) {
	f := newFixture(t)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les mardis")
	s.stop("Bus", 2, "tous les jeudis", "téléphone", "02 61 91 00 02")
	f.take(s)
	var phones []string
	for _, p := range f.public().Places {
		phones = append(phones, p.Contact().Phone)
		if got := len(p.Services()); got != 2 {
			t.Errorf("%s: %d services", p.Name, got)
		}
	}
	slices.Sort(phones)
	if diff := cmp.Diff([]string{"+33261910001", "+33261910002"}, phones); diff != "" {
		t.Error(diff)
	}
}
