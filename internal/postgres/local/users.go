package local

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// users is the list of the programs that use a cluster: each holds a shared
// lock on one file, which the system takes back from programs that are killed.
type users struct{ file *os.File }

func join(dir string) (*users, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	file, err := lock(filepath.Join(dir, "users.lock"), syscall.LOCK_SH)
	return &users{file}, err
}

// lock opens a file and waits for a lock on it, which ends when it is closed.
func lock(path string, how int) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := flock(file, how); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func flock(file *os.File, how int) error {
	for {
		if err := syscall.Flock(int(file.Fd()), how); err != syscall.EINTR {
			return err
		}
	}
}

// leave reports whether no other program is left; until close, none can then
// come.
func (u *users) leave() (last bool, err error) {
	err = flock(u.file, syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, os.ErrClosed), errors.Is(err, syscall.EBADF):
		return false, nil // others are there, or this program left already
	}
	return false, err
}

func (u *users) close() error { return u.file.Close() }

// stopForeign ends a server that another program started, by the file in which
// it names its process.
func stopForeign(pidFile string) error {
	content, err := os.ReadFile(pidFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	line, _, _ := bytes.Cut(content, []byte("\n"))
	pid, err := strconv.Atoi(string(line))
	if err != nil || pid < 2 {
		return fmt.Errorf("%s does not tell a process", pidFile)
	}
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	for end := time.Now().Add(stopLimit); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(pidFile); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
	}
	return fmt.Errorf("the private database did not end in %s", stopLimit)
}
