package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// checkSocketFolder makes the folder of the socket, which is where everybody
// may write. One that is there already must be ours alone: in that of somebody
// else we would speak to a server of theirs.
func (o owner) checkSocketFolder(dir string) error {
	err := os.Mkdir(dir, 0o700)
	switch {
	case err == nil:
		return o.give(dir)
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() || stat.Uid != o.uid() || info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("le dossier %s n’est pas à nous seuls : la base privée n’y est pas cherchée. S’il n’est pas d’une base qui sert, supprimez-le", dir)
	}
	return nil
}

// uid is whose the server's folders are.
func (o owner) uid() uint32 {
	if o.credential != nil {
		return o.credential.Uid
	}
	return uint32(os.Geteuid())
}

// checkCopy refuses a cluster that was copied while its server ran: it says in
// a file where it runs. Such a copy may lack what was being written.
func checkCopy(data string) error {
	_, where, err := readPid(data)
	if err != nil || where == "" || samePlace(where, data) {
		return err
	}
	return fmt.Errorf("%s est la copie d’une base prise pendant qu’elle servait dans %s : elle peut être abîmée. "+
		"Copiez le dossier quand Escale est arrêtée, ou avec pg_dump. Si ce dossier a seulement été déplacé, supprimez %s",
		data, where, filepath.Join(data, pidName))
}

// pidName is the file in which a server that runs says who and where it is.
const pidName = "postmaster.pid"

// readPid reads the process and the folder of the server of a folder, "" when
// none runs.
func readPid(data string) (pid, where string, err error) {
	content, err := os.ReadFile(filepath.Join(data, pidName))
	if errors.Is(err, fs.ErrNotExist) {
		return "", "", nil
	}
	lines := strings.Split(string(content)+"\n\n", "\n")
	return lines[0], lines[1], err
}

func samePlace(a, b string) bool {
	realA, errA := filepath.EvalSymlinks(a)
	realB, errB := filepath.EvalSymlinks(b)
	return a == b || errA == nil && errB == nil && realA == realB
}
