package pages

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/labstack/echo/v4"
)

// Logo is the picture of who publishes the map.
type Logo struct {
	name    string // carries a hash of the content, so that it may be kept for ever
	content []byte
}

// logoPath is where the logo is served.
const logoPath = "/logo/"

// ReadLogo reads a picture; "" is none.
func ReadLogo(file string) (Logo, error) {
	if file == "" {
		return Logo{}, nil
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return Logo{}, err
	}
	sum := sha256.Sum256(content)
	return Logo{fmt.Sprintf("%x%s", sum[:4], filepath.Ext(file)), content}, nil
}

// Path is the address of the logo, "" for none.
func (l Logo) Path() string {
	if l.name == "" {
		return ""
	}
	return logoPath + l.name
}

// Register adds the route of the logo.
func (l Logo) Register(e *echo.Echo) {
	if l.name == "" {
		return
	}
	e.GET(l.Path(), func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		return c.Blob(http.StatusOK, mediaType(l.name), l.content)
	})
}
