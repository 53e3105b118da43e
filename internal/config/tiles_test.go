package config_test

import (
	"strings"
	"testing"

	"escale/internal/config"
)

func TestTiles(t *testing.T) {
	for value, origin := range map[string]string{
		"https://tiles.example/{z}/{x}/{y}.png":                       "https://tiles.example",
		"http://localhost:8090/{z}/{x}/{y}{r}.png":                    "http://localhost:8090",
		"https://{s}.tile.example.org/{z}/{x}/{y}{r}.png":             "https://*.tile.example.org",
		"https://tile-{s}.example.org:8443/{z}/{x}/{y}.png?key=a%20b": "https://*.example.org:8443",
		"https://tiles.example/wmts?TILEMATRIX={z}&ROW={y}&COL={x}":   "https://tiles.example",
		"/tiles/{z}/{x}/{y}.png":                                      "",
		"":                                                            "",
		"  ":                                                          "",
		"aucun":                                                       "",
	} {
		c, err := config.Read([]string{"ESCALE_TILE_URL=" + value})
		if err != nil || c.TileOrigin() != origin {
			t.Errorf("%q: tiles of %q, %v; want %q", value, c.TileOrigin(), err, origin)
		}
		if none := strings.TrimSpace(value) == "" || value == "aucun"; none != (c.TileURL == "") {
			t.Errorf("%q: tiles at %q", value, c.TileURL)
		}
	}
}

func TestTilesThatAreRefused(t *testing.T) {
	for _, value := range []string{
		"aucune", "tiles.example/{z}/{x}/{y}.png", "//tiles.example/{z}/{x}/{y}.png", "ftp://tiles.example/{z}/{x}/{y}.png",
		"https://tiles.example/{z}/{x}.png", "https://tiles.example/{z}/{x}/{y}.png?key={key}", "https://{z}.example.org/{z}/{x}/{y}.png",
		"https://{s}/{z}/{x}/{y}.png", "https://{s}.fr/{z}/{x}/{y}.png", "https://tiles.{s}.example.org/{z}/{x}/{y}.png",
		"https://tiles.example; script-src */{z}/{x}/{y}.png",
	} {
		if _, err := config.Read([]string{"ESCALE_TILE_URL=" + value}); err == nil || !strings.Contains(err.Error(), "ESCALE_TILE_URL") {
			t.Errorf("%q: %v", value, err)
		}
	}
}
