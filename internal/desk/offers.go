package desk

import (
	"context"
	"strings"

	"escale/internal/mediation"
)

// Corrections is the layer of what people here say in place of sources.
type Corrections interface {
	Correct(ctx context.Context, c Correction) (notes []string, err error)
	// UndoChange takes back a change of an offer, once may has let it.
	UndoChange(ctx context.Context, id int64, by mediation.Author, may func(mediation.Change, mediation.Holding) error) error
}

// Correction is what an account says of an offer.
type Correction struct {
	// Key names the offer, Cells are fields as they were typed, by the names of the
	// standard's columns; Confirm says that all of it is right.
	Key     string
	Cells   map[string]string
	Confirm bool
	// Needs are all those that are confirmed, nil to leave them as they are.
	Needs *[]mediation.NeedID
	// Closures are all the days on which it is closed, nil to leave them as they are.
	Closures *[]mediation.Closure
	// Before is what the field was when the form was shown, nil for whatever.
	Before *string
	// Account and Author are whose it is.
	Account int64
	Author  string
}

// subjectOf is an offer as the subject of an act.
func subjectOf(h mediation.Holding) Subject {
	return Subject{
		Object:  mediation.Object{Kind: mediation.ObjectOffer, ID: h.Offer.Key()},
		Commune: h.Offer.Address.INSEE, Organisation: h.Offer.Operator, Departement: mediation.DepartementOf(h.Offer.Address.INSEE),
	}
}

// Offers lists those that an actor may correct, by town, then name.
func (d *Desk) Offers(ctx context.Context, by Actor) (list []mediation.Holding, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		all, err := tx.OffersShown(ctx, d.Departement)
		for _, h := range all {
			if by.May(mediation.ActCorrect, subjectOf(h)) {
				list = append(list, h)
			}
		}
		return err
	})
	return list, err
}

// Offer reads an offer as the public sees it, for who may correct it.
func (d *Desk) Offer(ctx context.Context, by Actor, key string) (h mediation.Holding, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		h, err = d.offer(ctx, tx, by, mediation.ActCorrect, key)
		return err
	})
	return h, err
}

func (d *Desk) offer(ctx context.Context, tx Tx, by Actor, act mediation.Act, key string) (mediation.Holding, error) {
	h, err := tx.OfferShown(ctx, d.Departement, key)
	if mediation.KindOf(err) == mediation.NotFound {
		return h, errForbidden // who may not touch it learns nothing of what is there
	}
	if err != nil {
		return h, err
	}
	return h, by.check(act, subjectOf(h))
}

// Correct puts what an actor says of an offer over what its source says. It
// returns how it was read, where that deserves a word.
func (d *Desk) Correct(ctx context.Context, by Actor, c Correction) ([]string, error) {
	act := mediation.ActCorrect
	switch {
	case c.Confirm:
		act = mediation.ActConfirm
	case c.Closures != nil:
		act = mediation.ActSuspend
	}
	err := d.Store.InTx(ctx, func(tx Tx) error {
		_, err := d.offer(ctx, tx, by, act, c.Key)
		return err
	})
	if err != nil {
		return nil, err
	}
	c.Account, c.Author = by.ID, by.name()
	return d.Corrections.Correct(ctx, c)
}

// SplitKey parts the key of an offer into its source and its id there.
func SplitKey(key string) (source, id string) {
	source, id, _ = strings.Cut(key, "/")
	return source, id
}
