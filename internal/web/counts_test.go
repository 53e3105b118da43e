package web_test

import (
	"net/http/httptest"
	"testing"

	"escale/internal/web"
)

func TestWhoIsCounted(t *testing.T) {
	const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	for why, test := range map[string]struct {
		agent, header, value string
		want                 bool
	}{
		"a person": {browser, "", "", true}, "no name": {"", "", "", false}, "a robot": {"Mozilla/5.0 (compatible; Googlebot/2.1)", "", "", false},
		"ahead": {browser, "Sec-Purpose", "prefetch;prerender", false}, "left out": {browser, "Sec-GPC", "1", false}, "not tracked": {browser, "DNT", "1", false},
	} {
		r := httptest.NewRequest("GET", "/communes/50129", nil)
		r.Header.Set("User-Agent", test.agent)
		if test.header != "" {
			r.Header.Set(test.header, test.value)
		}
		if got := web.Counts(r); got != test.want {
			t.Errorf("%s: %v", why, got)
		}
	}
}
