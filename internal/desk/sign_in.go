package desk

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"regexp"
	"time"

	"escale/internal/mediation"
)

// signing is what signing in asks of a transaction.
type signing interface {
	AskSignIn(ctx context.Context, email string, browser []byte) (int64, error)
	OpenSignIn(ctx context.Context, email string, purpose mediation.MailKind, good time.Duration) (int64, error)
	ArmSignIn(ctx context.Context, id int64, token, code []byte) (mediation.Account, error)
	LinkAddress(ctx context.Context, token []byte) (string, error)
	UseLink(ctx context.Context, token []byte) (mediation.Account, mediation.MailKind, error)
	UseCode(ctx context.Context, browser, code []byte) (mediation.Account, bool, error)
	Sessions(ctx context.Context, account int64) ([]mediation.Session, error)
	EndSessions(ctx context.Context, account int64) error
}

// SignInLink is what signs in: the secret of a link.
type SignInLink struct {
	Account mediation.Account
	Secret  string
}

var (
	errTooManyLinks = &mediation.Error{Kind: mediation.Conflict, Parameter: "courriel",
		Sentence: "Trop de liens ont été demandés : attendez un quart d’heure. Ceux qui sont arrivés servent encore."}
	errNoAddress = mediation.InvalidParameter("courriel", "Cette adresse de courriel n’est pas complète. Exemple : mairie@genets.fr")
	errNoMail    = &mediation.Error{Kind: mediation.Conflict, Sentence: "Cette carte n’envoie pas de courriel : demandez un lien à la personne qui s’en occupe."}
	errWrongCode = mediation.InvalidParameter("code", "Ce n’est pas le bon code. Regardez le dernier message, dans le navigateur où vous l’avez demandé ; après cinq essais, ou 15 minutes, demandez-en un autre.")
)

// quarter is how long a link is good that somebody waits for.
const quarter = 15 * time.Minute

// NewLink makes a link for an account: for a command, which prints it. Those who
// are at the machine are under no limit: others may have used it up.
func (d *Desk) NewLink(ctx context.Context, address string) (link SignInLink, err error) {
	email, ok := mediation.ReadAddress(address)
	if !ok {
		return link, errNoAddress
	}
	err = d.Store.InTx(ctx, func(tx Tx) error {
		id, err := tx.OpenSignIn(ctx, email, mediation.MailSignIn, quarter)
		if err != nil {
			return err
		}
		link.Secret = newSecret()
		link.Account, err = tx.ArmSignIn(ctx, id, hashed(link.Secret), nil)
		return err
	})
	return link, err
}

// AskSignIn has a link and a code sent to an address, if it has an account: the
// job that sends them looks, so that who asks cannot tell. Browser is the secret
// that the browser keeps, without which the code is worth nothing.
func (d *Desk) AskSignIn(ctx context.Context, address string) (browser string, err error) {
	if d.Mailer == nil {
		return "", errNoMail
	}
	email, ok := mediation.ReadAddress(address)
	if !ok {
		return "", errNoAddress
	}
	browser = newSecret()
	return browser, d.Store.InTx(ctx, func(tx Tx) error {
		id, err := tx.AskSignIn(ctx, email, hashed(browser))
		if err != nil {
			return err
		}
		if id == 0 {
			return errTooManyLinks
		}
		return tx.QueueMail(ctx, d.Departement, mediation.Mail{Kind: mediation.MailSignIn, SignIn: id})
	})
}

// LinkAddress gives the address that a link would sign in, and uses nothing up.
func (d *Desk) LinkAddress(ctx context.Context, secret string) (email string, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		email, err = tx.LinkAddress(ctx, hashed(secret))
		return err
	})
	return email, err
}

// UseLink signs in by a link, once; purpose is what the link was made for.
func (d *Desk) UseLink(ctx context.Context, secret string) (account mediation.Account, purpose mediation.MailKind, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		account, purpose, err = tx.UseLink(ctx, hashed(secret))
		return err
	})
	return account, purpose, err
}

var sixDigits = regexp.MustCompile(`^[0-9]{6}$`)

// UseCode signs in by a code, once, in the browser that asked for it.
func (d *Desk) UseCode(ctx context.Context, browser, code string) (account mediation.Account, err error) {
	code = noSpaces.Replace(code)
	if !sixDigits.MatchString(code) {
		return account, mediation.InvalidParameter("code", "Le code a six chiffres. Exemple : 012345")
	}
	good := false
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		account, good, err = tx.UseCode(ctx, hashed(browser), hashed(code))
		return err
	})
	if err == nil && !good {
		err = errWrongCode
	}
	return account, err
}

// newCode is six digits, each as likely as the others.
func newCode() string {
	n, _ := rand.Int(rand.Reader, big.NewInt(1_000_000)) // never fails: it ends the program instead
	return fmt.Sprintf("%06d", n)
}

// Sessions lists where an account is signed in, the latest first.
func (d *Desk) Sessions(ctx context.Context, account int64) (list []mediation.Session, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		list, err = tx.Sessions(ctx, account)
		return err
	})
	return list, err
}

// SignOutEverywhere ends all the sessions of an account.
func (d *Desk) SignOutEverywhere(ctx context.Context, account int64) error {
	return d.Store.InTx(ctx, func(tx Tx) error { return tx.EndSessions(ctx, account) })
}
