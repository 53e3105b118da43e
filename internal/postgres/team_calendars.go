package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// RenewCalendar gives the calendar of an account another secret, as a hash; the
// earlier one opens nothing any more.
func (tx *Tx) RenewCalendar(ctx context.Context, account int64, token []byte) error {
	_, err := tx.tx.Exec(ctx, `
		INSERT INTO team_calendars (account, token) VALUES ($1, $2)
		ON CONFLICT (account) DO UPDATE SET token = excluded.token, renewed_at = now()`, account, token)
	return err
}

// EndCalendar takes the secret of an account away.
func (tx *Tx) EndCalendar(ctx context.Context, account int64) error {
	_, err := tx.tx.Exec(ctx, `DELETE FROM team_calendars WHERE account = $1`, account)
	return err
}

// CalendarOf is the account whose calendar a secret opens.
func (tx *Tx) CalendarOf(ctx context.Context, token []byte) (account int64, err error) {
	err = tx.tx.QueryRow(ctx, `SELECT account FROM team_calendars WHERE token = $1`, token).Scan(&account)
	if errors.Is(err, pgx.ErrNoRows) {
		err = &mediation.Error{Kind: mediation.NotFound, Sentence: "Cette adresse d’agenda n’est plus la bonne."}
	}
	return account, err
}

// HasCalendar tells whether an account has a secret address.
func (tx *Tx) HasCalendar(ctx context.Context, account int64) (has bool, err error) {
	err = tx.tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM team_calendars WHERE account = $1)`, account).Scan(&has)
	return has, err
}
