// Package relay stands between a program and its database, and lets tests cut
// or freeze what passes.
package relay

import (
	"errors"
	"io"
	"net"
	"sync"
)

// Relay passes bytes on, both ways.
type Relay struct {
	listener        net.Listener
	network, target string

	mu     sync.Mutex
	thawed chan struct{} // closed while bytes pass
	open   map[net.Conn]bool
	far    map[net.Conn]bool // those of open that lead to the target
	lost   map[net.Conn]bool // those of open whose other end vanished
}

// Start relays from a port of its own to an address.
func Start(network, target string) (*Relay, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &Relay{listener: listener, network: network, target: target, thawed: make(chan struct{}), open: map[net.Conn]bool{}, far: map[net.Conn]bool{}, lost: map[net.Conn]bool{}}
	close(r.thawed)
	go r.accept()
	return r, nil
}

// Port is where the relay listens, on 127.0.0.1.
func (r *Relay) Port() int { return r.listener.Addr().(*net.TCPAddr).Port }

// Freeze keeps every connection, and those that come, open and silent.
func (r *Relay) Freeze() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.thawed = make(chan struct{})
}

// Thaw lets bytes pass again: those that waited too.
func (r *Relay) Thaw() {
	r.mu.Lock()
	defer r.mu.Unlock()
	close(r.thawed)
}

// Cut ends the connections that there are.
func (r *Relay) Cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for conn := range r.open {
		_ = conn.Close()
	}
	clear(r.open)
}

// Vanish ends the connections that there are at the target only: the program
// sees them open, and nothing comes any more, as when a cable is pulled.
func (r *Relay) Vanish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for conn := range r.open {
		if r.far[conn] {
			_ = conn.Close()
		} else {
			r.lost[conn] = true
		}
	}
}

// Close ends the relay.
func (r *Relay) Close() {
	_ = r.listener.Close()
	r.Cut()
}

func (r *Relay) accept() {
	for {
		near, err := r.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial(r.network, r.target)
		if err != nil {
			_ = near.Close()
			continue
		}
		r.mu.Lock()
		r.open[near], r.open[far], r.far[far] = true, true, true
		r.mu.Unlock()
		go r.pass(near, far)
		go r.pass(far, near)
	}
}

func (r *Relay) pass(from, to net.Conn) {
	defer r.end(from)
	defer r.end(to)
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		r.mu.Lock()
		thawed := r.thawed
		r.mu.Unlock()
		<-thawed
		if _, failure := to.Write(buffer[:n]); err != nil || failure != nil {
			return
		}
		if errors.Is(err, io.EOF) {
			return
		}
	}
}

// end closes a connection, unless its other end vanished without a word.
func (r *Relay) end(conn net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.lost[conn] {
		_ = conn.Close()
	}
	delete(r.open, conn)
	delete(r.far, conn)
}
