package config

import (
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"
)

var hostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$`)

// mail checks that mail is set up whole, or not at all.
func (f *faults) mail(c *Config) {
	if c.SMTPHost == "" {
		for _, name := range []string{"ESCALE_SMTP_FROM", "ESCALE_SMTP_PASSWORD", "ESCALE_SMTP_USER"} {
			if f.values[name] != "" {
				f.list = append(f.list, fmt.Errorf("%s : il faut aussi ESCALE_SMTP_HOST", name))
			}
		}
		return
	}
	if !hostName.MatchString(c.SMTPHost) || strings.Count(c.SMTPHost, ":") == 1 {
		f.add("ESCALE_SMTP_HOST", "le nom d’un serveur, comme smtp.manche.fr, sans port")
	}
	if !f.has("ESCALE_SMTP_PORT") && (c.SMTPPort < 1 || c.SMTPPort > 65535) {
		f.add("ESCALE_SMTP_PORT", "un numéro de port entre 1 et 65535")
	}
	if !slices.Contains([]string{"starttls", "tls", "off"}, c.SMTPTLS) {
		f.add("ESCALE_SMTP_TLS", "starttls, tls ou off")
	}
	if c.SMTPTLS == "off" && c.SMTPPassword != "" {
		f.add("ESCALE_SMTP_TLS", "starttls ou tls : un mot de passe ne part pas en clair")
	}
	if _, err := mail.ParseAddress(c.SMTPFrom); err != nil || strings.ContainsAny(c.SMTPFrom, "\r\n") {
		f.add("ESCALE_SMTP_FROM", "une adresse, comme Escale <escale@manche.fr>")
	}
	if (c.SMTPUser == "") != (c.SMTPPassword == "") {
		f.list = append(f.list, fmt.Errorf("ESCALE_SMTP_USER, ESCALE_SMTP_PASSWORD : il faut les deux, ou aucun"))
	}
	if !strings.HasPrefix(c.BaseURL, "http") {
		f.add("ESCALE_BASE_URL", "l’adresse publique de la carte : les liens des courriels y mènent")
	}
}
