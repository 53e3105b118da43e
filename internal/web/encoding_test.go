package web_test

import (
	"testing"

	"escale/internal/web"
)

// The headers are the examples of RFC 9110, section 12.5.3, and what browsers
// and tools send.
func TestEncoding(t *testing.T) {
	for accept, want := range map[string]string{
		// RFC 9110
		"compress, gzip":                     "gzip",
		"":                                   "",
		"*":                                  "br",
		"compress;q=0.5, gzip;q=1.0":         "gzip",
		"gzip;q=1.0, identity; q=0.5, *;q=0": "gzip",
		// browsers
		"gzip, deflate, br, zstd": "br",
		"gzip, deflate":           "gzip",
		"br;q=1.0, gzip;q=0.8":    "br",
		"br;q=0.2, gzip;q=0.8":    "gzip",
		// what is refused
		"br;q=0":                     "",
		"br;q=0, gzip":               "gzip",
		"br; q=0.000 , *":            "gzip",
		"*;q=0":                      "",
		"identity;q=0":               "",
		"identity;q=0, *;q=0":        "",
		"identity;q=0, *":            "br",
		"identity":                   "",
		"identity;q=1, br;q=0.5":     "",
		"identity;q=0.5, br;q=0.5":   "br",
		"GZIP":                       "gzip",
		"x-gzip":                     "gzip",
		"gzip;q=2, br;level=1":       "",
		"brotli":                     "",
		"gzip;q=one, br;q=":          "",
		"deflate, gzip ; q = 0.1 , ": "gzip",
	} {
		if got := web.Encoding(accept, web.Brotli, web.Gzip); got != want {
			t.Errorf("%q: %q, want %q", accept, got, want)
		}
	}
	if got := web.Encoding("br, gzip;q=0.5", web.Gzip); got != "gzip" {
		t.Errorf("without brotli on offer: %q", got)
	}
}
