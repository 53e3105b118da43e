package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"escale/internal/mediation"
)

// parsers read the types that settings have; want is what each is, for the
// sentence that refuses another.
var (
	parsers = map[reflect.Type]env.ParserFunc{
		reflect.TypeFor[bool]():           parseSwitch,
		reflect.TypeFor[time.Time]():      func(text string) (any, error) { return time.Parse(time.RFC3339, text) },
		reflect.TypeFor[time.Duration]():  parseDays,
		reflect.TypeFor[[]netip.Prefix](): parsePrefixes,
		reflect.TypeFor[mediation.Area](): func(text string) (any, error) { return mediation.ReadArea(text) },
	}
	wants = map[reflect.Type]string{
		reflect.TypeFor[bool]():           "on ou off",
		reflect.TypeFor[int]():            "un nombre entier",
		reflect.TypeFor[float64]():        "un nombre écrit avec un point, comme 1.3",
		reflect.TypeFor[time.Time]():      "un instant avec son décalage, comme 2026-12-01T10:00:00+01:00",
		reflect.TypeFor[time.Duration]():  "un nombre de jours entre 0 et 366",
		reflect.TypeFor[[]netip.Prefix](): "des réseaux séparés par des virgules, comme 10.0.0.0/8",
		reflect.TypeFor[mediation.Area](): "le code d'un département, comme 50, 2A ou 974, ou de plusieurs, comme 14,50,61, ou « france »",
	}
)

var errForm = errors.New("not of the form that this setting has")

func parseSwitch(text string) (any, error) {
	if text != "on" && text != "off" {
		return nil, errForm
	}
	return text == "on", nil
}

// mostDays is the longest delay that makes sense: a year.
const mostDays = 366

func parseDays(text string) (any, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > mostDays {
		return nil, errForm
	}
	return time.Duration(n) * 24 * time.Hour, nil
}

func parsePrefixes(text string) (any, error) {
	var list []netip.Prefix
	for _, one := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' }) {
		p, err := netip.ParsePrefix(one)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// misread writes in French the faults that the library found.
func misread(err error, values map[string]string) []error {
	f := faults{values: values}
	all, _ := errors.AsType[env.AggregateError](err)
	for _, one := range all.Errors {
		wrong, ok := errors.AsType[env.ParseError](one)
		if !ok {
			f.list = append(f.list, one)
			continue
		}
		field, _ := reflect.TypeFor[Config]().FieldByName(wrong.Name)
		f.add(field.Tag.Get("env"), wants[wrong.Type])
	}
	return f.list
}

// mostDrain is longer than any supervisor waits, in seconds.
const mostDrain = 60

// mostRuns is more than anybody undoes: each keeps copies of what it changed.
const mostRuns = 1000

// mostFactor is more than any road winds, on average.
const mostFactor = 3

// mostMonths is longer than any offer stays right.
const mostMonths = 60

// mostBackups is longer than anything personal may wait for its end, in days.
const mostBackups = 400

// check refuses what is of the right type and makes no sense, and completes
// paths.
func (f *faults) check(c *Config) {
	if c.Port < 0 || c.Port > 65535 {
		f.add("PORT", "un numéro de port entre 0 et 65535")
	}
	if _, err := netip.ParseAddr(c.Listen); err != nil && c.Listen != "" {
		f.add("ESCALE_LISTEN", "une adresse IP de cette machine, comme 127.0.0.1 ou ::1")
	}
	if !f.has("ESCALE_DRAIN_SECONDS") && (c.Drain < 0 || c.Drain > mostDrain) {
		f.add("ESCALE_DRAIN_SECONDS", "un nombre de secondes entre 0 et 60")
	}
	if !f.has("ESCALE_UNDO_RUNS") && (c.UndoRuns < 1 || c.UndoRuns > mostRuns) {
		f.add("ESCALE_UNDO_RUNS", "un nombre de chargements entre 1 et 1000")
	}
	if !f.has("ESCALE_REMIND_MONTHS") && (c.RemindMonths < 0 || c.RemindMonths > mostMonths) {
		f.add("ESCALE_REMIND_MONTHS", "un nombre de mois entre 0 et 60")
	}
	f.travel(c)
	if !f.has("ESCALE_SEATS_FOR_CALLS") && (c.CallShare < 0 || c.CallShare > 100) {
		f.add("ESCALE_SEATS_FOR_CALLS", "un nombre de places sur cent, entre 0 et 100")
	}
	f.someDays("ESCALE_SEAT_OFFER_DAYS", c.SeatOffer)
	f.someDays("ESCALE_SEATS_KEPT_DAYS", c.SeatsKept)
	f.private("ESCALE_METRICS_LISTEN", c.Metrics)
	if !f.has("ESCALE_BACKUP_DAYS") && (c.BackupDays < 1 || c.BackupDays > mostBackups) {
		f.add("ESCALE_BACKUP_DAYS", "un nombre de jours entre 1 et 400")
	}
	c.Var, c.Mirror = f.folder("ESCALE_VAR", c.Var), f.folder("ESCALE_MIRROR", c.Mirror)
	c.BackupDir = f.folder("ESCALE_BACKUP_DIR", c.BackupDir)
	c.Logo = f.picture("ESCALE_LOGO", c.Logo)
	c.VanFile = f.file("ESCALE_VAN_FILE", c.VanFile)
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	f.address("ESCALE_BASE_URL", c.BaseURL)
	f.address("ESCALE_GEOCODER_URL", c.GeocoderURL)
	f.address("ESCALE_CARTO_URL", c.CartoURL)
	f.address("ESCALE_COOP_URL", c.CoopURL)
	f.token("ESCALE_CARTO_TOKEN", c.CartoToken)
	f.token("ESCALE_COOP_TOKEN", c.CoopToken)
	f.mail(c)
	c.TileURL = f.tiles("ESCALE_TILE_URL", c.TileURL)
	c.FrameAncestors = f.origins("ESCALE_FRAME_ANCESTORS")
}

// someDays refuses a term of no day.
func (f *faults) someDays(name string, term time.Duration) {
	if !f.has(name) && term == 0 {
		f.add(name, "un nombre de jours entre 1 et 366")
	}
}

// token is never written, not even when it is wrong.
func (f *faults) token(name, text string) {
	if strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c > '~' }) {
		f.list = append(f.list, fmt.Errorf("%s : il faut un jeton, sans espace ni accent", name))
	}
}

// private is an address that the world cannot reach by itself.
func (f *faults) private(name, text string) {
	if text == "" {
		return
	}
	a, err := netip.ParseAddrPort(text)
	if ip := a.Addr(); err != nil || !ip.IsLoopback() && !ip.IsPrivate() {
		f.add(name, "une adresse IP privée et un port, comme 127.0.0.1:9180")
	}
}

func (f *faults) folder(name, text string) string {
	if text == "" {
		return ""
	}
	path, err := filepath.Abs(text)
	if err != nil {
		f.add(name, "un dossier")
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		f.add(name, "un dossier, et c'est un fichier")
	}
	return path
}

// travel is how ways are measured.
func (f *faults) travel(c *Config) {
	if !f.has("ESCALE_TRAVEL_FACTOR") && !(c.TravelFactor >= 1 && c.TravelFactor <= mostFactor) {
		f.add("ESCALE_TRAVEL_FACTOR", "un nombre entre 1 et 3 : un chemin n'est jamais plus court que la ligne droite")
	}
	c.TravelFile = f.file("ESCALE_TRAVEL_FILE", c.TravelFile)
}

// largestPicture is in bytes: every first visit loads it.
const largestPicture = 200 << 10

// picture is a file that browsers show, on the disk already.
func (f *faults) picture(name, text string) string {
	if text == "" {
		return ""
	}
	path, err := filepath.Abs(text)
	if err != nil || !slices.Contains([]string{".svg", ".png", ".jpg", ".webp"}, filepath.Ext(path)) {
		f.add(name, "une image .svg, .png, .jpg ou .webp")
		return ""
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() > largestPicture {
		f.add(name, "un fichier qui existe, de 200 ko au plus")
	}
	return path
}

// file is one that is on the disk already; who reads it says what is wrong inside.
func (f *faults) file(name, text string) string {
	if text == "" {
		return ""
	}
	path, err := filepath.Abs(text)
	if err != nil {
		f.add(name, "un fichier")
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		f.add(name, "un fichier qui existe")
	}
	return path
}

func (f *faults) address(name, text string) {
	if text == "" || strings.HasPrefix(text, "/") {
		return
	}
	if u, err := url.Parse(text); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		f.add(name, "une adresse http ou https")
	}
}
