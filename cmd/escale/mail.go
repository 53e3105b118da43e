package main

import (
	"fmt"

	"escale/internal/admin"
	"escale/internal/desk"
	"escale/internal/mail"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/site"
)

// mailer sends mail, by the server that is set.
func (p *program) mailer() (desk.Mailer, error) { return p.sender() }

func (p *program) sender() (*mail.Sender, error) {
	c := p.config
	about, err := namedArea(c.Area)
	if err != nil {
		return nil, err
	}
	return mail.New(mail.Options{
		Host: c.SMTPHost, Port: c.SMTPPort, User: c.SMTPUser, Password: c.SMTPPassword, From: c.SMTPFrom, TLS: c.SMTPTLS,
		Site: "la carte de l’aide numérique " + about.In, Link: p.link, Tie: pages.Tie,
	})
}

// link is the page that a letter leads to.
func (p *program) link(l mediation.Letter) string {
	base := p.config.BaseURL
	if base == "" {
		base = fmt.Sprintf("http://localhost:%d", p.config.Port)
	}
	if l.Kind.OfVan() {
		return base + site.VanPath(l.Secret)
	}
	return base + admin.LetterPath(l)
}
