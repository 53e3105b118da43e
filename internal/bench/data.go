package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/bench/proc"
	"escale/internal/bench/synth"
	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/local"
)

// The databases of the private cluster: with the territory alone, and with the
// places of a département and of a country.
const (
	emptyDatabase = "bench_empty"
	smallDatabase = "bench_small"
	largeDatabase = "bench_large"
)

// warehouse is a private cluster in a temporary folder.
type warehouse struct {
	folder  string
	cluster *local.Cluster
	needs   mediation.Needs
}

func newWarehouse(ctx context.Context) (w *warehouse, err error) {
	w = &warehouse{}
	if w.needs, err = readNeeds(); err != nil {
		return nil, err
	}
	if w.folder, err = os.MkdirTemp("", "escale-bench-"); err != nil {
		return nil, err
	}
	if w.cluster, err = local.Start(ctx, w.clusterFolder(), local.Options{Volatile: true}); err != nil {
		return nil, errors.Join(err, w.close())
	}
	if err := w.makeEmpty(ctx); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *warehouse) clusterFolder() string { return filepath.Join(w.folder, "postgres") }

func (w *warehouse) close() (err error) {
	if w.cluster != nil {
		err = w.cluster.Stop()
	}
	return errors.Join(err, os.RemoveAll(w.folder))
}

func (w *warehouse) makeEmpty(ctx context.Context) error {
	if err := w.execute(ctx, "CREATE DATABASE "+emptyDatabase); err != nil {
		return err
	}
	db, err := postgres.Open(ctx, w.url(emptyDatabase))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.SaveTerritory(ctx, synth.Territory())
	return err
}

// clone makes a database with the territory alone.
func (w *warehouse) clone(ctx context.Context, name string) error {
	return w.execute(ctx, "CREATE DATABASE "+name+" TEMPLATE "+emptyDatabase)
}

func (w *warehouse) drop(ctx context.Context, name string) error {
	return w.execute(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
}

// fill makes a database with n places.
func (w *warehouse) fill(ctx context.Context, name string, n int) error {
	if err := w.clone(ctx, name); err != nil {
		return err
	}
	if _, err := w.load(ctx, name, standardSource, synth.Standard(n)); err != nil {
		return err
	}
	if _, err := w.load(ctx, name, advisersSource, synth.Advisers(n)); err != nil {
		return err
	}
	return w.settle(ctx, name)
}

// load imports a file as Escale does, and returns what that cost.
func (w *warehouse) load(ctx context.Context, name, source string, content []byte) (expense, error) {
	db, err := postgres.Open(ctx, w.url(name))
	if err != nil {
		return expense{}, err
	}
	defer db.Close()
	importer := ingest.Importer{Store: postgres.As[ingest.Tx]{DB: db}, Needs: w.needs, Now: time.Now}
	return w.spend(func() error {
		report, err := importer.Import(ctx, ingest.Request{
			Source: source, Format: "standard", Departement: synth.Departement, Origin: source + ".csv", Content: content,
		})
		if err == nil && (report.Added == 0 || report.Added != report.Read) {
			err = fmt.Errorf("the import is not what it should be:\n%s", report.Summary())
		}
		return err
	})
}

// expense is what something in this process cost: processor time, the
// database's included, and the time it took.
type expense struct{ cpu, took time.Duration }

func (w *warehouse) spend(f func() error) (e expense, err error) {
	both := sum(func() (time.Duration, error) { return proc.CPU(os.Getpid()) }, w.cpu)
	before, err := both()
	if err != nil {
		return e, err
	}
	start := time.Now()
	if err := f(); err != nil {
		return e, err
	}
	e.took = time.Since(start)
	after, err := both()
	e.cpu = after - before
	return e, err
}

func sum(a, b func() (time.Duration, error)) func() (time.Duration, error) {
	return func() (time.Duration, error) {
		used, err := a()
		if err != nil {
			return 0, err
		}
		more, err := b()
		return used + more, err
	}
}

// settle does at once what the server would otherwise do by itself while it
// is being measured.
func (w *warehouse) settle(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, w.url(name))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "VACUUM ANALYZE")
	return err
}

func (w *warehouse) execute(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, w.cluster.URL())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

// busy is whether a map's database has a query to answer, or its server a job to do.
func (w *warehouse) busy(ctx context.Context, name string) (busy bool, err error) {
	conn, err := pgx.Connect(ctx, w.url(name))
	if err != nil {
		return false, err
	}
	defer conn.Close(ctx)
	err = conn.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active')
			OR EXISTS (SELECT FROM river_job WHERE state IN ('available', 'running', 'retryable'))`).Scan(&busy)
	return busy, err
}

func (w *warehouse) url(name string) string {
	u, err := url.Parse(w.cluster.URL())
	if err != nil {
		panic(err) // an address that local built
	}
	u.Path = "/" + name
	return u.String()
}

// cpu is what the database server has used, all its processes together.
func (w *warehouse) cpu() (time.Duration, error) {
	content, err := os.ReadFile(filepath.Join(w.clusterFolder(), "data", "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return 0, err
	}
	return proc.FamilyCPU(pid)
}
