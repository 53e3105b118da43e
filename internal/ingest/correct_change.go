package ingest

import (
	"cmp"
	"context"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// commandName is who acts when nobody signed in.
const commandName = "ligne de commande"

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

// change is the line of the audit trail that a correction deserves.
func (c *correcting) change(m mediation.Correction) mediation.Change {
	change := mediation.Change{
		Account: c.req.Account, Author: cmp.Or(c.req.Author, commandName), Act: mediation.ActCorrect,
		Object: mediation.Object{Kind: mediation.ObjectOffer, ID: c.record.Key()}, Name: c.record.Name, Field: cmp.Or(m.Field, string(m.Act)),
	}
	if m.Field == mediation.UpdatedField {
		change.Act = mediation.ActConfirm
	}
	if f, known := mediation.FieldNamed(m.Field); known {
		change.Before, change.After = f.Say(c.shown), f.Say(m.Value)
	}
	return change
}

// checkBefore refuses to overwrite what somebody changed since the form was shown.
func (c *correcting) checkBefore(fields []string) error {
	if c.req.Before == nil {
		return nil
	}
	for _, name := range fields {
		if f, known := mediation.FieldNamed(name); known && f.Say(c.shown) != *c.req.Before {
			return &mediation.Error{Kind: mediation.Conflict, Parameter: name,
				Sentence: "Quelqu’un l’a changé pendant que cette page était ouverte. Il y a maintenant : « " + f.Say(c.shown) + " ». Regardez, puis recommencez."}
		}
	}
	return nil
}

// UndoChange takes back a change that corrected a field, for who may: the
// correction of before is in force again, or the source. A change that another
// came after is refused.
func (im *Importer) UndoChange(ctx context.Context, id, account int64, author string, may func(mediation.Change) error) error {
	return im.correcting(ctx, func(tx Tx) error {
		change, err := tx.Change(ctx, id)
		if err != nil {
			return err
		}
		if err := may(change); err != nil {
			return err
		}
		later, err := tx.LaterChange(ctx, change)
		switch {
		case err != nil:
			return err
		case change.Made == 0 || change.Undone:
			return &mediation.Error{Kind: mediation.Conflict, Sentence: "Cette modification est déjà annulée, ou ne s’annule pas."}
		case later != 0:
			return laterChange(ctx, tx, later)
		}
		if err := tx.WithdrawCorrections(ctx, []int64{change.Made}, im.Now()); err != nil {
			return err
		}
		if change.Replaced != 0 {
			if err := tx.RestoreCorrection(ctx, change.Replaced); err != nil {
				return err
			}
		}
		_, err = tx.SaveChange(ctx, mediation.Change{
			Account: account, Author: author, Act: mediation.ActUndo, Object: change.Object, Name: change.Name, Field: change.Field,
			Before: change.After, After: change.Before, Undoes: change.ID,
		})
		return err
	})
}

func laterChange(ctx context.Context, tx Tx, id int64) error {
	later, err := tx.Change(ctx, id)
	if err != nil {
		return err
	}
	return &mediation.Error{Kind: mediation.Conflict,
		Sentence: "Une modification plus récente a changé la même chose : « " + later.After + " ». Annulez-la d’abord."}
}
