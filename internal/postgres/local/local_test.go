package local_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"escale/internal/postgres/local"
)

// The folder's parent may only be entered by its owner, as a clone under
// /root or a fresh temporary folder is.
func TestStartStopAndStartAgainKeepsTheData(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "closed", "postgres")
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	first := start(t, dir)
	exec(t, first.URL(), "CREATE TABLE kept (id int)")
	second := start(t, dir) // joins the running server
	exec(t, second.URL(), "INSERT INTO kept VALUES (1)")
	if err := second.Stop(); err != nil {
		t.Fatal(err)
	}
	exec(t, first.URL(), "INSERT INTO kept VALUES (2)") // the last one stops a server
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := pgx.Connect(ctx, first.URL()); err == nil {
		t.Fatal("the server still answers after Stop")
	}
	third := start(t, dir)
	defer func() { _ = third.Stop() }()
	exec(t, third.URL(), "CREATE EXTENSION postgis")
	if got := count(t, third.URL()); got != 2 {
		t.Fatalf("rows after restart: got %d, want 2", got)
	}
}

// Whoever started it, a server lasts as long as somebody uses it.
func TestTheLastUserStopsTheServer(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "postgres")
	starter := start(t, dir)
	exec(t, starter.URL(), "CREATE TABLE kept (id int)")
	users := []*local.Cluster{start(t, dir), start(t, dir)}
	for _, leaving := range []*local.Cluster{starter, users[0]} {
		if err := leaving.Stop(); err != nil {
			t.Fatal(err)
		}
		if err := leaving.Stop(); err != nil { // twice is no harm
			t.Fatal(err)
		}
		exec(t, users[1].URL(), "INSERT INTO kept VALUES (1)")
	}
	if err := users[1].Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := pgx.Connect(context.Background(), users[1].URL()); err == nil {
		t.Fatal("the server still answers after its last user")
	}
	again := start(t, dir)
	defer func() { _ = again.Stop() }()
	if got := count(t, again.URL()); got != 2 {
		t.Errorf("%d rows", got)
	}
}

func TestAServerThatDiesIsStartedAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "postgres")
	cluster := start(t, dir)
	defer func() { _ = cluster.Stop() }()
	exec(t, cluster.URL(), "CREATE TABLE kept (id int)")
	content, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		again, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
		conn, errConnect := pgx.Connect(context.Background(), cluster.URL())
		if errConnect == nil {
			_ = conn.Close(context.Background())
		}
		if err == nil && errConnect == nil && !strings.HasPrefix(string(again), first+"\n") {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("the server was not started again: %v, %v", err, errConnect)
		}
	}
	if got := count(t, cluster.URL()); got != 0 {
		t.Errorf("%d rows", got)
	}
	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := pgx.Connect(context.Background(), cluster.URL()); err == nil {
		t.Error("the server still answers after Stop")
	}
}

func start(t *testing.T, dir string) *local.Cluster {
	t.Helper()
	c, err := local.Start(context.Background(), dir, local.Options{Volatile: true})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func exec(t *testing.T, url, sql string) {
	t.Helper()
	conn := connect(t, url)
	if _, err := conn.Exec(context.Background(), sql); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, url string) (n int) {
	t.Helper()
	if err := connect(t, url).QueryRow(context.Background(), "SELECT count(*) FROM kept").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}
