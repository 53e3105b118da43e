package web

import (
	"bytes"
	"encoding/json"
	"fmt"
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
}

// NewStamp names a state by all that the answer depends on. Data that nobody
// confirms have another tag each minute, since pages say how old they are.
func NewStamp(age time.Duration, parts ...string) Stamp {
	if age > 0 {
		parts = append(parts, "old"+strconv.Itoa(int(age.Minutes())))
	}
	return Stamp{Tag: strings.Join(parts, "-"), Age: age}
}

// Fresh sets the caching headers of an answer (the server's compression adds
// Vary), and reports true after having answered 304 when the client holds that
// very state.
func Fresh(c echo.Context, s Stamp) (done bool, err error) {
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=0, must-revalidate")
	if c.Get(ownAnswer) != nil {
		h.Set("Cache-Control", ownCaching)
	}
	if s.Age > 0 {
		h.Set("Age", fmt.Sprint(int(s.Age.Seconds())))
		h.Set("Warning", `110 - "Response is Stale"`)
	}
	return NotModified(c, s.Tag)
}

// NotModified sets the entity tag of an answer, and reports true after having
// answered 304 when the client holds it. The tag is weak, because one state is
// sent in several encodings, and compared weakly (RFC 9110, section 8.8.3.2):
// a relay may have made it strong.
func NotModified(c echo.Context, tag string) (done bool, err error) {
	c.Response().Header().Set("ETag", `W/"`+tag+`"`)
	if !holds(c.Request().Header.Get("If-None-Match"), `"`+tag+`"`) {
		return false, nil
	}
	return true, c.NoContent(http.StatusNotModified)
}

func holds(header, opaque string) bool {
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

// Packed is an answer that many ask for, kept in each encoding.
type Packed struct{ raw, gzip, brotli []byte }

// Pack compresses an answer once and for all.
func Pack(raw []byte) (Packed, error) {
	p := Packed{raw: raw}
	var zipped, smaller bytes.Buffer
	gz, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return p, err
	}
	if _, err := gz.Write(raw); err != nil {
		return p, err
	}
	if err := gz.Close(); err != nil {
		return p, err
	}
	br := brotli.NewWriterLevel(&smaller, 9)
	if _, err := br.Write(raw); err != nil {
		return p, err
	}
	if err := br.Close(); err != nil {
		return p, err
	}
	p.gzip, p.brotli = zipped.Bytes(), smaller.Bytes()
	return p, nil
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

// Public lets any web page read the answers of public data.
func Public() echo.MiddlewareFunc {
	return middleware.CORSWithConfig(middleware.CORSConfig{
		AllowOrigins:  []string{"*"},
		AllowMethods:  []string{http.MethodGet, http.MethodHead},
		AllowHeaders:  []string{"If-None-Match"},
		ExposeHeaders: []string{"ETag", "Age", "Link", "Warning"},
	})
}
