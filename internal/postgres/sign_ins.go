package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// Limits of what anybody may ask to sign in, in a quarter of an hour. A council
// behind one address is many people: the limits are of accounts, and of all.
const (
	signInsOfOne = 5
	signInsOfAll = 300
	// codeTries is how often a code may be tried, codeTriesADay how often those of
	// one account: of a million codes, a year of guesses finds one in a hundred.
	codeTries     = 5
	codeTriesADay = 20
	// signInLock is taken to count what is asked: two at once count each other.
	signInLock = 0x73_69_67_6e
)

// AskSignIn notes that someone asks to sign in, in a browser that keeps the secret
// of a hash, nil for none. The same statements run for an address that has an
// account and for one that has none. Past the limits it notes nothing: id is then 0.
// Only links of accounts count towards that of all: anybody can make up addresses.
func (tx *Tx) AskSignIn(ctx context.Context, email string, browser []byte) (id int64, err error) {
	if _, err := tx.tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, signInLock); err != nil {
		return 0, err
	}
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO sign_ins (email, browser) SELECT $1, $2
		WHERE (SELECT count(*) FROM sign_ins WHERE email = $1 AND purpose = 'sign-in' AND asked_at > now() - interval '15 minutes') < $3
		  AND (SELECT count(*) FROM sign_ins s JOIN accounts a ON a.email = s.email AND a.closed_at IS NULL
		       WHERE s.purpose = 'sign-in' AND s.asked_at > now() - interval '15 minutes') < $4
		RETURNING id`, email, browser, signInsOfOne, signInsOfAll).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// OpenSignIn makes room for a link that nobody asked for, as an invitation brings
// one. It is good for longer.
func (tx *Tx) OpenSignIn(ctx context.Context, email string, purpose mediation.MailKind, good time.Duration) (id int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO sign_ins (email, purpose, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3)) RETURNING id`,
		email, purpose, good.Seconds()).Scan(&id)
	return id, err
}

// ArmSignIn gives what was asked its link and its code, as hashes, and returns the
// account that it is for; an error of kind [mediation.NotFound] when there is
// none, or when it is over.
func (tx *Tx) ArmSignIn(ctx context.Context, id int64, token, code []byte) (mediation.Account, error) {
	account, _, err := tx.signs(ctx, `UPDATE sign_ins SET token = $2, code = $3 WHERE id = $1 AND`+signIn+`RETURNING email, purpose`, id, token, code)
	return account, err
}

// signs runs a statement on what may still sign in, and reads its account.
func (tx *Tx) signs(ctx context.Context, update string, args ...any) (account mediation.Account, purpose mediation.MailKind, err error) {
	var email string
	err = tx.tx.QueryRow(ctx, update, args...).Scan(&email, &purpose)
	if errors.Is(err, pgx.ErrNoRows) {
		return account, "", errLinkOver
	}
	if err != nil {
		return account, "", err
	}
	account, err = tx.AccountOf(ctx, email)
	return account, purpose, err
}

var errLinkOver = &mediation.Error{Kind: mediation.NotFound, Parameter: "lien",
	Sentence: "Ce lien a déjà servi, ou il n’est plus valable. Demandez-en un autre."}

// signIn is the part of a statement that finds what may still sign in.
const signIn = ` used_at IS NULL AND expires_at > now() AND email IN (SELECT email FROM accounts WHERE closed_at IS NULL) `

// LinkAddress returns the address of a link that may still sign in, and changes
// nothing: scanners of mail open links.
func (tx *Tx) LinkAddress(ctx context.Context, token []byte) (email string, err error) {
	err = tx.tx.QueryRow(ctx, `SELECT email FROM sign_ins WHERE token = $1 AND`+signIn, token).Scan(&email)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", errLinkOver
	}
	return email, err
}

// UseLink signs in by a link, once; purpose is what the link was made for.
func (tx *Tx) UseLink(ctx context.Context, token []byte) (account mediation.Account, purpose mediation.MailKind, err error) {
	account, purpose, err = tx.signs(ctx, `UPDATE sign_ins SET used_at = now() WHERE token = $1 AND`+signIn+`RETURNING email, purpose`, token)
	if err != nil {
		return account, "", err
	}
	return account, purpose, tx.noteEntry(ctx, account.ID)
}

// UseCode signs in by a code, once, in the browser that asked. A wrong one counts:
// good is then false, and the transaction is to be kept.
func (tx *Tx) UseCode(ctx context.Context, browser, code []byte) (account mediation.Account, good bool, err error) {
	var email string
	err = tx.tx.QueryRow(ctx, `
		UPDATE sign_ins SET tries = tries + 1, used_at = CASE WHEN code = $2 THEN now() END
		WHERE browser = $1 AND tries < $3 AND used_at IS NULL AND expires_at > now()
		  AND (SELECT sum(o.tries) FROM sign_ins o WHERE o.email = sign_ins.email AND o.asked_at > now() - interval '1 day') < $4
		RETURNING email, used_at IS NOT NULL`, browser, code, codeTries, codeTriesADay).Scan(&email, &good)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !good {
		return account, false, nil
	}
	if err != nil {
		return account, false, err
	}
	account, err = tx.AccountOf(ctx, email)
	if mediation.KindOf(err) == mediation.NotFound || err == nil && !account.Closed.IsZero() {
		return account, false, nil
	}
	if err != nil {
		return account, false, err
	}
	return account, true, tx.noteEntry(ctx, account.ID)
}

func (tx *Tx) noteEntry(ctx context.Context, account int64) error {
	_, err := tx.tx.Exec(ctx, `UPDATE accounts SET entered_at = now() WHERE id = $1`, account)
	return err
}

// ForgetSignIns deletes what was over a day ago, the sessions that are over, the
// requests for access that nobody confirmed or that were answered three months
// ago, and mails of a month ago.
func (db *DB) ForgetSignIns(ctx context.Context) error {
	return db.InTx(ctx, func(tx *Tx) error {
		for _, statement := range []string{
			`DELETE FROM sign_ins WHERE expires_at < now() - interval '1 day'`,
			`DELETE FROM sessions WHERE expiry < now()`,
			`DELETE FROM access_requests WHERE confirmed_at IS NULL AND expires_at < now() OR settled_at < now() - interval '90 days'`,
			`DELETE FROM mails WHERE ended_at < now() - interval '30 days'`,
		} {
			if _, err := tx.tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}
