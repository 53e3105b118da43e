package mediation

import (
	"encoding/json"
	"time"
)

// RunStatus says what became of an edition of a source.
type RunStatus string

// The states of a run.
const (
	// RunApplied: the map shows what the edition says.
	RunApplied RunStatus = "applied"
	// RunHeld: a person has to look at the edition first; nothing was changed.
	RunPending RunStatus = "held"
	// RunUndone: a person took the edition back.
	RunUndone RunStatus = "undone"
)

// ImportRun is what is kept of one edition of a source, for one département.
type ImportRun struct {
	ID int64
	// Batch is the number of the first run of one command: its runs were
	// applied together, and are undone together.
	Batch               int64
	Source, Departement string
	// Fingerprint covers all that the outcome depends on, File the file alone.
	Fingerprint, File string
	Status            RunStatus
	At                time.Time
	// Report is the importer's own.
	Report json.RawMessage
	// Pruned is true once what undoing it needs is no longer kept.
	Pruned bool
}

// Written names a record that a run changes: by its id before the run, and by
// its id from now on.
type Written struct{ SourceID, AfterID string }
