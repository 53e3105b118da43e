package config

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// anyOrigin is how a setting says that every site may.
const anyOrigin = "*"

// origins reads a list of origins, nil for any. It goes into a header that
// guards pages: it is read as it is, not trimmed, and what is not plainly an
// origin is refused.
func (f *faults) origins(name string) []string {
	text := f.values[name]
	if text == "" || text == anyOrigin {
		return nil
	}
	list := strings.Split(text, ",")
	for i, origin := range list {
		if wrong := wrongOrigin(origin); wrong != "" {
			f.add(name, fmt.Sprintf("des origines séparées par des virgules, sans espace, comme https://www.saint-lo.fr ou https://*.saint-lo.fr. Entrée %d, %q : %s", i+1, origin, wrong))
		}
	}
	return list
}

var (
	originForm = regexp.MustCompile(`^https?://[a-z0-9.*:-]+$`)
	hostLabel  = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
)

// wrongOrigin says which rule a text breaks, "" for none: it must be a scheme,
// a host and maybe a port, and nothing else.
func wrongOrigin(text string) string {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return "elle est vide"
	case text == anyOrigin:
		return "l’étoile seule vaut pour tous les sites, elle ne va pas avec d’autres"
	case strings.TrimSpace(text) != text || strings.ContainsAny(text, " \t\r\n"):
		return "il y a un espace ou un retour à la ligne"
	case !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://"):
		return "elle doit commencer par https:// ou http://"
	case err == nil && (u.User != nil || u.Path != "" || strings.ContainsAny(text, "?#")):
		return "il faut le protocole, le nom et au besoin le port, rien après"
	case err != nil || !originForm.MatchString(text) || u.Scheme+"://"+u.Host != text:
		return "un signe n’est pas permis ; les noms s’écrivent en minuscules, sans accent"
	case !goodPort(u):
		return "le port doit être entre 1 et 65535"
	}
	return wrongHost(u.Hostname())
}

func goodPort(u *url.URL) bool {
	if !strings.Contains(u.Host, ":") {
		return true
	}
	port, err := strconv.Atoi(u.Port())
	return err == nil && port >= 1 && port <= 65535
}

// wrongHost is for a name. A star stands for one or more labels at the left of
// a domain that somebody owns: never for a whole extension, be it .fr, .co.uk,
// .gouv.fr or .github.io, nor for IP addresses, which have no subdomains.
func wrongHost(name string) string {
	host, starred := strings.CutPrefix(name, "*.")
	for label := range strings.SplitSeq(host, ".") {
		if !hostLabel.MatchString(label) {
			return "ce n’est pas un nom de site ; l’étoile ne va qu’au début, suivie d’un point"
		}
	}
	if !starred {
		return ""
	}
	labels := strings.Split(host, ".")
	if _, err := strconv.Atoi(labels[len(labels)-1]); err == nil {
		return "une adresse IP n’a pas de sous-domaines"
	}
	if suffix, _ := publicsuffix.PublicSuffix(host); suffix == host {
		return "« *." + host + " » vaudrait pour les sites de tout le monde : l’étoile va sous un domaine qui est à quelqu’un"
	}
	return ""
}
