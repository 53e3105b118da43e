package web

import (
	"maps"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

const (
	policyHeader = "Content-Security-Policy"
	// nobodyFrames keeps other sites from showing a page.
	nobodyFrames = "frame-ancestors 'none'"
)

// securityHeaders allows nothing that is not ours but the tiles' images.
func securityHeaders(opts Options) echo.MiddlewareFunc {
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; " +
		"manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; " + nobodyFrames + "; " +
		strings.TrimSpace("img-src 'self' data: "+opts.TileOrigin)
	// All answers share these values: a header is replaced, never changed.
	headers := http.Header{
		policyHeader:                 {policy},
		"X-Content-Type-Options":     {"nosniff"},
		"Referrer-Policy":            {"strict-origin-when-cross-origin"},
		"Permissions-Policy":         {"geolocation=(self), camera=(), microphone=()"},
		"Cross-Origin-Opener-Policy": {"same-origin"},
	}
	if opts.Secure {
		headers.Set("Strict-Transport-Security", "max-age=31536000")
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			maps.Copy(c.Response().Header(), headers)
			return next(c)
		}
	}
}

// Framed lets sites of these origins, or any when there are none, show the
// pages of a route; our own pages always may. The origins are checked when the
// settings are read.
func Framed(origins []string) echo.MiddlewareFunc {
	ancestors := "frame-ancestors *"
	if len(origins) > 0 {
		ancestors = "frame-ancestors 'self' " + strings.Join(origins, " ")
	}
	return withPolicy(func(policy string) string { return strings.Replace(policy, nobodyFrames, ancestors, 1) })
}

// Framing lets the pages of a route show pages of ours in a frame.
func Framing() echo.MiddlewareFunc {
	return withPolicy(func(policy string) string { return policy + "; frame-src 'self'" })
}

func withPolicy(change func(string) string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set(policyHeader, change(h.Get(policyHeader)))
			return next(c)
		}
	}
}
