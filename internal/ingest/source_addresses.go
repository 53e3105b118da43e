package ingest

import (
	"errors"
	"net/netip"
	"slices"
)

var errPrivate = errors.New("a private address")

// reserved are the networks that are not of the public Internet, beside those
// that [netip.Addr] knows (IANA special-purpose address registries).
var reserved = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"64:ff9b:1::/48", "100::/64", "2001:db8::/32", "fec0::/10", "::ffff:0:0:0/96",
)

// The forms in which an IPv6 address carries one of IPv4.
var (
	compatible = netip.MustParsePrefix("::/96")
	translated = netip.MustParsePrefix("64:ff9b::/96")
	sixToFour  = netip.MustParsePrefix("2002::/16")
	teredo     = netip.MustParsePrefix("2001::/32")
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, text := range list {
		out[i] = netip.MustParsePrefix(text)
	}
	return out
}

// public is true for an address of the public Internet. One that carries
// another is public when all that it carries is.
func public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || slices.ContainsFunc(reserved, func(p netip.Prefix) bool { return p.Contains(ip) }) {
		return false
	}
	return !slices.ContainsFunc(carried(ip), func(inner netip.Addr) bool { return !public(inner) })
}

// carried are the IPv4 addresses inside an IPv6 address. Teredo has that of its
// server, and that of its client with every bit turned.
func carried(ip netip.Addr) []netip.Addr {
	if ip.Is4() {
		return nil
	}
	b := ip.As16()
	last := [4]byte(b[12:])
	switch {
	case compatible.Contains(ip), translated.Contains(ip):
		return []netip.Addr{netip.AddrFrom4(last)}
	case sixToFour.Contains(ip):
		return []netip.Addr{netip.AddrFrom4([4]byte(b[2:6]))}
	case teredo.Contains(ip):
		for i := range last {
			last[i] = ^last[i]
		}
		return []netip.Addr{netip.AddrFrom4([4]byte(b[4:8])), netip.AddrFrom4(last)}
	}
	return nil
}
