package desk

import (
	"context"

	"escale/internal/mediation"
)

// SignInLink is what signs in: the secret of a link.
type SignInLink struct {
	Account mediation.Account
	Secret  string
}

// NewLink makes a link for an account, whoever asks: for a command, which prints
// it.
func (d *Desk) NewLink(ctx context.Context, address string) (link SignInLink, err error) {
	email, ok := mediation.ReadAddress(address)
	if !ok {
		return link, errNoAddress
	}
	err = d.Store.InTx(ctx, func(tx Tx) error {
		id, err := tx.AskSignIn(ctx, email)
		if err != nil {
			return err
		}
		if id == 0 {
			return &mediation.Error{Kind: mediation.Conflict, Sentence: "Trop de liens ont été demandés : attendez un quart d’heure."}
		}
		link.Secret = newSecret()
		link.Account, err = tx.ArmSignIn(ctx, id, hashed(link.Secret))
		return err
	})
	return link, err
}

var errNoAddress = mediation.InvalidParameter("courriel", "Cette adresse de courriel n’est pas complète. Exemple : mairie@genets.fr")

// LinkAddress gives the address that a link would sign in, and uses nothing up.
func (d *Desk) LinkAddress(ctx context.Context, secret string) (email string, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		email, err = tx.LinkAddress(ctx, hashed(secret))
		return err
	})
	return email, err
}

// UseLink signs in by a link, once.
func (d *Desk) UseLink(ctx context.Context, secret string) (account mediation.Account, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		account, err = tx.UseLink(ctx, hashed(secret))
		return err
	})
	return account, err
}

// SignOutEverywhere ends all the sessions of an account.
func (d *Desk) SignOutEverywhere(ctx context.Context, account int64) error {
	return d.Store.InTx(ctx, func(tx Tx) error { return tx.EndSessions(ctx, account) })
}
