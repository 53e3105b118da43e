package local_test

import (
	"context"
	"errors"
	"net/url"
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

// Only its starter started a server again: after the end of that program, a
// server that died was gone for the others.
func TestAServerThatDiesIsStartedAgainByWhoeverUsesIt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "postgres")
	starter := start(t, dir)
	exec(t, starter.URL(), "CREATE TABLE kept (id int)")
	exec(t, starter.URL(), "CHECKPOINT") // a volatile server keeps nothing else
	users := []*local.Cluster{start(t, dir), start(t, dir)}
	t.Cleanup(func() { _ = errors.Join(users[0].Stop(), users[1].Stop()) })
	if err := starter.Stop(); err != nil {
		t.Fatal(err)
	}
	killServer(t, dir)
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		conn, err := pgx.Connect(context.Background(), users[0].URL())
		if err == nil {
			_ = conn.Close(context.Background())
			break
		}
		if time.Now().After(end) {
			t.Fatalf("nobody started the server again: %v", err)
		}
	}
	for _, user := range users {
		if got := count(t, user.URL()); got != 0 {
			t.Errorf("%d rows", got)
		}
		if err := user.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := pgx.Connect(context.Background(), starter.URL()); err == nil {
		t.Error("the server still answers after its last user")
	}
}

// killServer kills a server as the system does when memory is short.
func killServer(t *testing.T, dir string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// The folder of the socket is in one that everybody may write to.
func TestTheSocketFolderOfSomebodyElseIsNotUsed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "postgres")
	first := start(t, dir)
	address, err := url.Parse(first.URL())
	if err != nil {
		t.Fatal(err)
	}
	folder := address.Query().Get("host")
	info, err := os.Stat(folder)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func() error{
		"open to all": func() error { return os.Chmod(folder, 0o777) },
		"a link":      func() error { return errors.Join(os.Remove(folder), os.Symlink(t.TempDir(), folder)) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		if c, err := local.Start(t.Context(), dir, local.Options{Volatile: true}); err == nil {
			_ = c.Stop()
			t.Errorf("%s: it is used", name)
		}
	}
	_ = os.Remove(folder)
}

func TestACopyOfARunningServerIsRecognised(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "postgres")
	running := start(t, dir)
	defer func() { _ = running.Stop() }()
	copied := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	c, err := local.Start(t.Context(), copied, local.Options{Volatile: true})
	if err == nil {
		_ = c.Stop()
	}
	if err == nil || !strings.Contains(err.Error(), "pendant qu’elle servait") {
		t.Error(err)
	}
	exec(t, running.URL(), "CREATE TABLE kept (id int)") // it runs on
}
