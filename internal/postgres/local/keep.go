package local

import (
	"errors"
	"log/slog"
	"net"
	"path/filepath"
	"syscall"
	"time"
)

// watchEvery is how often each program that uses a server looks whether it is
// there; a server that cannot live is then not started in a loop either.
const watchEvery = time.Second

// keep starts the server again when it is gone, as after a crash or a kill by
// the system, whoever started it. It ends with quit.
func (c *Cluster) keep() {
	defer close(c.kept)
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-c.quit:
			return
		case <-tick.C:
		}
		if c.listens() {
			continue
		}
		if err := c.revive(); err != nil {
			slog.Error("the private database cannot be started again", "error", err)
		}
	}
}

// listens is true while a server is at the socket, busy or not.
func (c *Cluster) listens() bool {
	conn, err := net.DialTimeout("unix", filepath.Join(c.socket, socketName), watchEvery)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// revive starts the server again, unless another program is at it.
func (c *Cluster) revive() error {
	starting, err := tryLock(filepath.Join(c.dir, startingLock))
	if err != nil || starting == nil {
		return err
	}
	defer starting.Close()
	if c.listens() {
		return nil
	}
	slog.Warn("the private database ended unasked and is started again", "log", c.log())
	s, err := c.launch()
	if err != nil {
		return err
	}
	c.server = s
	for end := time.Now().Add(startLimit); time.Now().Before(end) && !c.listens(); {
		select {
		case <-c.quit:
			return nil
		case <-s.done: // why is in its log
			return nil
		case <-time.After(watchEvery / 10):
		}
	}
	return nil
}

// tryLock takes a lock that ends when the file is closed, nil when another
// program has it.
func tryLock(path string) (*lockFile, error) {
	file, err := openLock(path)
	if err != nil {
		return nil, err
	}
	if err := flock(file, syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = nil
		}
		return nil, err
	}
	return file, nil
}
