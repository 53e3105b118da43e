package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/jackc/pgx/v5"

	"escale/internal/mediation"
)

// Sessions keeps the sessions of those who signed in, for [scs.SessionManager].
// Tokens come hashed. Its clock is that of the database.
type Sessions struct{ DB *DB }

// SessionAccount is the key under which a session holds the number of its account.
const SessionAccount = "account"

// FindCtx reads a session that is not over.
func (s Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.DB.pool.QueryRow(ctx, `SELECT data FROM sessions WHERE token = $1 AND expiry > now()`, token).Scan(&data)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, unavailable(err)
}

// CommitCtx stores a session, and which account it is of.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return err
	}
	account, _ := values[SessionAccount].(int64)
	_, err = s.DB.pool.Exec(ctx, `
		INSERT INTO sessions (token, data, expiry, account) VALUES ($1, $2, $3, NULLIF($4, 0))
		ON CONFLICT (token) DO UPDATE SET data = $2, expiry = $3, account = NULLIF($4, 0), used_at = now()`, token, data, expiry, account)
	return unavailable(err)
}

// DeleteCtx ends a session.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.DB.pool.Exec(ctx, `DELETE FROM sessions WHERE token = $1`, token)
	return unavailable(err)
}

// Find, Commit and Delete are for callers without a context; scs has none.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx.
func (s Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// Sessions lists where an account is signed in, the latest first.
func (tx *Tx) Sessions(ctx context.Context, account int64) ([]mediation.Session, error) {
	rows, err := tx.tx.Query(ctx, `
		SELECT token, created_at, used_at FROM sessions WHERE account = $1 AND expiry > now() ORDER BY used_at DESC, token`, account)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[mediation.Session])
}

// EndSessions signs an account out everywhere.
func (tx *Tx) EndSessions(ctx context.Context, account int64) error {
	_, err := tx.tx.Exec(ctx, `DELETE FROM sessions WHERE account = $1`, account)
	return err
}
