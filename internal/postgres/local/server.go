package local

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// stopLimit is how long a fast shutdown may take before the server is killed.
const stopLimit = 20 * time.Second

// server is the postgres process that this program started.
type server struct {
	process *os.Process
	done    chan struct{}
}

// startServer starts postgres. One that is bound ends with this program even
// when this program is killed: the kernel then sends it SIGINT, a fast
// shutdown. That signal follows the thread that started the child, so one
// goroutine keeps its thread until the child ends. One that is not bound may be
// left to other programs; after a kill, the next that uses it ends it.
func startServer(owner owner, program string, args []string, log string, bound bool) (*server, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, args...)
	owner.apply(cmd)
	if bound {
		cmd.SysProcAttr.Pdeathsig = syscall.SIGINT
	}
	cmd.Stdout, cmd.Stderr = out, out
	s := &server{done: make(chan struct{})}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer close(s.done)
		defer out.Close()
		err := cmd.Start()
		s.process = cmd.Process
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is in its log
		}
	}()
	return s, <-started
}

func (s *server) ended() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

func (s *server) stop() error {
	if err := s.process.Signal(syscall.SIGINT); err != nil {
		if errors.Is(err, os.ErrProcessDone) {
			return nil
		}
		return err
	}
	select {
	case <-s.done:
		return nil
	case <-time.After(stopLimit):
		return s.process.Kill()
	}
}
