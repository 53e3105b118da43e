//go:build faults

package main

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"
)

// line is what one fault did.
type line struct {
	fault           string
	requests        int64
	failed          int64
	wrong           int // records lost or doubled
	seconds, within time.Duration
	note            string
}

// faultTable collects the lines, in the order in which they come.
type faultTable struct {
	mu    sync.Mutex
	lines []line
}

// add notes a line, and fails the test when it is not all zeros, or slower
// than it may be.
func (f *faultTable) add(t *testing.T, l line) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lines = append(f.lines, l)
	if l.failed > 0 || l.wrong > 0 || l.within > 0 && l.seconds > l.within {
		t.Errorf("%+v", l)
	}
}

func (f *faultTable) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "fault\trequests\tfailed reads\trecords lost or doubled\tseconds to recover\t")
	for _, l := range f.lines {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%.1f\t%s\n", l.fault, l.requests, l.failed, l.wrong, l.seconds.Seconds(), l.note)
	}
	_ = w.Flush()
	return b.String()
}

// TestFaults does to the program what happens to servers, and prints what came
// of it.
func TestFaults(t *testing.T) {
	table := &faultTable{}
	t.Cleanup(func() {
		if err := os.WriteFile(os.Getenv("FAULTS_TABLE"), []byte(table.String()), 0o600); err != nil {
			t.Log("FAULTS_TABLE names no file to write to:\n" + table.String())
		}
	})
	for _, fault := range []struct {
		name string
		try  func(*testing.T, *faultTable)
	}{
		{"jobs", twoServersKilled}, {"mail", mailKilled}, {"database", databaseFaults}, {"disk", diskFull}, {"private", privateServerKilled}, {"promotion", standbyPromoted},
		{"end", serverEnds}, {"snapshot", snapshotDamaged}, {"hostile", hostileSource}, {"flood", noticesFlood}, {"heavy", heavyVisitors},
	} {
		t.Run(fault.name, func(t *testing.T) { fault.try(t, table) })
	}
}
