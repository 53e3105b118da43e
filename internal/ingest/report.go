package ingest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Report says what became of every record of a file.
type Report struct {
	Source      string `json:"source"`
	Format      string `json:"format"`
	Origin      string `json:"origin"`
	Departement string `json:"departement"`
	DryRun      bool   `json:"dry_run,omitempty"`
	// Skipped is true when the file is the one of the last import: the counts
	// are then those of that import.
	Skipped bool `json:"skipped,omitempty"`

	// Read = Elsewhere + Retold + SetAside + Added + Changed + Unchanged.
	Read      int `json:"read"`
	Elsewhere int `json:"elsewhere"`
	// Retold counts the records that another source tells better.
	Retold    int `json:"retold"`
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	SetAside  int `json:"set_aside"`
	// Gone counts records held before that the file no longer has.
	Gone int `json:"gone"`

	Records []RecordLine `json:"records,omitempty"`
	Joined  []JoinLine   `json:"joined,omitempty"`
	Remarks []Remark     `json:"remarks,omitempty"`
}

// RecordLine tells what became of one record that was not left unchanged.
type RecordLine struct {
	Line    int    `json:"line,omitempty"`
	ID      string `json:"id"`
	Name    string `json:"name"`
	Outcome string `json:"outcome"` // "added", "changed", "gone" "retold" or "set aside"
	Reason  string `json:"reason,omitempty"`
}

// JoinLine tells why an offer shares a place with another.
type JoinLine struct {
	ID     string `json:"id"`
	With   string `json:"with"`
	Reason string `json:"reason"`
}

// Remark is something a reader of the file should mend at its source.
type Remark struct {
	Line    int    `json:"line"`
	ID      string `json:"id"`
	Column  string `json:"column,omitempty"`
	Value   string `json:"value,omitempty"`
	Message string `json:"message"`
}

// Kept counts the records that the public can see.
func (r Report) Kept() int { return r.Added + r.Changed + r.Unchanged }

// Summary is the report in a few French lines.
func (r Report) Summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s : %d lues = %d sur la carte + %d mises de côté + %d hors du département",
		r.Source, r.Read, r.Kept(), r.SetAside, r.Elsewhere)
	if r.Retold > 0 {
		fmt.Fprintf(&b, " + %d déjà racontées par une autre source", r.Retold)
	}
	if r.Skipped {
		b.WriteString(" (fichier déjà chargé, rien à faire)\n")
		return b.String()
	}
	fmt.Fprintf(&b, "\n  %d ajoutées, %d changées, %d inchangées, %d disparues de la source ; %d à la même porte qu'une autre ; %d remarques",
		r.Added, r.Changed, r.Unchanged, r.Gone, len(r.Joined), len(r.Remarks))
	if r.DryRun {
		b.WriteString(" (essai : rien n'est écrit)")
	}
	b.WriteString("\n")
	for _, line := range r.Records {
		if line.Outcome == outcomeSetAside {
			fmt.Fprintf(&b, "  mise de côté, ligne %d, %s (%s) : %s\n", line.Line, line.Name, line.ID, line.Reason)
		}
	}
	return b.String()
}

// The outcomes of [RecordLine].
const (
	outcomeAdded    = "added"
	outcomeChanged  = "changed"
	outcomeGone     = "gone"
	outcomeRetold   = "retold"
	outcomeSetAside = "set aside"
)

func (r *Report) add(outcome string, line int, id, name, reason string) {
	r.Records = append(r.Records, RecordLine{Line: line, ID: id, Name: name, Outcome: outcome, Reason: reason})
}

// encode writes the report for the record of imports, in a stable order.
func (r *Report) encode() (json.RawMessage, error) {
	slices.SortStableFunc(r.Records, func(a, b RecordLine) int { return cmp.Compare(a.Line, b.Line) })
	return json.Marshal(r)
}
