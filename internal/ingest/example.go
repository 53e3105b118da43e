package ingest

import (
	"context"
	"io/fs"
	"slices"

	"escale/internal/formats"
)

// loadExample shows invented places, unless something real is there already.
func (l *Loader) loadExample(ctx context.Context, departement string) ([]Report, error) {
	real, err := l.everLoaded(ctx, departement)
	if err != nil || real {
		return nil, err
	}
	i := slices.IndexFunc(l.Sources, func(s formats.Source) bool { return s.Example })
	if i < 0 {
		return nil, nil
	}
	content, err := fs.ReadFile(l.Embedded, l.Sources[i].Embedded)
	if err != nil {
		return nil, err
	}
	report, err := l.Import(ctx, Request{
		Source: l.Sources[i].ID, Format: l.Sources[i].Format, Departement: departement,
		Origin: l.Sources[i].Embedded, Content: content, Date: sourceDate(l.Sources[i]),
	})
	return []Report{report}, err
}

func (l *Loader) everLoaded(ctx context.Context, departement string) (loaded bool, err error) {
	err = l.Store.InTx(ctx, func(tx Tx) error {
		for _, source := range l.Sources {
			last, err := tx.LastRun(ctx, source.ID, departement)
			if err != nil {
				return err
			}
			loaded = loaded || last != nil && !source.Example
		}
		return nil
	})
	return loaded, err
}

// retired is the fingerprint of the run that hid the example set.
const retired = "retired"

// retireExample hides the invented places once real ones are there.
func (l *Loader) retireExample(ctx context.Context, departement string) error {
	return l.Store.InTx(ctx, func(tx Tx) error {
		last, err := tx.LastRun(ctx, exampleSource, departement)
		if err != nil || last == nil || last.Fingerprint == retired {
			return err
		}
		stored, err := tx.Offers(ctx, exampleSource, departement)
		if err != nil {
			return err
		}
		ids := make([]string, len(stored))
		for i, h := range stored {
			ids[i] = h.Offer.SourceID
		}
		if _, err := tx.StartRun(ctx, exampleSource, departement, retired, l.Now()); err != nil {
			return err
		}
		now := l.Now()
		if err := tx.MarkLeaving(ctx, exampleSource, ids, now, now); err != nil {
			return err
		}
		return tx.BumpRevision(ctx)
	})
}
