package desk

import (
	"context"
	"time"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// persons is what finding and erasing a person asks of a transaction.
type persons interface {
	Person(ctx context.Context, email string) ([]mediation.PersonalRows, error)
	ErasePerson(ctx context.Context, email string) error
	NoteReminder(ctx context.Context, account int64, months int) (due bool, err error)
	ForgetNames(ctx context.Context, kept time.Duration) error
}

// personKey is what a person is found by: an address, or a phone number.
func personKey(text string) (string, error) {
	if email, ok := mediation.ReadAddress(text); ok {
		return email, nil
	}
	if phone, ok := formats.ReadPhone(text); ok {
		return phone, nil
	}
	return "", mediation.InvalidParameter("courriel", "Donnez une adresse complète, ou un numéro de téléphone.")
}

// giveUpSeats frees the seats of a person before they are erased, for those who wait.
func (d *Desk) giveUpSeats(ctx context.Context, tx Tx, person string) error {
	list, err := tx.RegistrationsOf(ctx, person)
	if err != nil {
		return err
	}
	for _, r := range list {
		dates, err := tx.Workshops(ctx, d.Departement, mediation.WorkshopFilter{Groups: []int64{r.Group}, From: d.Now()})
		if err != nil {
			return err
		}
		if len(dates) == 0 {
			continue // it is past: who came is counted
		}
		if err := d.actOnSeat(ctx, tx, r, mediation.GiveUp); err != nil && mediation.KindOf(err) != mediation.Conflict { // it was over
			return err
		}
	}
	return nil
}

// Person finds all that is kept of a person, by their address or phone number.
func (d *Desk) Person(ctx context.Context, address string) (list []mediation.PersonalRows, err error) {
	key, err := personKey(address)
	if err != nil {
		return nil, err
	}
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		list, err = tx.Person(ctx, key)
		return err
	})
	return list, err
}

// ErasePerson erases it. What they changed stays, without their name.
func (d *Desk) ErasePerson(ctx context.Context, by Actor, address string) error {
	email, err := personKey(address)
	if err != nil {
		return err
	}
	return d.Store.InTx(ctx, func(tx Tx) error {
		account, err := tx.AccountOf(ctx, email)
		if err != nil && mediation.KindOf(err) != mediation.NotFound {
			return err
		}
		if err := keepsAnAdmin(ctx, tx, account, account.Grants...); err != nil {
			return err
		}
		if err := d.giveUpSeats(ctx, tx, email); err != nil {
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
