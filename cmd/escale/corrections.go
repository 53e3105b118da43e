package main

import (
	"context"
	"sync/atomic"

	"escale/internal/desk"
	"escale/internal/ingest"
	"escale/internal/mediation"
)

// lateCorrections is the layer of corrections, absent until the database is there.
type lateCorrections struct {
	importer    atomic.Pointer[ingest.Importer]
	departement string
}

func (l *lateCorrections) Correct(ctx context.Context, c desk.Correction) ([]string, error) {
	importer := l.importer.Load()
	if importer == nil {
		return nil, errNoDatabase
	}
	source, id := desk.SplitKey(c.Key)
	return importer.Correct(ctx, ingest.CorrectRequest{
		Departement: l.departement, Source: source, SourceID: id, Cells: c.Cells, Confirm: c.Confirm, Closures: c.Closures, Needs: c.Needs, Before: c.Before,
		Account: c.Account, Author: c.Author,
	})
}

func (l *lateCorrections) UndoChange(ctx context.Context, id int64, by mediation.Author, may func(mediation.Change, mediation.Holding) error) error {
	importer := l.importer.Load()
	if importer == nil {
		return errNoDatabase
	}
	return importer.UndoChange(ctx, l.departement, id, by, may)
}
