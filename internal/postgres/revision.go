package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
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
	if _, err := tx.tx.Exec(ctx, `UPDATE changes SET revision = $1 WHERE revision IS NULL`, revision); err != nil {
		return err
	}
	if _, err := tx.tx.Exec(ctx, `DELETE FROM changes WHERE revision <= $1`, revision-keptRevisions); err != nil {
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

// Listen calls notify at each new revision until ctx ends or the connection
// is lost; it then returns why. Notices may be lost with a connection, so
// callers poll [DB.Revision] as well.
func (db *DB) Listen(ctx context.Context, notify func()) error {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return unavailable(err)
	}
	// A listening connection never goes back to the pool.
	raw := conn.Hijack()
	defer func() { _ = raw.Close(context.WithoutCancel(ctx)) }()
	if _, err := raw.Exec(ctx, "LISTEN "+channel); err != nil {
		return unavailable(err)
	}
	for {
		if _, err := raw.WaitForNotification(ctx); err != nil {
			return unavailable(err)
		}
		notify()
	}
}

// readTx runs f on one consistent, read-only picture of the database.
func (db *DB) readTx(ctx context.Context, f func(*Tx) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := pgx.BeginTxFunc(ctx, db.pool, options, func(tx pgx.Tx) error { return f(&Tx{tx}) })
	return unavailable(err)
}
