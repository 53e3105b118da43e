package ingest

import (
	"cmp"
	"context"
	"fmt"
	"unicode/utf8"

	"escale/internal/formats"
	"escale/internal/history"
	"escale/internal/mediation"
)

// dated is the correction that gives the record the day of today, none when it
// has that already.
func (c *correcting) dated() []mediation.Correction {
	edit := c.act(mediation.ActEdit)
	edit.Field, edit.Value.Updated, edit.SourceValue.Updated = mediation.UpdatedField, formats.Day(c.Now()), c.record.Updated
	if !edit.Value.Updated.After(c.shown.Updated) {
		return nil
	}
	return []mediation.Correction{edit}
}

// confirmed is the line of the audit trail of somebody who says once more that all is
// right.
func (c *correcting) confirmed() mediation.Change {
	return c.change(mediation.Correction{Field: mediation.UpdatedField, Value: c.shown})
}

// change is the line of the audit trail that a correction deserves.
func (c *correcting) change(m mediation.Correction) mediation.Change {
	change := mediation.Change{
		Account: c.req.Account, Author: cmp.Or(c.req.Author, mediation.CommandLine), Act: mediation.ActCorrect,
		Object: mediation.Object{Kind: mediation.ObjectOffer, ID: c.record.Key()}, Name: c.record.Name, Field: cmp.Or(m.Field, string(m.Act)),
	}
	switch m.Field {
	case mediation.UpdatedField:
		change.Act = mediation.ActConfirm
	case mediation.ClosuresField:
		change.Act = mediation.ActSuspend
	}
	if f, known := mediation.FieldNamed(m.Field); known {
		change.Before, change.After = sayShort(f, c.shown), sayShort(f, m.Value)
	}
	return change
}

// sayShort says a value for the history. Of a free text only its length: it may name
// somebody.
func sayShort(f mediation.Field, o mediation.Offer) string {
	if text := f.Say(o); f.Name != "description" || text == "" {
		return text
	}
	return fmt.Sprintf("un texte de %d lettres", utf8.RuneCountInString(o.Description))
}

// checkBefore refuses to overwrite what somebody changed since the form was shown.
func (c *correcting) checkBefore(fields []string) error {
	if c.req.Before == nil {
		return nil
	}
	for _, name := range fields {
		if f, known := mediation.FieldNamed(name); known && f.Say(c.shown) != *c.req.Before {
			return &mediation.Error{Kind: mediation.Conflict, Parameter: name,
				Sentence: "Quelqu’un l’a changé pendant que cette page était ouverte. Il y a maintenant : « " + cmp.Or(history.Spoken(c.Needs, name, f.Say(c.shown)), "rien") + " ». Regardez, puis recommencez."}
		}
	}
	return nil
}

// UndoChange takes back a change that corrected a field of an offer of a
// département, for who may: the correction of before is in force again, or the
// source. A change that another came after is refused.
func (im *Importer) UndoChange(ctx context.Context, departement string, id int64, by mediation.Author, may func(mediation.Change, mediation.Holding) error) error {
	return im.Store.InTx(ctx, func(tx Tx) error {
		var object mediation.Object
		err := history.Undo(ctx, history.Undoing{
			Trail: tx, ID: id, By: by, Needs: im.Needs, Lock: func() error { return tx.LockImports(ctx) },
			May: func(c mediation.Change) error {
				object = c.Object
				shown, err := tx.OfferShown(ctx, departement, c.Object.ID)
				if err != nil {
					return err
				}
				return may(c, shown)
			},
			TakeBack: func(c mediation.Change) error { return im.takeBack(ctx, tx, c) },
		})
		if err != nil {
			return err
		}
		if err := im.takeDateBack(ctx, tx, object, by); err != nil {
			return err
		}
		return im.settle(ctx, tx)
	})
}

// takeDateBack gives an offer the day back that corrections renewed, once none of
// them is in force and nobody said since that all is right.
func (im *Importer) takeDateBack(ctx context.Context, tx Tx, of mediation.Object, by mediation.Author) error {
	renewal, found, err := tx.IdleRenewal(ctx, of)
	if err != nil || !found {
		return err
	}
	if err := im.takeBack(ctx, tx, renewal); err != nil {
		return err
	}
	_, err = tx.SaveChange(ctx, history.TakenBack(renewal, by))
	return err
}

// takeBack puts what was in force before a change in force again.
func (im *Importer) takeBack(ctx context.Context, tx Tx, c mediation.Change) error {
	if err := tx.WithdrawCorrections(ctx, []int64{c.Made}, im.Now()); err != nil || c.Replaced == 0 {
		return err
	}
	return tx.RestoreCorrection(ctx, c.Replaced)
}

// WithdrawCorrection ends a correction: the source is believed again. A record
// that was added leaves the map.
func (im *Importer) WithdrawCorrection(ctx context.Context, id int64) error {
	return im.correcting(ctx, func(tx Tx) error {
		c, err := tx.Correction(ctx, id)
		if err != nil {
			return err
		}
		if err := im.withdraw(ctx, tx, id); err != nil || c.Act != mediation.ActAdd {
			return err
		}
		records, err := tx.Holdings(ctx, []string{c.Key()})
		if err != nil {
			return err
		}
		if err := tx.Retire(ctx, c.Source, c.SourceID, im.Now()); err != nil {
			return err
		}
		return placer{tx: tx}.describe(ctx, []string{records[c.Key()].PlaceID})
	})
}

// withdraw ends a correction, and tells the history.
func (im *Importer) withdraw(ctx context.Context, tx Tx, id int64) error {
	if err := tx.WithdrawCorrections(ctx, []int64{id}, im.Now()); err != nil {
		return err
	}
	made, found, err := tx.ChangeOf(ctx, mediation.ObjectOffer, id)
	if err != nil || !found {
		return err // made before there was a history
	}
	_, err = tx.SaveChange(ctx, history.TakenBack(made, mediation.Author{}))
	return err
}
