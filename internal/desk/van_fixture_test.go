package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/desk"
	"escale/internal/desk/desktest"
	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// garage is a fixture with two buses and four communes. One of the buses is at
// Coutances each Tuesday morning.
type garage struct {
	*fixture
	planner *planning.Planner
	now     time.Time
}

const garageTours = "type;tournée;étape;nom;commune;quand;début;fin;véhicule;téléphone;démarches\n" +
	"tournée;nord;;Le bus du nord;;;;;Bus 1;02 61 91 00 01;caf\nétape;nord;coutances;Mairie;Coutances;tous les mardis;09:00;12:00;;;\n" +
	"tournée;sud;;Le bus du sud;;;;;Bus 2;02 61 91 00 02;caf\nétape;sud;avranches;Mairie;Avranches;dates non publiées;;;;;\n"

var garageCommunes = []mediation.Commune{
	{INSEE: "50147", Name: "Coutances", Postcodes: []string{"50200"}, Population: 8500, Centre: orb.Point{-1.44, 49.05}},
	{INSEE: "50199", Name: "Genêts", Postcodes: []string{"50530"}, Population: 410, Centre: orb.Point{-1.48, 48.68}},
	{INSEE: "50025", Name: "Avranches", Postcodes: []string{"50300"}, Population: 10000, Centre: orb.Point{-1.36, 48.68}},
	{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, Population: 19000, Centre: orb.Point{-1.09, 49.1157}},
}

// wednesday is when the stories of requests begin.
var wednesday = time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC)

func newGarage(t *testing.T) *garage {
	t.Helper()
	g := &garage{fixture: newFixture(t), now: wednesday}
	ctx := context.Background()
	if _, err := g.db.SaveTerritory(ctx, mediation.Territory{Area: "50", Communes: garageCommunes}); err != nil {
		t.Fatal(err)
	}
	g.serve(g.Desk, g.db)
	report, err := g.planner.Import(ctx, planning.ImportRequest{Origin: "bus.csv", Content: []byte(garageTours)})
	if err != nil || len(report.Faults) > 0 {
		t.Fatal(err, report.Faults)
	}
	return g
}

// serve sets a desk up as a server on a database has it.
func (g *garage) serve(d *desk.Desk, db *postgres.DB) {
	now := func() time.Time { return g.now }
	g.planner = &planning.Planner{Store: postgres.As[planning.Tx]{DB: db}, Departement: "50", Now: now, Needs: mediation.Needs{{ID: "caf"}, {ID: "souris-clavier"}}}
	d.Now, d.Tours, d.Vans, d.VanTerms, d.VansKept = now, g.planner, desktest.Planned{Planner: g.planner}, mediation.DefaultVanTerms(), 365*24*time.Hour
	desktest.Follow(d, g.planner)
}

// genets is what the town hall of Genêts asks.
func genets() mediation.VanRequest {
	return mediation.VanRequest{
		Commune:   "50199",
		Requester: mediation.Requester{Name: "Anne Hamel", Function: "secrétaire", Email: "mairie@genets.example", Phone: "02 33 70 00 00"},
		Room:      mediation.Room{Name: "Salle des fêtes", Street: "rue de l’Église", StepFree: true, Power: true, Tables: true, From: "09:00", Holder: "Jean Lebreton", HolderPhone: "06 11 22 33 44"},
		Wishes:    []mediation.Wish{{Weekday: 4, Half: mediation.Afternoon}, {Day: "2026-12-15", Half: mediation.Morning}},
		Needs:     []mediation.NeedID{"souris-clavier"}, Level: mediation.Beginner, Group: 10, Lacking: []string{"ordinateurs"}, Comment: "Venez nombreux",
	}
}

// send asks by the form, and returns the secret of the mail.
func (g *garage) send(r mediation.VanRequest) (secret string) {
	g.Helper()
	if err := g.AskVan(context.Background(), r); err != nil {
		g.Fatal(err)
	}
	letters := g.deliver()
	if len(letters) != 1 || letters[0].Kind != mediation.MailVanConfirm {
		g.Fatalf("%+v", letters)
	}
	return letters[0].Secret
}

// sure asks and confirms.
func (g *garage) sure(r mediation.VanRequest) (id int64, secret string) {
	g.Helper()
	secret = g.send(r)
	if err := g.ConfirmVan(context.Background(), secret); err != nil {
		g.Fatal(err)
	}
	return g.follow(secret).ID, secret
}

func (g *garage) follow(secret string) mediation.VanRequest {
	g.Helper()
	r, err := g.FollowVan(context.Background(), secret)
	if err != nil {
		g.Fatal(err)
	}
	return r
}

// offer proposes the first dates that clash with nothing, each on a day of its own.
func (g *garage) offer(id int64, tour string, n int) {
	g.Helper()
	sheet, err := g.Van(context.Background(), console, id, tour)
	if err != nil {
		g.Fatal(err)
	}
	var dates []mediation.VanDate
	for _, c := range sheet.Candidates {
		if len(dates) < n && !slices.ContainsFunc(dates, func(d mediation.VanDate) bool { return mediation.DayOf(d.Start) == c.Day }) {
			dates = append(dates, mediation.VanDate{Start: c.Start, End: c.End})
		}
	}
	if err := g.ProposeVan(context.Background(), console, id, plan(tour, dates...)); err != nil {
		g.Fatal(err)
	}
}

func plan(tour string, dates ...mediation.VanDate) desk.VanOffer {
	return desk.VanOffer{Tour: tour, Dates: dates, Days: 10, Plan: mediation.VanPlan{Theme: "Souris et clavier", Seats: 12, Whole: true}}
}

func datesOf(r mediation.VanRequest) (ids []int64) {
	for _, d := range r.Dates {
		ids = append(ids, d.ID)
	}
	return ids
}

// overlaps counts, by brute force over the table, the pairs of times of one vehicle that
// overlap.
func (g *garage) overlaps() int {
	g.Helper()
	return pgtest.Column[int](g, g.url, `SELECT count(*) FROM bookings a JOIN bookings b ON a.id < b.id AND a.vehicle = b.vehicle AND lower(a.during) < upper(b.during) AND lower(b.during) < upper(a.during)`)[0]
}

// visits lists the visits to come that the public may see, with where and when.
func (g *garage) public() postgres.Public {
	g.Helper()
	public, err := g.db.Public(context.Background(), "50", g.now)
	if err != nil {
		g.Fatal(err)
	}
	return public
}

func (g *garage) visit(id string) (v mediation.Visit, known bool) {
	g.Helper()
	for _, v := range g.public().Visits {
		if v.ID == id {
			return v, true
		}
	}
	return v, false
}
