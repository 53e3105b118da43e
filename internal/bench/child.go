package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"escale/internal/bench/proc"
)

// child is a server in a process of its own.
type child struct {
	cmd   *exec.Cmd
	stdin io.Closer
	host  string
	// cpu is what it has used so far, and whatever works for it.
	cpu func() (time.Duration, error)
	// busy is whether it has something to do though it uses no processor; nil when
	// that cannot be.
	busy func(ctx context.Context) (bool, error)
	// first is how long each of [firstOnes] waited.
	first []time.Duration
}

// startChild starts this program in one of its roles and waits until it has
// firstLine where it listens.
func startChild(ctx context.Context, role string, args ...string) (*child, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &child{cmd: exec.CommandContext(ctx, program, append([]string{role}, args...)...)}
	c.cmd.Stderr = os.Stderr
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	firstLine, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		c.stop()
		return nil, fmt.Errorf("%s did not start: %w", role, err)
	}
	c.host = strings.TrimSpace(firstLine)
	c.cpu = func() (time.Duration, error) { return proc.CPU(c.pid()) }
	return c, nil
}

func (c *child) pid() int { return c.cmd.Process.Pid }

// stop ends the child, which lives as long as its standard input.
func (c *child) stop() {
	_ = c.stdin.Close()
	_ = c.cmd.Wait() // how it ends changes nothing any more
}

// serveChild is the child's side: it serves on a port of its own, says which,
// and returns when the parent closes its standard input or is gone.
func serveChild(server *http.Server) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = server.Close()
	}()
	fmt.Println(listener.Addr())
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}
