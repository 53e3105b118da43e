package ingest

import (
	"context"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// run is the import of one file for one département, inside its transaction.
type run struct {
	*Importer
	tx        Tx
	req       Request
	gazetteer mediation.Gazetteer
	// superseded are the ids of records that another source has in better form, sorted.
	superseded []string
	// fates are what became of each record so far, by its place in the file:
	// the départements of one command share them.
	fates []fate
	// communes are those that the records' points lie in, once located.
	communes []string
	located  bool
	// placed are the places in the file of the records without coordinates.
	placed map[int]bool
	// displaced are the records that the file has, but that are not shown
	// here, by their ids.
	displaced map[string]displacement
	// unwritten are the keys of the records that the standard refuses as their
	// source gives them.
	unwritten []string
	report    *Report
	record    mediation.ImportRun
}

// displacement is why a record of the file is not shown here, and whether that
// is a loss.
type displacement struct {
	reason string
	loss   bool
}

// candidate is a record that passed the checks, with its commune.
type candidate struct {
	line  int
	offer mediation.Offer
	raw   map[string]string
	// dated is true when the record has its own date.
	dated bool
	// placed is true when it has no coordinates of its own.
	placed bool
}

// fate is what became of a record, the better the higher.
type fate uint8

const (
	fateElsewhere fate = iota
	fateSetAside
	fateSuperseded
	fateShown
)

func (r *run) settle(record int, f fate) { r.fates[record] = max(r.fates[record], f) }

func (r *run) displace(id, reason string, loss bool) { r.displaced[id] = displacement{reason, loss} }

func (r *run) apply(ctx context.Context, file *formats.File) (err error) {
	r.report.Read = len(file.Records)
	for _, p := range file.Problems {
		r.remark("", p)
	}
	r.progress("%s : %d enregistrements à situer", r.req.Source, len(file.Records))
	records, err := r.pin(ctx, file.Records)
	if err != nil {
		return err
	}
	kept, aside, err := r.check(ctx, records)
	if err != nil {
		return err
	}
	if err := r.tx.DropPending(ctx, r.record.Source, r.record.Departement); err != nil {
		return err
	}
	if err := r.start(ctx); err != nil {
		return err
	}
	before, err := r.standings(ctx)
	if err != nil {
		return err
	}
	changed, err := r.store(ctx, file, kept, aside)
	if err != nil {
		return err
	}
	if err := r.correct(ctx, r.tx); err != nil {
		return err
	}
	if err := r.tellCorrections(ctx, before); err != nil {
		return err
	}
	if err := r.tellNotExported(ctx); err != nil {
		return err
	}
	declares := r.req.Declared != mediation.SourceInfo{}
	if err := r.end(ctx); err != nil || !changed && !declares {
		return err
	}
	return r.tx.BumpRevision(ctx)
}

// start opens the record of the run, the first of its batch unless there is
// one already.
func (r *run) start(ctx context.Context) (err error) {
	r.record.ID, err = r.tx.StartRun(ctx, r.record.Source, r.record.Departement, r.record.Fingerprint, r.record.At)
	if r.record.Batch == 0 {
		r.record.Batch = r.record.ID
	}
	r.report.Run = r.record.ID
	return err
}

func (r *run) end(ctx context.Context) (err error) {
	r.report.Status = r.record.Status
	if r.record.Report, err = r.report.encode(); err != nil {
		return err
	}
	return r.tx.EndRun(ctx, r.record, r.Now())
}

// store writes the difference between the stored records and those of the file.
func (r *run) store(ctx context.Context, file *formats.File, kept []candidate, aside []mediation.SetAside) (changed bool, err error) {
	stored, err := r.tx.Offers(ctx, r.req.Source, r.req.Departement)
	if err != nil {
		return false, err
	}
	c, err := r.compare(stored, kept)
	if err != nil {
		return false, err
	}
	r.unwritten = r.refusals(kept)
	if err := r.tellLosses(ctx, c, file); err != nil {
		return false, err
	}
	r.report.Pending = c.tooManyLost() || len(r.report.Losses) > 0
	r.progress("%s : %d à écrire, %d à masquer", r.req.Source, len(c.fresh), len(c.leaving)+len(c.hidden))
	if err := r.takeAway(ctx, c); err != nil {
		return false, err
	}
	if err := r.write(ctx, c, stored); err != nil {
		return false, err
	}
	err = r.tx.ReplaceSetAside(ctx, r.record.ID, r.req.Source, r.req.Departement, aside)
	return c.changes(), err
}

func (r *run) remark(id string, p formats.Problem) {
	r.report.Remarks = append(r.report.Remarks, Remark{Line: p.Line, ID: id, Column: p.Column, Value: p.Value, Message: p.Message})
}
