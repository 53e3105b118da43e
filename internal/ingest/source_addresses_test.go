package ingest

import (
	"net/netip"
	"testing"
)

func TestOnlyThePublicInternetIsRead(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "100.63.255.255": true, "100.128.0.1": true, "198.20.0.1": true, "192.0.1.1": true, "223.255.255.1": true,
		"2001:4860:4860::8888": true, "2a00:1450:4007::1": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"0.0.0.0": false, "0.1.2.3": false, "100.64.0.1": false, "100.127.255.255": false, "192.0.0.8": false,
		"198.18.0.1": false, "198.19.255.255": false, "224.0.0.1": false, "240.0.0.1": false, "255.255.255.255": false,
		"::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "ff02::1": false, "fec0::1": false, "2001:db8::1": false, "::ffff:0:8.8.8.8": false,
		// IPv4, mapped, compatible, NAT64, 6to4 and Teredo.
		"::ffff:127.0.0.1": false, "::ffff:8.8.8.8": true, "::10.0.0.1": false,
		"64:ff9b::a9fe:a9fe": false, "64:ff9b::808:808": true, "64:ff9b:1::808:808": false,
		"2002:7f00:1::1": false, "2002:a00:1::": false, "2002:808:808::1": true,
		"2001:0:808:808:0:0:80ff:fffe": false, // of 127.0.0.1, by 8.8.8.8
		"2001:0:a00:1:0:0:f7f7:f7f7":   false, // of 8.8.8.8, by 10.0.0.1
		"2001:0:808:808:0:0:f7f7:f7f7": true,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: public %v, want %v", address, got, want)
		}
	}
}
