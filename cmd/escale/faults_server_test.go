//go:build faults

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/postgres/local"
	"escale/internal/postgres/standby"
)

// privately is a server with a private database.
func privately(t *testing.T, folder string, more ...string) *app {
	t.Helper()
	return startApp(t, append([]string{varFolder(folder), "ESCALE_MIRROR=" + t.TempDir()}, more...)...)
}

// diskFull fills the disk of the database, and empties it again.
func diskFull(t *testing.T, table *faultTable) {
	folder := t.TempDir()
	if err := syscall.Mount("escale", folder, "tmpfs", 0, "size=220m,mode=755"); err != nil {
		table.add(t, line{fault: "disk full", note: "not tried: this machine mounts nothing"})
		return
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	cluster, err := local.Start(t.Context(), filepath.Join(folder, "base"), local.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cluster.Stop() })
	a := startApp(t, "DATABASE_URL="+cluster.URL(), "ESCALE_MIRROR="+t.TempDir(), varFolder(folder)).ready()
	tr := begin(a).write(a.place())
	time.Sleep(time.Second)
	filler := filepath.Join(folder, "filler")
	query(t, cluster.URL(), "CREATE TABLE filler (text text)", nil, func() {})
	fill(t, filler)
	a.eventually("notices are refused", time.Minute, func() bool {
		grow(cluster.URL())
		return tr.away.Load() > 3
	})
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	start, kept := time.Now(), tr.kept.Load()
	a.eventually("notices are kept again", time.Minute, func() bool { return tr.kept.Load() > kept })
	tr.end()
	table.add(t, line{"disk full", tr.reads.Load(), tr.failed.Load(), tr.compare(cluster.URL()), time.Since(start), 20 * time.Second,
		fmt.Sprintf("%d notices kept, %d refused in a sentence", tr.kept.Load(), tr.away.Load())})
}

// fill takes what is left of a disk.
func fill(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for chunk := make([]byte, 64<<10); ; {
		if _, err := file.Write(chunk); err != nil {
			return
		}
	}
}

// grow takes what the tables had reserved.
func grow(database string) {
	conn, err := pgx.Connect(context.Background(), database)
	if err != nil {
		return
	}
	defer conn.Close(context.Background())
	_, _ = conn.Exec(context.Background(), "INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, 5000)")
}

// privateServerKilled ends the program that started the private database, then
// the database: the program that is left starts it again.
func privateServerKilled(t *testing.T, table *faultTable) {
	folder := t.TempDir()
	starter := privately(t, folder).ready()
	a := privately(t, folder).ready()
	starter.signal(syscall.SIGKILL)
	<-starter.ended
	tr := begin(a)
	time.Sleep(500 * time.Millisecond)
	syscallTo(t, postmaster(t, filepath.Join(folder, "var", "postgres")), syscall.SIGKILL)
	start := time.Now()
	a.eventually("the loss is noticed", 20*time.Second, func() bool { return !a.health().Listening })
	a.eventually("the database is back", time.Minute, func() bool { h := a.health(); return h.Status == "ok" && h.Listening })
	tr.end()
	table.add(t, line{"private server killed, not its starter", tr.reads.Load(), tr.failed.Load(), 0, time.Since(start), 20 * time.Second, ""})
	a.signal(syscall.SIGTERM)
	<-a.ended
}

// standbyPromoted kills the primary of two servers of ours.
func standbyPromoted(t *testing.T, table *faultTable) {
	folder, err := os.MkdirTemp("", "escale-faults-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	pair, err := standby.Start(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pair.Close)
	environ := func() []string {
		return []string{"DATABASE_URL=" + pair.URL(), "ESCALE_MIRROR=" + t.TempDir(), varFolder(t.TempDir())}
	}
	one, two := startApp(t, environ()...).ready(), startApp(t, environ()...).ready()
	place := one.place()
	first, second := begin(one).write(place), begin(two)
	time.Sleep(2 * time.Second)
	if err := errors.Join(pair.KillPrimary(), pair.Promote(t.Context())); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	one.change(pair.URL(), time.Minute)
	two.eventually("the other has it too", time.Minute, func() bool { return two.health().Revision == one.health().Revision })
	took := time.Since(start)
	kept := first.kept.Load()
	one.eventually("notices are kept again", time.Minute, func() bool { return first.kept.Load() > kept })
	first.end()
	second.end()
	lost := first.compare(pair.URL())
	table.add(t, line{"standby promoted, two servers", first.reads.Load() + second.reads.Load(), first.failed.Load() + second.failed.Load(), 0, took, 20 * time.Second,
		fmt.Sprintf("%d of %d notices lost with the primary: an asynchronous standby may lack the last ones", lost, first.kept.Load())})
}

// serverEnds ends a server in order, then another at once.
func serverEnds(t *testing.T, table *faultTable) {
	for name, try := range map[string]func(a *app, tr *traffic) time.Duration{
		"SIGTERM under load": func(a *app, tr *traffic) time.Duration {
			a.eventually("2,000 requests are answered", time.Minute, func() bool { return tr.reads.Load() > 2000 })
			a.signal(syscall.SIGTERM)
			a.eventually("readyz turns", 10*time.Second, func() bool { return fetch(a.client, a.url+"/readyz") != nil })
			start := time.Now()
			tr.end() // they are sent elsewhere
			<-a.ended
			return time.Since(start)
		},
		"SIGKILL under load": func(a *app, tr *traffic) time.Duration {
			a.eventually("2,000 requests are answered", time.Minute, func() bool { return tr.reads.Load() > 2000 })
			if n := tr.failed.Load(); n > 0 {
				a.Errorf("%d failed before", n)
			}
			a.signal(syscall.SIGKILL)
			<-a.ended
			failed := tr.failed.Load()
			tr.end()
			tr.failed.Store(failed) // what is sent to nobody later is no matter
			return 0
		},
	} {
		folder := t.TempDir()
		a := privately(t, folder).ready()
		tr := begin(a)
		took := try(a, tr)
		note := ""
		failed := tr.failed.Load()
		if failed <= readers && strings.HasPrefix(name, "SIGKILL") {
			note, failed = fmt.Sprintf("%d in flight were cut", failed), 0
		}
		table.add(t, line{name, tr.reads.Load(), failed, 0, took, 10 * time.Second, note})
		again := privately(t, folder).ready()
		again.signal(syscall.SIGTERM)
		<-again.ended
	}
}

// snapshotDamaged starts servers without a database on files that are not what
// was written: none may show anything.
func snapshotDamaged(t *testing.T, table *faultTable) {
	folder := t.TempDir()
	a := privately(t, folder).ready()
	a.signal(syscall.SIGTERM)
	<-a.ended
	file := filepath.Join(folder, "var", "snapshot-50.json.gz")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	var shown, requests int64
	for i := range 20 {
		damaged := slices.Clone(whole)
		switch i % 4 {
		case 0:
			damaged = damaged[:len(damaged)*(i+1)/21]
		case 1:
			damaged[12+r.IntN(len(damaged)-20)] ^= 1 << r.IntN(8)
		case 2:
			damaged = append(damaged, byte(i))
		default:
			clear(damaged[len(damaged)/2 : len(damaged)/2+i])
		}
		if err := os.WriteFile(file, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		b := startApp(t, varFolder(folder), "DATABASE_URL=postgres://escale@127.0.0.1:1/escale", "ESCALE_MIRROR="+t.TempDir())
		requests++
		if h := b.health(); h.Places > 0 || h.Status != "starting" {
			shown++
		}
		b.signal(syscall.SIGKILL)
		<-b.ended
	}
	table.add(t, line{"snapshot damaged in 20 ways, no database", requests, shown, 0, 0, 0, "none is shown"})
}

// twoServersKilled kills two servers while one of them computes the visits; a
// third does it.
func twoServersKilled(t *testing.T, table *faultTable) {
	b := newBase(t)
	database := b.direct(t)
	first := startApp(t, b.environ...).ready()
	first.signal(syscall.SIGTERM)
	<-first.ended
	query(t, database, "DELETE FROM river_job", nil, func() {})
	var visits int
	query(t, database, "SELECT count(*) FROM visits", []any{&visits}, func() {})
	holder, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close(context.Background())
	const planning = 0x65_73_63_61_6c_65 // the lock that whoever computes visits takes
	environ := func() []string { return append(slices.Clone(b.environ), varFolder(t.TempDir())) }
	one, two := startApp(t, environ()...).ready(), startApp(t, environ()...).ready()
	waitForJob(t, one, database, "completed")
	if _, err := holder.Exec(t.Context(), fmt.Sprintf("SELECT pg_advisory_lock(%d); DELETE FROM visits; DELETE FROM river_job", planning)); err != nil {
		t.Fatal(err)
	}
	waitForJob(t, one, database, "running") // it waits for the lock
	one.signal(syscall.SIGKILL)
	two.signal(syscall.SIGKILL)
	<-one.ended
	<-two.ended
	three := startApp(t, environ()...)
	if _, err := holder.Exec(t.Context(), fmt.Sprintf("SELECT pg_advisory_unlock(%d)", planning)); err != nil {
		t.Fatal(err)
	}
	three.ready()
	tr := begin(three)
	start := time.Now()
	waitForJob(t, three, database, "completed")
	tr.end()
	var after, jobs int
	query(t, database, "SELECT (SELECT count(*) FROM visits), (SELECT count(*) FROM river_job WHERE args ->> 'name' = 'visits')", []any{&after, &jobs}, func() {})
	wrong := 0
	if after != visits || jobs != 1 {
		wrong = 1
		t.Errorf("%d visits, %d before; %d jobs", after, visits, jobs)
	}
	table.add(t, line{"two servers killed in the middle of a job", tr.reads.Load(), tr.failed.Load(), wrong, time.Since(start), 3 * time.Minute,
		fmt.Sprintf("%d visits, as before", after)})
}

// waitForJob waits until the one job of the hour is in a state.
func waitForJob(t *testing.T, a *app, database, state string) {
	t.Helper()
	a.eventually("the job is "+state, 3*time.Minute, func() bool {
		found := 0
		query(t, database, fmt.Sprintf("SELECT count(*) FROM river_job WHERE state = '%s' AND args ->> 'name' = 'visits'", state), []any{&found}, func() {})
		return found == 1
	})
}
