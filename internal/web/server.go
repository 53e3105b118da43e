// Package web is the plumbing that every audience shares: errors become
// answers in one place, and headers, caching, limits and the log are set once.
package web

import (
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/gzhttp"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"escale/internal/mediation"
)

// Limits of a request, whoever sends it.
const (
	maxURL      = 8 << 10 // bytes of path and query
	maxBody     = "1M"
	maxHeader   = 128 << 10
	deadline    = 10 * time.Second
	readTimeout = 15 * time.Second
	sendTimeout = 60 * time.Second
	idleTimeout = 2 * time.Minute
)

// Options are the settings of the shared plumbing.
type Options struct {
	// TileOrigin is the one foreign origin that pages may load images from.
	TileOrigin string
	// TrustedProxies may tell the client's address in X-Forwarded-For, and the
	// scheme in X-Forwarded-Proto; from anybody else these are ignored.
	TrustedProxies []netip.Prefix
	// Secure is true when the public address is https.
	Secure bool
	// Answered is called after each answer, with its route; nil for nobody.
	Answered func(method, route string, status int, took time.Duration)
	// Page answers errors of pages meant for people; nil for none.
	Page func(c echo.Context, status int, err *mediation.Error) error
}

// New returns an echo without routes, with everything that all routes share.
func New(opts Options) *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = errorHandler(opts.Page)
	e.IPExtractor = ipExtractor(opts.TrustedProxies)
	from := &relays{networks: opts.TrustedProxies}
	e.Use(inOrder(from.heed, accessLog(opts.Answered), refuseMalformed, securityHeaders(opts), middleware.Recover(), limits))
	return e
}

// inOrder is one middleware that does what all of these do, the first one first. Echo
// puts its middlewares together anew for each request; these are put together here.
func inOrder(all ...echo.MiddlewareFunc) echo.MiddlewareFunc {
	handler := func(c echo.Context) error { return c.Handler()(c) }
	for _, one := range slices.Backward(all) {
		handler = one(handler)
	}
	return func(echo.HandlerFunc) echo.HandlerFunc { return handler }
}

// limits bound what a request may send and how long its answer may take. What
// the API reads is in memory: it takes nothing and waits for nobody but the
// geocoder, which has a limit of its own.
func limits(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Method == http.MethodGet && strings.HasPrefix(c.Request().URL.Path, "/api/") {
			return next(c)
		}
		return limitBody(limitTime(next))(c)
	}
}

var (
	limitBody = middleware.BodyLimit(maxBody)
	limitTime = middleware.ContextTimeout(deadline)
)

// Server wraps the routes in a server with time limits and compression.
func Server(address string, e *echo.Echo) *http.Server {
	return &http.Server{
		Addr: address, Handler: compressed(headAsGet(e)), MaxHeaderBytes: maxHeader,
		ReadHeaderTimeout: readTimeout, ReadTimeout: readTimeout,
		WriteTimeout: sendTimeout, IdleTimeout: idleTimeout,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
}

// compressed compresses answers for those who name an encoding that they accept. Others
// get them without passing through what compresses.
func compressed(next http.Handler) http.Handler {
	packed := gzhttp.GzipHandler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header["Accept-Encoding"] != nil {
			packed.ServeHTTP(w, r)
			return
		}
		w.Header()["Vary"] = byEncoding
		next.ServeHTTP(w, r)
	})
}

// byEncoding says that an answer is another one for who accepts another encoding.
var byEncoding = []string{"Accept-Encoding"}

// headAsGet answers HEAD wherever GET is answered; the server itself leaves
// the body out.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.Clone(r.Context())
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

func ipExtractor(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		options = append(options, echo.TrustIPRange(ipNet(p)))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// accessLog keeps paths and never queries: what people look for is their own
// business. It keeps no address of theirs either.
func accessLog(answered func(method, route string, status int, took time.Duration)) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			err := next(c)
			if err != nil {
				c.Error(err)
			}
			if answered != nil {
				answered(c.Request().Method, c.Path(), c.Response().Status, time.Since(start))
			}
			if slog.Default().Enabled(c.Request().Context(), slog.LevelDebug) {
				slog.Debug("request", "method", c.Request().Method, "path", c.Request().URL.Path,
					"status", c.Response().Status, "bytes", c.Response().Size, "duration", time.Since(start))
			}
			return nil
		}
	}
}

// refuseMalformed answers requests that no route should have to think about.
func refuseMalformed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		if len(c.Request().RequestURI) > maxURL {
			return echo.NewHTTPError(http.StatusRequestURITooLong)
		}
		if !wellFormed(u.Path) {
			return mediation.InvalidParameter("", "L'adresse doit être en UTF-8, sans caractère nul.")
		}
		if err := checkQuery(u.RawQuery); err != nil {
			return err
		}
		return next(c)
	}
}

func wellFormed(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

// checkQuery refuses what a query may not hold, naming the parameter at fault.
func checkQuery(query string) error {
	if !strings.ContainsFunc(query, func(r rune) bool { return r == '%' || r == ';' || r >= utf8.RuneSelf }) {
		return nil // nothing in it can be wrong: most are so
	}
	for pair := range strings.SplitSeq(query, "&") {
		values, err := url.ParseQuery(pair)
		if err != nil {
			name, _, _ := strings.Cut(pair, "=")
			if name, err = url.QueryUnescape(name); err != nil || !wellFormed(name) || strings.Contains(name, ";") {
				name = ""
			}
			return mediation.InvalidParameter(name, "La requête n'est pas écrite comme une adresse web doit l'être : « % » se suit de deux chiffres hexadécimaux, et les paramètres se séparent par « & ».")
		}
		for name, list := range values {
			switch {
			case !wellFormed(name):
				return mediation.InvalidParameter("", "Le nom d'un paramètre doit être en UTF-8, sans caractère nul.")
			case !wellFormed(list[0]):
				return mediation.InvalidParameter(name, "La valeur doit être en UTF-8, sans caractère nul.")
			}
		}
	}
	return nil
}
