// Package config reads the environment into one checked struct. Every setting
// is documented in docs/reglages.md.
package config

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"escale/internal/mediation"
)

// Config holds the settings of the program.
type Config struct {
	// Port of the HTTP server.
	Port int `env:"PORT" envDefault:"8080"`
	// Listen is the IP address that the server listens on, "" for all of this
	// machine's.
	Listen string `env:"ESCALE_LISTEN"`
	// Drain is for how many seconds readyz says that the server is about to end.
	Drain int `env:"ESCALE_DRAIN_SECONDS" envDefault:"2"`
	// Metrics is the private address that figures are read at, "" for none.
	Metrics string `env:"ESCALE_METRICS_LISTEN"`
	// DatabaseURL is "" for the private cluster under Var.
	DatabaseURL string `env:"DATABASE_URL"`
	// Var is the folder of the private cluster and the kept snapshot.
	Var string `env:"ESCALE_VAR" envDefault:"var"`
	// Area is the département on the map, or the several ones.
	Area mediation.Area `env:"ESCALE_DEPARTEMENT" envDefault:"50"`
	// Mirror is a folder of source files, "" for none.
	Mirror string `env:"ESCALE_MIRROR"`
	// Now freezes the clock, zero to let it run.
	Now time.Time `env:"ESCALE_NOW"`
	// BaseURL is the public address, without a slash at its end; "" when it is
	// whatever readers ask for.
	BaseURL string `env:"ESCALE_BASE_URL"`
	// TileURL and TileAttribution are those of the map's background; TileURL is
	// "" for a map that asks nobody.
	TileURL         string `env:"ESCALE_TILE_URL"`
	TileAttribution string `env:"ESCALE_TILE_ATTRIBUTION" envDefault:"© IGN – Plan IGN"`
	// GeocoderURL finds addresses, "" for none.
	GeocoderURL string `env:"ESCALE_GEOCODER_URL"`
	// FrameAncestors are the origins that may show the map in a frame; none
	// for any.
	FrameAncestors []string `env:"ESCALE_FRAME_ANCESTORS"`
	// TrustedProxies may tell the client's address.
	TrustedProxies []netip.Prefix `env:"ESCALE_TRUSTED_PROXIES"`
	// GoneDelay is how long a record that left its source is still shown,
	// marked as such.
	GoneDelay time.Duration `env:"ESCALE_GONE_DAYS" envDefault:"14"`
	// UndoRuns is how many of the latest runs of each source, in each
	// département, can be undone.
	UndoRuns int `env:"ESCALE_UNDO_RUNS" envDefault:"10"`
	// Refresh is true when the server reads the sources again by itself.
	Refresh bool `env:"ESCALE_REFRESH" envDefault:"on"`
	// CartoURL and CoopURL are read in place of the addresses of data/sources.yaml,
	// "" for those; CartoToken and CoopToken are what they ask for.
	CartoURL   string `env:"ESCALE_CARTO_URL"`
	CartoToken string `env:"ESCALE_CARTO_TOKEN"`
	CoopURL    string `env:"ESCALE_COOP_URL"`
	CoopToken  string `env:"ESCALE_COOP_TOKEN"`
	// Counts is true to count, by day and territory, how often pages are seen.
	Counts bool `env:"ESCALE_COUNTS" envDefault:"on"`
	// Debug is true when the log tells every request: its path, never its query.
	Debug bool `env:"ESCALE_DEBUG" envDefault:"off"`
	// Publisher, Host and Contact are named on the page of legal notices: who
	// publishes the map, who hosts it, and how to reach them.
	Publisher string `env:"ESCALE_PUBLISHER"`
	Host      string `env:"ESCALE_HOST"`
	Contact   string `env:"ESCALE_CONTACT"`
	// SMTPHost sends mail, "" for none: then nobody asks for a link on the web.
	// SMTPTLS is starttls, tls or off; SMTPFrom is who writes.
	SMTPHost     string `env:"ESCALE_SMTP_HOST"`
	SMTPPort     int    `env:"ESCALE_SMTP_PORT" envDefault:"587"`
	SMTPTLS      string `env:"ESCALE_SMTP_TLS" envDefault:"starttls"`
	SMTPUser     string `env:"ESCALE_SMTP_USER"`
	SMTPPassword string `env:"ESCALE_SMTP_PASSWORD"`
	SMTPFrom     string `env:"ESCALE_SMTP_FROM"`
	// RemindMonths is after how many months without a word people are asked whether
	// their offers are right, 0 for never.
	RemindMonths int `env:"ESCALE_REMIND_MONTHS" envDefault:"6"`
	// Names is for how long the history names people.
	Names time.Duration `env:"ESCALE_NAMES_DAYS" envDefault:"365"`
	// Coverage is true to publish who is far from help; those who run the van see
	// it in any case. TravelFactor makes a way of a straight line, TravelFile has ways
	// that were measured, "" for none.
	Coverage     bool    `env:"ESCALE_COVERAGE" envDefault:"on"`
	TravelFactor float64 `env:"ESCALE_TRAVEL_FACTOR" envDefault:"1.3"`
	TravelFile   string  `env:"ESCALE_TRAVEL_FILE"`
	// CallShare is how many seats of a workshop in a hundred are kept for who
	// telephones, SeatOffer how long a freed one is kept for who waited, SeatsKept for
	// how long it is known who came.
	CallShare int           `env:"ESCALE_SEATS_FOR_CALLS" envDefault:"25"`
	SeatOffer time.Duration `env:"ESCALE_SEAT_OFFER_DAYS" envDefault:"1"`
	SeatsKept time.Duration `env:"ESCALE_SEATS_KEPT_DAYS" envDefault:"30"`
	// VanFile says what coming on demand is: who gives what, prices, hours; "" for no
	// more than its rules. VansKept is how long requesters are kept.
	VanFile  string        `env:"ESCALE_VAN_FILE"`
	VansKept time.Duration `env:"ESCALE_VAN_DAYS" envDefault:"365"`
	// BackupDir is where a backup is written each day, "" for none; BackupDays is for
	// how many days each is kept.
	BackupDir  string `env:"ESCALE_BACKUP_DIR"`
	BackupDays int    `env:"ESCALE_BACKUP_DAYS" envDefault:"14"`
	// Logo is a file, the picture of the publisher; "" for none.
	Logo string `env:"ESCALE_LOGO"`
}

// ignTiles is the public WMTS of the IGN, which needs no key.
const ignTiles = "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0" +
	"&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&TILEMATRIXSET=PM" +
	"&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&FORMAT=image/png"

// Read reads the settings from environ, a list of NAME=value such as
// [os.Environ] gives. It returns every fault at once.
func Read(environ []string) (Config, error) {
	values := settings(environ)
	c, err := env.ParseAsWithOptions[Config](env.Options{Environment: trimmed(values), FuncMap: parsers})
	f := faults{values: values, list: misread(err, values)}
	f.check(&c)
	f.unknown()
	return c, errors.Join(f.list...)
}

// settings are the variables that are ours, as they are written.
func settings(environ []string) map[string]string {
	values := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if name == "PORT" || name == "DATABASE_URL" || strings.HasPrefix(name, "ESCALE_") {
			values[name] = value
		}
	}
	return values
}

func trimmed(values map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range values {
		out[name] = strings.TrimSpace(value)
	}
	return out
}

// Clock returns the clock of the settings.
func (c Config) Clock() func() time.Time {
	if c.Now.IsZero() {
		return time.Now
	}
	return func() time.Time { return c.Now }
}

// faults collects what is wrong with settings.
type faults struct {
	values map[string]string
	list   []error
}

func (f *faults) add(name, want string) {
	f.list = append(f.list, fmt.Errorf("%s=%q : il faut %s", name, f.values[name], want))
}

// has is true when a setting has a fault already.
func (f *faults) has(name string) bool {
	return slices.ContainsFunc(f.list, func(err error) bool { return strings.HasPrefix(err.Error(), name+"=") })
}

// unknown refuses a setting that nothing reads: it is a typing error.
func (f *faults) unknown() {
	known, _ := env.GetFieldParams(&Config{}) // its tags are well written: Read has used them
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		if !slices.ContainsFunc(known, func(p env.FieldParams) bool { return p.Key == name }) {
			f.list = append(f.list, fmt.Errorf("%s : ce réglage n'existe pas", name))
		}
	}
}
