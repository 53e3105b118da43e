package pgtest

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Exec runs a statement behind the program's back: tests age rows, or look at
// what is stored.
func Exec(t testing.TB, address, sql string, args ...any) {
	t.Helper()
	conn := connect(t, address)
	defer conn.Close(context.Background())
	if _, err := conn.Exec(context.Background(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// Column reads the values that a statement selects.
func Column[T any](t testing.TB, address, sql string, args ...any) []T {
	t.Helper()
	conn := connect(t, address)
	defer conn.Close(context.Background())
	rows, err := conn.Query(context.Background(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[T])
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// MailJobs takes from the queue the mails that are to be sent.
func MailJobs(t testing.TB, address string) []int64 {
	t.Helper()
	return Column[int64](t, address, `DELETE FROM river_job WHERE kind = 'mail' RETURNING (args ->> 'mail')::bigint`)
}

func connect(t testing.TB, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}
