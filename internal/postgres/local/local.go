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

// Cluster is a running private server.
type Cluster struct {
	dir, socket string
	server      *keptServer // nil when another program started the server
	users       *users
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
	c := &Cluster{dir: dir, socket: socketDir(dir)}
	if c.users, err = join(dir); err != nil {
		return nil, err
	}
	starting, err := lock(filepath.Join(dir, "starting.lock"), syscall.LOCK_EX)
	if err != nil {
		return nil, errors.Join(err, c.users.close())
	}
	defer starting.Close()
	if c.answers(ctx) == nil {
		return c, nil
	}
	if err := c.launch(ctx, dir, opts); err != nil {
		_ = c.users.close() // or closed already, by Stop
		return nil, err
	}
	if err := c.createDatabase(ctx); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	return c, nil
}

func (c *Cluster) launch(ctx context.Context, dir string, opts Options) error {
	bin, err := findBinaries()
	if err != nil {
		return err
	}
	owner, err := findOwner()
	if err != nil {
		return err
	}
	if err := owner.makeFolders(dir, c.socket); err != nil {
		return err
	}
	data := filepath.Join(dir, "data")
	if err := initialise(ctx, owner, bin, data); err != nil {
		return err
	}
	log := filepath.Join(dir, "server.log")
	c.server, err = keep(func() (*server, error) {
		return startServer(owner, filepath.Join(bin, "postgres"), serverArgs(data, c.socket, opts), log, opts.Volatile)
	})
	if err != nil {
		return err
	}
	if err := c.waitReady(ctx); err != nil {
		return errors.Join(err, c.Stop())
	}
	return nil
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
func (c *Cluster) Stop() error {
	last, err := c.users.leave()
	defer c.users.close()
	switch {
	case err != nil:
		return err
	case !last && c.server != nil:
		c.server.release()
		return nil
	case !last:
		return nil
	case c.server != nil:
		return c.server.stop()
	}
	return stopForeign(filepath.Join(c.dir, "data", "postmaster.pid"))
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
			return fmt.Errorf("la base privée ne répond pas ; voir %s : %w", c.server.log(), err)
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
