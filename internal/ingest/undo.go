package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"escale/internal/mediation"
)

// listedRuns is how many runs are listed.
const listedRuns = 30

// Run is one edition that was applied, is pending or was undone.
type Run struct {
	mediation.ImportRun
	Report Report
}

func newRuns(list []mediation.ImportRun) ([]Run, error) {
	runs := make([]Run, len(list))
	for i, r := range list {
		runs[i].ImportRun = r
		if err := json.Unmarshal(r.Report, &runs[i].Report); err != nil {
			return nil, fmt.Errorf("report of run %d: %w", r.ID, err)
		}
		runs[i].Report.Run, runs[i].Report.Status = r.ID, r.Status
	}
	return runs, nil
}

// Runs lists the latest runs of all sources, newest first.
func (im *Importer) Runs(ctx context.Context) (runs []Run, err error) {
	err = im.Store.InTx(ctx, func(tx Tx) error {
		list, err := tx.Runs(ctx, listedRuns)
		if err == nil {
			runs, err = newRuns(list)
		}
		return err
	})
	return runs, err
}

// Batch returns a run with those that were applied, or are pending, together with it.
func (im *Importer) Batch(ctx context.Context, id int64) (runs []Run, err error) {
	err = im.Store.InTx(ctx, func(tx Tx) error {
		list, err := tx.Batch(ctx, id)
		if err == nil {
			runs, err = newRuns(list)
		}
		return err
	})
	return runs, err
}

func conflict(format string, args ...any) *mediation.Error {
	return &mediation.Error{Kind: mediation.Conflict, Sentence: fmt.Sprintf(format, args...)}
}

// Undo makes the map what it was before a run and those applied together with
// it, and names the state afterwards. It refuses when that would lose what
// came later. The file of the run is not applied again by itself.
func (im *Importer) Undo(ctx context.Context, id int64) (runs []Run, fingerprint string, err error) {
	err = im.Store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockImports(ctx); err != nil {
			return err
		}
		list, err := tx.Batch(ctx, id)
		if err != nil {
			return err
		}
		if runs, err = newRuns(list); err != nil {
			return err
		}
		if err := undoable(ctx, tx, list); err != nil {
			return err
		}
		if err := undo(ctx, tx, list, im); err != nil {
			return err
		}
		if err := im.correct(ctx, tx); err != nil {
			return err
		}
		if fingerprint, err = tx.Fingerprint(ctx); err != nil {
			return err
		}
		return tx.BumpRevision(ctx)
	})
	return runs, fingerprint, err
}

// undoable refuses runs that cannot be undone without losing something.
func undoable(ctx context.Context, tx Tx, runs []mediation.ImportRun) error {
	for _, r := range runs {
		switch {
		case r.Status == mediation.RunUndone:
			return conflict("Le chargement %d est déjà annulé.", r.ID)
		case r.Status == mediation.RunPending:
			return conflict("Le chargement %d est en attente : il n’a rien changé.", r.ID)
		case r.File == "":
			return conflict("Le chargement %d date d’une version qui ne gardait pas de quoi l’annuler.", r.ID)
		case r.Pruned:
			return conflict("Cette édition (chargement %d) est trop ancienne pour être annulée : ce qu’il faut pour cela n’est plus gardé.", r.ID)
		}
		later, err := tx.LaterRun(ctx, r)
		if err != nil {
			return err
		}
		if later > 0 {
			return conflict("Le chargement %d de la même source est plus récent : annulez-le d’abord.", later)
		}
		names, err := tx.TouchedSince(ctx, r)
		if err != nil {
			return err
		}
		if len(names) > 0 {
			return conflict("D’autres décisions ont changé %d de ses offres depuis, dont « %s » : l’annuler les effacerait.", len(names), names[0])
		}
	}
	return nil
}

// undo takes back the runs, the last first, and describes their places by the
// offers that they now have.
func undo(ctx context.Context, tx Tx, runs []mediation.ImportRun, im *Importer) error {
	var places []string
	for _, r := range slices.Backward(runs) {
		concerned, err := tx.UndoRun(ctx, r, im.Now())
		if err != nil {
			return err
		}
		places = append(places, concerned...)
	}
	slices.Sort(places)
	return placer{tx: tx}.describe(ctx, slices.Compact(places))
}
