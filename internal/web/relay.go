package web

import (
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"
)

// What relays say of a request before them. From anybody else these are lies.
const forwardedFor = "X-Forwarded-For"

// Their names are as Go writes them in [http.Header].
var forwarded = []string{forwardedFor, "X-Forwarded-Proto", "X-Forwarded-Protocol", "X-Forwarded-Ssl", "X-Url-Scheme", "X-Real-Ip"}

// relays are the networks whose word is taken.
type relays struct {
	networks []netip.Prefix
	warned   sync.Once
}

// heed keeps what a trusted relay says, and drops what anybody else does.
func (r *relays) heed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Request().Header
		if !r.trusted(c.Request().RemoteAddr) {
			r.drop(h)
		} else if list := h.Values(forwardedFor); len(list) > 0 {
			h.Set(forwardedFor, withoutPorts(strings.Join(list, ",")))
		}
		return next(c)
	}
}

func (r *relays) trusted(peer string) bool {
	if len(r.networks) == 0 {
		return false
	}
	from, err := netip.ParseAddrPort(peer)
	return err == nil && slices.ContainsFunc(r.networks, func(p netip.Prefix) bool { return p.Contains(from.Addr().Unmap()) })
}

func (r *relays) drop(h http.Header) {
	for _, name := range forwarded {
		if _, given := h[name]; !given {
			continue
		}
		delete(h, name)
		r.warned.Do(func() {
			slog.Warn("a relay that is not in ESCALE_TRUSTED_PROXIES speaks for its clients: they all count as one", "header", name)
		})
	}
}

// withoutPorts writes a list of addresses without the ports that some relays
// add: 203.0.113.9:4711, [2001:db8::1]:4711.
func withoutPorts(list string) string {
	var out []string
	for text := range strings.SplitSeq(list, ",") {
		text = strings.TrimSpace(text)
		if with, err := netip.ParseAddrPort(text); err == nil {
			text = with.Addr().String()
		}
		out = append(out, strings.Trim(text, "[]"))
	}
	return strings.Join(out, ", ")
}

// clientBits is how much of an IPv6 address is one client's: whoever has a line
// has the rest.
const clientBits = 64

// Client names who sends a request, for limits: an IPv4 address, or a network of
// IPv6. It is in memory only.
func Client(c echo.Context) string {
	address, err := netip.ParseAddr(c.RealIP())
	if err != nil {
		return c.RealIP()
	}
	address = address.Unmap().WithZone("")
	if address.Is4() {
		return address.String()
	}
	network, _ := address.Prefix(clientBits) // an IPv6 address has more
	return network.String()
}

// Origin is the public address of the site, without a path: the one that is
// set, or else the one that is asked for. The second is what the client says:
// such an answer is kept for nobody else.
func Origin(c echo.Context, base string) string {
	if base != "" {
		return strings.TrimSuffix(base, "/")
	}
	c.Set(ownAnswer, true)
	c.Response().Header().Set("Cache-Control", ownCaching)
	return c.Scheme() + "://" + c.Request().Host
}

// ownAnswer marks an answer that depends on what its client says of itself.
const (
	ownAnswer  = "own answer"
	ownCaching = "private, no-cache"
)
