package ingest

import (
	"context"

	"escale/internal/mediation"
)

// keepPending keeps the reports of an edition that was rolled back, until a person
// accepts it or a newer one comes. Held again, it keeps its number.
func (im *Importer) keepPending(ctx context.Context, req Request, reports []Report) error {
	return im.Store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockImports(ctx); err != nil {
			return err
		}
		record := mediation.ImportRun{Source: req.Source, File: fileHash(req), Status: mediation.RunPending, At: im.Now()}
		for i := range reports {
			record.Departement = reports[i].Departement
			r := &run{Importer: im, tx: tx, req: req, report: &reports[i], record: record}
			if err := r.startPending(ctx); err != nil {
				return err
			}
			if err := r.end(ctx); err != nil {
				return err
			}
			record.Batch = r.record.Batch
		}
		return nil
	})
}

// startPending takes up the record of the same edition, pending already, or opens one
// in place of those of others.
func (r *run) startPending(ctx context.Context) error {
	last, err := r.tx.RunOfFile(ctx, r.record.Source, r.record.Departement, r.record.File)
	if err != nil {
		return err
	}
	if last != nil && last.Status == mediation.RunPending && (r.record.Batch == 0 || r.record.Batch == last.Batch) {
		r.record.ID, r.record.Batch, r.report.Run = last.ID, last.Batch, last.ID
		return nil
	}
	if err := r.tx.DropPending(ctx, r.record.Source, r.record.Departement); err != nil {
		return err
	}
	return r.start(ctx)
}

// Accept applies a pending edition. Its file must still be the one that
// was shown.
func (l *Loader) Accept(ctx context.Context, id int64) (Outcome, error) {
	runs, err := l.Batch(ctx, id)
	if err != nil {
		return Outcome{}, err
	}
	var departements []string
	for _, r := range runs {
		if r.Status != mediation.RunPending {
			return Outcome{}, conflict("Le chargement %d n’est pas en attente.", r.ID)
		}
		departements = append(departements, r.Departement)
	}
	report := runs[0].Report
	req := Request{Source: report.Source, Format: report.Format, Mapping: report.Mapping, Origin: report.Origin, Date: report.Date, Declared: report.Declared, Accept: true}
	if req.Content, err = l.Fetcher.Read(ctx, req.Origin); err != nil {
		return Outcome{}, err
	}
	if fileHash(req) != runs[0].File {
		return Outcome{}, conflict("Le fichier %s a changé depuis : chargez-le de nouveau pour voir ce qu’il ferait.", req.Origin)
	}
	return l.ImportEach(ctx, req, departements)
}
