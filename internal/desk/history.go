package desk

import (
	"context"

	"escale/internal/mediation"
)

// mostChanges is how many lines of the history one page shows, mostListed one file.
const (
	mostChanges = 100
	mostListed  = 10_000
)

// Undo takes a change back.
func (d *Desk) Undo(ctx context.Context, by Actor, id int64) error {
	var change mediation.Change
	err := d.Store.InTx(ctx, func(tx Tx) (err error) {
		change, err = tx.Change(ctx, id)
		return err
	})
	if err == nil {
		switch change.Object.Kind {
		case mediation.ObjectOffer:
			err = d.Corrections.UndoChange(ctx, id, by.author(), func(_ mediation.Change, h mediation.Holding) error {
				return by.check(mediation.ActUndo, subjectOf(h))
			})
		case mediation.ObjectTour:
			err = d.Tours.UndoChange(ctx, id, by.author(), func(c mediation.Change) error {
				return by.check(mediation.ActUndo, d.tourSubject(c.Object.ID))
			})
		default:
			err = errForbidden
		}
	}
	if mediation.KindOf(err) == mediation.NotFound {
		return errForbidden // as for a change of something else
	}
	return err
}
