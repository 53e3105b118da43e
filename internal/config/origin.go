package config

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// anyOrigin is how a setting says that every site may.
const anyOrigin = "*"

// origins reads a list of origins, nil for any. It goes into a header that
// guards pages: it is read as it is, not trimmed, and what is not plainly an
// origin is refused.
func (r *reader) origins(name string) []string {
	r.read = append(r.read, name)
	text := r.values[name]
	if text == "" || text == anyOrigin {
		return nil
	}
	list := strings.Split(text, ",")
	for _, origin := range list {
		if !isOrigin(origin) {
			r.fault(name, origin, "des origines séparées par des virgules, sans espace, comme https://www.saint-lo.fr ou https://*.saint-lo.fr")
		}
	}
	return list
}

var (
	originForm = regexp.MustCompile(`^https?://[a-z0-9.*:-]+$`)
	hostLabel  = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)
)

// isOrigin is true for a scheme, a host and maybe a port, and nothing else. A
// star stands for one or more labels at the left of a domain that somebody
// owns, never for a whole extension.
func isOrigin(text string) bool {
	u, err := url.Parse(text)
	if err != nil || !originForm.MatchString(text) || u.Scheme+"://"+u.Host != text {
		return false
	}
	if port, err := strconv.Atoi(u.Port()); strings.HasSuffix(u.Host, ":") || u.Port() != "" && (err != nil || port < 1 || port > 65535) {
		return false
	}
	host, starred := strings.CutPrefix(u.Hostname(), "*.")
	labels := strings.Split(host, ".")
	if starred && len(labels) < 2 {
		return false
	}
	for _, label := range labels {
		if !hostLabel.MatchString(label) {
			return false
		}
	}
	return true
}
