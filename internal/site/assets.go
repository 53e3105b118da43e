package site

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
)

const staticPath = "/static"

// assets are the client's built files, each under a name that carries a hash
// of its content.
type assets struct {
	dist     fs.FS
	manifest map[string]string // "app.css" → "app-1A2B3C.css"
}

func newAssets(dist fs.FS) (assets, error) {
	a := assets{dist: dist}
	content, err := fs.ReadFile(dist, "manifest.json")
	if err != nil {
		return a, fmt.Errorf("the client is not built; run « make build »: %w", err)
	}
	return a, json.Unmarshal(content, &a.manifest)
}

// path is the address of a built file, "" when there is no such file.
func (a assets) path(name string) string {
	file := a.manifest[name]
	if file == "" {
		return ""
	}
	return staticPath + "/" + file
}

// encodings are those that files are compressed in beforehand, best first.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// static serves a built file. Its name changes with its content, so it may be
// kept for ever.
func (s *Site) static(c echo.Context) error {
	name := c.Param("name")
	content, err := fs.ReadFile(s.assets.dist, name)
	if err != nil || !fs.ValidPath(name) || strings.HasPrefix(name, ".") {
		return echo.ErrNotFound
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return s.assets.send(c, name, content)
}

// workerFile is the service worker among the built files.
const workerFile = "sw.js"

// worker serves the service worker, at the root so that it may answer for all
// pages. It names the files of this build, so browsers ask for it each time.
// Without it the answer is 404, which makes the workers that readers have
// remove themselves: that is how to be rid of them.
func (s *Site) worker(c echo.Context) error {
	content, err := fs.ReadFile(s.assets.dist, workerFile)
	if err != nil {
		return echo.ErrNotFound
	}
	tag := fmt.Sprintf(`W/"%x"`, sha256.Sum256(content))
	h := c.Response().Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", tag)
	if c.Request().Header.Get("If-None-Match") == tag {
		return c.NoContent(http.StatusNotModified)
	}
	return s.assets.send(c, workerFile, content)
}

// send answers with a file in the best encoding that the client accepts.
func (a assets) send(c echo.Context, name string, content []byte) error {
	for _, e := range encodings {
		packed, err := fs.ReadFile(a.dist, name+e.suffix)
		if err == nil && strings.Contains(c.Request().Header.Get("Accept-Encoding"), e.name) {
			c.Response().Header().Set("Content-Encoding", e.name)
			content = packed
			break
		}
	}
	return c.Blob(http.StatusOK, mediaType(name), content)
}

func mediaType(name string) string {
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
