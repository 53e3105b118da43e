package local

import (
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
type users struct{ file *lockFile }

// lockFile is a file that is only there to be locked.
type lockFile = os.File

func join(dir string) (*users, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	file, err := lock(filepath.Join(dir, "users.lock"), syscall.LOCK_SH)
	return &users{file}, err
}

// lock opens a file and waits for a lock on it, which ends when it is closed.
func lock(path string, how int) (*lockFile, error) {
	file, err := openLock(path)
	if err != nil {
		return nil, err
	}
	if err := flock(file, how); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

func openLock(path string) (*lockFile, error) { return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) }

func flock(file *lockFile, how int) error {
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

// stopForeign ends the server of a folder that another program started, by the
// file in which it names its process.
func stopForeign(data string) error {
	pidFile := filepath.Join(data, pidName)
	named, where, err := readPid(data)
	if err != nil || named == "" || !samePlace(where, data) {
		return err // none runs, or the one of which this is a copy
	}
	pid, err := strconv.Atoi(named)
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
