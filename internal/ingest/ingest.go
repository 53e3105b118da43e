// Package ingest is the one use case that writes what sources say: read,
// check, locate, match, store in one transaction, report. Nothing of a file
// is lost silently: what cannot be shown is set aside with its reason.
package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// readerVersion is part of every fingerprint: raise it when a file already
// read would now be understood otherwise.
const readerVersion = 5

// Store runs an import's transaction.
type Store interface {
	// InTx commits when f returns nil and rolls back otherwise.
	InTx(ctx context.Context, f func(Tx) error) error
	Territory(ctx context.Context, departement string) (mediation.Territory, error)
	SaveTerritory(ctx context.Context, t mediation.Territory) (changed bool, err error)
}

// Tx is what an import asks of the database.
type Tx interface {
	LastFingerprint(ctx context.Context, source, departement string) (string, error)
	// Held lists the ids of the records of the sources that are not gone.
	Held(ctx context.Context, sources []string) ([]string, error)
	LastReport(ctx context.Context, source, departement string) (json.RawMessage, error)
	StartRun(ctx context.Context, source, departement, fingerprint string, at time.Time) (int64, error)
	EndRun(ctx context.Context, run int64, report json.RawMessage, at time.Time) error

	Locate(ctx context.Context, situations []mediation.Situation) ([]mediation.Location, error)
	Neighbours(ctx context.Context, offers []mediation.Offer, metres float64) ([]mediation.Neighbour, error)

	Offers(ctx context.Context, source, departement string) ([]mediation.Holding, error)
	OffersAt(ctx context.Context, places []string) (map[string][]mediation.Offer, error)
	SaveOffers(ctx context.Context, run int64, holdings []mediation.Holding) error
	MoveOffers(ctx context.Context, holdings []mediation.Holding) error
	KeepApart(ctx context.Context, source, sourceID string) error
	SavePlaces(ctx context.Context, places []mediation.Place) error
	MarkGone(ctx context.Context, source string, ids []string, at time.Time) error
	ReplaceSetAside(ctx context.Context, run int64, source, departement string, list []mediation.SetAside) error
	BumpRevision(ctx context.Context) error
}

// Importer loads files of sources into the store.
type Importer struct {
	Store Store
	Needs mediation.Needs
	Now   func() time.Time
	// Retellers lists, for a source, the sources that tell some of its records
	// better, under the same ids: those records are shown once, as told there.
	Retellers map[string][]string
	// Progress is told, in French, what a long import is doing; may be nil.
	Progress func(string)
}

// Request names one file to import.
type Request struct {
	// Source is the id that the records will carry, Format one of [formats.Formats].
	Source, Format string
	Departement    string
	// Origin is the file or address that Content was read from.
	Origin  string
	Content []byte
	// Date is the day of the file: records without a date of their own take
	// it. Zero when unknown.
	Date time.Time
	// DryRun does everything, then rolls back.
	DryRun bool
	// Force reads the file even when it is the one of the last import.
	Force bool
}

// errDryRun rolls a trial back.
var errDryRun = errors.New("dry run")

// Import reads one file and makes the store say what it says. A file that
// cannot be read as a whole is refused as [mediation.Invalid] and changes
// nothing.
func (im *Importer) Import(ctx context.Context, req Request) (Report, error) {
	report := Report{Source: req.Source, Format: req.Format, Origin: req.Origin, Departement: req.Departement, DryRun: req.DryRun}
	territory, err := im.territory(ctx, req.Departement)
	if err != nil {
		return report, err
	}
	err = im.Store.InTx(ctx, func(tx Tx) error {
		retold, err := im.retold(ctx, tx, req.Source)
		if err != nil {
			return err
		}
		fingerprint, err := im.fingerprint(req, territory, retold)
		if err != nil {
			return err
		}
		if done, err := im.alreadyRead(ctx, tx, req, fingerprint, &report); done || err != nil {
			return err
		}
		im.progress("%s : lecture de %s", req.Source, req.Origin)
		file, err := formats.Read(req.Format, bytes.NewReader(req.Content), req.Source)
		if err != nil {
			return err
		}
		r := &run{Importer: im, tx: tx, req: req, gazetteer: mediation.NewGazetteer(territory), retold: retold, report: &report}
		if err := r.apply(ctx, file, fingerprint); err != nil {
			return err
		}
		if req.DryRun {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return report, err
}

// retold lists the ids of the records that other sources tell better.
func (im *Importer) retold(ctx context.Context, tx Tx, source string) ([]string, error) {
	retellers := im.Retellers[source]
	if len(retellers) == 0 {
		return nil, nil
	}
	return tx.Held(ctx, retellers)
}

func (im *Importer) territory(ctx context.Context, departement string) (mediation.Territory, error) {
	territory, err := im.Store.Territory(ctx, departement)
	if err == nil && len(territory.Communes) == 0 {
		err = &mediation.Error{Kind: mediation.Invalid, Parameter: "departement",
			Sentence: "Les communes du département " + departement + " ne sont pas chargées : commencez par « escale territory »."}
	}
	return territory, err
}

func (im *Importer) alreadyRead(ctx context.Context, tx Tx, req Request, fingerprint string, report *Report) (bool, error) {
	if req.Force {
		return false, nil
	}
	last, err := tx.LastFingerprint(ctx, req.Source, req.Departement)
	if err != nil || last != fingerprint {
		return false, err
	}
	encoded, err := tx.LastReport(ctx, req.Source, req.Departement)
	if err != nil {
		return false, err
	}
	if err := json.Unmarshal(encoded, report); err != nil {
		return false, err
	}
	report.Unchanged, report.Added, report.Changed, report.Gone = report.Kept(), 0, 0, 0
	report.Skipped = true
	return true, nil
}

// fingerprint covers all that the outcome of an import depends on.
func (im *Importer) fingerprint(req Request, t mediation.Territory, retold []string) (string, error) {
	sum := sha256.New()
	parts := struct {
		Version   int
		Format    string
		Needs     mediation.Needs
		Territory mediation.Territory
		Date      time.Time
		Retold    []string
	}{readerVersion, req.Format, im.Needs, t, req.Date, retold}
	if err := json.NewEncoder(sum).Encode(parts); err != nil {
		return "", err
	}
	sum.Write(req.Content)
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}

func (im *Importer) progress(format string, args ...any) {
	if im.Progress != nil {
		im.Progress(fmt.Sprintf(format, args...))
	}
}
