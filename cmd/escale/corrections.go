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
	importer atomic.Pointer[ingest.Importer]
	area     mediation.Area
}

func (l *lateCorrections) Correct(ctx context.Context, c desk.Correction) ([]string, error) {
	importer := l.importer.Load()
	if importer == nil {
		return nil, errNoDatabase
	}
	source, id := desk.SplitKey(c.Key)
	departement, err := l.departementOf(ctx, importer, source, id)
	if err != nil {
		return nil, err
	}
	return importer.Correct(ctx, ingest.CorrectRequest{
		Departement: departement, Source: source, SourceID: id, Cells: c.Cells, Confirm: c.Confirm, Before: c.Before,
		Account: c.Account, Author: c.Author,
	})
}

// departementOf is the one of the map, or that of a record where it has several.
func (l *lateCorrections) departementOf(ctx context.Context, importer *ingest.Importer, source, id string) (string, error) {
	if !l.area.Several() {
		return l.area.Only(), nil
	}
	return importer.DepartementOf(ctx, source, id)
}

func (l *lateCorrections) UndoChange(ctx context.Context, id, account int64, author string, may func(mediation.Change) error) error {
	importer := l.importer.Load()
	if importer == nil {
		return errNoDatabase
	}
	return importer.UndoChange(ctx, id, account, author, may)
}
