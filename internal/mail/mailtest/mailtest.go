// Package mailtest is an SMTP server in process, for tests: it keeps what it gets.
package mailtest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
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

// User and Password are asked of who comes by TLS.
const (
	User     = "escale"
	Password = "s3cr3t"
)

// Start listens on a free port until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	return start(t, nil)
}

// StartTLS is [Start] with a certificate, whose root it returns, and a password.
func StartTLS(t testing.TB) (*Server, *x509.CertPool) {
	t.Helper()
	https := httptest.NewTLSServer(nil)
	t.Cleanup(https.Close)
	roots := x509.NewCertPool()
	roots.AddCert(https.Certificate())
	return start(t, &tls.Config{Certificates: https.TLS.Certificates}), roots
}

func start(t testing.TB, certified *tls.Config) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Port: listener.Addr().(*net.TCPAddr).Port}
	s.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{server: s, secure: certified != nil}, nil }))
	s.server.TLSConfig = certified
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
	server         *Server
	message        Message
	secure, signed bool
}

// AuthMechanisms are the ways to give a password.
func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth checks it.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if s.signed = user == User && password == Password; !s.signed {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *session) Reset() { s.message = Message{} }

func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.secure && !s.signed {
		return smtp.ErrAuthRequired
	}
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
