package postgres_test

import (
	"context"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/paulmach/orb"

	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// square is a contour of half a degree around a centre.
func square(c orb.Point) orb.MultiPolygon {
	return orb.MultiPolygon{{{{c[0] - .25, c[1] - .25}, {c[0] + .25, c[1] - .25}, {c[0] + .25, c[1] + .25}, {c[0] - .25, c[1] + .25}, {c[0] - .25, c[1] - .25}}}}
}

var testTerritory = mediation.Territory{
	Area: "50",
	Communes: []mediation.Commune{
		{INSEE: "50129", Name: "Cherbourg-en-Cotentin", Postcodes: []string{"50100", "50110"}, Population: 79000,
			EPCI: "200067205", Centre: orb.Point{-1.62, 49.63}, Contour: square(orb.Point{-1.62, 49.63}), Former: []string{"50173"}},
		{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, Centre: orb.Point{-1.09, 49.11}, Former: []string{}},
	},
	EPCIs: []mediation.EPCI{{SIREN: "200067205", Name: "CA du Cotentin"}},
}

func save(t *testing.T, db *postgres.DB) {
	t.Helper()
	if _, err := db.SaveTerritory(context.Background(), testTerritory); err != nil {
		t.Fatal(err)
	}
}

func TestTerritoryRoundTripAndSecondSaveChangesNothing(t *testing.T) {
	ctx, db := context.Background(), pgtest.New(t)
	save(t, db)
	got, err := db.Territory(ctx, "50")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(testTerritory, got); diff != "" {
		t.Error(diff)
	}
	if changed, err := db.SaveTerritory(ctx, testTerritory); err != nil || changed {
		t.Errorf("second save: changed %v, error %v", changed, err)
	}
}

func TestACommuneKeepsItsContourWhenTheNewEditionHasNone(t *testing.T) {
	ctx, db := context.Background(), pgtest.New(t)
	save(t, db)
	bare := testTerritory
	bare.Communes = slices.Clone(testTerritory.Communes)
	bare.Communes[0].Contour = nil
	if changed, err := db.SaveTerritory(ctx, bare); err != nil || changed {
		t.Errorf("save without contour: changed %v, error %v", changed, err)
	}
}

func TestLocate(t *testing.T) {
	ctx, db := context.Background(), pgtest.New(t)
	save(t, db)
	in, out := orb.Point{-1.5, 49.5}, orb.Point{-1.09, 49.11}
	want := []mediation.Location{
		{Commune: "50129", Metres: 0, HasContour: true},
		{Commune: "", Metres: 0, HasContour: false},
		{Commune: "50129", Metres: -1},
	}
	err := db.InTx(ctx, func(tx *postgres.Tx) error {
		got, err := tx.Locate(ctx, []mediation.Situation{{Point: in, Declared: "50129"}, {Point: out, Declared: "50502"}, {Point: in}})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func testOffer(id string, p orb.Point) mediation.Offer {
	return mediation.Offer{
		Source: "test", SourceID: id, Kind: mediation.EPN, Name: "EPN " + id, Point: &p,
		Address: mediation.Address{Street: "1 rue de la Mairie", Postcode: "50100", City: "Cherbourg-en-Cotentin", INSEE: "50129"},
		Claims:  []mediation.Claim{{ID: "cv", Certainty: mediation.Declared}},
		Updated: time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC),
	}
}

// store writes one offer on a place of its own and returns the holding.
func store(t *testing.T, db *postgres.DB, o mediation.Offer) mediation.Holding {
	t.Helper()
	ctx := context.Background()
	h := mediation.Holding{Offer: o, PlaceID: mediation.NewPlaceID(o.Source, o.SourceID), Raw: map[string]string{"id": o.SourceID}}
	err := db.InTx(ctx, func(tx *postgres.Tx) error {
		run, err := tx.StartRun(ctx, o.Source, "50", "", time.Now())
		if err != nil {
			return err
		}
		if err := tx.SavePlaces(ctx, []mediation.Place{mediation.PlaceOf(h.PlaceID, []mediation.Offer{o})}); err != nil {
			return err
		}
		if err := tx.SaveOffers(ctx, run, []mediation.Holding{h}); err != nil {
			return err
		}
		return tx.BumpRevision(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestPublicShowsAPlaceUntilItsLastOfferIsGone(t *testing.T) {
	ctx, db := context.Background(), pgtest.New(t)
	save(t, db)
	h := store(t, db, testOffer("a", orb.Point{-1.62, 49.63}))
	public, err := db.Public(ctx, "50", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	want := []mediation.Place{mediation.PlaceOf(h.PlaceID, []mediation.Offer{h.Offer})}
	if diff := cmp.Diff(want, public.Places); diff != "" {
		t.Error(diff)
	}
	err = db.InTx(ctx, func(tx *postgres.Tx) error {
		return tx.MarkGone(ctx, "test", []string{"a"}, time.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	if public, err = db.Public(ctx, "50", time.Now()); err != nil || len(public.Places) != 0 {
		t.Errorf("places after its offer is gone: %d, error %v", len(public.Places), err)
	}
}

func TestNeighboursSeesStoredAndStagedButNotPairsKeptApart(t *testing.T) {
	ctx, db := context.Background(), pgtest.New(t)
	save(t, db)
	a := store(t, db, testOffer("a", orb.Point{-1.62, 49.63}))
	near := []mediation.Offer{testOffer("b", orb.Point{-1.6201, 49.63}), testOffer("c", orb.Point{-1.6202, 49.63}), testOffer("far", orb.Point{-1.5, 49.6})}
	pairs := func() (keys []string) {
		err := db.InTx(ctx, func(tx *postgres.Tx) error {
			found, err := tx.Neighbours(ctx, near, 150)
			for _, n := range found {
				keys = append(keys, n.Key+"~"+n.Other)
				if stored := n.Stored != nil; stored != (n.Other == a.Offer.Key()) {
					t.Errorf("%s: stored %v", n.Other, stored)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return keys
	}
	want := []string{"test/b~test/a", "test/b~test/c", "test/c~test/a", "test/c~test/b"}
	if diff := cmp.Diff(want, pairs()); diff != "" {
		t.Error(diff)
	}
}

func TestEachRevisionIsAnnounced(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	db := pgtest.New(t)
	save(t, db)
	before, _, err := db.Revision(ctx)
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan struct{}, 100)
	go func() { _ = db.Listen(ctx, func() { heard <- struct{}{} }) }()
	deadline := time.After(10 * time.Second)
	for n := 0; ; n++ { // until the listener is there to hear
		store(t, db, testOffer("a", orb.Point{-1.62, 49.63}))
		select {
		case <-heard:
			if after, _, err := db.Revision(ctx); err != nil || after <= before {
				t.Errorf("revision %d after %d, error %v", after, before, err)
			}
			return
		case <-deadline:
			t.Fatal("no notice of a new revision")
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// The rule of one door must find alike what the database's indexes find alike.
func TestSimilarityIsPgTrgms(t *testing.T) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	for _, pair := range [][2]string{
		{"Rue du Rocher", "rue du rocher Mortain"}, {"Place Delaporte", "place de la porte"},
		{"Médiathèque Émile Vivier", "MEDIATHEQUE EMILE-VIVIER"}, {"mairie", "bus"}, {"", ""}, {"Œuvre", "oeuvre"},
	} {
		var want float64
		if err := conn.QueryRow(ctx, `SELECT similarity(fold($1), fold($2))`, pair[0], pair[1]).Scan(&want); err != nil {
			t.Fatal(err)
		}
		if got := mediation.Similarity(pair[0], pair[1]); math.Abs(got-want) > 1e-6 {
			t.Errorf("Similarity(%q, %q) = %v, PostgreSQL says %v", pair[0], pair[1], got, want)
		}
	}
}

func TestTwoInstancesMigrateOneAfterTheOther(t *testing.T) {
	ctx, url := context.Background(), pgtest.Bare(t)
	errs := make(chan error, 2)
	for range 2 {
		go func() {
			db, err := postgres.Open(ctx, url)
			if err == nil {
				db.Close()
			}
			errs <- err
		}()
	}
	for range 2 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

// What undo copies must be all that there is.
func TestTheCopiesOfUndoHaveTheColumnsOfTheirTables(t *testing.T) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	columns := func(table string) (names []string) {
		rows, err := conn.Query(ctx, `SELECT column_name FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position`, table)
		if err != nil {
			t.Fatal(err)
		}
		if names, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil || len(names) == 0 {
			t.Fatal(table, err)
		}
		return names
	}
	for table, own := range map[string][]string{
		"offers": {"run", "after_id", "after_place"}, "places": {"run"}, "set_aside": {"during"},
	} {
		if diff := cmp.Diff(append(own, columns(table)...), columns(table+"_before")); diff != "" {
			t.Errorf("%s: %s", table, diff)
		}
	}
}

func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	ctx := context.Background()
	config, err := pgx.ParseConfig(pgtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	db := stdlib.OpenDB(*config)
	defer db.Close()
	provider, err := postgres.NewProvider(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.DownTo(ctx, 0); err != nil {
		t.Fatal(err)
	}
	if results, err := provider.Up(ctx); err != nil || len(results) < 5 {
		t.Errorf("%d migrations went up, error %v", len(results), err)
	}
}
