// Package mail sends letters to those who sign in, through the SMTP server of
// whoever runs the map. What a letter says is in templates, once for both forms.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"escale/internal/mediation"
)

// The ways of a connection to the SMTP server.
const (
	StartTLS = "starttls" // begins in clear, and goes no further without TLS
	TLS      = "tls"      // from the first byte
	Off      = "off"      // in clear, for a server on the same machine
)

// Options say how mail leaves.
type Options struct {
	Host           string
	Port           int
	User, Password string
	// From is who writes: "Escale <escale@manche.fr>".
	From string
	// TLS is [StartTLS], [TLS] or [Off].
	TLS string
	// Roots are trusted beside those of the machine, nil for none.
	Roots *x509.CertPool
	// Site is what the map is called, in a sentence: "la carte de l’aide numérique dans la Manche".
	Site string
	// Link is the page that a letter leads to.
	Link func(mediation.Letter) string
	// Tie gives a French text its spaces at which no line ends.
	Tie func(string) string
}

// Sender sends letters.
type Sender struct {
	opts   Options
	from   *mail.Address
	client []gomail.Option
}

// timeout is how long one exchange with the SMTP server may take.
const timeout = 15 * time.Second

// New returns a sender; an error when From is no address.
func New(opts Options) (*Sender, error) {
	from, err := mail.ParseAddress(opts.From)
	if err != nil {
		return nil, err
	}
	s := &Sender{opts: opts, from: from}
	s.client = []gomail.Option{
		gomail.WithPort(opts.Port), gomail.WithTimeout(timeout),
		gomail.WithTLSConfig(&tls.Config{ServerName: opts.Host, RootCAs: opts.Roots, MinVersion: tls.VersionTLS12}),
	}
	switch opts.TLS {
	case TLS:
		s.client = append(s.client, gomail.WithSSL())
	case Off:
		s.client = append(s.client, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		s.client = append(s.client, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if opts.User != "" {
		s.client = append(s.client, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(opts.User), gomail.WithPassword(opts.Password))
	}
	return s, nil
}

// Send sends a letter. The error is of kind [mediation.Invalid] when it will
// never leave, and of kind [mediation.Unavailable] when it may later; its
// sentence names no address.
func (s *Sender) Send(ctx context.Context, l mediation.Letter) error {
	message, err := s.compose(l)
	if err != nil {
		return &mediation.Error{Kind: mediation.Invalid, Sentence: "Ce message n’a pas pu être écrit : une adresse y est mal formée.", Cause: err}
	}
	client, connection, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = client.CloseWithSMTPClient(connection) }()
	if err := client.SendWithSMTPClient(connection, message); err != nil && !message.IsDelivered() {
		return refused(err)
	}
	return nil
}

func away(err error) error {
	return &mediation.Error{Kind: mediation.Unavailable, Sentence: "Le serveur de courriel ne répond pas, ou refuse cette carte.", Cause: err}
}

// refused reads what the SMTP server answered: 5xx is for good.
func refused(err error) error {
	fault, ok := errors.AsType[*gomail.SendError](err)
	if !ok || fault.IsTemp() || fault.ErrorCode() < 500 {
		return &mediation.Error{Kind: mediation.Unavailable, Sentence: "Le serveur de courriel n’en veut pas maintenant.", Cause: err}
	}
	return &mediation.Error{Kind: mediation.Invalid, Sentence: fmt.Sprintf("Le serveur de courriel a refusé ce message (%d) : l’adresse n’existe pas, ou n’en veut pas.", fault.ErrorCode()), Cause: err}
}

// compose writes a letter in both forms. The same mail has the same number each
// time it is tried: should it arrive twice, readers of mail know it.
func (s *Sender) compose(l mediation.Letter) (*gomail.Msg, error) {
	text, err := s.write(l)
	if err != nil {
		return nil, err
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent()) // what writes is nobody’s business
	m.FromMailAddress(s.from)
	if err := m.To(l.To); err != nil {
		return nil, err
	}
	m.Subject(text.Subject)
	m.SetDate()
	_, domain, _ := strings.Cut(s.from.Address, "@")
	m.SetMessageIDWithValue(fmt.Sprintf("courriel-%d@%s", l.Mail, domain))
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	if err := m.SetBodyTextTemplate(plain, text); err != nil {
		return nil, err
	}
	return m, m.AddAlternativeHTMLTemplate(rich, text)
}

// Check connects to the SMTP server and signs in, and sends nothing.
func (s *Sender) Check(ctx context.Context) error {
	client, connection, err := s.connect(ctx)
	if err != nil {
		return err
	}
	return client.CloseWithSMTPClient(connection)
}

func (s *Sender) connect(ctx context.Context) (*gomail.Client, *smtp.Client, error) {
	client, err := gomail.NewClient(s.opts.Host, s.client...)
	if err != nil {
		return nil, nil, away(err)
	}
	connection, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, nil, away(err)
	}
	return client, connection, nil
}
