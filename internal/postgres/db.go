// Package postgres stores the data of Escale in PostgreSQL with PostGIS. It is
// the only package with SQL. Methods of [DB] open a transaction of their own;
// an import has one transaction, [Tx], for all its steps.
//
// What is stored as JSON has row types with a version (row.go, row_offer.go,
// row_tour.go), so that the names of the domain are free to change.
package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// DB is a pool of connections to a migrated database.
type DB struct{ pool *pgxpool.Pool }

// Open connects and migrates. The error is of kind [mediation.Unavailable]
// when the server cannot be reached.
func Open(ctx context.Context, url string) (*DB, error) {
	config, err := readURL(url)
	if err != nil {
		return nil, err
	}
	config.AfterConnect = prepare
	if err := migrate(ctx, config.ConnConfig); err != nil {
		return nil, unavailable(err)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, unavailable(err)
	}
	return &DB{pool: pool}, nil
}

// Close ends every connection.
func (db *DB) Close() { db.pool.Close() }

// Ping checks that the database answers.
func (db *DB) Ping(ctx context.Context) error { return unavailable(db.pool.Ping(ctx)) }

// Tx is one transaction, in which an import reads and writes.
type Tx struct{ tx pgx.Tx }

// InTx runs f in one transaction: committed when f returns nil, rolled back
// otherwise.
func (db *DB) InTx(ctx context.Context, f func(*Tx) error) error {
	err := pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error { return f(&Tx{tx}) })
	if _, answered := errors.AsType[*pgconn.PgError](err); answered || lost(err) {
		db.leaveStandby(err)
		return unavailable(err)
	}
	return err
}

// As is a database for a use case that declares its transactions as an
// interface, T, which [Tx] implements.
type As[T any] struct{ *DB }

// InTx is [DB.InTx] with the transaction as T.
func (db As[T]) InTx(ctx context.Context, f func(T) error) error {
	return db.DB.InTx(ctx, func(tx *Tx) error { return f(any(tx).(T)) })
}
