package web_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"escale/internal/mediation"
	"escale/internal/web"
)

// from answers a request as it comes from an address, through relays that are
// trusted.
func from(peer string, trusted []netip.Prefix, answer echo.HandlerFunc, headers ...string) *httptest.ResponseRecorder {
	e := web.New(web.Options{TrustedProxies: trusted})
	e.GET("/", answer)
	request := httptest.NewRequest(http.MethodGet, "http://evil.example/", nil)
	request.RemoteAddr = peer
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	e.ServeHTTP(recorder, request)
	return recorder
}

var inside = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}

func TestAClientIsALineNotAnAddress(t *testing.T) {
	for _, tt := range []struct{ peer, forwarded, want string }{
		{"203.0.113.9:4711", "", "203.0.113.9"},
		{"[2001:db8:1:2::1]:4711", "", "2001:db8:1:2::/64"},
		{"[2001:db8:1:2:ffff::9]:4711", "", "2001:db8:1:2::/64"},
		{"[::ffff:203.0.113.9]:4711", "", "203.0.113.9"},
		{"10.0.0.1:80", "203.0.113.9", "203.0.113.9"},
		{"10.0.0.1:80", "203.0.113.9:4711", "203.0.113.9"},
		{"10.0.0.1:80", "198.51.100.7, 203.0.113.9:4711, 10.0.0.2:80", "203.0.113.9"},
		{"10.0.0.1:80", "[2001:db8:1:2::1]:4711", "2001:db8:1:2::/64"},
		{"[fd00::1]:80", "[2001:db8:1:2::1]", "2001:db8:1:2::/64"},
		{"203.0.113.9:4711", "198.51.100.7", "203.0.113.9"},
	} {
		var headers []string
		if tt.forwarded != "" {
			headers = []string{"X-Forwarded-For", tt.forwarded}
		}
		answer := from(tt.peer, inside, func(c echo.Context) error { return c.String(http.StatusOK, web.Client(c)) }, headers...)
		if got := answer.Body.String(); got != tt.want {
			t.Errorf("%s for %q: %s, want %s", tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

func TestOnlyTrustedRelaysSayTheScheme(t *testing.T) {
	scheme := func(c echo.Context) error { return c.String(http.StatusOK, c.Scheme()) }
	for _, header := range []string{"X-Forwarded-Proto", "X-Forwarded-Protocol", "X-Url-Scheme"} {
		if got := from("203.0.113.9:1", inside, scheme, header, "https").Body.String(); got != "http" {
			t.Errorf("%s from anybody: %s", header, got)
		}
		if got := from("10.0.0.1:1", inside, scheme, header, "https").Body.String(); got != "https" {
			t.Errorf("%s from our relay: %s", header, got)
		}
	}
}

func TestAnUntrustedRelayIsWarnedOfOnce(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	e := web.New(web.Options{})
	for range 3 {
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.Header.Set("X-Forwarded-For", "203.0.113.9")
		e.ServeHTTP(httptest.NewRecorder(), request)
	}
	if n := strings.Count(log.String(), "ESCALE_TRUSTED_PROXIES"); n != 1 || strings.Contains(log.String(), "203.0.113.9") {
		t.Errorf("%d warnings: %s", n, log.String())
	}
}

// A shared cache must never give to others what one client said of itself.
func TestTheHostOfAClientIsForItsOwnAnswerOnly(t *testing.T) {
	for base, want := range map[string]string{"": "private", "https://escale.example": "public"} {
		for name, answer := range map[string]echo.HandlerFunc{
			"origin, then caching": func(c echo.Context) error {
				origin := web.Origin(c, base)
				return web.JSON(c, web.NewStamp(0, "a"), echo.MIMEApplicationJSON, origin)
			},
			"caching, then origin": func(c echo.Context) error {
				if done, err := web.Fresh(c, web.NewStamp(0, "a")); done || err != nil {
					return err
				}
				return c.String(http.StatusOK, web.Origin(c, base))
			},
		} {
			got := from("203.0.113.9:1", nil, answer)
			if cached := got.Header().Get("Cache-Control"); !strings.HasPrefix(cached, want) || strings.Contains(got.Body.String(), "evil") && want == "public" {
				t.Errorf("%s, base %q: %s, %s", name, base, cached, got.Body)
			}
		}
	}
}

func TestTwoHeavyAnswersAreWrittenAtOnce(t *testing.T) {
	heavy, started, finish := web.NewHeavy(), make(chan struct{}), make(chan struct{})
	e := web.New(web.Options{})
	e.GET("/", func(c echo.Context) error {
		body, err := heavy.Write(func() ([]byte, error) { started <- struct{}{}; <-finish; return []byte("done"), nil })
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "text/plain", body)
	})
	ask := func() *httptest.ResponseRecorder {
		recorder := httptest.NewRecorder()
		e.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/", nil))
		return recorder
	}
	answers := make(chan *httptest.ResponseRecorder)
	for range 2 {
		go func() { answers <- ask() }()
		<-started
	}
	if third := ask(); third.Code != http.StatusServiceUnavailable || third.Header().Get("Retry-After") == "" {
		t.Errorf("the third: %d, Retry-After %q", third.Code, third.Header().Get("Retry-After"))
	}
	close(finish)
	for range 2 {
		if answer := <-answers; answer.Code != http.StatusOK {
			t.Errorf("status %d", answer.Code)
		}
	}
	if _, err := heavy.Write(func() ([]byte, error) { return nil, errors.New("broken") }); mediation.KindOf(err) == mediation.Unavailable {
		t.Error("its place was not given back")
	}
}
