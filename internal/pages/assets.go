package pages

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"escale/internal/web"
)

// StaticPath is where built files are served.
const StaticPath = "/static"

// Assets are the client's built files, each under a name that carries a hash
// of its content.
type Assets struct {
	dist     fs.FS
	manifest map[string]string // "app.css" → "app-1A2B3C.css"
}

// NewAssets reads the list of built files.
func NewAssets(dist fs.FS) (Assets, error) {
	a := Assets{dist: dist}
	content, err := fs.ReadFile(dist, "manifest.json")
	if err != nil {
		return a, fmt.Errorf("the client is not built; run « make build »: %w", err)
	}
	return a, json.Unmarshal(content, &a.manifest)
}

// Path is the address of a built file, "" when there is no such file.
func (a Assets) Path(name string) string {
	file := a.manifest[name]
	if file == "" {
		return ""
	}
	return StaticPath + "/" + file
}

// suffixes are those of the files compressed beforehand.
var suffixes = map[string]string{web.Brotli: ".br", web.Gzip: ".gz"}

// Static serves a built file. Its name changes with its content, so it may be
// kept for ever. A sandboxed frame is of no origin: its scripts are read by CORS.
func (a Assets) Static(c echo.Context) error {
	name := c.Param("name")
	content, err := fs.ReadFile(a.dist, name)
	if err != nil || !fs.ValidPath(name) || strings.HasPrefix(name, ".") {
		return echo.ErrNotFound
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Access-Control-Allow-Origin", "*")
	return a.send(c, name, content)
}

// Stable serves a built file whose name stays from one build to the next; 404
// without it.
func (a Assets) Stable(c echo.Context, name, cacheControl string) error {
	content, err := fs.ReadFile(a.dist, name)
	if err != nil {
		return echo.ErrNotFound
	}
	c.Response().Header().Set("Cache-Control", cacheControl)
	if done, err := web.NotModified(c, fmt.Sprintf("%x", sha256.Sum256(content))); done || err != nil {
		return err
	}
	return a.send(c, name, content)
}

// send answers with a file in the best encoding that the client accepts.
func (a Assets) send(c echo.Context, name string, content []byte) error {
	var offered []string
	for _, coding := range []string{web.Brotli, web.Gzip} {
		if _, err := fs.Stat(a.dist, name+suffixes[coding]); err == nil {
			offered = append(offered, coding)
		}
	}
	if coding := web.Encoding(c.Request().Header.Get(echo.HeaderAcceptEncoding), offered...); coding != "" {
		packed, err := fs.ReadFile(a.dist, name+suffixes[coding])
		if err != nil {
			return err
		}
		c.Response().Header().Set(echo.HeaderContentEncoding, coding)
		content = packed
	}
	return c.Blob(http.StatusOK, mediaType(name), content)
}

func mediaType(name string) string {
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
