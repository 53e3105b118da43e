package ingest

import (
	"context"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// run is the import of one file for one département, inside its transaction.
// [run.apply] is the line of its steps.
type run struct {
	*Importer
	tx        Tx
	req       Request
	gazetteer mediation.Gazetteer
	// superseded are the ids of records that another source has in better form, sorted.
	superseded []string
	// fates are what became of each record so far, by its index in the file:
	// the départements of one edition share them.
	fates []fate
	// communes are those that the records' points lie in, once an earlier
	// département of the edition located them.
	communes []string
	located  bool
	// several is true when the file is for several départements.
	several bool
	report  *Report
	record  mediation.ImportRun
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

// apply takes a file that was read through the steps that follow: where its
// records are, which of them can be shown, what differs from those stored, and
// on which places the new ones are.
func (r *run) apply(ctx context.Context, file *formats.File) error {
	before, err := r.begin(ctx, file)
	if err != nil {
		return err
	}
	located, err := r.locate(ctx, file.Records)
	if err != nil {
		return err
	}
	checked, err := r.check(ctx, located)
	if err != nil {
		return err
	}
	changes, err := r.compare(ctx, checked, file)
	if err != nil {
		return err
	}
	if err := r.withdraw(ctx, changes); err != nil {
		return err
	}
	matched, err := r.match(ctx, changes)
	if err != nil {
		return err
	}
	if err := r.store(ctx, matched); err != nil {
		return err
	}
	return r.finish(ctx, before, changes)
}

// begin opens the run in place of a pending edition, and returns how the
// corrections of the source stand before it.
func (r *run) begin(ctx context.Context, file *formats.File) ([]mediation.Standing, error) {
	r.report.Read = len(file.Records)
	for _, p := range file.Problems {
		r.remark("", p)
	}
	for _, column := range file.Ignored {
		r.remark("", formats.Problem{Column: column, Message: "Cette colonne n’est pas comprise : rien n’en est lu, elle reste dans l’enregistrement d’origine."})
	}
	if err := r.tx.DropPending(ctx, r.record.Source, r.record.Departement); err != nil {
		return nil, err
	}
	if err := r.start(ctx); err != nil {
		return nil, err
	}
	return r.standings(ctx)
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

// finish applies the corrections in force to what was stored, and completes
// the report.
func (r *run) finish(ctx context.Context, before []mediation.Standing, c *comparison) error {
	if err := r.correct(ctx, r.tx); err != nil {
		return err
	}
	if err := r.reportCorrections(ctx, before); err != nil {
		return err
	}
	if err := r.reportNotExported(ctx, c.unwritten); err != nil {
		return err
	}
	r.report.countWords()
	declares := r.req.Declared != mediation.SourceInfo{}
	if err := r.end(ctx); err != nil || !c.changes() && !declares {
		return err
	}
	return r.tx.BumpRevision(ctx)
}

func (r *run) end(ctx context.Context) (err error) {
	r.report.Status = r.record.Status
	if r.record.Report, err = r.report.encode(); err != nil {
		return err
	}
	return r.tx.EndRun(ctx, r.record, r.Now())
}

func (r *run) remark(id string, p formats.Problem) {
	r.report.Remarks = append(r.report.Remarks, Remark{Line: p.Line, ID: id, Column: p.Column, Value: p.Value, Message: p.Message})
}
