package ingest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"escale/internal/desk"
	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/postgres"
)

// account opens one, and gives its number.
func (f *fixture) account() (id int64) {
	f.Helper()
	err := postgres.As[desk.Tx]{DB: f.db}.InTx(context.Background(), func(tx desk.Tx) (err error) {
		id, err = tx.SaveAccount(context.Background(), "mairie@saint-lo.example", "Mairie")
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	return id
}

// changes lists the history, newest first.
func (f *fixture) changes() (list []mediation.Change) {
	f.Helper()
	err := postgres.As[desk.Tx]{DB: f.db}.InTx(context.Background(), func(tx desk.Tx) (err error) {
		list, err = tx.Changes(context.Background(), mediation.ChangeFilter{Limit: 10_000})
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	return list
}

func anybody(mediation.Change, mediation.Holding) error { return nil }

func (f *fixture) undoChange(id int64) error {
	return f.importer.UndoChange(context.Background(), "50", id, mediation.Author{Name: "test"}, anybody)
}

// undoChanges takes all changes back, the latest first. Those of a record that is
// hidden, or that its source has no more, are withdrawn.
func (f *fixture) undoChanges() {
	f.Helper()
	for _, c := range f.changes() {
		if err := f.undoChange(c.ID); c.CanBeUndone() && mediation.KindOf(err) != mediation.NotFound && mediation.KindOf(err) != mediation.Conflict && err != nil {
			f.Fatalf("%+v: %v", c, err)
		}
	}
	f.withdrawAll()
}

// The day that corrections renewed is given back with the last of them, and stays
// when somebody said since that all is right.
func TestUndoingGivesTheDayBack(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("s", mairie))
	account, before := f.account(), f.onMap()["1"].Updated
	correct := func(cells map[string]string, confirm bool) {
		t.Helper()
		f.mustCorrect(ingest.CorrectRequest{Source: "s", SourceID: "1", Cells: cells, Confirm: confirm, Account: account})
	}
	undo := func(field string) {
		t.Helper()
		for _, c := range f.changes() {
			if c.Field == field && c.CanBeUndone() && c.Act == mediation.ActCorrect {
				if err := f.undoChange(c.ID); err != nil {
					t.Fatal(err)
				}
				return
			}
		}
		t.Fatalf("nothing to undo of %s", field)
	}
	same := func() bool { return f.onMap()["1"].Updated.Equal(before) }
	correct(cells("telephone", "02 33 00 00 01"), false)
	correct(cells("nom", "Mairie du centre"), false)
	if undo("phone"); same() {
		t.Error("the day went with the first of two corrections")
	}
	if undo("name"); !same() {
		t.Error("the day stays although nothing is corrected any more")
	}
	correct(cells("telephone", "02 33 00 00 01"), false)
	correct(nil, true)
	if undo("phone"); same() {
		t.Error("somebody said that all is right, and the day went")
	}
}

// Who may not undo waits for no import, and changes nothing; a record that its source
// knows by another id keeps its history.
func TestTheRightToUndoIsSeenBeforeTheLock(t *testing.T) {
	f := newFixture(t)
	poste := row("2", "La Poste", "Saint-Lô", "50000", "50502", "22 rue de Poterie", "49.1165", "-1.089")
	f.load(f.request("s", mairie+poste))
	f.mustCorrect(ingest.CorrectRequest{Source: "s", SourceID: "2", Cells: cells("telephone", "02 33 00 00 01")})
	change, no := f.changes()[0], errors.New("no")
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := postgres.As[ingest.Tx]{DB: f.db}.InTx(ctx, func(tx ingest.Tx) error {
		if err := tx.LockImports(ctx); err != nil {
			return err
		}
		refuse := func(mediation.Change, mediation.Holding) error { return no }
		if err := f.importer.UndoChange(ctx, "50", change.ID, mediation.Author{}, refuse); !errors.Is(err, no) {
			t.Errorf("while an import runs: %v", err)
		}
		return nil
	})
	if err != nil || f.onMap()["2"].Contact.Phone != "+33233000001" {
		t.Fatal(err)
	}
	renamed := row("77", "La Poste", "Saint-Lô", "50000", "50502", "22 rue de Poterie", "49.1165", "-1.089")
	if run := f.load(f.request("s", mairie+renamed)); run.Renamed != 1 {
		t.Fatalf("%d renamed", run.Renamed)
	}
	if err := f.undoChange(change.ID); err != nil || f.onMap()["77"].Contact.Phone == "+33233000001" {
		t.Errorf("undone under its new id: %v, %+v", err, f.onMap()["77"].Contact)
	}
}
