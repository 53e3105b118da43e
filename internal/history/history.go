// Package history takes changes back: by the same rules whether they are of an
// offer or of a tour.
package history

import (
	"cmp"
	"context"

	"escale/internal/mediation"
)

// Trail is the store of the changes, in a transaction.
type Trail interface {
	Change(ctx context.Context, id int64) (mediation.Change, error)
	// LaterChange finds the next change of the same field that is in force, 0 for
	// none.
	LaterChange(ctx context.Context, c mediation.Change) (int64, error)
	SaveChange(ctx context.Context, c mediation.Change) (int64, error)
}

// Undoing is a change to take back.
type Undoing struct {
	Trail
	ID int64
	By mediation.Author
	// Needs name those of an offer.
	Needs mediation.Needs
	// May tells whether they may, before Lock lets nobody else change anything.
	May  func(mediation.Change) error
	Lock func() error
	// TakeBack puts what was in force before in force again.
	TakeBack func(mediation.Change) error
}

// Undo takes a change back, and adds that to the history. A change that another of
// the same thing came after is refused.
func Undo(ctx context.Context, u Undoing) error {
	change, err := u.Change(ctx, u.ID)
	if err != nil {
		return err
	}
	if err := u.May(change); err != nil {
		return err
	}
	if err := u.Lock(); err != nil {
		return err
	}
	if change, err = u.Change(ctx, u.ID); err != nil { // somebody may have been faster
		return err
	}
	if err := u.check(ctx, change); err != nil {
		return err
	}
	if err := u.TakeBack(change); err != nil {
		return err
	}
	_, err = u.SaveChange(ctx, TakenBack(change, u.By))
	return err
}

func (u Undoing) check(ctx context.Context, change mediation.Change) error {
	if !change.CanBeUndone() {
		return &mediation.Error{Kind: mediation.Conflict, Sentence: "Cette modification est déjà annulée, ou ne s’annule pas."}
	}
	id, err := u.LaterChange(ctx, change)
	if err != nil || id == 0 {
		return err
	}
	later, err := u.Change(ctx, id)
	if err != nil {
		return err
	}
	return &mediation.Error{Kind: mediation.Conflict,
		Sentence: "Une modification plus récente, faite par " + later.Signature() + ", a changé la même chose : « " + cmp.Or(Spoken(u.Needs, later.Field, later.After), "rien") + " ». Annulez-la d’abord."}
}

// TakenBack is the line of the history that says that a change was taken back.
func TakenBack(c mediation.Change, by mediation.Author) mediation.Change {
	return mediation.Change{
		Account: by.Account, Author: cmp.Or(by.Name, mediation.CommandLine), Act: mediation.ActUndo, Object: c.Object, Name: c.Name, Field: c.Field,
		Before: c.After, After: c.Before, Undoes: c.ID,
	}
}
