package planning

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/tour"
)

// Report says what a spreadsheet changes.
type Report struct {
	Origin string `json:"origin"`
	DryRun bool   `json:"dry_run,omitempty"`
	// Lines counts the lines read.
	Lines int `json:"lines"`
	// Faults are bad lines: with any, nothing is applied.
	Faults  []formats.Problem `json:"faults,omitempty"`
	Remarks []formats.Problem `json:"remarks,omitempty"`
	Changes []Change          `json:"changes,omitempty"`
	Outcome Outcome           `json:"outcome"`
	// Since are what others changed after the file was taken away: it stays. Kept
	// are the lines of them that the file would have otherwise.
	Since []Change `json:"since,omitempty"`
	Kept  []Change `json:"kept,omitempty"`
	// Waits is true for a file that is older than what is there, and that nobody
	// has looked at yet: nothing is written.
	Waits bool `json:"waits,omitempty"`
	// State is the revision of the only tour that the file may change, before.
	State string `json:"state,omitempty"`
	// Fingerprint names the state afterwards.
	Fingerprint string `json:"fingerprint,omitempty"`
}

// Change is one line of the spreadsheet that comes, goes or changes.
type Change struct {
	// What is "added", "changed" or "removed".
	What string `json:"what"`
	// Line says in words which tour, stop or exception it is, Tour is the id of the
	// tour.
	Line    string  `json:"line"`
	Tour    string  `json:"tour"`
	Columns []Delta `json:"columns,omitempty"`
	// Dates are the first dates that the rule gives.
	Dates []mediation.Day `json:"dates,omitempty"`
}

// Delta is a cell that changes.
type Delta struct {
	Column string `json:"column"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// previewDates is how many dates of a rule a report shows.
const previewDates = 6

// compare lists what differs between two spreadsheets.
func (s *session) compare(before, after []formats.TourLine) []Change {
	stored := map[string]formats.TourLine{}
	for _, l := range before {
		stored[lineKey(l)] = l
	}
	var changes []Change
	for _, l := range after {
		old, known := stored[lineKey(l)]
		delete(stored, lineKey(l))
		c := Change{What: "changed", Line: lineWords(l), Tour: l.Tour, Columns: deltas(old, l)}
		if !known {
			c.What, c.Columns = "added", nil
		}
		if known && len(c.Columns) == 0 {
			continue
		}
		if r, err := tour.ParseRule(l.Rule); l.Rule != "" && err == nil {
			c.Dates = tour.FirstDays(r, s.today(), previewDates)
		}
		changes = append(changes, c)
	}
	for _, l := range before {
		if _, left := stored[lineKey(l)]; left {
			changes = append(changes, Change{What: "removed", Line: lineWords(l), Tour: l.Tour})
		}
	}
	return changes
}

func deltas(before, after formats.TourLine) []Delta {
	var list []Delta
	old, next := before.Cells(), after.Cells()
	for i, column := range formats.TourHeader() {
		if old[i] != next[i] && column != formats.RevisionColumn {
			list = append(list, Delta{column, old[i], next[i]})
		}
	}
	return list
}

func lineKey(l formats.TourLine) string {
	return strings.Join([]string{l.Tour, l.Stop, string(l.Kind), string(l.Day)}, "\x00")
}

func lineWords(l formats.TourLine) string {
	text := l.Cells()[0] + " " + l.Tour
	if l.Stop != "" {
		text += " / " + l.Stop
	}
	if l.Day != "" {
		text += " du " + dayWords(l.Day)
	}
	return text
}

func dayWords(day mediation.Day) string {
	t, err := time.ParseInLocation(time.DateOnly, string(day), hours.Paris)
	if err != nil {
		return string(day)
	}
	return fmt.Sprintf("%s %d", hours.FormatDay(t), t.Year())
}

func (r *Report) sort() {
	slices.SortStableFunc(r.Faults, func(a, b formats.Problem) int { return cmp.Compare(a.Line, b.Line) })
}

var changeWords = map[string]string{"added": "ajouté", "changed": "changé", "removed": "retiré"}

// Summary is the report in French, for the person at the terminal.
func (r Report) Summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s : %d lignes lues\n", r.Origin, r.Lines)
	writeProblems(&b, "à corriger", r.Faults)
	if len(r.Faults) > 0 {
		fmt.Fprintf(&b, "Lignes à corriger : %d. Rien n'est changé.\n", distinctLines(r.Faults))
		return b.String()
	}
	writeProblems(&b, "remarque", r.Remarks)
	writeChanges(&b, "Changé depuis que ce fichier a été pris, et gardé :", r.Since)
	writeChanges(&b, "Dont votre fichier dit autre chose, et qui reste :", r.Kept)
	for _, c := range r.Changes {
		c.write(&b)
	}
	b.WriteString(r.Outcome.ConflictText())
	fmt.Fprintf(&b, "Lignes qui changent : %d. %s", len(r.Changes), r.Outcome.VisitText())
	if r.DryRun || r.Waits {
		b.WriteString(" (essai : rien n'est écrit)")
	}
	fmt.Fprintf(&b, "\nEmpreinte : %s\n", r.Fingerprint)
	return b.String()
}

func writeChanges(b *strings.Builder, title string, changes []Change) {
	if len(changes) > 0 {
		b.WriteString(title + "\n")
	}
	for _, c := range changes {
		c.write(b)
	}
}

func distinctLines(problems []formats.Problem) int {
	lines := map[int]bool{}
	for _, p := range problems {
		lines[p.Line] = true
	}
	return len(lines)
}

func writeProblems(b *strings.Builder, what string, problems []formats.Problem) {
	for _, p := range problems {
		fmt.Fprintf(b, "  %s, %s\n", what, problemText(p))
	}
}

func problemText(p formats.Problem) string {
	text := fmt.Sprintf("ligne %d, colonne « %s »", p.Line, p.Column)
	if p.Value != "" {
		text += " (" + p.Value + ")"
	}
	return text + " : " + p.Message
}

func (c Change) write(b *strings.Builder) {
	for i, line := range c.text() {
		b.WriteString("  " + strings.Repeat("    ", min(i, 1)) + line + "\n")
	}
}

// text says which line changes, then what of it.
func (c Change) text() []string {
	lines := []string{changeWords[c.What] + " : " + c.Line}
	for _, d := range c.Columns {
		lines = append(lines, fmt.Sprintf("%s : « %s » → « %s »", d.Column, d.Before, d.After))
	}
	if len(c.Dates) > 0 {
		days := make([]string, len(c.Dates))
		for i, day := range c.Dates {
			days[i] = dayWords(day)
		}
		lines = append(lines, "premières dates : "+strings.Join(days, ", "))
	}
	return lines
}
