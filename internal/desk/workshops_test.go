package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/desk"
	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/postgres"
)

// monday is when the stories of workshops begin.
var monday = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)

// school is a fixture with a bus that comes to Saint-Lô each day from 2 to 5 p.m.,
// and a fixed place there.
type school struct {
	*fixture
	planner *planning.Planner
	now     time.Time
}

const schoolBus = "type;tournée;étape;nom;commune;quand;début;fin;téléphone;démarches\n" +
	"tournée;bus;;Le bus;;;;;02 61 91 00 01;caf\nétape;bus;saint-lo;Mairie;Saint-Lô;tous les jours;14:00;17:00;;\n"

const schoolPlaces = "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,telephone,date_maj\n" +
	"1,,Médiathèque,Saint-Lô,50000,50502,1 place du Champ-de-Mars,49.1157,-1.0900,+33233051234,2026-06-01\n"

func newSchool(t *testing.T) *school {
	t.Helper()
	s := &school{fixture: newFixture(t), now: monday}
	s.Now = func() time.Time { return s.now }
	ctx := context.Background()
	if _, err := s.db.SaveTerritory(ctx, mediation.Territory{Area: "50", Communes: []mediation.Commune{
		{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, Centre: orb.Point{-1.09, 49.1157}},
	}}); err != nil {
		t.Fatal(err)
	}
	importer := &ingest.Importer{Store: postgres.As[ingest.Tx]{DB: s.db}, Now: s.Now}
	if _, err := importer.Import(ctx, ingest.Request{Source: "s", Format: "standard", Departement: "50", Origin: "s.csv", Content: []byte(schoolPlaces)}); err != nil {
		t.Fatal(err)
	}
	s.planner = &planning.Planner{Store: postgres.As[planning.Tx]{DB: s.db}, Departement: "50", Now: s.Now, Needs: mediation.Needs{{ID: "caf"}}}
	s.Tours = s.planner
	report, err := s.planner.Import(ctx, planning.ImportRequest{Origin: "bus.csv", Content: []byte(schoolBus)})
	if err != nil || len(report.Faults) > 0 {
		t.Fatal(err, report.Faults)
	}
	return s
}

// visit is the id of the visit in so many days.
func (s *school) visit(days int) string {
	s.Helper()
	day := mediation.DayOf(monday.AddDate(0, 0, days))
	list, err := s.planner.Comings(context.Background(), day, day)
	if err != nil || len(list) != 1 {
		s.Fatal(list, err)
	}
	return list[0].Visit.ID
}

// open opens a series at the visits in so many days.
func (s *school) open(series mediation.Series, days ...int) []mediation.Workshop {
	s.Helper()
	var dates []mediation.WorkshopDate
	for _, n := range days {
		dates = append(dates, mediation.WorkshopDate{Visit: s.visit(n)})
	}
	id, err := s.OpenSeries(context.Background(), console, series, dates)
	if err != nil {
		s.Fatal(err)
	}
	return s.series(id)
}

// series are the workshops of a series as the public sees them.
func (s *school) series(id string) (list []mediation.Workshop) {
	s.Helper()
	public, err := s.db.Public(context.Background(), "50", s.now)
	if err != nil {
		s.Fatal(err)
	}
	for _, w := range public.Workshops {
		if w.Series.ID == id {
			list = append(list, w)
		}
	}
	return list
}

var mouse = mediation.Series{Theme: "Prendre en main la souris", Need: "souris-clavier", Level: mediation.Beginner}

func TestASeriesIsOpenedAtVisitsAndPublic(t *testing.T) {
	s := newSchool(t)
	s.CallShare = 25
	list := s.open(mouse, 9, 2)
	if len(list) != 2 || list[0].Number != 1 || list[1].Dates != 2 || !list[0].Start.Before(list[1].Start) {
		t.Fatalf("%+v", list)
	}
	w := list[0]
	if w.Start.UTC() != time.Date(2026, 12, 2, 13, 0, 0, 0, time.UTC) || w.End.Sub(w.Start) != mediation.UsualLength ||
		w.Seats != (mediation.Seats{All: 12, Kept: 3}) || w.Visit != s.visit(2) || w.Tour != "bus" || w.Place == "" || w.Series.Need != "souris-clavier" {
		t.Errorf("%+v", w)
	}
}

func TestOnlyWhoKeepsThePlaceOpensWorkshops(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	public, err := s.db.Public(ctx, "50", s.now)
	if err != nil {
		t.Fatal(err)
	}
	var fixed string
	for _, p := range public.Places {
		if p.Offers[0].Source == "s" {
			fixed = p.ID
		}
	}
	editor := desk.Actor{Account: s.invite("mairie@saint-lo.example", mediation.Editor, mediation.Scope{Kind: mediation.ScopeCommune, ID: "50502"})}
	operator := desk.Actor{Account: s.invite("bus@manche.example", mediation.Operator, mediation.Scope{Kind: mediation.ScopeTour, ID: "bus"})}
	for _, actor := range []*desk.Actor{&editor, &operator} {
		if actor.Account, err = s.Account(ctx, actor.ID); err != nil {
			t.Fatal(err)
		}
	}
	atPlace := []mediation.WorkshopDate{{Place: fixed, Start: monday.AddDate(0, 0, 3)}}
	atVisit := []mediation.WorkshopDate{{Visit: s.visit(3)}}
	for _, c := range []struct {
		by   desk.Actor
		at   []mediation.WorkshopDate
		want mediation.ErrorKind
	}{{editor, atPlace, ""}, {operator, atVisit, ""}, {editor, atVisit, mediation.Forbidden}, {operator, atPlace, mediation.Forbidden}} {
		if _, err := s.OpenSeries(ctx, c.by, mouse, c.at); mediation.KindOf(err) != c.want && !(c.want == "" && err == nil) {
			t.Errorf("%s at %+v: %v", c.by.Email, c.at, err)
		}
	}
}

// A seat that is taken changes the workshops of its group, and nothing else of what is
// public: servers read these alone.
func TestASeatChangesItsWorkshopsAlone(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	course := mouse
	course.Whole = true
	mine, other := s.open(course, 2, 9, 16), s.open(mouse, 3, 4)
	before, err := s.db.Public(ctx, "50", s.now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Register(ctx, asks(mine[0], 1)); err != nil {
		t.Fatal(err)
	}
	changes, known, err := s.db.Since(ctx, "50", s.now, before.Revision)
	if err != nil || !known || len(changes.Places)+len(changes.Visits)+len(changes.GoneWorkshops) > 0 || len(changes.Workshops) != 3 {
		t.Fatalf("%+v, %v, %v", changes, known, err)
	}
	for _, w := range changes.Workshops {
		if w.Series.ID != mine[0].Series.ID || w.Seats.Free() != 11 {
			t.Errorf("%+v", w)
		}
	}
	if list := s.series(other[0].Series.ID); list[0].Seats.Free() != 12 {
		t.Errorf("%+v", list)
	}
	if _, err := s.Register(ctx, asks(other[1], 1)); err != nil { // of one date alone
		t.Fatal(err)
	}
	if list := s.series(other[0].Series.ID); list[0].Seats.Free() != 12 || list[1].Seats.Free() != 11 {
		t.Errorf("%+v", list)
	}
}

// The team corrects what a series says and how many seats it has, never under those
// that are taken; seats that come are offered to who waited.
func TestASeriesIsEdited(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	small := mouse
	small.Seats = 2
	w := s.open(small, 2)[0]
	for i := range 3 {
		if _, err := s.Register(ctx, asks(w, i)); err != nil {
			t.Fatal(err)
		}
	}
	edited := small
	edited.Seats, edited.Bring = 1, "Vos lunettes"
	if err := s.Edit(ctx, console, w.ID, edited); mediation.KindOf(err) != mediation.Conflict {
		t.Errorf("one seat for two people: %v", err)
	}
	edited.Seats = 3
	if err := s.Edit(ctx, console, w.ID, edited); err != nil {
		t.Fatal(err)
	}
	if got := s.series(w.Series.ID)[0]; got.Series.Bring != "Vos lunettes" || got.Seats.All != 3 || got.Seats.Free() != 0 {
		t.Errorf("%+v", got)
	}
	if got := s.states(); got["offered"] != 1 || got["seated"] != 2 {
		t.Errorf("%v", got)
	}
	s.checkCounters()
	if err := s.Move(ctx, console, w.ID, w.Start.Add(30*time.Minute), w.End.Add(30*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := s.series(w.Series.ID)[0]; got.Status != mediation.Moved || !got.WasStart.Equal(w.Start) {
		t.Errorf("%+v", got)
	}
	if err := s.Move(ctx, console, w.ID, w.Start.Add(4*time.Hour), w.End.Add(4*time.Hour)); mediation.KindOf(err) != mediation.Invalid {
		t.Errorf("out of the hours of the visit: %v", err)
	}
}
