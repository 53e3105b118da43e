package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"escale/internal/postgres/local"
)

// output collects what the program prints.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// server is the program, serving.
type server struct {
	*testing.T
	out  output
	stop func() error
	url  string
}

// listening finds the address in the program's own words.
var listening = regexp.MustCompile(`Escale écoute sur (http://localhost:[0-9]+)`)

func serve(t *testing.T, environ ...string) *server {
	t.Helper()
	return serveArgs(t, []string{"serve", "--load"}, environ...)
}

func serveArgs(t *testing.T, args []string, environ ...string) *server {
	t.Helper()
	s := &server{T: t}
	environ = append([]string{"ESCALE_DRAIN_SECONDS=0"}, environ...) // a test may say otherwise
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, args, environ, &s.out) }()
	s.stop = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Error(err)
		}
	})
	s.eventually("the program listens", func() bool {
		if found := listening.FindStringSubmatch(s.out.String()); found != nil {
			s.url = found[1]
		}
		return s.url != ""
	})
	return s
}

func (s *server) eventually(what string, holds func() bool) {
	s.Helper()
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) { // the detector of races makes a load ten times as long
		if holds() {
			return
		}
	}
	s.Fatalf("never: %s\n%s", what, s.out.String())
}

func (s *server) get(path string) (status int, body []byte) {
	s.Helper()
	response, err := http.Get(s.url + path)
	if err != nil {
		s.Fatal(err)
	}
	defer response.Body.Close()
	if body, err = io.ReadAll(response.Body); err != nil {
		s.Fatal(err)
	}
	return response.StatusCode, body
}

type state struct {
	Status     string
	Places     int
	AgeSeconds int `json:"age_seconds"`
}

func (s *server) state() (st state) {
	s.Helper()
	_, body := s.get("/healthz")
	if err := json.Unmarshal(body, &st); err != nil {
		s.Fatal(err)
	}
	return st
}

func (s *server) wantPlaces(n int) {
	s.Helper()
	status, body := s.get("/api/v1/places?fields=map")
	var collection struct{ NumberMatched int }
	if err := json.Unmarshal(body, &collection); err != nil || status != http.StatusOK || collection.NumberMatched != n {
		s.Errorf("status %d, %d places, want %d", status, collection.NumberMatched, n)
	}
}

func TestTheMapOutlivesItsDatabase(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	base := filepath.Join(folder, "base")
	cluster, err := local.Start(ctx, base, local.Options{Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	environ := []string{
		"PORT=0", "ESCALE_VAR=" + filepath.Join(folder, "var"), "DATABASE_URL=" + cluster.URL(),
		"ESCALE_MIRROR=" + t.TempDir(), // empty: the example set is shown
	}
	first := serve(t, environ...)
	first.eventually("the example is loaded", func() bool { return first.state().Places > 0 })
	places := first.state().Places

	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	first.eventually("the loss is noticed", func() bool { return first.state().Status == "stale" })
	first.wantPlaces(places)
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}

	second := serve(t, environ...)
	second.eventually("the loss is noticed", func() bool { return second.state().Status == "stale" })
	second.wantPlaces(places)
	if age := second.state().AgeSeconds; age < 1 {
		t.Errorf("age %d s", age)
	}
	for _, path := range []string{"/readyz", "/", "/api/v1/suggest?q=saint", "/api/v1/services"} {
		if status, _ := second.get(path); status != http.StatusOK {
			t.Errorf("%s without a database: status %d", path, status)
		}
	}

	if cluster, err = local.Start(ctx, base, local.Options{Volatile: true}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cluster.Stop() })
	second.eventually("the database is back", func() bool { return second.state().Status == "ok" })
	second.wantPlaces(places)
}

func TestThePrivateClusterServesAndStopsWithTheProgram(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "var")
	environ := []string{"PORT=0", "ESCALE_VAR=" + folder, "ESCALE_MIRROR=" + t.TempDir()}
	for range 2 {
		s := serve(t, environ...)
		s.eventually("the example is loaded", func() bool { st := s.state(); return st.Places > 0 && st.Status == "ok" })
		if err := s.stop(); err != nil {
			t.Fatal(err)
		}
	}
	if matches, _ := filepath.Glob(filepath.Join(folder, "postgres", "data", "postmaster.pid")); len(matches) > 0 {
		t.Error("the private server still runs")
	}
}

func TestCommandsSayWhatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		args []string
		env  string
		want string
	}{
		{args: []string{"serv"}, want: "la commande « serv » n'existe pas"},
		{args: []string{"load", "50"}, want: "« 50 » est de trop"},
		{args: []string{"import", "file.csv"}, want: "il faut --source"},
		{args: []string{"import", "--source", "s", "--format", "pdf", "file.csv"}, want: "--format"},
		{args: []string{"detach", "s"}, want: "il faut la source et l'identifiant"},
		{args: []string{"load", "--wrong"}, want: "cette option n'existe pas : --wrong"},
		{args: []string{"import", "--source"}, want: "il manque une valeur après --source"},
		{args: []string{"tour", "fly"}, want: "la commande « fly » n'existe pas"},
		{args: []string{"runs", "fly"}, want: "« fly » est de trop"},
		{args: []string{"runs", "show", "x"}, want: "« x » n'est pas le numéro d'un chargement"},
		{args: []string{"tour", "import"}, want: "il faut le nom d'un fichier"},
		{args: []string{"load"}, env: "ESCALE_PORT=80", want: "ESCALE_PORT"},
	} {
		var out output
		err := run(context.Background(), tt.args, []string{tt.env}, &out)
		if err == nil || !regexp.MustCompile(regexp.QuoteMeta(tt.want)).MatchString(fmt.Sprint(err, out.String())) {
			t.Errorf("%v: error %v, output %q", tt.args, err, out.String())
		}
	}
}

// The help is in French, whatever the library says by itself.
func TestTheHelpIsInFrench(t *testing.T) {
	english := regexp.MustCompile(`(?i)\b(usage:|flags|available|commands?:|default|help for|string)\b`)
	for _, args := range [][]string{{}, {"--help"}, {"help"}, {"help", "tour"}, {"tour", "import", "--help"}, {"import", "-h"}} {
		var out output
		if err := run(context.Background(), args, nil, &out); err != nil || !strings.HasPrefix(out.String(), "Usage : escale") || english.MatchString(out.String()) {
			t.Errorf("%v: %v, %s", args, err, out.String())
		}
	}
}
