// Package config reads the environment into one checked struct. Every setting
// is documented in docs/reglages.md.
package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Config holds the settings of the program.
type Config struct {
	// Port of the HTTP server.
	Port int
	// DatabaseURL is "" for the private cluster under Var.
	DatabaseURL string
	// Var is the folder of the private cluster and the kept snapshot.
	Var string
	// Departement is the code of the département on the map.
	Departement string
	// Mirror is a folder of source files, "" for none.
	Mirror string
	// Now freezes the clock, zero to let it run.
	Now time.Time
	// BaseURL is the public address, without a slash at its end; "" when it is
	// whatever readers ask for.
	BaseURL string
	// TileURL and TileAttribution are those of the map's background; TileURL is
	// "" for a map that asks nobody.
	TileURL, TileAttribution string
	// GeocoderURL finds addresses, "" for none.
	GeocoderURL string
	// FrameAncestors are the origins that may show the map in a frame; none
	// for any.
	FrameAncestors []string
	// TrustedProxies may tell the client's address.
	TrustedProxies []netip.Prefix
	// GoneDelay is how long a record that left its source is still shown,
	// marked as such.
	GoneDelay time.Duration
	// UndoRuns is how many of the latest runs of each source, in each
	// département, can be undone.
	UndoRuns int
	// Refresh is true when the server reads the sources again by itself.
	Refresh bool
	// Counts is true to count, by day and territory, how often pages are seen.
	Counts bool
	// Debug is true when the log tells every request: its path, never its query.
	Debug bool
	// Publisher, Host and Contact are named on the page of legal notices: who
	// publishes the map, who hosts it, and how to reach them.
	Publisher, Host, Contact string
	// Logo is a file, the picture of the publisher; "" for none.
	Logo string
}

// ignTiles is the public WMTS of the IGN, which needs no key.
const (
	ignTiles = "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0" +
		"&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&TILEMATRIXSET=PM" +
		"&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&FORMAT=image/png"
	ignAttribution = "© IGN – Plan IGN"
)

// Read reads the settings from environ, a list of NAME=value such as
// [os.Environ] gives. It tells every fault at once.
func Read(environ []string) (Config, error) {
	r := reader{values: map[string]string{}}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if name == "PORT" || name == "DATABASE_URL" || strings.HasPrefix(name, "ESCALE_") {
			r.values[name] = value
		}
	}
	c := Config{
		Port:            r.port("PORT", 8080),
		DatabaseURL:     r.text("DATABASE_URL", ""),
		Var:             r.folder("ESCALE_VAR", "var"),
		Departement:     r.departement("ESCALE_DEPARTEMENT", "50"),
		Mirror:          r.folder("ESCALE_MIRROR", ""),
		Now:             r.instant("ESCALE_NOW"),
		BaseURL:         strings.TrimSuffix(r.address("ESCALE_BASE_URL", ""), "/"),
		TileURL:         r.tiles("ESCALE_TILE_URL", ignTiles),
		TileAttribution: r.text("ESCALE_TILE_ATTRIBUTION", ignAttribution),
		GeocoderURL:     r.address("ESCALE_GEOCODER_URL", ""),
		FrameAncestors:  r.origins("ESCALE_FRAME_ANCESTORS"),
		TrustedProxies:  r.prefixes("ESCALE_TRUSTED_PROXIES"),
		GoneDelay:       r.days("ESCALE_GONE_DAYS", 14),
		UndoRuns:        r.runs("ESCALE_UNDO_RUNS", 10),
		Refresh:         r.yes("ESCALE_REFRESH", true),
		Counts:          r.yes("ESCALE_COUNTS", true),
		Debug:           r.yes("ESCALE_DEBUG", false),
		Publisher:       r.text("ESCALE_PUBLISHER", ""),
		Host:            r.text("ESCALE_HOST", ""),
		Contact:         r.text("ESCALE_CONTACT", ""),
		Logo:            r.picture("ESCALE_LOGO"),
	}
	r.unknown()
	return c, errors.Join(r.faults...)
}

// Clock returns the clock that the settings ask for.
func (c Config) Clock() func() time.Time {
	if c.Now.IsZero() {
		return time.Now
	}
	return func() time.Time { return c.Now }
}

// reader takes settings out of the environment and remembers faults.
type reader struct {
	values map[string]string
	read   []string
	faults []error
}

func (r *reader) text(name, fallback string) string {
	r.read = append(r.read, name)
	if v := strings.TrimSpace(r.values[name]); v != "" {
		return v
	}
	return fallback
}

func (r *reader) fault(name, value, want string) {
	r.faults = append(r.faults, fmt.Errorf("%s=%q : il faut %s", name, value, want))
}

func (r *reader) port(name string, fallback int) int {
	text := r.text(name, strconv.Itoa(fallback))
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 65535 {
		r.fault(name, text, "un numéro de port entre 0 et 65535")
	}
	return n
}

func (r *reader) yes(name string, fallback bool) bool {
	switch text := r.text(name, ""); text {
	case "":
		return fallback
	case "on", "off":
		return text == "on"
	default:
		r.fault(name, text, "on ou off")
		return fallback
	}
}

// mostDays is the longest delay that makes sense: a year.
const mostDays = 366

func (r *reader) days(name string, fallback int) time.Duration {
	text := r.text(name, strconv.Itoa(fallback))
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > mostDays {
		r.fault(name, text, "un nombre de jours entre 0 et 366")
	}
	return time.Duration(n) * 24 * time.Hour
}

// mostRuns is more than anybody undoes: each keeps copies of what it changed.
const mostRuns = 1000

func (r *reader) runs(name string, fallback int) int {
	text := r.text(name, strconv.Itoa(fallback))
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > mostRuns {
		r.fault(name, text, "un nombre de chargements entre 1 et 1000")
	}
	return n
}

func (r *reader) folder(name, fallback string) string {
	text := r.text(name, fallback)
	if text == "" {
		return ""
	}
	path, err := filepath.Abs(text)
	if err != nil {
		r.fault(name, text, "un dossier")
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		r.fault(name, text, "un dossier, et c'est un fichier")
	}
	return path
}

// largestPicture is in bytes: every first visit loads it.
const largestPicture = 200 << 10

// picture is a file that browsers show, on the disk already.
func (r *reader) picture(name string) string {
	text := r.text(name, "")
	if text == "" {
		return ""
	}
	path, err := filepath.Abs(text)
	if err != nil || !slices.Contains([]string{".svg", ".png", ".jpg", ".webp"}, filepath.Ext(path)) {
		r.fault(name, text, "une image .svg, .png, .jpg ou .webp")
		return ""
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() > largestPicture {
		r.fault(name, text, "un fichier qui existe, de 200 ko au plus")
	}
	return path
}

var departementCode = regexp.MustCompile(`^([0-9]{2}|2[AB]|97[1-6])$`)

func (r *reader) departement(name, fallback string) string {
	code := r.text(name, fallback)
	if !departementCode.MatchString(code) {
		r.fault(name, code, "le code d'un département, comme 50, 2A ou 974")
	}
	return code
}

func (r *reader) instant(name string) time.Time {
	text := r.text(name, "")
	if text == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		r.fault(name, text, "un instant avec son décalage, comme 2026-12-01T10:00:00+01:00")
	}
	return t
}

func (r *reader) address(name, fallback string) string {
	text := r.text(name, fallback)
	if text == "" || strings.HasPrefix(text, "/") {
		return text
	}
	if u, err := url.Parse(text); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		r.fault(name, text, "une adresse http ou https")
	}
	return text
}

func (r *reader) list(name string) []string {
	return strings.FieldsFunc(r.text(name, ""), func(c rune) bool { return c == ',' || c == ' ' })
}

func (r *reader) prefixes(name string) (list []netip.Prefix) {
	for _, text := range r.list(name) {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			r.fault(name, text, "des réseaux séparés par des virgules, comme 10.0.0.0/8")
			continue
		}
		list = append(list, p)
	}
	return list
}

// unknown refuses a setting that nothing reads: it is a typing error.
func (r *reader) unknown() {
	for name := range r.values {
		if !slices.Contains(r.read, name) {
			r.faults = append(r.faults, fmt.Errorf("%s : ce réglage n'existe pas", name))
		}
	}
}
