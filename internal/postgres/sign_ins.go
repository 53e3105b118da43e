package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// Limits of what anybody may ask to sign in, in a quarter of an hour. A council
// behind one address is many people: the limits are of accounts, and of all.
const (
	signInsOfOne = 5
	signInsOfAll = 300
)

// AskSignIn notes that someone asks to sign in. The same statement runs for an
// address that has an account and for one that has none. Past the limits it
// notes nothing: id is then 0.
func (tx *Tx) AskSignIn(ctx context.Context, email string) (id int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO sign_ins (email) SELECT $1
		WHERE (SELECT count(*) FROM sign_ins WHERE email = $1 AND asked_at > now() - interval '15 minutes') < $2
		  AND (SELECT count(*) FROM sign_ins WHERE asked_at > now() - interval '15 minutes') < $3
		RETURNING id`, email, signInsOfOne, signInsOfAll).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// ArmSignIn gives what was asked its link, as a hash, and returns the account that it is for; an error of kind [mediation.NotFound] when there is
// none, or when it is over.
func (tx *Tx) ArmSignIn(ctx context.Context, id int64, token []byte) (mediation.Account, error) {
	var email string
	err := tx.tx.QueryRow(ctx, `
		UPDATE sign_ins SET token = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > now()
		RETURNING email`, id, token).Scan(&email)
	if errors.Is(err, pgx.ErrNoRows) {
		return mediation.Account{}, errLinkOver
	}
	if err != nil {
		return mediation.Account{}, err
	}
	return oneAccount(tx.accounts(ctx, `WHERE email = $1 AND closed_at IS NULL`, email))
}

var errLinkOver = &mediation.Error{Kind: mediation.NotFound, Parameter: "lien",
	Sentence: "Ce lien a déjà servi, ou il a plus de 15 minutes. Demandez-en un autre."}

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

// UseLink signs in by a link, once.
func (tx *Tx) UseLink(ctx context.Context, token []byte) (mediation.Account, error) {
	var email string
	err := tx.tx.QueryRow(ctx, `UPDATE sign_ins SET used_at = now() WHERE token = $1 AND`+signIn+`RETURNING email`, token).Scan(&email)
	if errors.Is(err, pgx.ErrNoRows) {
		return mediation.Account{}, errLinkOver
	}
	if err != nil {
		return mediation.Account{}, err
	}
	return tx.AccountOf(ctx, email)
}

// ForgetSignIns deletes what was asked more than a day ago, and the sessions that
// are over.
func (db *DB) ForgetSignIns(ctx context.Context) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.tx.Exec(ctx, `DELETE FROM sign_ins WHERE asked_at < now() - interval '1 day'`); err != nil {
			return err
		}
		_, err := tx.tx.Exec(ctx, `DELETE FROM sessions WHERE expiry < now()`)
		return err
	})
}
