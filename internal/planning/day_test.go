package planning_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/postgres"
)

func anyone(string) error { return nil }

// change does an act on a day of the only stop of a commune.
func (f *fixture) change(stop string, e mediation.Exception) error {
	f.Helper()
	_, err := f.planner.ChangeDay(context.Background(), mediation.DayChange{Stop: stop, Exception: e, By: mediation.Author{Name: "bus"}}, anyone)
	return err
}

func (f *fixture) mustChange(stop string, e mediation.Exception) {
	f.Helper()
	if err := f.change(stop, e); err != nil {
		f.Fatal(err)
	}
}

// on is what becomes of the visit of a day of a stop, "" for none.
func (f *fixture) on(stop string, day mediation.Day) mediation.VisitStatus {
	for _, v := range f.public().Visits {
		if v.Stop == stop && v.Day == day {
			return v.Status
		}
	}
	return ""
}

// One cancelled visit does not keep a stop from following its source: the rule
// changes, and what was said of a day still holds for that day.
func TestAStopFollowsItsSourceAndKeepsItsExceptions(t *testing.T) {
	f := newFixture(t)
	f.load("nat", "standard", []byte(standardHeader+van("1", "Bus", 1, "+33261910001", "Tu 09:30-12:00")))
	stop := f.stopsByCode()["nat-1/village-1"].ID
	f.mustChange(stop, mediation.Exception{Kind: mediation.Cancel, Day: "2026-12-08", Reason: "Verglas"})
	f.load("nat", "standard", []byte(standardHeader+van("1", "Bus", 1, "+33261910001", "Tu,Th 14:00-17:00")))
	st := f.stopsByCode()["nat-1/village-1"]
	if st.Rule != "tous les mardis et jeudis" && st.Rule != "tous les mardis, jeudis" || st.From != "14:00" {
		t.Errorf("the stop does not follow its source: %q from %s", st.Rule, st.From)
	}
	if f.on(stop, "2026-12-08") != mediation.Cancelled || f.on(stop, "2026-12-10") != mediation.Planned {
		t.Errorf("8 December %q, 10 December %q", f.on(stop, "2026-12-08"), f.on(stop, "2026-12-10"))
	}
	f.load("nat", "standard", []byte(standardHeader+van("1", "Bus", 1, "+33261910001", "Th 14:00-17:00")))
	again := f.importing(f.export(asCSV), false)
	if len(again.Faults)+len(again.Changes) > 0 {
		t.Errorf("the day is not one of the rule any more; its export changes %+v, %+v", again.Faults, again.Changes)
	}
	f.load("nat", "standard", []byte(standardHeader+van("1", "Bus", 1, "+33261910001", "Tu 09:30-12:00")))
	if f.on(stop, "2026-12-08") != mediation.Cancelled {
		t.Error("the day came back without what was said of it")
	}
}

// A record that its source calls otherwise keeps its stop, its addresses and what was
// said of its days; nothing is written of the name before.
func TestAStopFollowsTheNewNameOfItsRecord(t *testing.T) {
	f := newFixture(t)
	f.load("nat", "standard", []byte(standardHeader+van("1", "Bus", 1, "+33261910001", "Tu,Th 09:30-12:00")))
	stop := f.stopsByCode()["nat-1/village-1"]
	f.mustChange(stop.ID, mediation.Exception{Kind: mediation.Cancel, Day: "2026-12-08", Reason: "Verglas"})
	for _, id := range []string{"bus-neuf", "bus-encore", "1"} {
		f.load("nat", "standard", []byte(standardHeader+van(id, "Bus", 1, "+33261910001", "Tu,Th 09:30-12:00")))
		now := f.stopsByCode()["nat-1/village-1"]
		if now.ID != stop.ID || now.Offer != "nat/"+id {
			t.Fatalf("called %s, the stop is %s of %s, was %s", id, now.ID, now.Offer, stop.ID)
		}
		if f.on(stop.ID, "2026-12-08") != mediation.Cancelled || f.on(stop.ID, "2026-12-10") != mediation.Planned {
			t.Errorf("called %s: 8 December %q, 10 December %q", id, f.on(stop.ID, "2026-12-08"), f.on(stop.ID, "2026-12-10"))
		}
	}
}

// Whatever people do to days on their phones, in any order, a source that comes
// again, an import and its undoing, an export read back, and undoing all of it
// leave the days as they are to be.
func TestDaysSurviveAllElse(t *testing.T) {
	f := newFixture(t)
	source := []byte(standardHeader + van("1", "Bus", 1, "+33261910001", "Tu,Th 09:30-12:00"))
	f.load("nat", "standard", source)
	stop, ctx := f.stopsByCode()["nat-1/village-1"].ID, context.Background()
	random := rand.New(rand.NewPCG(2, 7))
	days := []mediation.Day{"2026-12-08", "2026-12-10", "2026-12-15", "2026-12-17"}
	kinds := []mediation.ExceptionKind{mediation.Cancel, mediation.Move, mediation.MarkFull, ""}
	done := 0
	for round := range 40 {
		e := mediation.Exception{Kind: kinds[random.IntN(len(kinds))], Day: days[random.IntN(len(days))]}
		if e.Kind == mediation.Move {
			e.Start, e.End = "14:00", "16:00"
		}
		if err := f.change(stop, e); err == nil {
			done++
		} else if kind := mediation.KindOf(err); kind != mediation.Conflict && kind != mediation.Invalid {
			t.Fatal(err)
		}
		want := f.visits()
		check := func(what string) {
			t.Helper()
			if diff := cmp.Diff(statuses(want), statuses(f.visits())); diff != "" {
				t.Fatalf("round %d, after %s: %s", round, what, diff)
			}
		}
		switch round % 4 {
		case 0:
			f.load("nat", "standard", source)
			check("a refresh")
		case 1:
			if again := f.importing(f.export(asXLSX), false); len(again.Changes)+len(again.Faults) > 0 {
				t.Fatalf("an export changes %+v, %+v", again.Changes, again.Faults)
			}
			check("an export read back")
		case 2:
			s := &sheet{}
			s.bus("Autre")
			s.stop("Autre", 2+round, "tous les lundis")
			f.take(s)
			if _, err := f.planner.Undo(ctx); err != nil {
				t.Fatal(err)
			}
			check("an import undone")
		}
	}
	if done < 15 {
		t.Errorf("only %d acts were done", done)
	}
	f.undoAll(t)
	if got := f.on(stop, "2026-12-08"); got != mediation.Planned {
		t.Errorf("once all is undone: %q", got)
	}
}

func statuses(visits map[string]mediation.Visit) map[mediation.Day]string {
	out := map[mediation.Day]string{}
	for _, v := range visits {
		out[v.Day] += string(v.Status) + v.Start.Format(" 15:04 ")
	}
	return out
}

// undoAll takes all changes back, the latest first.
func (f *fixture) undoAll(t *testing.T) {
	t.Helper()
	for {
		var list []mediation.Change
		err := f.inTx(func(tx changesTx) (err error) {
			list, err = tx.Changes(context.Background(), mediation.ChangeFilter{Limit: 1000})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		undone := false
		for _, c := range list {
			if !c.CanBeUndone() || c.Act == mediation.ActUndo {
				continue
			}
			if err := f.planner.UndoChange(context.Background(), c.ID, mediation.Author{}, func(mediation.Change) error { return nil }); err != nil {
				t.Fatalf("%+v: %v", c, err)
			}
			undone = true
			break
		}
		if !undone {
			return
		}
	}
}

// What people did on their phones after an import stays when that is undone.
func TestUndoingAnImportKeepsWhatCameLater(t *testing.T) {
	f := newFixture(t)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les mardis")
	f.take(s)
	s.exception("passage annulé", "Bus", 1, "08/12/2026", "motif", "Verglas")
	s.exception("passage complet", "Bus", 1, "15/12/2026")
	f.take(s)
	stop := f.stopsByCode()["bus/v1"].ID
	f.mustChange(stop, mediation.Exception{Kind: mediation.Cancel, Day: "2026-12-15"})
	f.mustChange(stop, mediation.Exception{Kind: mediation.Cancel, Day: "2026-12-22"})
	if _, err := f.planner.Undo(context.Background()); err != nil {
		t.Fatal(err)
	}
	for day, want := range map[mediation.Day]mediation.VisitStatus{
		"2026-12-08": mediation.Planned, "2026-12-15": mediation.Cancelled, "2026-12-22": mediation.Cancelled,
	} {
		if got := f.on(stop, day); got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
}

// Who may not waits for nobody, and changes nothing.
func TestTheRightIsSeenBeforeTheLock(t *testing.T) {
	f := newFixture(t)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les mardis")
	f.take(s)
	stop := f.stopsByCode()["bus/v1"].ID
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	no := errors.New("no")
	err := f.inTx(func(tx changesTx) error {
		if err := tx.LockTours(ctx); err != nil {
			return err
		}
		change := mediation.DayChange{Stop: stop, Exception: mediation.Exception{Kind: mediation.Cancel, Day: "2026-12-08"}}
		if _, err := f.planner.ChangeDay(ctx, change, func(string) error { return no }); !errors.Is(err, no) {
			t.Errorf("a change: %v", err)
		}
		return nil
	})
	if err != nil || f.on(stop, "2026-12-08") != mediation.Planned {
		t.Error(err)
	}
}

func (f *fixture) inTx(do func(changesTx) error) error {
	return postgres.As[changesTx]{DB: f.db}.InTx(context.Background(), do)
}

// changesTx reads the history.
type changesTx interface {
	planning.Tx
	Changes(ctx context.Context, of mediation.ChangeFilter) ([]mediation.Change, error)
}
