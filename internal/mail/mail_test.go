package mail_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"

	"escale/internal/mail"
	"escale/internal/mail/mailtest"
	"escale/internal/mediation"
)

func newSender(t *testing.T, server *mailtest.Server) *mail.Sender {
	t.Helper()
	s, err := mail.New(mail.Options{
		Host: "127.0.0.1", Port: server.Port, From: "Escale <escale@manche.example>", TLS: mail.Off, Site: "la carte de la Manche",
		Link: func(l mediation.Letter) string { return "https://escale.example/lien?jeton=" + l.Secret }, Tie: func(s string) string { return s },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// parts reads a message with the standard library's readers of mail.
func parts(t *testing.T, raw []byte) (header netmail.Header, plain, rich string) {
	t.Helper()
	message, err := netmail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	for reader := multipart.NewReader(message.Body, params["boundary"]); ; {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return message.Header, plain, rich
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/plain") {
			plain = string(body)
		} else {
			rich = string(body)
		}
	}
}

func TestEveryKindOfLetterIsWrittenInBothForms(t *testing.T) {
	server := mailtest.Start(t)
	s := newSender(t, server)
	for _, kind := range mediation.MailKinds {
		err := s.Send(context.Background(), mediation.Letter{
			Mail: 7, Kind: kind, To: "mairie@genets.example", Secret: "SECRET", Code: "123456", Right: "Tient à jour des lieux", Scope: "Genêts <b>", Names: []string{"Mairie"}, Dates: []string{"lundi 7 décembre à 14 h"}, About: "Mairie, Genêts", Reason: "Parce que <b>",
		})
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		got := server.Messages()
		header, plain, rich := parts(t, got[len(got)-1].Data)
		subject, err := (&mime.WordDecoder{}).DecodeHeader(header.Get("Subject"))
		if err != nil || subject == "" || kind.Label() == "" || header.Get("Message-Id") != "<courriel-7@manche.example>" || !strings.Contains(header.Get("To"), "mairie@genets.example") {
			t.Errorf("%s: %v", kind, header)
		}
		if !strings.Contains(plain, "Bonjour") || !strings.Contains(rich, "Bonjour") || strings.Contains(rich, "<b>") || strings.Contains(rich, "ZgotmplZ") {
			t.Errorf("%s: %s %s", kind, plain, rich)
		}
		if kind != mediation.MailRefusal && !strings.Contains(plain, "https://escale.example/lien?jeton=SECRET") || kind != mediation.MailRefusal && !strings.Contains(rich, `href="https://escale.example/lien?jeton=SECRET"`) {
			t.Errorf("%s leads nowhere: %s", kind, plain)
		}
		if (kind == mediation.MailSeat || kind == mediation.MailFreed || kind == mediation.MailCalledOff) && !strings.Contains(plain, "- lundi 7 décembre à 14 h") {
			t.Errorf("%s does not name the other dates: %s", kind, plain)
		}
	}
}

// Whatever is typed stays where it is typed: no header, no other reader.
func TestHeadersCannotBeInjected(t *testing.T) {
	server := mailtest.Start(t)
	s := newSender(t, server)
	const more = "x\r\nBcc: evil@evil.example\r\n\r\n<script>alert(1)</script>"
	for i, l := range []mediation.Letter{
		{To: "a@b.example\r\nBcc: evil@evil.example"}, {To: "a@b.example, evil@evil.example"}, {To: "a@b.example", Code: more},
		{To: "a@b.example", Scope: more}, {To: "a@b.example", Right: more}, {To: "a@b.example", Names: []string{more}}, {To: "a@b.example", About: more}, {To: "a@b.example", Where: more}, {To: "a@b.example", Until: more}, {To: "a@b.example", Reason: more},
	} {
		for _, kind := range mediation.MailKinds {
			l.Kind = kind
			if err := s.Send(context.Background(), l); i < 2 && mediation.KindOf(err) != mediation.Invalid || i >= 2 && err != nil {
				t.Errorf("%d, %s: %v", i, kind, err)
			}
		}
	}
	if len(server.Messages()) == 0 {
		t.Fatal("nothing was sent")
	}
	for _, m := range server.Messages() {
		header, _, rich := parts(t, m.Data)
		if fmt.Sprint(m.To) != "[a@b.example]" || header.Get("Bcc") != "" || strings.Contains(rich, "<script>") {
			t.Errorf("to %v: %s", m.To, m.Data)
		}
	}
}

func TestWhatTheServerAnswersIsUnderstood(t *testing.T) {
	server := mailtest.Start(t)
	s := newSender(t, server)
	letter := mediation.Letter{Kind: mediation.MailSignIn, To: "mairie@genets.example", Secret: "S", Code: "123456"}
	for code, want := range map[int]mediation.ErrorKind{550: mediation.Invalid, 554: mediation.Invalid, 450: mediation.Unavailable, 421: mediation.Unavailable} {
		server.Refuse(code)
		err := s.Send(context.Background(), letter)
		if mediation.KindOf(err) != want {
			t.Errorf("%d: %v", code, err)
		}
		if fault, ok := errors.AsType[*mediation.Error](err); !ok || strings.Contains(fault.Sentence, "@") {
			t.Errorf("%d: the sentence names an address: %v", code, err)
		}
	}
	server.Close()
	if err := s.Send(context.Background(), letter); mediation.KindOf(err) != mediation.Unavailable {
		t.Errorf("nobody there: %v", err)
	}
}

// A server without TLS gets nothing from who asks for TLS.
func TestNothingIsSentInClearUnlessItIsSet(t *testing.T) {
	server := mailtest.Start(t)
	for _, way := range []string{mail.StartTLS, mail.TLS} {
		s, err := mail.New(mail.Options{
			Host: "127.0.0.1", Port: server.Port, From: "escale@manche.example", TLS: way, Link: func(mediation.Letter) string { return "" }, Tie: strings.Clone,
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(context.Background(), mediation.Letter{Kind: mediation.MailSignIn, To: "a@b.example"}); mediation.KindOf(err) != mediation.Unavailable {
			t.Errorf("%s: %v", way, err)
		}
	}
	if n := len(server.Messages()); n > 0 {
		t.Errorf("%d in clear", n)
	}
}

// With a certificate that is trusted and the right password it leaves; with
// another of either it does not, and may later.
func TestMailLeavesByTLSWithAPassword(t *testing.T) {
	server, roots := mailtest.StartTLS(t)
	for name, tt := range map[string]struct {
		roots    *x509.CertPool
		password string
		sent     int
	}{"as set up": {roots, mailtest.Password, 1}, "another certificate": {nil, mailtest.Password, 0}, "another password": {roots, "x", 0}} {
		s, err := mail.New(mail.Options{
			Host: "127.0.0.1", Port: server.Port, From: "escale@manche.example", TLS: mail.StartTLS, Roots: tt.roots, User: mailtest.User, Password: tt.password,
			Link: func(mediation.Letter) string { return "" }, Tie: strings.Clone,
		})
		if err != nil {
			t.Fatal(err)
		}
		before := len(server.Messages())
		err = s.Send(context.Background(), mediation.Letter{Kind: mediation.MailSignIn, To: "a@b.example"})
		if got := len(server.Messages()) - before; got != tt.sent || (tt.sent == 0) != (mediation.KindOf(err) == mediation.Unavailable) || err != nil && strings.Contains(err.Error(), mailtest.Password) {
			t.Errorf("%s: %d sent, %v", name, got, err)
		}
	}
}
