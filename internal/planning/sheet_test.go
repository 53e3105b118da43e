package planning_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// big makes a sound spreadsheet of 200 stops, each with a bus of its own, and
// 30 exceptions.
func big() *sheet {
	s := &sheet{}
	rules := []string{"tous les mardis", "1er et 3e jeudi du mois", "mercredi des semaines paires", "un vendredi sur deux à partir du 04/12/2026", "dernier jour du mois"}
	for i := 1; i <= 200; i++ {
		bus := fmt.Sprintf("Bus %d", i)
		s.bus(bus)
		c := centre(i - 1)
		s.stop(bus, i, rules[i%len(rules)], "latitude", fmt.Sprintf("%.7f", c[1]+.001234567), "longitude", fmt.Sprintf("%.7f", c[0]),
			"salle", "Salle du conseil", "places", "12", "thèmes", "Le CV | La souris", "motif", "")
	}
	for i := 1; i <= 30; i++ {
		village := 5 * i // every rule of index 0: Tuesdays
		kinds := []string{"passage annulé", "passage complet", "pas de passage"}
		what := kinds[i%len(kinds)]
		more := []string{}
		if what == "passage annulé" {
			more = []string{"motif", "Bus au garage"}
		}
		s.exception(what, fmt.Sprintf("Bus %d", village), village, "08/12/2026", more...)
	}
	return s
}

func TestTwoHundredStops(t *testing.T) {
	f := newFixture(t)
	start := f.fingerprint()

	bad := big()
	lines := len(bad.rows)
	bad.stop("Bus 1", 201, "un mardi sur deux")                                       // which weeks?
	bad.stop("Bus 2", 202, "tous les mardi prochain")                                 // unread word
	bad.stop("Bus 3", 203, "tous les mardis", "début", "25h")                         // no hour
	bad.stop("Bus 4", 204, "tous les mardis", "commune", "Nulle-Part")                // unknown commune
	bad.stop("Bus 5", 205, "tous les mardis", "latitude", "48.9", "longitude", "2.3") // Paris
	bad.stop("Bus 6", 6, "tous les mardis")                                           // twice
	bad.stop("Bus inconnu", 207, "tous les mardis")                                   // no such tour
	bad.exception("passage annulé", "Bus 5", 5, "09/12/2026")                         // a Wednesday
	bad.exception("passage déplacé", "Bus 10", 10, "15/12/2026")                      // to where?
	bad.row(map[string]string{"type": "bizarre", "tournée": "Bus 1", "étape": "v1"})
	report := f.importing(bad.content(), false)
	named := map[int]bool{}
	for _, p := range report.Faults {
		named[p.Line] = true
		if p.Column == "" || len(p.Message) < 20 {
			t.Errorf("line %d: column %q, %q", p.Line, p.Column, p.Message)
		}
	}
	for n := 1; n <= 10; n++ {
		if line := 1 + lines + n; !named[line] {
			t.Errorf("line %d is not named: %s", line, bad.rows[lines+n-1])
		}
	}
	if len(named) != 10 {
		t.Errorf("%d lines named: %+v", len(named), report.Faults)
	}
	if f.fingerprint() != start || len(f.public().Stops) > 0 {
		t.Fatal("a spreadsheet with bad lines changed something")
	}

	good := big()
	if dry := f.importing(good.content(), true); len(dry.Changes) != lines || f.fingerprint() != start {
		t.Errorf("a trial: %d changes of %d, fingerprint kept: %v", len(dry.Changes), lines, f.fingerprint() == start)
	}
	applied := f.take(good)
	if public := f.public(); len(public.Stops) != 200 || len(public.Visits) < 200*12 {
		t.Fatalf("%d stops, %d visits", len(public.Stops), len(public.Visits))
	}
	after := f.fingerprint()
	if after == start || after != applied.Fingerprint {
		t.Error("the fingerprint is not that of the report")
	}
	revision := f.revision()
	for name, write := range map[string]func(*bytes.Buffer, []formats.TourLine) error{"csv": asCSV, "xlsx": asXLSX} {
		again := f.importing(f.export(write), false)
		if len(again.Faults)+len(again.Changes)+again.Outcome.Added+again.Outcome.Changed > 0 || f.fingerprint() != after {
			t.Errorf("%s: export then import is no no-op: %+v %+v", name, again.Faults, again.Changes)
		}
	}
	if f.revision() != revision {
		t.Error("an import without changes told the map")
	}
	if _, err := f.planner.Undo(context.Background()); err != nil {
		t.Fatal(err)
	}
	if f.fingerprint() != start {
		t.Error("undo does not restore the fingerprint")
	}
	if _, err := f.planner.Undo(context.Background()); mediation.KindOf(err) != mediation.NotFound {
		t.Errorf("undoing nothing: %v", err)
	}
}
