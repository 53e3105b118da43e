package ingest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// editions loads as many editions of a source, each unlike the one before, and
// returns their numbers and the states after each.
func (f *fixture) editions(source string, from, to int) (runs []int64, states []string) {
	f.Helper()
	for n := from; n < to; n++ {
		phone := fmt.Sprintf("+3326191%04d", n)
		aside := row("3", fmt.Sprintf("Sans point %d", n), "Saint-Lô", "50000", "", "2 rue", "", "49")
		runs = append(runs, f.load(f.request(source, strings.Replace(mairie, "+33261910001", phone, 1)+aside)).Run)
		states = append(states, f.fingerprint())
	}
	return runs, states
}

// kept lists the runs that one of the tables of undo still has rows of.
func (f *fixture) kept() []int64 {
	f.Helper()
	return f.numbers(`SELECT run FROM offers_before UNION SELECT run FROM places_before UNION SELECT during FROM set_aside_before ORDER BY 1`)
}

func (f *fixture) numbers(query string) []int64 {
	f.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, f.url)
	if err != nil {
		f.Fatal(err)
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, query)
	if err != nil {
		f.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		f.Fatal(err)
	}
	return list
}

// listed are the runs of the history, the first first.
func (f *fixture) listed() (ids []int64) {
	f.Helper()
	runs, err := f.importer.Runs(context.Background())
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range slices.Backward(runs) {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestOnlyTheLatestRunsOfASourceStayUndoable(t *testing.T) {
	f := newFixture(t)
	f.importer.UndoRuns = 3
	others, _ := f.editions("other", 0, 2)
	runs, states := f.editions("s", 0, 6)
	if got := f.kept(); !slices.Equal(got, append(others[1:], runs[3:]...)) { // a first run finds nothing to keep
		t.Errorf("runs kept to be undone: %v of %v and %v", got, others, runs)
	}
	if got := f.listed(); len(got) != 8 {
		t.Errorf("listed: %v", got)
	}
	f.refusesToUndo(runs[2], "trop ancienne pour être annulée")
	for i := 5; i >= 3; i-- { // exact as far as it goes
		if err := f.undo(runs[i]); err != nil || f.fingerprint() != states[i-1] {
			t.Fatalf("run %d undone: the state is not what it was, error %v", i, err)
		}
	}
	f.refusesToUndo(runs[2], "trop ancienne pour être annulée")
	again, _ := f.editions("s", 10, 11)
	if got := f.kept(); !slices.Equal(got, append(others[1:], again...)) {
		t.Errorf("what undone runs kept stays: %v, not %v", got, again)
	}
	if err := f.undo(again[0]); err != nil || f.fingerprint() != states[2] {
		t.Errorf("undone: %v", err)
	}
}

// Runs of one command are undone together: they stay together.
func TestRunsOfOneCommandStayUndoableTogether(t *testing.T) {
	f := newTwo(t)
	f.importer.UndoRuns = 2
	both := f.request("s", mairie+inAmiens(11, "Amiens"))
	f.each(both, []string{"50", "80"})
	both.Content = []byte(header + strings.Replace(mairie, "0001", "0009", 1) + inAmiens(12, "Amiens"))
	second := f.each(both, []string{"50", "80"})
	later, _ := f.editions("s", 0, 3) // in 50 alone
	if err := f.undo(later[0]); mediation.KindOf(err) != mediation.Conflict || !strings.Contains(err.Error(), "trop ancienne") {
		t.Errorf("undoing the third last: %v", err)
	}
	if kept := f.kept(); !slices.Contains(kept, second.Reports[0].Run) || !slices.Contains(kept, second.Reports[1].Run) {
		t.Errorf("runs kept to be undone: %v", kept)
	}
}

func TestTheHistoryOfImportsIsOfTwoYears(t *testing.T) {
	f := newFixture(t)
	f.importer.UndoRuns = 2
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	f.importer.Now = func() time.Time { return now }
	declared := f.request("d", poste)
	declared.Declared = mediation.SourceInfo{Name: "Essai", Licence: "LO"}
	f.load(declared)
	declared.Declared = mediation.SourceInfo{}
	refused := f.load(f.request("s", poste)) // a person takes it back
	if err := f.undo(refused.Run); err != nil {
		t.Fatal(err)
	}
	old, _ := f.editions("s", 0, 4)
	now = now.AddDate(1, 11, 0)
	f.editions("s", 4, 6)
	if got := f.listed(); len(got) != 8 {
		t.Errorf("listed within two years: %v", got)
	}
	now = now.AddDate(0, 2, 0)
	latest, states := f.editions("s", 6, 8)
	if got := f.listed(); len(got) != 5 || slices.ContainsFunc(old, func(id int64) bool { return slices.Contains(got, id) }) {
		t.Errorf("listed after two years: %v, old ones %v", got, old)
	}
	if left := f.numbers(`SELECT id FROM import_runs ORDER BY 1`); slices.Contains(left, old[1]) || !slices.Contains(left, old[0]) {
		t.Errorf("left: %v of %v; an offer still refers to the first", left, old)
	}
	if report := f.load(f.request("s", poste)); report.Status != mediation.RunUndone {
		t.Errorf("a file taken back is %q", report.Status)
	}
	if err := f.undo(latest[1]); err != nil || f.fingerprint() != states[0] {
		t.Errorf("undone: %v", err)
	}
}
