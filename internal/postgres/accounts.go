package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

const selectAccounts = `SELECT id, email, name, created_at, closed_at, entered_at FROM accounts `

func scanAccount(row pgx.CollectableRow) (a mediation.Account, err error) {
	var closed, entered *time.Time
	err = row.Scan(&a.ID, &a.Email, &a.Name, &a.CreatedAt, &closed, &entered)
	a.Closed, a.Entered = orZero(closed), orZero(entered)
	return a, err
}

func orZero(at *time.Time) time.Time {
	if at == nil {
		return time.Time{}
	}
	return *at
}

// Accounts lists them with their grants, by address.
func (tx *Tx) Accounts(ctx context.Context) ([]mediation.Account, error) {
	return tx.accounts(ctx, `ORDER BY email`)
}

// Account reads an account with its grants; an error of kind
// [mediation.NotFound] when there is none of that number.
func (tx *Tx) Account(ctx context.Context, id int64) (mediation.Account, error) {
	return oneAccount(tx.accounts(ctx, `WHERE id = $1`, id))
}

// AccountOf reads the account of an address, as [Tx.Account].
func (tx *Tx) AccountOf(ctx context.Context, email string) (mediation.Account, error) {
	return oneAccount(tx.accounts(ctx, `WHERE email = $1`, email))
}

func oneAccount(list []mediation.Account, err error) (mediation.Account, error) {
	if err != nil {
		return mediation.Account{}, err
	}
	if len(list) == 0 {
		return mediation.Account{}, &mediation.Error{Kind: mediation.NotFound, Parameter: "compte", Sentence: "Aucun compte ne correspond."}
	}
	return list[0], nil
}

func (tx *Tx) accounts(ctx context.Context, where string, args ...any) ([]mediation.Account, error) {
	rows, err := tx.tx.Query(ctx, selectAccounts+where, args...)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, scanAccount)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Grants, err = tx.grants(ctx, list[i].ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (tx *Tx) grants(ctx context.Context, account int64) ([]mediation.Grant, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT `+grantColumns+` FROM grants WHERE account = $1 ORDER BY id`, account)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanGrant)
}

const grantColumns = `id, account, role, scope_kind, scope_id, scope_name, COALESCE(granted_by, 0), granted_at`

func scanGrant(row pgx.CollectableRow) (g mediation.Grant, err error) {
	err = row.Scan(&g.ID, &g.Account, &g.Role, &g.Scope.Kind, &g.Scope.ID, &g.ScopeName, &g.GrantedBy, &g.At)
	return g, err
}

// SaveAccount makes the account of an address, or opens and names it anew.
func (tx *Tx) SaveAccount(ctx context.Context, email, name string) (id int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO accounts (email, name) VALUES ($1, $2)
		ON CONFLICT (email) DO UPDATE SET closed_at = NULL, name = CASE WHEN $2 = '' THEN accounts.name ELSE $2 END
		RETURNING id`, email, name).Scan(&id)
	return id, err
}

// SaveGrant stores a grant that the account does not have yet.
func (tx *Tx) SaveGrant(ctx context.Context, g mediation.Grant) (id int64, err error) {
	err = tx.tx.QueryRow(ctx, `
		INSERT INTO grants (account, role, scope_kind, scope_id, scope_name, granted_by) VALUES ($1, $2, $3, $4, $5, NULLIF($6, 0))
		ON CONFLICT (account, role, scope_kind, scope_id) DO NOTHING RETURNING id`,
		g.Account, g.Role, g.Scope.Kind, g.Scope.ID, g.ScopeName, g.GrantedBy).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, &mediation.Error{Kind: mediation.Conflict, Sentence: "Ce compte a déjà ce droit."}
	}
	return id, err
}

// DeleteGrant takes a grant back, with the link of its invitation, and ends the
// sessions of its account.
func (tx *Tx) DeleteGrant(ctx context.Context, id int64) (g mediation.Grant, err error) {
	_, err = tx.tx.Exec(ctx, `UPDATE sign_ins SET expires_at = now() WHERE expires_at > now() AND id IN (SELECT sign_in FROM mails WHERE grant_id = $1)`, id)
	if err != nil {
		return g, err
	}
	rows, err := tx.tx.Query(ctx, `
		DELETE FROM grants WHERE id = $1
		RETURNING `+grantColumns, id)
	if err != nil {
		return g, err
	}
	g, err = pgx.CollectOneRow(rows, scanGrant)
	if errors.Is(err, pgx.ErrNoRows) {
		return g, &mediation.Error{Kind: mediation.NotFound, Sentence: "Ce droit n’existe plus."}
	}
	if err != nil {
		return g, err
	}
	return g, tx.EndSessions(ctx, g.Account)
}

// OtherAdmins counts the open accounts that administer the map beside one, and
// keeps others from changing that meanwhile.
func (tx *Tx) OtherAdmins(ctx context.Context, account int64) (n int, err error) {
	err = tx.tx.QueryRow(ctx, `
		SELECT count(*) FROM (
			SELECT FROM grants g JOIN accounts a ON a.id = g.account
			WHERE g.role = 'admin' AND a.closed_at IS NULL ORDER BY g.id FOR UPDATE) locked`).Scan(&n)
	if err != nil {
		return 0, err
	}
	err = tx.tx.QueryRow(ctx, `
		SELECT count(*) FROM grants g JOIN accounts a ON a.id = g.account
		WHERE g.role = 'admin' AND a.closed_at IS NULL AND a.id <> $1`, account).Scan(&n)
	return n, err
}

// CloseAccount ends an account, its grants and its sessions: whoever opens it
// again gives it rights anew. Its changes stay, under its name.
func (tx *Tx) CloseAccount(ctx context.Context, id int64) error {
	if _, err := tx.tx.Exec(ctx, `UPDATE accounts SET closed_at = now() WHERE id = $1`, id); err != nil {
		return err
	}
	if _, err := tx.tx.Exec(ctx, `DELETE FROM grants WHERE account = $1`, id); err != nil {
		return err
	}
	return tx.EndSessions(ctx, id)
}
