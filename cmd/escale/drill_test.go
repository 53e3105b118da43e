//go:build drills

package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"escale/internal/postgres/backup"
	"escale/internal/postgres/local"
)

// hash is that of all that the public reads of places and visits.
func (p published) hash() string {
	text, _ := json.Marshal(p) // maps and lists of JSON
	return fmt.Sprintf("%x", sha256.Sum256(text))[:16]
}

// reader is a process as the helpers of the tests see it.
func (a *app) reader() *server { return &server{T: a.T, url: a.url} }

// escale runs the program beside the server.
func escale(t *testing.T, environ []string, args ...string) string {
	t.Helper()
	var out output
	if err := run(context.Background(), args, environ, &out); err != nil {
		t.Fatalf("%q: %v\n%s", args, inWords(err), out.String())
	}
	return out.String()
}

// A backup is written while people correct; the machine is lost; the map is restored
// on another, and is that of a moment within the backup. A second server joins it.
func TestDrillTheMachineIsLost(t *testing.T) {
	lost := filepath.Join(t.TempDir(), "perdue")
	environ := []string{"PORT=0", "ESCALE_VAR=" + lost, "ESCALE_MIRROR=" + t.TempDir(), atThatTime}
	a := startApp(t, environ...).ready()
	seen := newDiary(a.reader())
	var writing sync.WaitGroup
	stop := make(chan struct{})
	writing.Go(func() { seen.keep(environ, stop) })
	a.eventually("people correct", time.Minute, func() bool { return seen.count() >= 3 })
	file := filepath.Join(t.TempDir(), "base.zip")
	first := seen.count()
	printed := escale(t, environ, "backup", file)
	last := seen.count() + 1
	close(stop)
	writing.Wait()
	a.signal(syscall.SIGKILL)
	<-a.ended
	destroy(t, lost)
	t.Logf("%s%d corrections meanwhile", printed, last-first-1)

	start := time.Now()
	elsewhere := []string{"PORT=0", "ESCALE_VAR=" + filepath.Join(t.TempDir(), "autre"), "ESCALE_MIRROR=" + t.TempDir(), atThatTime}
	escale(t, elsewhere, "restore", file)
	b := startProgram(t, []string{"serve"}, elsewhere...).ready()
	t.Logf("restored and served in %.1f s", time.Since(start).Seconds())
	state := b.reader().public().hash()
	at := slices.Index(seen.states(), state)
	if at < first-1 || at > last {
		t.Errorf("what is restored is state %d of %d, the backup was made from %d to %d", at, len(seen.states()), first-1, last)
	}
	second := startProgram(t, []string{"serve"}, elsewhere...).ready()
	if got := second.reader().public().hash(); got != state {
		t.Errorf("the second server shows %s, the first %s", got, state)
	}
	escale(t, elsewhere, "correct", "exemple", "exemple-31", "telephone=02 33 99 99 99")
	for _, s := range []*app{b, second} {
		s.eventually("both show what is new", 20*time.Second, func() bool {
			_, body := s.reader().get("/api/v1/places?limit=1000")
			return strings.Contains(string(body), "+33233999999")
		})
	}
}

// destroy ends the database of a machine as a cut does, and removes its disk.
func destroy(t *testing.T, folder string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, "postgres", "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	_ = syscall.Kill(pid, syscall.SIGKILL)
	for until := time.Now().Add(20 * time.Second); syscall.Kill(pid, 0) == nil && time.Now().Before(until); {
		time.Sleep(20 * time.Millisecond)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
}

// diary notes what the public reads after each correction.
type diary struct {
	*server
	mu   sync.Mutex
	list []string
}

func newDiary(s *server) *diary { return &diary{server: s, list: []string{s.public().hash()}} }

func (d *diary) states() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.list)
}

func (d *diary) count() int { return len(d.states()) }

// keep corrects, one after the other, until stop.
func (d *diary) keep(environ []string, stop <-chan struct{}) {
	for n := 1; ; n++ {
		select {
		case <-stop:
			return
		default:
		}
		var out output
		phone := fmt.Sprintf("telephone=02 33 00 %02d %02d", n/100, n%100)
		if err := run(context.Background(), []string{"correct", "exemple", "exemple-31", phone}, environ, &out); err != nil {
			d.Error(err)
			return
		}
		before := d.states()[n-1]
		state := before
		d.eventually("the public sees it", func() bool { state = d.public().hash(); return state != before })
		d.mu.Lock()
		d.list = append(d.list, state)
		d.mu.Unlock()
	}
}

// The database of 0.1.0, as that version left it, is served by today's program: it
// migrates it, and the public reads what it read.
func TestDrillAnUpgrade(t *testing.T) {
	for _, before := range versionsBefore {
		t.Run(before, func(t *testing.T) {
			folder := t.TempDir()
			cluster, err := local.Start(t.Context(), filepath.Join(folder, "base"), local.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = cluster.Stop() })
			m, err := backup.Restore(t.Context(), cluster.URL(), filepath.Join("testdata", before+".zip"), false)
			if err != nil {
				t.Fatal(err)
			}
			environ := []string{"PORT=0", "DATABASE_URL=" + cluster.URL(), "ESCALE_VAR=" + filepath.Join(folder, "var"), "ESCALE_MIRROR=" + folder, atThatTime}
			one := startProgram(t, []string{"serve"}, environ...)
			two := startProgram(t, []string{"serve"}, append(environ, "ESCALE_VAR="+filepath.Join(folder, "var2"))...)
			for _, s := range []*app{one.ready(), two.ready()} {
				s.reader().reads(publicOf(t, filepath.Join("testdata", before+".public.json.gz")))
			}
			t.Logf("from migration %d, by two servers that start together", m.Schema)
		})
	}
}
