//go:build faults

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/postgres/local"
	"escale/internal/postgres/relay"
)

// base is a database behind a relay, which a test does things to.
type base struct {
	folder  string
	cluster *local.Cluster
	relay   *relay.Relay
	environ []string
}

func newBase(t *testing.T) *base {
	t.Helper()
	b := &base{}
	b.relay, b.environ = behindRelay(t, local.Options{})
	b.folder = filepath.Dir(strings.TrimPrefix(b.environ[1], "ESCALE_VAR="))
	return b
}

// direct is the address of the database past the relay.
func (b *base) direct(t *testing.T) string {
	t.Helper()
	c, err := local.Start(context.Background(), b.base(), local.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Stop() })
	return c.URL()
}

func postmaster(t *testing.T, folder string) int {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.Split(string(content), "\n")[0])
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// databaseFaults are those of a database that comes back: reads never fail, and
// whatever was acknowledged is there once.
func databaseFaults(t *testing.T, table *faultTable) {
	b := newBase(t)
	database := b.direct(t)
	a := startApp(t, b.environ...).ready()
	place := a.place()
	for _, f := range []struct {
		name   string
		do     func() (undo func())
		within time.Duration
	}{
		{"Postgres killed", func() func() { b.kill(t); return nil }, 15 * time.Second},
		{"Postgres stopped in order", func() func() { syscallTo(t, postmaster(t, b.base()), syscall.SIGINT); return nil }, 15 * time.Second},
		{"Postgres frozen 5 s", func() func() { b.freeze(t, syscall.SIGSTOP); return func() { b.freeze(t, syscall.SIGCONT) } }, 10 * time.Second},
		{"Postgres blackholed 5 s", func() func() { b.relay.Freeze(); return b.relay.Thaw }, 10 * time.Second},
		{"connections cut", func() func() { b.relay.Cut(); return nil }, 5 * time.Second},
		{"half-open connections", func() func() { b.relay.Vanish(); return nil }, 10 * time.Second},
		{"LISTEN killed", func() func() { b.endListeners(t, database); return nil }, 2 * time.Second},
		{"connections exhausted 5 s", func() func() { return b.exhaust(t, database) }, 10 * time.Second},
	} {
		traffic := begin(a).write(place)
		time.Sleep(time.Second)
		undo := f.do()
		if undo != nil {
			time.Sleep(5 * time.Second)
			undo()
		}
		start := time.Now()
		a.eventually("the database is back", time.Minute, func() bool {
			conn, err := pgx.Connect(context.Background(), database)
			if err != nil {
				return false
			}
			return conn.Close(context.Background()) == nil
		})
		a.change(database, time.Minute)
		took := time.Since(start)
		a.eventually("changes are heard", time.Minute, func() bool { h := a.health(); return h.Status == "ok" && h.Listening })
		traffic.end()
		table.add(t, line{f.name, traffic.reads.Load(), traffic.failed.Load(), traffic.compare(database), took, f.within,
			fmt.Sprintf("%d notices kept, %d refused in a sentence", traffic.kept.Load(), traffic.away.Load())})
		query(t, database, "DELETE FROM notices", nil, func() {})
	}
}

func (b *base) base() string { return filepath.Join(b.folder, "base") }

func (b *base) kill(t *testing.T) { syscallTo(t, postmaster(t, b.base()), syscall.SIGKILL) }

// freeze stops every process of the server, or lets them go on.
func (b *base) freeze(t *testing.T, s syscall.Signal) {
	t.Helper()
	parent := postmaster(t, b.base())
	processes, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range processes {
		content, _ := os.ReadFile(path) // one that ended meanwhile is no matter
		var state string
		var of int
		_, rest, _ := strings.Cut(string(content), ") ")
		if _, err := fmt.Sscan(rest, &state, &of); err == nil && of == parent {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
			_ = syscall.Kill(pid, s)
		}
	}
	syscallTo(t, parent, s)
}

func syscallTo(t *testing.T, pid int, s syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(pid, s); err != nil {
		t.Fatal(err)
	}
}

func (b *base) endListeners(t *testing.T, database string) {
	ended := 0
	query(t, database, `WITH listeners AS MATERIALIZED (SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = '-- ping')
		SELECT 1 FROM listeners WHERE pg_terminate_backend(pid)`, []any{&ended}, func() {})
	if ended == 0 {
		t.Error("nobody was listening")
	}
}

// exhaust takes every connection that is left, and ends those of the program.
func (b *base) exhaust(t *testing.T, database string) (undo func()) {
	var taken []*pgx.Conn
	for start := time.Now(); time.Since(start) < 3*time.Second; {
		b.relay.Cut()
		for {
			conn, err := pgx.Connect(context.Background(), database)
			if err != nil {
				break
			}
			taken = append(taken, conn)
		}
	}
	if len(taken) < 30 {
		t.Errorf("%d connections were taken", len(taken))
	}
	return func() {
		for _, conn := range taken {
			_ = conn.Close(context.Background())
		}
	}
}
