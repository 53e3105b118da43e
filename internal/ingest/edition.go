package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// Outcome says what became of a file in each département.
type Outcome struct {
	// Reports are in the order of the départements of the request.
	Reports []Report
	// Total counts each record of the file once.
	Total Total
}

// Total sums up several départements: Read = Shown + SetAside + Superseded +
// Elsewhere.
type Total struct{ Read, Shown, SetAside, Superseded, Elsewhere int }

// And is the sum with another file's.
func (t Total) And(o Total) Total {
	return Total{t.Read + o.Read, t.Shown + o.Shown, t.SetAside + o.SetAside, t.Superseded + o.Superseded, t.Elsewhere + o.Elsewhere}
}

func (t *Total) add(f fate) {
	t.Read++
	switch f {
	case fateShown:
		t.Shown++
	case fateSetAside:
		t.SetAside++
	case fateSuperseded:
		t.Superseded++
	default:
		t.Elsewhere++
	}
}

// What rolls a transaction back.
var (
	errDryRun  = errors.New("dry run")
	errPending = errors.New("held")
)

// ImportEach imports one file for several départements in one transaction:
// the edition is applied, or kept pending, in all of them or in none. A record that
// one shows is elsewhere for the next ones.
func (im *Importer) ImportEach(ctx context.Context, req Request, departements []string) (Outcome, error) {
	outcome := Outcome{Reports: make([]Report, len(departements))}
	territories := make([]mediation.Territory, len(departements))
	for i, departement := range departements {
		outcome.Reports[i] = newReport(req, departement)
		var err error
		if territories[i], err = im.territory(ctx, departement); err != nil {
			return outcome, err
		}
	}
	err := im.Store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockImports(ctx); err != nil {
			return err
		}
		e := &edition{Importer: im, tx: tx, req: req, hash: fileHash(req), outcome: &outcome}
		return e.take(ctx, territories)
	})
	switch {
	case errors.Is(err, errDryRun):
		for i := range outcome.Reports {
			outcome.Reports[i].Run, outcome.Reports[i].Status = 0, ""
		}
		err = nil
	case errors.Is(err, errPending):
		err = im.keepPending(ctx, req, outcome.Reports)
	}
	return outcome, err
}

func newReport(req Request, departement string) Report {
	return Report{Source: req.Source, Format: req.Format, Mapping: req.Mapping, Origin: req.Origin, Date: req.Date, Declared: req.Declared, Departement: departement, DryRun: req.DryRun}
}

// edition is one file, on its way into one or several départements.
type edition struct {
	*Importer
	tx         Tx
	req        Request
	hash       string
	superseded []string
	file       *formats.File
	outcome    *Outcome
	// As in [run].
	fates    []fate
	communes []string
}

// take reads the file, unless there is no need to, and applies it.
func (e *edition) take(ctx context.Context, territories []mediation.Territory) (err error) {
	if refused, err := e.refuse(ctx); refused || err != nil {
		return err
	}
	if e.superseded, err = e.Importer.superseded(ctx, e.tx, e.req.Source); err != nil {
		return err
	}
	if done, err := e.alreadyRead(ctx, territories); done || err != nil {
		return err
	}
	e.progress("%s : lecture de %s", e.req.Source, e.req.Origin)
	if e.file, err = e.req.read(); err != nil {
		return err
	}
	e.fates, e.communes = make([]fate, len(e.file.Records)), make([]string, len(e.file.Records))
	if err := e.apply(ctx, territories); err != nil {
		return err
	}
	for _, f := range e.fates {
		e.outcome.Total.add(f)
	}
	if e.req.DryRun {
		return errDryRun
	}
	for _, report := range e.outcome.Reports {
		if report.Pending && !e.req.Accept {
			return errPending
		}
	}
	return e.prune(ctx)
}

// historyYears is how long runs that can no longer be undone are listed.
const historyYears = 2

// prune deletes what is past undoing, now that there is a newer run.
func (e *edition) prune(ctx context.Context) error {
	if e.UndoRuns == 0 {
		return nil
	}
	if err := e.tx.PruneRuns(ctx, e.req.Source, e.UndoRuns, e.Now()); err != nil {
		return err
	}
	return e.tx.ForgetRuns(ctx, e.Now().AddDate(-historyYears, 0, 0))
}

func (e *edition) apply(ctx context.Context, territories []mediation.Territory) error {
	at := e.Now()
	var batch int64
	for i, t := range territories {
		fingerprint, err := e.fingerprint(e.req, t, e.superseded)
		if err != nil {
			return err
		}
		r := &run{
			Importer: e.Importer, tx: e.tx, req: e.req, gazetteer: mediation.NewGazetteer(t), superseded: e.superseded,
			fates: e.fates, communes: e.communes, located: i > 0, several: len(territories) > 1, report: &e.outcome.Reports[i],
			record: mediation.ImportRun{Batch: batch, Source: e.req.Source, Departement: t.Area.Only(),
				Fingerprint: fingerprint, File: e.hash, Status: mediation.RunApplied, At: at},
		}
		r.req.Departement = t.Area.Only()
		if err := r.apply(ctx, e.file); err != nil {
			return err
		}
		batch = r.record.Batch
	}
	return nil
}

// refuse reports whether a person has undone this very file, in any of the
// départements: it does not come back by itself.
func (e *edition) refuse(ctx context.Context) (refused bool, err error) {
	if e.req.Force {
		return false, nil
	}
	for _, report := range e.outcome.Reports {
		last, err := e.tx.RunOfFile(ctx, e.req.Source, report.Departement, e.hash)
		if err != nil {
			return false, err
		}
		if last != nil && last.Status == mediation.RunUndone {
			refused = true
		}
	}
	for i := range e.outcome.Reports {
		if refused {
			e.outcome.Reports[i].Status = mediation.RunUndone
		}
	}
	return refused, nil
}

// alreadyRead reports whether the file is the one that was applied last, in each of
// the départements.
func (e *edition) alreadyRead(ctx context.Context, territories []mediation.Territory) (bool, error) {
	if e.req.Force {
		return false, nil
	}
	reports := slices.Clone(e.outcome.Reports)
	for i, t := range territories {
		if known, err := e.alreadyReadIn(ctx, t, &reports[i]); !known || err != nil {
			return false, err
		}
	}
	e.outcome.Reports = reports
	total := &e.outcome.Total
	for _, r := range reports {
		total.Read = r.Read
		total.Shown, total.SetAside, total.Superseded = total.Shown+r.Kept(), total.SetAside+r.SetAside, total.Superseded+r.Superseded
	}
	total.Elsewhere = total.Read - total.Shown - total.SetAside - total.Superseded
	return true, nil
}

func (e *edition) alreadyReadIn(ctx context.Context, t mediation.Territory, report *Report) (bool, error) {
	fingerprint, err := e.fingerprint(e.req, t, e.superseded)
	if err != nil {
		return false, err
	}
	last, err := e.tx.LastRun(ctx, e.req.Source, t.Area.Only())
	if err != nil || last == nil || last.Fingerprint != fingerprint {
		return false, err
	}
	if err := json.Unmarshal(last.Report, report); err != nil {
		return false, err
	}
	report.Unchanged, report.Added, report.Changed, report.Renamed, report.Gone = report.Kept(), 0, 0, 0, 0
	report.Skipped, report.Pending = true, false
	return true, nil
}
