package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// Stamp says which state of the data an answer comes from.
type Stamp struct {
	// Tag is the entity tag without quotes: equal tags, equal answers for one
	// address.
	Tag string
	// Age is how long the database has not confirmed the data, 0 normally.
	Age time.Duration

	header []string
}

// NewStamp names a state by all that the answer depends on. Data that nobody
// confirms have another tag each minute, since pages say how old they are.
func NewStamp(age time.Duration, parts ...string) Stamp {
	if age > 0 {
		parts = append(parts, "old"+strconv.Itoa(int(age.Minutes())))
	}
	tag := strings.Join(parts, "-")
	return Stamp{tag, age, []string{entityTag(tag)}}
}

// entityTag is weak, because one state is sent in several encodings.
func entityTag(tag string) string { return `W/"` + tag + `"` }

// cacheable lets answers be kept, and asked about each time.
var cacheable = []string{"public, max-age=0, must-revalidate"}

// Fresh sets the caching headers of an answer (the server's compression adds
// Vary), and reports true after having answered 304 when the client holds that
// very state.
func Fresh(c echo.Context, s Stamp) (done bool, err error) {
	h := c.Response().Header()
	h["Cache-Control"] = cacheable
	if c.Get(ownAnswer) != nil {
		h.Set("Cache-Control", ownCaching)
	}
	if s.Age > 0 {
		h.Set("Age", fmt.Sprint(int(s.Age.Seconds())))
		h.Set("Warning", `110 - "Response is Stale"`)
	}
	return notModified(c, s.header)
}

// NotModified sets the entity tag of an answer, and reports true after having
// answered 304 when the client holds it. Tags are compared weakly (RFC 9110,
// section 8.8.3.2): a relay may have made one strong.
func NotModified(c echo.Context, tag string) (done bool, err error) {
	return notModified(c, []string{entityTag(tag)})
}

func notModified(c echo.Context, tag []string) (done bool, err error) {
	c.Response().Header()["Etag"] = tag
	if !holds(c.Request().Header.Get("If-None-Match"), strings.TrimPrefix(tag[0], "W/")) {
		return false, nil
	}
	return true, c.NoContent(http.StatusNotModified)
}

func holds(header, opaque string) bool {
	if header == "" {
		return false
	}
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == opaque {
			return true
		}
	}
	return false
}

// JSON answers 200 with a value, or 304.
func JSON(c echo.Context, s Stamp, mediaType string, value any) error {
	if done, err := Fresh(c, s); done || err != nil {
		return err
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, mediaType, body.Bytes())
}

// Packed is an answer that many ask for, kept in each encoding; raw is nil
// where it is not kept.
type Packed struct{ raw, gzip, brotli []byte }

// Pack compresses an answer once and for all.
func Pack(raw []byte) (Packed, error) {
	p, err := PackFrom(len(raw), func(w io.Writer) error {
		_, err := w.Write(raw)
		return err
	})
	p.raw = raw
	return p, err
}

// levels of compression. What is long is compressed less: it takes seconds
// otherwise, at each change and whenever a place opens.
type levels struct{ gzip, brotli int }

func levelsFor(length int) levels {
	const long = 4 << 20
	if length > long {
		return levels{3, 4}
	}
	return levels{6, 9}
}

// PackFrom compresses what write writes, about so many bytes, which are not
// kept as they are.
func PackFrom(length int, write func(io.Writer) error) (p Packed, err error) {
	level := levelsFor(length)
	var zipped, smaller bytes.Buffer
	gz, err := gzip.NewWriterLevel(&zipped, level.gzip)
	if err != nil {
		return p, err
	}
	br := brotli.NewWriterLevel(&smaller, level.brotli)
	if err := errors.Join(write(io.MultiWriter(gz, br)), gz.Close(), br.Close()); err != nil {
		return p, err
	}
	p.gzip, p.brotli = bytes.Clone(zipped.Bytes()), bytes.Clone(smaller.Bytes())
	return p, nil
}

// Suits is true when it is kept in an encoding that the request accepts.
func (p Packed) Suits(r *http.Request) bool {
	body, _ := p.choose(r.Header.Get("Accept-Encoding"))
	return body != nil
}

// Latest keeps the last answer of one kind packed.
type Latest struct {
	mu     sync.Mutex
	tag    string
	packed Packed
}

// Get returns the answer of a tag, which write makes when it is another than
// the last.
func (l *Latest) Get(tag string, write func() ([]byte, error)) (Packed, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.tag == tag && l.packed.raw != nil {
		return l.packed, nil
	}
	body, err := write()
	if err != nil {
		return Packed{}, err
	}
	packed, err := Pack(body)
	if err == nil {
		l.tag, l.packed = tag, packed
	}
	return packed, err
}

// Send answers 200 in the best encoding that the client accepts.
func (p Packed) Send(c echo.Context, mediaType string) error {
	body, encoding := p.choose(c.Request().Header.Get("Accept-Encoding"))
	if encoding != "" {
		c.Response().Header().Set("Content-Encoding", encoding)
	}
	return c.Blob(http.StatusOK, mediaType, body)
}

func (p Packed) choose(accept string) (body []byte, encoding string) {
	switch encoding = Encoding(accept, Brotli, Gzip); encoding {
	case Brotli:
		return p.brotli, encoding
	case Gzip:
		return p.gzip, encoding
	}
	return p.raw, ""
}

// Publish adds the route of an answer of public data, which any web page may read. All
// such answers say so, whoever asks, so that a relay may give one to anybody.
func Publish(e *echo.Echo, path string, answer echo.HandlerFunc) {
	e.GET(path, public(answer))
	e.OPTIONS(path, preflight(echo.NotFoundHandler))
}

var (
	preflight = middleware.CORSWithConfig(middleware.CORSConfig{
		AllowOrigins: []string{"*"},
		AllowMethods: []string{http.MethodGet, http.MethodHead},
		AllowHeaders: []string{"If-None-Match"},
	})
	publicHeaders = http.Header{"Access-Control-Allow-Origin": {"*"}, "Access-Control-Expose-Headers": {"ETag, Age, Link, Warning"}}
)

func public(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		maps.Copy(c.Response().Header(), publicHeaders)
		return next(c)
	}
}
