package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"escale/internal/bench/load"
	"escale/internal/bench/proc"
)

// program is the one that make built: what an operator has.
const program = "bin/escale"

// deployment is the whole program on a database of its own.
type deployment struct{ area, database string }

// escale runs a command on a deployment, whose database is made when it is first used.
func (b *bench) escale(ctx context.Context, d deployment, args ...string) error {
	if err := b.execute(ctx, "CREATE DATABASE "+d.database); err != nil && !strings.Contains(err.Error(), "already exists") {
		return err
	}
	out, err := b.command(ctx, d, args...).CombinedOutput()
	if err != nil && !strings.Contains(string(out), "Total") { // an edition that waits for a person is no failure
		return fmt.Errorf("%s %s: %w: %s", d.area, args[0], err, out)
	}
	return nil
}

func (b *bench) command(ctx context.Context, d deployment, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "ESCALE_DEPARTEMENT="+d.area, "DATABASE_URL="+b.url(d.database), "ESCALE_VAR="+filepath.Join(b.folder, d.database),
		"ESCALE_REFRESH=off", "ESCALE_NOW="+opening.Format(time.RFC3339))
	return cmd
}

// terminated ends a program that does not watch its standard input.
type terminated struct{ process *os.Process }

func (t terminated) Close() error { return t.process.Signal(syscall.SIGTERM) }

// serve starts the server of a deployment, until it answers.
func (b *bench) serve(ctx context.Context, d deployment) (*child, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	host := listener.Addr().String()
	_ = listener.Close() // the program opens it again
	_, port, _ := strings.Cut(host, ":")
	cmd := b.command(ctx, d, "serve")
	cmd.Env = append(cmd.Env, "PORT="+port, "ESCALE_LISTEN=127.0.0.1")
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c := &child{cmd: cmd, stdin: terminated{cmd.Process}, host: host}
	c.cpu = func() (time.Duration, error) { return proc.CPU(c.pid()) }
	c.busy = func(ctx context.Context) (bool, error) { return b.busy(ctx, d.database) }
	return c, c.answers(ctx, load.Request{Path: "/"})
}

// patience is how long a server may take until it answers.
const patience = 2 * time.Minute

// answers waits for a server's first answer.
func (c *child) answers(ctx context.Context, first load.Request) error {
	for start := time.Now(); ctx.Err() == nil; time.Sleep(50 * time.Millisecond) {
		_, err := fetch(ctx, c, first, http.StatusOK)
		if err == nil {
			return nil
		}
		if time.Since(start) > patience {
			return fmt.Errorf("no first answer: %w", err)
		}
	}
	return ctx.Err()
}
