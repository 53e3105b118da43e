// Package local runs a private PostgreSQL cluster with PostGIS in a folder of the
// program. It listens on a Unix socket only, and stops with the last program
// that uses it. PostgreSQL refuses to run as root: there, the server runs as
// the system user "postgres".
package local

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// User and Database are the names inside a private cluster.
const (
	User     = "escale"
	Database = "escale"
)

// startLimit bounds how long a server may take to answer after its start,
// recovery after a crash included.
const startLimit = 60 * time.Second

// The names of files.
const (
	socketName   = ".s.PGSQL.5432"
	startingLock = "starting.lock"
)

// Cluster is a running private server.
type Cluster struct {
	dir, socket, bin string
	owner            owner
	opts             Options
	users            *users
	// server is nil when another program started it. keep uses it until kept is
	// closed, as it is after quit.
	server     *server
	quit, kept chan struct{}
	stopped    sync.Once
}

// Options adjust a cluster.
type Options struct {
	// Volatile trades durability for speed: for tests only.
	Volatile bool
}

// Start makes the cluster in dir if there is none, starts its server unless
// one runs already, and creates the database. The error is [ErrMissing] when
// PostgreSQL or PostGIS is not installed.
func Start(ctx context.Context, dir string, opts Options) (*Cluster, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, socket: socketDir(dir), opts: opts, quit: make(chan struct{}), kept: make(chan struct{})}
	if c.bin, err = findBinaries(); err != nil {
		return nil, err
	}
	if c.owner, err = findOwner(); err != nil {
		return nil, err
	}
	if c.users, err = join(dir); err != nil {
		return nil, err
	}
	if err := c.begin(ctx); err != nil {
		return nil, errors.Join(err, c.leave())
	}
	go c.keep()
	return c, nil
}

// begin starts the server unless it runs, one program at a time.
func (c *Cluster) begin(ctx context.Context) error {
	starting, err := lock(filepath.Join(c.dir, startingLock), syscall.LOCK_EX)
	if err != nil {
		return err
	}
	defer starting.Close()
	if err := c.owner.makeFolder(c.dir); err != nil {
		return err
	}
	if err := c.owner.checkSocketFolder(c.socket); err != nil {
		return err
	}
	if c.answers(ctx) == nil {
		return nil
	}
	if err := checkCopy(c.data()); err != nil {
		return err
	}
	if err := initialise(ctx, c.owner, c.bin, c.data()); err != nil {
		return err
	}
	if !c.listens() { // it may be starting
		if c.server, err = c.launch(); err != nil {
			return err
		}
	}
	if err := c.waitReady(ctx); err != nil {
		return err
	}
	return c.createDatabase(ctx)
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *Cluster) log() string { return filepath.Join(c.dir, "server.log") }

func (c *Cluster) launch() (*server, error) {
	return startServer(c.owner, filepath.Join(c.bin, "postgres"), serverArgs(c.data(), c.socket, c.opts), c.log(), c.opts.Volatile)
}

// initialise runs initdb once. A cluster is made under another name and then
// renamed, so that an interrupted initdb is never taken for a cluster.
func initialise(ctx context.Context, owner owner, bin, data string) error {
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); err == nil {
		return nil
	}
	half := data + ".part"
	if err := os.RemoveAll(half); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", half, "-U", User,
		"-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions")
	owner.apply(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("création de la base privée : %w\n%s", err, out)
	}
	return os.Rename(half, data)
}

func serverArgs(data, socket string, opts Options) []string {
	args := []string{"-D", data, "-k", socket, "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700",
		"-c", "max_connections=50", "-c", "shared_buffers=64MB", "-c", "log_min_messages=warning"}
	if opts.Volatile {
		args = append(args, "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
	}
	return args
}

// socketDir is short, because a socket's path may not pass 107 bytes, and
// names the cluster by a hash of its folder.
func socketDir(dir string) string {
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(os.TempDir(), fmt.Sprintf("escale-pg-%x", sum[:6]))
}

// URL is the connection string of the cluster's database.
func (c *Cluster) URL() string { return c.url(Database) }

func (c *Cluster) url(database string) string {
	q := url.Values{"host": {c.socket}, "user": {User}, "sslmode": {"disable"}}
	return "postgres:///" + database + "?" + q.Encode()
}

// Stop ends the server in order, unless another program uses it: the last one
// ends it, whoever started it.
func (c *Cluster) Stop() (err error) {
	c.stopped.Do(func() {
		close(c.quit)
		<-c.kept
		err = c.leave()
	})
	return err
}

func (c *Cluster) leave() error {
	last, err := c.users.leave()
	defer c.users.close()
	switch {
	case err != nil || !last:
		return err
	case c.server != nil && !c.server.ended():
		return c.server.stop()
	}
	return stopForeign(c.data())
}

func (c *Cluster) answers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.url("postgres"))
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

func (c *Cluster) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	for {
		err := c.answers(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("la base privée ne répond pas ; voir %s : %w", c.log(), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (c *Cluster) createDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.url("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var exists bool
	err = conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, Database).Scan(&exists)
	if err != nil || exists {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{Database}.Sanitize())
	return err
}
