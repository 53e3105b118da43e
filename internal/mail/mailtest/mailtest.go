// Package mailtest is an SMTP server in process, for tests: it keeps what it gets.
package mailtest

import (
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// Server receives mail.
type Server struct {
	Port   int
	server *smtp.Server
	refuse atomic.Int32
	hold   atomic.Int64

	mu   sync.Mutex
	list []Message
}

// Message is what was received.
type Message struct {
	From string
	To   []string
	Data []byte
}

// Start listens on a free port until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Port: listener.Addr().(*net.TCPAddr).Port}
	s.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{server: s}, nil }))
	s.server.Domain = "localhost"
	go func() {
		if err := s.server.Serve(listener); err != nil && !errors.Is(err, smtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			t.Log(err)
		}
	}()
	t.Cleanup(s.Close)
	return s
}

// Close stops receiving.
func (s *Server) Close() { _ = s.server.Close() }

// Refuse answers every address with a code from now on, 0 to accept them.
func (s *Server) Refuse(code int) { s.refuse.Store(int32(code)) }

// Hold waits before it accepts an address.
func (s *Server) Hold(d time.Duration) { s.hold.Store(int64(d)) }

// Messages are those received so far.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Message(nil), s.list...)
}

type session struct {
	server  *Server
	message Message
}

func (s *session) Reset() { s.message = Message{} }

func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.message.From = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	time.Sleep(time.Duration(s.server.hold.Load()))
	if code := int(s.server.refuse.Load()); code != 0 {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: "not " + to}
	}
	s.message.To = append(s.message.To, to)
	return nil
}

func (s *session) Data(r io.Reader) (err error) {
	if s.message.Data, err = io.ReadAll(r); err != nil {
		return err
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.list = append(s.server.list, s.message)
	return nil
}
