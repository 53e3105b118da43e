package planning_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"escale/internal/formats"
	"escale/internal/mediation"
	"escale/internal/planning"
	"escale/internal/tour"
)

// A spreadsheet that is older than the map shows what changed since, writes nothing
// by itself, and takes nothing of that away.
func TestAnOlderSpreadsheetTakesNothingAway(t *testing.T) {
	f := newFixture(t)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les mardis")
	s.stop("Bus", 2, "tous les jeudis")
	s.exception("passage complet", "Bus", 2, "10/12/2026")
	f.take(s)
	old := f.export(asCSV)
	stop := f.stopsByCode()["bus/v1"].ID
	f.mustChange(stop, mediation.Exception{Kind: mediation.Cancel, Day: "2026-12-08", Reason: "Verglas"})
	mine := strings.Replace(string(old), "tous les jeudis", "tous les vendredis", 1)
	mine = lineWithout(mine, "passage complet")
	before := f.fingerprint()
	report := f.importing([]byte(mine), false)
	if !report.Waits || len(report.Since) != 1 || f.fingerprint() != before {
		t.Fatalf("it does not wait: %+v", report)
	}
	if text := report.Summary(); !strings.Contains(text, "Changé depuis") || !strings.Contains(text, "mardi 8 décembre 2026") || !strings.Contains(text, "tous les vendredis") {
		t.Errorf("the differences are not shown: %s", text)
	}
	report = f.merging([]byte(mine))
	if len(report.Kept) > 0 || f.on(stop, "2026-12-08") != mediation.Cancelled || f.stopsByCode()["bus/v2"].Rule != "tous les vendredis" {
		t.Errorf("%+v, %q, %q", report.Kept, f.on(stop, "2026-12-08"), f.stopsByCode()["bus/v2"].Rule)
	}
	if strings.Contains(string(f.export(asCSV)), "passage complet") {
		t.Error("the line that was taken out is still there")
	}
}

// What both changed stays as it was changed last, and is named.
func TestWhatBothChangedStaysAndIsNamed(t *testing.T) {
	f := newFixture(t)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les mardis")
	f.take(s)
	old := string(f.export(asCSV))
	f.take(func() *sheet {
		s := &sheet{}
		s.bus("Bus")
		s.stop("Bus", 1, "tous les lundis", "salle", "Salle 2")
		return s
	}())
	report := f.merging([]byte(strings.Replace(strings.Replace(old, "tous les mardis", "tous les jeudis", 1), "14:00", "13:00", 1)))
	st := f.stopsByCode()["bus/v1"]
	if st.Rule != "tous les lundis" || st.Room != "Salle 2" || st.From != "13:00" {
		t.Errorf("%+v", st)
	}
	if len(report.Kept) != 1 || len(report.Kept[0].Columns) != 1 || report.Kept[0].Columns[0].Column != "quand" {
		t.Errorf("what stays: %+v", report.Kept)
	}
	faults := f.importing([]byte(strings.Replace(old, revisionIn(old), "0123456789ab", 1)), false).Faults
	if len(faults) != 1 || faults[0].Column != formats.RevisionColumn {
		t.Errorf("a revision that nobody knows: %+v", faults)
	}
}

// A day that the file and the map change in ways that cannot both hold stays as on
// the map, is named, and stops nothing else of the file.
func TestADayThatBothChangedStaysAsOnTheMap(t *testing.T) {
	changes := map[string]mediation.Exception{
		"passage annulé":   {Kind: mediation.Cancel},
		"passage complet":  {Kind: mediation.MarkFull},
		"passage déplacé":  {Kind: mediation.Move, Start: "10:00", End: "11:00"},
		"passage maintenu": {Kind: mediation.Keep, Start: "15:00", End: "16:00"},
		"pas de passage":   {Kind: mediation.Skip},
	}
	for mine, of := range changes {
		for theirs, e := range changes {
			e.Day, of.Day = "2026-12-08", "2026-12-08"
			t.Run(theirs+", then "+mine, func(t *testing.T) {
				f := newFixture(t)
				s := &sheet{}
				s.bus("Bus")
				s.stop("Bus", 1, "tous les mardis")
				f.take(s)
				old, stop := string(f.export(asCSV)), f.stopsByCode()["bus/v1"].ID
				f.mustChange(stop, e)
				was := f.stopsByCode()["bus/v1"].Exceptions
				line := cellsUnder(old, map[string]string{"type": mine, "tournée": "bus", "étape": "v1", "date": "08/12/2026", "début": of.Start, "fin": of.End})
				report := f.merging([]byte(strings.Replace(old, "16:30", "17:00", 1) + line))
				kept, both := len(report.Kept) == 1, tour.Compatible(e, of)
				if len(report.Faults) > 0 || mine != theirs && kept == both || f.stopsByCode()["bus/v1"].To != "17:00" {
					t.Fatalf("%+v", report)
				}
				if diff := cmp.Diff(was, f.stopsByCode()["bus/v1"].Exceptions); kept && diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// Whatever happens to days after a spreadsheet was taken away, and whatever is
// written in it of other days, both hold once it is back.
func TestOldSpreadsheetsOfAllKinds(t *testing.T) {
	f := newFixture(t)
	s := &sheet{}
	s.bus("Bus")
	s.stop("Bus", 1, "tous les jours")
	f.take(s)
	stop, random := f.stopsByCode()["bus/v1"].ID, rand.New(rand.NewPCG(5, 8))
	day := func() (mediation.Day, string) {
		n := 2 + random.IntN(20)
		at := f.now.AddDate(0, 0, n)
		return mediation.DayOf(at), at.Format("02/01/2006")
	}
	for range 12 {
		old := string(f.export(asCSV))
		revision := revisionIn(old)
		mine, theirs := map[mediation.Day]bool{}, map[mediation.Day]bool{}
		for range 3 {
			if iso, _ := day(); f.change(stop, mediation.Exception{Kind: mediation.Cancel, Day: iso}) == nil {
				theirs[iso] = true
			}
		}
		for range 3 {
			iso, french := day()
			if !theirs[iso] && !mine[iso] && !strings.Contains(old, french) {
				old += cellsUnder(old, map[string]string{"type": "passage complet", "tournée": "bus", "étape": "v1", "date": french})
				mine[iso] = true
			}
		}
		if report := f.merging([]byte(old)); len(report.Faults) > 0 || revision == "" {
			t.Fatalf("%+v", report.Faults)
		}
		for d := range theirs {
			if got := f.on(stop, d); got != mediation.Cancelled {
				t.Fatalf("%s was cancelled meanwhile, and is %q", d, got)
			}
		}
		for d := range mine {
			if got := f.on(stop, d); got != mediation.Full {
				t.Fatalf("%s is full in the file, and is %q", d, got)
			}
		}
		if again := f.importing(f.export(asXLSX), false); len(again.Changes)+len(again.Since)+len(again.Faults) > 0 {
			t.Fatalf("an export read back: %+v", again)
		}
	}
}

// cellsUnder is a line more of a file.
func cellsUnder(file string, values map[string]string) string {
	header, _, _ := strings.Cut(strings.TrimPrefix(file, "\ufeff"), "\r\n")
	names := strings.Split(header, ";")
	for i, name := range names {
		names[i] = values[name]
	}
	return strings.Join(names, ";") + "\r\n"
}

// merging takes a spreadsheet that may be older than what is there.
func (f *fixture) merging(content []byte) planning.Report {
	f.Helper()
	report, err := f.planner.Import(context.Background(), planning.ImportRequest{Origin: "ancien.csv", Content: content, Merge: true})
	if err != nil {
		f.Fatal(err)
	}
	return report
}

// lineWithout leaves out the lines that contain some words.
func lineWithout(text, words string) string {
	var kept []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.Contains(line, words) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// revisionIn is the revision that a spreadsheet carries.
func revisionIn(text string) string {
	file, err := formats.ReadTours(bytes.NewReader([]byte(text)))
	if err != nil || len(file.Lines) == 0 {
		return ""
	}
	return file.Lines[0].Revision
}
