package ingest_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/postgres"
)

func (f *fixture) refusesToUndo(id int64, why string) {
	f.Helper()
	before := f.fingerprint()
	err := f.undo(id)
	if mediation.KindOf(err) != mediation.Conflict || !strings.Contains(err.Error(), why) || f.fingerprint() != before {
		f.Errorf("undoing run %d: error %v, want %q", id, err, why)
	}
}

func TestRunsAreUndoneOneByOneTheLastFirst(t *testing.T) {
	f := newFixture(t)
	states, runs := []string{f.fingerprint()}, []int64{}
	for _, rows := range []string{
		mairie + poste,
		strings.Replace(mairie, "+33261910001", "+33261910002", 1) + row("3", "Sans point", "Saint-Lô", "50000", "", "2 rue", "", ""),
		poste + row("1", "Mairie annexe", "Saint-Lô", "50000", "", "40 rue Neuve", "49.125", "-1.08"),
	} {
		runs = append(runs, f.load(f.request("s", rows)).Run)
		states = append(states, f.fingerprint())
	}
	f.refusesToUndo(runs[0], "plus récent")
	f.refusesToUndo(runs[1], "plus récent")
	for i := len(runs) - 1; i >= 0; i-- {
		revision := f.revision()
		if err := f.undo(runs[i]); err != nil || f.fingerprint() != states[i] || f.revision() == revision {
			t.Fatalf("run %d of %d undone: the state is not what it was, error %v", i+1, len(runs), err)
		}
		f.refusesToUndo(runs[i], "déjà annulé")
	}
	if len(f.places()) != 0 {
		t.Errorf("places: %+v", f.places())
	}
}

func TestUndoLeavesWhatOtherSourcesAndPeopleDid(t *testing.T) {
	ctx, f := context.Background(), newFixture(t)
	alone := row("x", "Permanence", "Saint-Lô", "50000", "", "1 rue de la Paix", "49.1157", "-1.09")
	first := f.load(f.request("a", mairie)).Run
	f.load(f.request("b", alone)) // at the door that a founded
	if err := f.undo(first); err != nil {
		t.Fatal(err)
	}
	if got := f.places(); len(got) != 1 || got[0].Name != "Permanence" || len(got[0].Offers) != 1 {
		t.Errorf("places: %+v", got)
	}
	forced := f.request("a", mairie)
	forced.Force = true
	f.load(forced)
	changed := f.load(f.request("b", strings.Replace(alone, "+33261910001", "+33261910009", 1))).Run
	if err := f.importer.Detach(ctx, "50", "b", "x"); err != nil {
		t.Fatal(err)
	}
	f.refusesToUndo(changed, "« Permanence »")
}

// A stop keeps the words that people gave it, whatever becomes of the edition
// that brought its offer.
func TestAnUndoneOfferThatAStopRefersToIsAsIfItHadNeverBeen(t *testing.T) {
	ctx, f := context.Background(), newFixture(t)
	f.load(f.request("s", mairie))
	before := f.fingerprint()
	bus := row("bus", "Bus", "Saint-Lô", "50000", "", "2 rue", "49.1157", "-1.095")
	run := f.load(f.request("s", mairie+bus)).Run
	stop := mediation.Stop{ID: "stop", Tour: "t", Code: "c", Offer: "s/bus"}
	err := f.db.InTx(ctx, func(tx *postgres.Tx) error {
		tour := []mediation.TourHolding{{Tour: mediation.Tour{ID: "t", Name: "Bus"}}}
		if err := tx.SaveTours(ctx, "50", tour, time.Now()); err != nil {
			return err
		}
		return tx.SaveStops(ctx, []mediation.StopHolding{{Stop: stop}}, time.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.undo(run); err != nil || f.fingerprint() != before || len(f.places()) != 1 {
		t.Errorf("undone: %d places, error %v", len(f.places()), err)
	}
	again := f.request("s", mairie+bus)
	again.Force = true
	f.want(f.load(again), counts{Read: 2, Added: 1, Unchanged: 1})
	// Renamed, its stop goes with it, and comes back when that is undone.
	stopOffer := func() (keys []string) {
		err := f.db.InTx(ctx, func(tx *postgres.Tx) error {
			stops, err := tx.Stops(ctx, "50")
			for _, s := range stops {
				keys = append(keys, s.Offer.Key())
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return keys
	}
	renamed := f.load(f.request("s", mairie+strings.Replace(bus, "bus,", "17,", 1)))
	if renamed.Renamed != 1 || !cmp.Equal(stopOffer(), []string{"s/17"}) {
		t.Errorf("stop of %v; %+v", stopOffer(), renamed)
	}
	if err := f.undo(renamed.Run); err != nil || !cmp.Equal(stopOffer(), []string{"s/bus"}) {
		t.Errorf("stop of %v, error %v", stopOffer(), err)
	}
}

// Whatever a source changes, the report names a field for it.
func TestEachFieldThatChangesIsNamed(t *testing.T) {
	point := orb.Point{-1.09, 49.1157}
	base := mediation.Offer{Source: "s", SourceID: "1", Kind: mediation.EPN, Name: "n", Point: &point}
	var change func(v reflect.Value, path string, offer *mediation.Offer)
	seen := 0
	change = func(v reflect.Value, path string, offer *mediation.Offer) {
		switch path {
		case "Source", "SourceID", "GoneSince", "Corrected", "Closures", "Met": // set here, not by the source
			return
		}
		old := reflect.New(v.Type()).Elem()
		old.Set(v)
		switch value := v.Addr().Interface().(type) {
		case *string:
			*value += "x"
		case *mediation.Kind:
			*value = mediation.FranceServices
		case *bool:
			*value = true
		case *[]string:
			*value = []string{"gratuit"}
		case *[]mediation.Claim:
			*value = []mediation.Claim{{ID: "caf", Certainty: mediation.Implied}}
		case **orb.Point:
			*value = &orb.Point{-1.09, 49.1157000001}
		case *time.Time:
			*value = time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
		case *mediation.Address, *mediation.Contact:
			for i := range v.NumField() {
				change(v.Field(i), path+"."+v.Type().Field(i).Name, offer)
			}
			return
		default:
			t.Fatalf("%s is of a new type: %T", path, value)
		}
		seen++
		if got := ingest.Deltas(base, *offer); len(got) != 1 || got[0].Field == "" || got[0].Before == got[0].After {
			t.Errorf("%s: %+v", path, got)
		}
		v.Set(old)
	}
	offer := base
	v := reflect.ValueOf(&offer).Elem()
	for i := range v.NumField() {
		change(v.Field(i), v.Type().Field(i).Name, &offer)
	}
	if seen < 30 {
		t.Errorf("only %d fields were changed", seen)
	}
}

// A summary stays short however much changes; the whole is kept.
func TestASummaryNamesTheFirstOfEachSort(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("s", many(1, 9)))
	report := f.load(f.request("s", strings.ReplaceAll(many(1, 9), "+33261910001", "+33261910002")))
	short, whole := report.Summary(), report.Text()
	if n := strings.Count(short, "téléphone : « +33261910001 » → « +33261910002 »"); n != 5 || !strings.Contains(short, "--report FICHIER") {
		t.Errorf("%d changes in the summary:\n%s", n, short)
	}
	runs, err := f.importer.Runs(context.Background())
	if err != nil || len(runs) != 2 || runs[0].Report.Text() != whole || strings.Count(whole, "téléphone : ") != 9 {
		t.Errorf("%d runs kept, error %v; the latest:\n%s", len(runs), err, whole)
	}
}
