package desk

import (
	"context"
	"time"

	"escale/internal/mediation"
)

// persons is what finding and erasing a person asks of a transaction.
type persons interface {
	Person(ctx context.Context, email string) ([]mediation.PersonalRows, error)
	ErasePerson(ctx context.Context, email string) error
	NoteReminder(ctx context.Context, account int64, months int) (due bool, err error)
	ForgetNames(ctx context.Context, kept time.Duration) error
}

// Person finds all that is kept of a person, by their address.
func (d *Desk) Person(ctx context.Context, address string) (list []mediation.PersonalRows, err error) {
	email, ok := mediation.ReadAddress(address)
	if !ok {
		return nil, errNoAddress
	}
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		list, err = tx.Person(ctx, email)
		return err
	})
	return list, err
}

// ErasePerson erases it. What they changed stays, without their name.
func (d *Desk) ErasePerson(ctx context.Context, by Actor, address string) error {
	email, ok := mediation.ReadAddress(address)
	if !ok {
		return errNoAddress
	}
	return d.Store.InTx(ctx, func(tx Tx) error {
		account, err := tx.AccountOf(ctx, email)
		if err != nil && mediation.KindOf(err) != mediation.NotFound {
			return err
		}
		if err := keepsAnAdmin(ctx, tx, account, account.Grants...); err != nil {
			return err
		}
		if err := tx.ErasePerson(ctx, email); err != nil || account.ID == 0 {
			return err
		}
		id := idText(account.ID)
		_, err = tx.SaveChange(ctx, mediation.Change{
			Account: by.ID, Author: by.name(), Act: mediation.ActClose, Object: mediation.Object{Kind: mediation.ObjectAccount, ID: id}, Name: "compte " + id,
		})
		return err
	})
}
