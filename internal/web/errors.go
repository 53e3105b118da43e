package web

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/mediation"
)

// Problem is an RFC 9457 problem document.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	// Parameter names the request's parameter that is at fault.
	Parameter string `json:"parameter,omitempty"`
}

// ProblemType is the media type of problem documents.
const ProblemType = "application/problem+json"

var statusOf = map[mediation.ErrorKind]int{
	mediation.Invalid:     http.StatusBadRequest,
	mediation.NotFound:    http.StatusNotFound,
	mediation.Conflict:    http.StatusConflict,
	mediation.Forbidden:   http.StatusForbidden,
	mediation.Unavailable: http.StatusServiceUnavailable,
}

var titles = map[int]string{
	http.StatusBadRequest:            "Demande invalide",
	http.StatusNotFound:              "Introuvable",
	http.StatusMethodNotAllowed:      "Méthode non permise",
	http.StatusConflict:              "Conflit",
	http.StatusForbidden:             "Interdit",
	http.StatusRequestEntityTooLarge: "Envoi trop volumineux",
	http.StatusRequestURITooLong:     "Adresse trop longue",
	http.StatusTooManyRequests:       "Trop d'envois à la suite",
	http.StatusServiceUnavailable:    "Indisponible pour le moment",
	http.StatusInternalServerError:   "Erreur du serveur",
}

// errorHandler is the one function that turns errors into answers.
func errorHandler(page func(echo.Context, int, *mediation.Error) error) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		status, fault := classify(err)
		if status >= http.StatusInternalServerError {
			slog.Error("request failed", "path", c.Request().URL.Path, "status", status, "error", err)
		}
		c.Response().Header().Set("Cache-Control", "no-store")
		if status == http.StatusServiceUnavailable {
			c.Response().Header().Set("Retry-After", retryAfter)
		}
		if wantsPage(c.Request()) && page != nil {
			err = page(c, status, fault)
		} else {
			err = writeProblem(c, status, fault)
		}
		if err != nil {
			slog.Error("the error could not be answered", "error", err)
		}
	}
}

// retryAfter is in seconds: what is missing is mostly there again by then.
const retryAfter = "5"

// classify finds the status of an error and what its reader may know of it.
func classify(err error) (int, *mediation.Error) {
	if fault, ok := errors.AsType[*mediation.Error](err); ok {
		return statusOf[fault.Kind], fault
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return http.StatusServiceUnavailable, &mediation.Error{Sentence: "La réponse a pris trop de temps. Réessayez."}
	}
	if http1, ok := errors.AsType[*echo.HTTPError](err); ok {
		return http1.Code, &mediation.Error{Sentence: sentences[http1.Code]}
	}
	return http.StatusInternalServerError, &mediation.Error{Sentence: "Une erreur est survenue de notre côté. Réessayez dans un instant."}
}

var sentences = map[int]string{
	http.StatusNotFound:              "Il n'y a rien à cette adresse.",
	http.StatusMethodNotAllowed:      "Cette adresse ne répond pas à cette méthode HTTP.",
	http.StatusRequestURITooLong:     "L'adresse ne doit pas dépasser 8 192 octets.",
	http.StatusRequestEntityTooLarge: "L'envoi est trop volumineux.",
	http.StatusTooManyRequests:       "Vous avez déjà envoyé plusieurs messages. Réessayez dans quelques minutes, ou téléphonez.",
}

// wantsPage is true for the addresses of pages, which people read.
func wantsPage(r *http.Request) bool {
	for _, prefix := range []string{"/api/", "/ogc", "/export/", "/calendar/", "/static/", "/openapi.json", "/healthz", "/readyz"} {
		if strings.HasPrefix(r.URL.Path, prefix) {
			return false
		}
	}
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

func writeProblem(c echo.Context, status int, fault *mediation.Error) error {
	body, err := json.Marshal(Problem{
		Type: "about:blank", Title: titles[status], Status: status,
		Detail: fault.Sentence, Parameter: fault.Parameter,
	})
	if err != nil {
		return err
	}
	return c.Blob(status, ProblemType, body)
}

func ipNet(p netip.Prefix) *net.IPNet {
	return &net.IPNet{IP: p.Masked().Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())}
}
