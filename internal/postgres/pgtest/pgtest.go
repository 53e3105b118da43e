// Package pgtest gives each test a database of its own: a clone of a migrated
// template, on a private cluster that the test binary starts once.
package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"escale/internal/postgres"
	"escale/internal/postgres/local"
)

const template = "escale_template"

var (
	once    sync.Once
	cluster *local.Cluster
	folder  string
	failure error
	clones  atomic.Int64
)

// Main runs a package's tests and stops the cluster that they started. Use it
// in TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if cluster != nil {
		_ = cluster.Stop()
	}
	if folder != "" {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

// New returns a fresh, migrated, empty database. A machine without PostGIS
// fails the test: it is never skipped.
func New(t testing.TB) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(context.Background(), URL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// URL is the address of a database such as [New] opens.
func URL(t testing.TB) string {
	t.Helper()
	return clone(t, template)
}

// Bare is the address of a database that nobody has migrated yet.
func Bare(t testing.TB) string {
	t.Helper()
	return clone(t, "template1")
}

func clone(t testing.TB, template string) string {
	t.Helper()
	once.Do(func() { failure = start(context.Background()) })
	if failure != nil {
		t.Fatal(failure)
	}
	name := fmt.Sprintf("test_%d", clones.Add(1))
	admin(t, "CREATE DATABASE "+name+" TEMPLATE "+template+" STRATEGY file_copy") // half the time of the other, where nothing must last
	t.Cleanup(func() { admin(t, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return withDatabase(cluster.URL(), name)
}

func start(ctx context.Context) (err error) {
	if folder, err = os.MkdirTemp("", "escale-test-"); err != nil {
		return err
	}
	if cluster, err = local.Start(ctx, folder, local.Options{Volatile: true}); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, cluster.URL())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+template); err != nil {
		return err
	}
	db, err := postgres.Open(ctx, withDatabase(cluster.URL(), template))
	if err != nil {
		return err
	}
	db.Close()
	return nil
}

func admin(t testing.TB, sql string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, cluster.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatal(err)
	}
}

func withDatabase(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err) // an address that local built
	}
	u.Path = "/" + name
	return u.String()
}
