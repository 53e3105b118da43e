package config

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// noTiles is how one writes that the map has no tiles; an empty value says so too.
const noTiles = "aucun"

// What the address of tiles holds in place of values: Leaflet knows no other.
var (
	placeholder = regexp.MustCompile(`\{[^}]*\}`)
	needed      = []string{"{z}", "{x}", "{y}"}
	optional    = []string{"{s}", "{r}"}
)

// tiles reads the address of tiles. Unlike other settings, an empty value is not
// the default: it says that nobody is to be asked for tiles.
func (f *faults) tiles(name, text string) string {
	if _, set := f.values[name]; !set {
		return ignTiles
	}
	if text == noTiles || text == "" {
		return ""
	}
	found := placeholder.FindAllString(text, -1)
	wrong := slices.ContainsFunc(found, func(p string) bool { return !slices.Contains(needed, p) && !slices.Contains(optional, p) })
	lacks := slices.ContainsFunc(needed, func(p string) bool { return !slices.Contains(found, p) })
	if wrong || lacks || !isTileAddress(text) {
		f.add(name, "une adresse http ou https avec {z}, {x} et {y}, et si besoin {s} au début du nom de l'hôte et {r}, ou « aucun »")
	}
	return text
}

func isTileAddress(text string) bool {
	if strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "//") {
		return true
	}
	u, ok := parseTiles(text)
	if !ok || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	first, rest, _ := strings.Cut(u.Host, ".")
	// {s} stands for one name among those of a domain: "{s}.fr" would be anybody.
	return u.Host != "" && !strings.Contains(rest, mark) && (!strings.Contains(first, mark) || strings.Contains(rest, "."))
}

// mark stands for {s} where a host cannot hold braces.
const mark = "--s--"

func parseTiles(text string) (*url.URL, bool) {
	u, err := url.Parse(strings.ReplaceAll(text, "{s}", mark))
	return u, err == nil
}

// TileOrigin is the scheme and host that tiles come from, as a policy names
// them; "" when nobody else is asked.
func (c Config) TileOrigin() string {
	u, ok := parseTiles(c.TileURL)
	if !ok || u.Host == "" {
		return ""
	}
	first, rest, _ := strings.Cut(u.Host, ".")
	if strings.Contains(first, mark) { // a policy knows whole labels only
		return u.Scheme + "://*." + rest
	}
	return u.Scheme + "://" + u.Host
}
