//go:build faults || drills

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/postgres/pgtest"
)

// asProgram makes the test binary the program itself, so that it can be killed.
const asProgram = "FAULTS_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		pgtest.Main(m)
	}
	readsPrivate = true
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Environ(), os.Stdout); err != nil {
		fmt.Println("escale :", inWords(err))
		os.Exit(1)
	}
}

// app is the program, serving in a process of its own.
type app struct {
	*testing.T
	cmd    *exec.Cmd
	out    output
	url    string
	client *http.Client
	ended  chan struct{}
}

// startApp loads, then serves.
func startApp(t *testing.T, environ ...string) *app {
	t.Helper()
	return startProgram(t, []string{"serve", "--load"}, environ...)
}

// startProgram serves, with no source but those of the settings.
func startProgram(t *testing.T, args []string, environ ...string) *app {
	t.Helper()
	a := &app{T: t, ended: make(chan struct{}), client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 100}}}
	a.cmd = exec.Command(os.Args[0], args...)
	a.cmd.Env = append([]string{asProgram + "=yes", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "PORT=0", "ESCALE_DRAIN_SECONDS=1",
		"ESCALE_REFRESH=off", "ESCALE_TRUSTED_PROXIES=127.0.0.0/8,::1/128"}, environ...)
	a.cmd.Stdout, a.cmd.Stderr = &a.out, &a.out
	if err := a.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = a.cmd.Wait(); close(a.ended) }()
	t.Cleanup(func() { a.signal(syscall.SIGKILL); <-a.ended })
	a.eventually("the program listens", 30*time.Second, func() bool {
		if found := listening.FindStringSubmatch(a.out.String()); found != nil {
			a.url = found[1]
		}
		return a.url != ""
	})
	return a
}

// ready waits until the places are there and confirmed.
func (a *app) ready() *app {
	a.Helper()
	a.eventually("the places are there", time.Minute, func() bool { h := a.health(); return h.Status == "ok" && h.Places > 0 && h.Listening })
	return a
}

func (a *app) signal(s syscall.Signal) { _ = a.cmd.Process.Signal(s) }

func (a *app) eventually(what string, limit time.Duration, holds func() bool) time.Duration {
	a.Helper()
	start := time.Now()
	for !holds() {
		if time.Since(start) > limit {
			a.Fatalf("never: %s\n%s", what, tail(a.out.String()))
		}
		time.Sleep(20 * time.Millisecond)
	}
	return time.Since(start)
}

func tail(text string) string { return text[max(0, len(text)-3000):] }

type health struct {
	Status, Revision string
	Places           int
	Listening        bool
}

// number is that of the revision of the data, 0 when nothing is shown.
func (h health) number() (n int64) {
	_, _ = fmt.Sscanf(h.Revision, "%d-", &n)
	return n
}

func (a *app) health() (h health) {
	response, err := a.client.Get(a.url + "/healthz")
	if err != nil {
		return h
	}
	defer response.Body.Close()
	_ = json.NewDecoder(response.Body).Decode(&h)
	return h
}

// megabytes is the most memory that the process took.
func (a *app) megabytes() int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", a.cmd.Process.Pid))
	if err != nil {
		a.Fatal(err)
	}
	kilobytes := 0
	for lines := bufio.NewScanner(strings.NewReader(string(status))); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			_, _ = fmt.Sscan(text, &kilobytes)
		}
	}
	return kilobytes >> 10
}

// traffic is what people do meanwhile: they read, and some write.
type traffic struct {
	app              *app
	reads, failed    atomic.Int64
	acknowledged     sync.Map
	sent, kept, away atomic.Int64
	stop             chan struct{}
	ended            sync.Once
	people           sync.WaitGroup
}

const readers = 8

// begin starts readers of pages and of the API, and one who writes.
func begin(a *app) *traffic {
	tr := &traffic{app: a, stop: make(chan struct{})}
	a.Cleanup(tr.end)
	paths := []string{"/", "/api/v1/places?fields=map", "/communes", "/api/v1/suggest?q=saint"}
	for i := range readers {
		tr.people.Go(func() {
			for n := i; !tr.over(); n++ {
				tr.reads.Add(1)
				if err := fetch(a.client, a.url+paths[n%len(paths)]); err != nil {
					tr.failed.Add(1)
					a.Log(err)
				}
				time.Sleep(5 * time.Millisecond)
			}
		})
	}
	return tr
}

// write has somebody send notices, each of its own, until the end.
func (tr *traffic) write(place string) *traffic {
	tr.people.Go(func() {
		for n := 0; !tr.over(); n++ {
			text := fmt.Sprintf("%s %d", tr.app.Name(), n)
			switch status := tr.app.notice(place, text, fmt.Sprintf("10.%d.%d.1", n/250, n%250)); {
			case status == http.StatusSeeOther:
				tr.acknowledged.Store(text, true)
				tr.kept.Add(1)
			case status == http.StatusServiceUnavailable:
				tr.away.Add(1)
			default:
				tr.app.Errorf("a notice is answered with %d", status)
			}
			time.Sleep(50 * time.Millisecond)
		}
	})
	return tr
}

func (tr *traffic) over() bool {
	select {
	case <-tr.stop:
		return true
	default:
		return false
	}
}

func (tr *traffic) end() {
	tr.ended.Do(func() { close(tr.stop) })
	tr.people.Wait()
}

// notice sends one, and returns how it is answered: 303 when it is kept.
func (a *app) notice(place, text, from string) int {
	request, err := http.NewRequest(http.MethodPost, a.url+"/lieux/"+place+"/signaler", strings.NewReader(url.Values{"sujet": {"autre"}, "texte": {text}}.Encode()))
	if err != nil {
		a.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Forwarded-For", from)
	client := *a.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode == http.StatusServiceUnavailable && !strings.Contains(string(body), "éléphone") {
		a.Errorf("a refused notice does not say to phone: %.200s", body)
	}
	return response.StatusCode
}

// place is one that can be written about.
func (a *app) place() string {
	response, err := a.client.Get(a.url + "/api/v1/places?limit=1")
	if err != nil {
		a.Fatal(err)
	}
	defer response.Body.Close()
	var list struct{ Features []struct{ ID string } }
	if err := json.NewDecoder(response.Body).Decode(&list); err != nil || len(list.Features) == 0 {
		a.Fatalf("no place: %v", err)
	}
	return list.Features[0].ID
}

// compare counts the notices that were acknowledged and are not there, and
// those that are there twice.
func (tr *traffic) compare(database string) (wrong int) {
	times := map[string]int{}
	var text string
	query(tr.app.T, database, `SELECT content FROM notices`, []any{&text}, func() { times[text]++ })
	tr.acknowledged.Range(func(sent, _ any) bool {
		if times[sent.(string)] != 1 {
			wrong++
		}
		return true
	})
	for _, n := range times {
		if n > 1 {
			wrong++
		}
	}
	return wrong
}

func query(t *testing.T, database, sql string, into []any, each func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, sql)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pgx.ForEachRow(rows, into, func() error { each(); return nil }); err != nil {
		t.Fatal(err)
	}
}

// change makes a new revision, and returns how soon the server has it, or a
// later one: jobs of the program make revisions too, and one that follows at
// once hides the first.
func (a *app) change(database string, limit time.Duration) time.Duration {
	a.Helper()
	var revision int64
	query(a.T, database, `WITH bumped AS (UPDATE data_revision SET revision = revision + 1, changed_at = now() RETURNING revision)
		SELECT revision FROM bumped, pg_notify('escale_revision', '')`, []any{&revision}, func() {})
	return a.eventually("the change is seen", limit, func() bool { return a.health().number() >= revision })
}

func varFolder(folder string) string { return "ESCALE_VAR=" + filepath.Join(folder, "var") }
