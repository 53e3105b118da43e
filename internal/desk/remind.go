package desk

import (
	"context"
	"slices"
	"time"

	"escale/internal/mediation"
)

// OldOffers lists those that an editor keeps right, and that nobody confirmed for
// long, by town, then name.
func (d *Desk) OldOffers(ctx context.Context, by Actor) (list []mediation.Holding, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		all, err := tx.OffersShown(ctx, d.Departement)
		list = d.oldOf(by.Account, all)
		return err
	})
	return list, err
}

// oldOf are the old ones among some offers that an account keeps right as an
// editor: who answers for a whole département is not asked to confirm it.
func (d *Desk) oldOf(a mediation.Account, offers []mediation.Holding) (list []mediation.Holding) {
	limit := d.Now().AddDate(0, -d.RemindMonths, 0)
	editor := inRoles(a, mediation.Editor)
	if d.RemindMonths == 0 || len(editor.Grants) == 0 {
		return nil
	}
	for _, h := range offers {
		if h.Offer.Updated.Before(limit) && may(editor, mediation.ActConfirm, subjectOf(h)) {
			list = append(list, h)
		}
	}
	return list
}

// inRoles is an account with its rights of some roles alone.
func inRoles(a mediation.Account, roles ...mediation.Role) mediation.Account {
	a.Grants = slices.DeleteFunc(slices.Clone(a.Grants), func(g mediation.Grant) bool { return !slices.Contains(roles, g.Role) })
	return a
}

// Remind writes to those whose offers nobody confirmed for long, once in that time.
func (d *Desk) Remind(ctx context.Context) error {
	if d.Mailer == nil || d.RemindMonths == 0 {
		return nil
	}
	return d.Store.InTx(ctx, func(tx Tx) error {
		accounts, err := tx.Accounts(ctx)
		if err != nil {
			return err
		}
		offers, err := tx.OffersShown(ctx, d.Departement)
		if err != nil {
			return err
		}
		for _, account := range accounts {
			if len(d.oldOf(account, offers)) == 0 {
				continue
			}
			due, err := tx.NoteReminder(ctx, account.ID, d.RemindMonths)
			if err == nil && due {
				err = d.queueLink(ctx, tx, account, mediation.Mail{Kind: mediation.MailReminder})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// mostNames is how many offers a reminder names.
const mostNames = 10

// composeReminder names the offers that are old still; an error of kind
// [mediation.NotFound] when none is.
func (d *Desk) composeReminder(ctx context.Context, tx Tx, account mediation.Account, l *mediation.Letter) error {
	offers, err := tx.OffersShown(ctx, d.Departement)
	if err != nil {
		return err
	}
	old := d.oldOf(account, offers)
	if len(old) == 0 {
		return &mediation.Error{Kind: mediation.NotFound, Sentence: "Tout a été confirmé avant que le rappel parte."}
	}
	l.More = max(0, len(old)-mostNames)
	for _, h := range old[:len(old)-l.More] {
		l.Names = append(l.Names, offerName(h.Offer))
	}
	return nil
}

// ForgetNames takes the names of people out of what was changed longer ago.
func (d *Desk) ForgetNames(ctx context.Context, kept time.Duration) error {
	return d.Store.InTx(ctx, func(tx Tx) error { return tx.ForgetNames(ctx, kept) })
}
