// Package ingest imports what sources say, and applies what people here say in
// their place.
//
// An import is a line of steps, each of which takes the result of the one
// before it (run.go, run.apply), in one transaction:
//
//	read      package formats: the rows of the file as records of offers
//	locate    run_locate.go: the point and the commune of each record
//	check     run_check.go: shown here, set aside with a reason, or elsewhere
//	compare   run_compare.go: new, changed, renamed or gone since the last edition
//	match     run_match.go: the place that an offer shares with a neighbour
//	store     run_store.go: what changes, and what is needed to undo it
//
// Around it: edition_ one file for several départements, pending.go an edition
// that a person has to accept, report.go what became of each record, source_
// where files come from, correct_ what people change, undo.go.
package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// readerVersion is part of every fingerprint: raise it when a file already
// read would now be understood otherwise.
const readerVersion = 10

// Importer loads files of sources into the store.
type Importer struct {
	Store Store
	Needs mediation.Needs
	Now   func() time.Time
	// GoneDelay is how long a record that left its source is still shown,
	// marked as such.
	GoneDelay time.Duration
	// UndoRuns is how many of the latest runs of each source, in each
	// département, can be undone; 0 for all.
	UndoRuns int
	// SupersededBy lists, for a source, the sources that tell some of its records
	// better, under the same ids: those records are shown once, as that source has them.
	SupersededBy map[string][]string
	// FindPoint finds points of addresses; nil without a geocoder.
	FindPoint PointFinder
	// Progress receives, in French, what a long import is doing; may be nil.
	Progress func(string)
}

// Request names one file to import.
type Request struct {
	// Source is the id that the records will carry, Format one of
	// [formats.Formats], or [MappedFormat] with Mapping, the text of a file that
	// [formats.ReadMapping] reads.
	Source, Format, Mapping string
	Departement             string
	// Origin is the file or address that Content was read from.
	Origin  string
	Content []byte
	// Date is the day of the file: records without a date of their own take
	// it. Zero when unknown.
	Date time.Time
	// Declared describes a source that data/sources.yaml does not list.
	Declared mediation.SourceInfo
	// DryRun does everything, then rolls back.
	DryRun bool
	// Force reads the file even when it is the one of the last import, or one
	// that a person has undone.
	Force bool
	// Accept applies an edition that would otherwise wait for a person.
	Accept bool
}

// MappedFormat is the format of a file whose columns a mapping explains.
const MappedFormat = "correspondance"

// read reads the file.
func (r Request) read() (*formats.File, error) {
	if r.Format != MappedFormat {
		return formats.Read(r.Format, bytes.NewReader(r.Content), r.Source)
	}
	mapping, err := formats.ReadMapping(strings.NewReader(r.Mapping))
	if err != nil {
		return nil, err
	}
	return formats.ReadMapped(mapping, bytes.NewReader(r.Content), r.Source)
}

// Import reads one file and makes the store say what it says. A file that
// cannot be read as a whole is refused as [mediation.Invalid] and changes
// nothing. One that loses too many records is kept for a person to accept.
func (im *Importer) Import(ctx context.Context, req Request) (Report, error) {
	outcome, err := im.ImportEach(ctx, req, []string{req.Departement})
	return outcome.Reports[0], err
}

// superseded lists the ids of the records that other sources have in better form.
func (im *Importer) superseded(ctx context.Context, tx Tx, source string) ([]string, error) {
	supersededBy := im.SupersededBy[source]
	if len(supersededBy) == 0 {
		return nil, nil
	}
	return tx.CurrentIDs(ctx, supersededBy)
}

// fingerprint covers all that the outcome of an import depends on.
func (im *Importer) fingerprint(req Request, t mediation.Territory, superseded []string) (string, error) {
	sum := sha256.New()
	parts := struct {
		Version    int
		Format     string
		Mapping    string
		Needs      mediation.Needs
		Territory  mediation.Territory
		Date       time.Time
		Superseded []string
		Pinned     bool
		Declared   mediation.SourceInfo
	}{readerVersion, req.Format, req.Mapping, im.Needs, t, req.Date, superseded, im.FindPoint != nil, req.Declared}
	if err := json.NewEncoder(sum).Encode(parts); err != nil {
		return "", err
	}
	sum.Write(req.Content)
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}

// fileHash covers the file alone.
func fileHash(req Request) string {
	sum := sha256.New()
	sum.Write([]byte(req.Format + "\x00" + req.Mapping))
	sum.Write(req.Content)
	return fmt.Sprintf("%x", sum.Sum(nil))
}

func (im *Importer) progress(format string, args ...any) {
	if im.Progress != nil {
		im.Progress(fmt.Sprintf(format, args...))
	}
}
