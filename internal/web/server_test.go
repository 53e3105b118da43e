package web_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"escale/internal/mediation"
	"escale/internal/web"
)

func newServer(t *testing.T, opts web.Options) *httptest.Server {
	t.Helper()
	e := web.New(opts)
	e.GET("/ip", func(c echo.Context) error { return c.String(http.StatusOK, c.RealIP()) })
	e.GET("/fault", func(echo.Context) error { return errors.New("the password is hunter2") })
	e.GET("/panic", func(echo.Context) error { panic("hunter2") })
	e.GET("/late", func(echo.Context) error { return context.DeadlineExceeded })
	e.GET("/conflict", func(echo.Context) error {
		return &mediation.Error{Kind: mediation.Conflict, Sentence: "Déjà pris.", Cause: errors.New("hunter2")}
	})
	e.POST("/body", func(c echo.Context) error { _, err := io.ReadAll(c.Request().Body); return err })
	s := httptest.NewServer(web.Server("", e).Handler)
	t.Cleanup(s.Close)
	return s
}

func send(t *testing.T, method, url string, body io.Reader, headers ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequest(method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(content)
}

func TestFaultsAreAnsweredWithoutInternals(t *testing.T) {
	s := newServer(t, web.Options{})
	for path, want := range map[string]int{"/fault": 500, "/panic": 500, "/late": 503, "/conflict": 409, "/none": 404} {
		response, body := send(t, http.MethodGet, s.URL+path, nil)
		if response.StatusCode != want || response.Header.Get("Content-Type") != web.ProblemType || strings.Contains(body, "hunter2") {
			t.Errorf("%s: %s %s", path, response.Status, body)
		}
	}
}

func TestWrongMethodAndLargeBody(t *testing.T) {
	s := newServer(t, web.Options{})
	if response, _ := send(t, http.MethodDelete, s.URL+"/ip", nil); response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("DELETE: %s", response.Status)
	}
	large := bytes.NewReader(make([]byte, 2<<20))
	if response, _ := send(t, http.MethodPost, s.URL+"/body", large); response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("2 MiB: %s", response.Status)
	}
}

func TestHeadIsGetWithoutItsBody(t *testing.T) {
	response, body := send(t, http.MethodHead, newServer(t, web.Options{}).URL+"/ip", nil)
	if response.StatusCode != http.StatusOK || body != "" || response.ContentLength <= 0 {
		t.Errorf("%s, %d bytes announced, body %q", response.Status, response.ContentLength, body)
	}
}

func TestOnlyTrustedProxiesNameTheClient(t *testing.T) {
	for why, tt := range map[string]struct {
		trusted []netip.Prefix
		want    string
	}{
		"nobody is trusted": {nil, "127.0.0.1"},
		"another network":   {[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, "127.0.0.1"},
		"the caller":        {[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "203.0.113.9"},
	} {
		s := newServer(t, web.Options{TrustedProxies: tt.trusted})
		if _, got := send(t, http.MethodGet, s.URL+"/ip", nil, "X-Forwarded-For", "203.0.113.9"); got != tt.want {
			t.Errorf("%s: %s, want %s", why, got, tt.want)
		}
	}
}

func TestTilesAreTheOnlyForeignContent(t *testing.T) {
	s := newServer(t, web.Options{TileOrigin: "https://tiles.example", Secure: true})
	response, _ := send(t, http.MethodGet, s.URL+"/ip", nil)
	policy := response.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "img-src 'self' data: https://tiles.example") || strings.Count(policy, "https://") != 1 ||
		!strings.Contains(policy, "frame-ancestors 'none'") || response.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%v", response.Header)
	}
	if len(response.Cookies()) > 0 {
		t.Error("a cookie is set")
	}
}

func TestWithoutTilesNothingIsForeign(t *testing.T) {
	s := newServer(t, web.Options{})
	response, _ := send(t, http.MethodGet, s.URL+"/ip", nil)
	if policy := response.Header.Get("Content-Security-Policy"); !strings.HasSuffix(policy, "img-src 'self' data:") || strings.Contains(policy, "http") {
		t.Error(policy)
	}
}
