package local

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// owner is who the server runs as: the caller, or under root the system user
// "postgres".
type owner struct{ credential *syscall.Credential }

// capDacReadSearch (linux/capability.h) lets the server's user walk through
// folders that only root may enter: a clone under /root is such a place. The
// cluster's own folder still belongs to the server's user.
const capDacReadSearch = 2

func findOwner() (owner, error) {
	if os.Geteuid() != 0 {
		return owner{}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return owner{}, fmt.Errorf("PostgreSQL refuse de tourner en root et l'utilisateur « postgres » manque : %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return owner{}, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return owner{}, err
	}
	return owner{&syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

// makeFolder makes a folder, readable by the owner alone.
func (o owner) makeFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return o.give(dir)
}

// give makes a file the owner's.
func (o owner) give(path string) error {
	if o.credential == nil {
		return nil
	}
	return os.Chown(path, int(o.credential.Uid), int(o.credential.Gid))
}

// apply makes cmd run as the owner, in a group of its own so that a Ctrl-C
// meant for us does not reach it first.
func (o owner) apply(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Dir = "/"
	if o.credential != nil {
		cmd.SysProcAttr.Credential = o.credential
		cmd.SysProcAttr.AmbientCaps = []uintptr{capDacReadSearch}
	}
}
