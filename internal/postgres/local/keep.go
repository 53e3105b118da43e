package local

import (
	"log/slog"
	"sync"
	"time"
)

// restartPause keeps a server that cannot live from being started in a loop.
const restartPause = time.Second

// keptServer is a server that is started again when it ends unasked, as after
// a crash or a kill by the system.
type keptServer struct {
	start func() (*server, error)
	quit  chan struct{}

	mu      sync.Mutex
	current *server
}

func keep(start func() (*server, error)) (*keptServer, error) {
	first, err := start()
	if err != nil {
		return nil, err
	}
	k := &keptServer{start: start, quit: make(chan struct{}), current: first}
	go k.watch(first)
	return k, nil
}

func (k *keptServer) watch(s *server) {
	for {
		select {
		case <-k.quit:
			return
		case <-s.done:
		}
		slog.Warn("the private database ended unasked and is started again", "log", s.log)
		select {
		case <-k.quit:
			return
		case <-time.After(restartPause):
		}
		if next := k.restart(); next != nil {
			s = next
		}
	}
}

// restart starts the server unless stop was called meanwhile; nil when it
// could not.
func (k *keptServer) restart() *server {
	k.mu.Lock()
	defer k.mu.Unlock()
	select {
	case <-k.quit:
		return nil
	default:
	}
	next, err := k.start()
	if err != nil {
		slog.Error("the private database cannot be started again", "error", err)
		return nil
	}
	k.current = next
	return next
}

func (k *keptServer) stop() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	select {
	case <-k.quit:
		return nil
	default:
		close(k.quit)
	}
	return k.current.stop()
}

// release leaves the server to others, as it is.
func (k *keptServer) release() {
	k.mu.Lock()
	defer k.mu.Unlock()
	select {
	case <-k.quit:
	default:
		close(k.quit)
	}
}

func (k *keptServer) log() string { return k.current.log }
