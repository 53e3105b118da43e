package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// channel carries a notice for each new revision.
const channel = "escale_revision"

// BumpRevision says that what the public may see has changed; listeners hear
// of it when the transaction commits.
func (tx *Tx) BumpRevision(ctx context.Context) error {
	var revision int64
	err := tx.tx.QueryRow(ctx, `UPDATE data_revision SET revision = revision + 1, changed_at = now() RETURNING revision`).Scan(&revision)
	if err != nil {
		return err
	}
	if _, err := tx.tx.Exec(ctx, `UPDATE changed_rows SET revision = $1 WHERE revision IS NULL`, revision); err != nil {
		return err
	}
	if _, err := tx.tx.Exec(ctx, `DELETE FROM changed_rows WHERE revision <= $1`, revision-keptRevisions); err != nil {
		return err
	}
	_, err = tx.tx.Exec(ctx, "NOTIFY "+channel)
	return err
}

// Revision returns the number of the current state and when it came about.
func (db *DB) Revision(ctx context.Context) (number int64, changed time.Time, err error) {
	err = db.pool.QueryRow(ctx, `SELECT revision, changed_at FROM data_revision`).Scan(&number, &changed)
	return number, changed, unavailable(err)
}

// How long a listening connection may be silent before it is asked whether it
// is still there, and how long it then has to answer: one whose other end
// vanished would be silent for ever.
const (
	silenceLimit = 2 * time.Second
	answerLimit  = 2 * time.Second
)

// Listen calls notify once it listens, and then at each new revision until ctx
// ends or the connection is lost; it then returns why. Notices may be lost with
// a connection, so callers ask for [DB.Revision] at each call, and now and then.
func (db *DB) Listen(ctx context.Context, notify func()) error {
	conn, err := pgx.ConnectConfig(ctx, db.pool.Config().ConnConfig) // one that pings may delay is not of the pool
	if err != nil {
		return unavailable(err)
	}
	defer closeSoon(ctx, conn)
	if err := within(ctx, answerLimit, func(ctx context.Context) error { _, err := conn.Exec(ctx, "LISTEN "+channel); return err }); err != nil {
		return unavailable(err)
	}
	notify()
	for {
		err := within(ctx, silenceLimit, func(ctx context.Context) error { _, err := conn.WaitForNotification(ctx); return err })
		switch {
		case err == nil:
			notify()
		case ctx.Err() == nil && pgconn.Timeout(err):
			err = within(ctx, answerLimit, conn.Ping)
		}
		if err != nil {
			return unavailable(err)
		}
	}
}

func within(ctx context.Context, limit time.Duration, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return f(ctx)
}

// closeSoon ends a connection whose other end may not answer.
func closeSoon(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}

// readTx runs f on one consistent, read-only picture of the database.
func (db *DB) readTx(ctx context.Context, f func(*Tx) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := pgx.BeginTxFunc(ctx, db.pool, options, func(tx pgx.Tx) error { return f(&Tx{tx}) })
	return unavailable(err)
}
