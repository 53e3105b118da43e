package api

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/search"
)

// maxLimit is the most features one page holds; a greater limit is clamped.
const maxLimit = 1000

// maxRadius is in kilometres: half the Earth's girth reaches everywhere.
const maxRadius = 20000

// asked is what /places, /visits and /facets have in common.
type asked struct {
	Filter mediation.Filter
	// OpenNow asks for the instant of the answer.
	OpenNow bool
	// Limit is 0 for everything.
	Limit int
}

// at is the filter asked at an instant.
func (a asked) at(t time.Time) mediation.Filter {
	f := a.Filter
	f.Asked = t
	if a.OpenNow {
		f.OpenAt = &t
	}
	return f
}

// days are those whose visits are told; nil tells the next ones.
func (a asked) days() *mediation.Window {
	if at := a.Filter.OpenAt; at != nil && a.Filter.Window == nil {
		return &mediation.Window{From: *at, To: *at}
	}
	return a.Filter.Window
}

// placesParams are the parameters of /places, read and checked.
type placesParams struct {
	asked
	// Brief is true for fields=map.
	Brief bool
	// Language is that of the sentences.
	Language *language.Language
}

// visitParams are the parameters of /visits, read and checked.
type visitParams struct {
	asked
	// Only holds what is asked of visits alone; its Filter is not used.
	Only mediation.VisitFilter
}

// params reads a query once; the first fault is kept in err.
type params struct {
	values   url.Values
	snapshot *catalog.Snapshot
	err      error
}

// filterNames are the parameters that filter; the first of DESIGN's table.
var filterNames = []string{"bbox", "lat", "lon", "radius", "commune", "epci", "kind", "service", "certainty",
	"audience", "care", "fee", "access", "support", "open", "from", "to", "q"}

// newParams refuses parameters that are not among names, or repeated.
func newParams(query url.Values, s *catalog.Snapshot, names ...string) *params {
	p := &params{values: query, snapshot: s}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		switch {
		case len(names) == 0:
			p.refuse(name, "Cette adresse n'a pas de paramètres.")
		case !slices.Contains(names, name):
			p.refuse(name, "Ce paramètre n'existe pas ici. Paramètres possibles : %s.", strings.Join(names, ", "))
		case len(query[name]) > 1:
			p.refuse(name, "Ce paramètre ne peut être donné qu'une fois ; séparez plusieurs valeurs par des virgules.")
		}
	}
	return p
}

func (p *params) refuse(name, format string, args ...any) {
	if p.err == nil {
		p.err = mediation.InvalidParameter(name, fmt.Sprintf(format, args...))
	}
}

func (p *params) places() (placesParams, error) {
	out := placesParams{asked: p.asked(), Brief: p.one("fields", "map") != "", Language: p.language()}
	return out, p.err
}

func (p *params) visits() (visitParams, error) {
	out := visitParams{asked: p.asked()}
	exists := func(_ any, err error) bool { return err == nil }
	out.Only.Statuses = typed[mediation.VisitStatus](p.slugs("status", untyped(mediation.VisitStatuses)))
	out.Only.Stops = p.known("stop", func(id string) bool { return exists(p.snapshot.Stop(id)) }, "l'identifiant d'une étape")
	out.Only.Tours = p.known("tour", func(id string) bool { return exists(p.snapshot.Tour(id)) }, "l'identifiant d'une tournée")
	out.Only.Places = p.known("place", func(id string) bool { return exists(p.snapshot.Place(id)) }, "l'identifiant d'un lieu")
	return out, p.err
}

// asked reads what filters both places and visits. Faults are kept in err.
func (p *params) asked() (out asked) {
	f := &out.Filter
	f.Box = p.box("bbox")
	f.Near = p.near()
	f.Communes = p.known("commune", func(code string) bool { _, err := p.snapshot.Commune(code); return err == nil }, "un code INSEE de commune, comme 50129")
	f.EPCIs = p.known("epci", func(code string) bool { _, ok := p.snapshot.EPCI(code); return ok }, "un numéro SIREN d'intercommunalité, comme 200067205")
	f.Kinds = typed[mediation.Kind](p.slugs("kind", untyped(mediation.Kinds)))
	f.Needs = typed[mediation.NeedID](p.slugs("service", needIDs(p.snapshot.Needs)))
	f.ConfirmedOnly = p.one("certainty", "confirmed") != ""
	f.Audience = p.slugs("audience", mediation.Audiences.Slugs())
	f.Care = p.slugs("care", mediation.Cares.Slugs())
	f.Fee = p.slugs("fee", mediation.Fees.Slugs())
	f.Access = p.slugs("access", mediation.Accesses.Slugs())
	f.Support = p.slugs("support", mediation.Supports.Slugs())
	f.OpenAt, out.OpenNow = p.open()
	f.Window = p.window()
	f.Words, _ = p.given("q")
	if err := search.Check(f.Words); err != nil && p.err == nil {
		p.err = err
	}
	out.Limit = p.limit()
	return out
}

// decimal is how numbers are written: digits and one point, nothing else.
var decimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

func parseDecimal(text string) (value float64, ok bool) {
	value, err := strconv.ParseFloat(text, 64)
	return value, err == nil && decimal.MatchString(text)
}

// number reads a number within bounds; absent is not an error.
func (p *params) number(name string, low, high float64) (value float64, given bool) {
	text, given := p.given(name)
	if !given {
		return 0, false
	}
	value, ok := parseDecimal(text)
	if !ok || value < low || value > high {
		p.refuse(name, "Il faut un nombre entre %g et %g, écrit en chiffres avec un point, comme 49.1157.", low, high)
		return 0, false
	}
	return value, true
}

func (p *params) given(name string) (text string, given bool) {
	if !p.values.Has(name) {
		return "", false
	}
	text = p.values.Get(name)
	if text == "" {
		p.refuse(name, "Ce paramètre est vide.")
	}
	return text, text != ""
}

func (p *params) box(name string) *orb.Bound {
	text, given := p.given(name)
	if !given {
		return nil
	}
	const shape = "Il faut quatre degrés séparés par des virgules, ouest,sud,est,nord, comme -1.95,48.45,-0.73,49.73 ; l'ouest avant l'est et le sud avant le nord."
	parts := strings.Split(text, ",")
	var v [4]float64
	for i := range v {
		if len(parts) != len(v) {
			p.refuse(name, shape)
			return nil
		}
		var ok bool
		if v[i], ok = parseDecimal(parts[i]); !ok {
			p.refuse(name, shape)
			return nil
		}
	}
	if v[0] < -180 || v[0] > v[2] || v[2] > 180 || v[1] < -90 || v[1] > v[3] || v[3] > 90 {
		p.refuse(name, shape)
		return nil
	}
	return &orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}
}

func (p *params) near() *mediation.Near {
	lat, hasLat := p.number("lat", -90, 90)
	lon, hasLon := p.number("lon", -180, 180)
	radius, hasRadius := p.number("radius", 0, maxRadius)
	switch {
	case hasLat && !hasLon:
		p.refuse("lon", "Il faut lat et lon ensemble.")
	case hasLon && !hasLat:
		p.refuse("lat", "Il faut lat et lon ensemble.")
	case hasRadius && !hasLat:
		p.refuse("radius", "Un rayon, en kilomètres, demande aussi lat et lon.")
	case hasRadius && radius == 0:
		p.refuse("radius", "Le rayon, en kilomètres, doit être plus grand que 0.")
	case hasLat:
		return &mediation.Near{Point: orb.Point{lon, lat}, Radius: radius * 1000}
	}
	return nil
}

// list reads values separated by commas, each once.
func (p *params) list(name string) []string {
	text, given := p.given(name)
	if !given {
		return nil
	}
	var list []string
	for v := range strings.SplitSeq(text, ",") {
		if v == "" {
			p.refuse(name, "Une valeur est vide entre deux virgules.")
		}
		if !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

func (p *params) known(name string, exists func(string) bool, what string) []string {
	list := p.list(name)
	for _, v := range list {
		if !exists(v) {
			p.refuse(name, "« %s » n'est pas connu ici : il faut %s.", shorten(v), what)
		}
	}
	return list
}

func (p *params) slugs(name string, allowed []string) []string {
	list := p.list(name)
	for _, v := range list {
		if !slices.Contains(allowed, v) {
			p.refuse(name, "« %s » n'est pas une valeur possible. Valeurs possibles : %s.", shorten(v), strings.Join(allowed, ", "))
		}
	}
	return list
}

func (p *params) one(name, only string) string {
	text, given := p.given(name)
	if given && text != only {
		p.refuse(name, "La seule valeur possible est « %s ».", only)
	}
	return text
}

// language reads lang=en; French without it.
func (p *params) language() *language.Language {
	code, given := p.given("lang")
	if !given {
		return language.French
	}
	l, ok := language.Find(code)
	if !ok {
		var codes []string
		for _, known := range language.All() {
			codes = append(codes, known.Code)
		}
		p.refuse("lang", "Cette langue n'est pas parlée ici. Langues possibles : %s.", strings.Join(codes, ", "))
		return language.French
	}
	return l
}

// localTime is how an instant is written on the clock of the département.
const localTime = "2006-01-02T15:04"

func (p *params) open() (at *time.Time, now bool) {
	text, given := p.given("open")
	if !given || text == "now" {
		return nil, given
	}
	t, err := time.ParseInLocation(localTime, text, p.snapshot.Zone())
	if err != nil || !reasonable(t) {
		p.refuse("open", "Il faut « now » ou une heure locale, comme 2026-12-01T10:00.")
	}
	return &t, false
}

func (p *params) day(name string) (day time.Time, given bool) {
	text, given := p.given(name)
	if !given {
		return day, false
	}
	day, err := time.ParseInLocation(time.DateOnly, text, p.snapshot.Zone())
	if err != nil {
		day, err = time.ParseInLocation(localTime, text, p.snapshot.Zone())
	}
	if err != nil || !reasonable(day) {
		p.refuse(name, "Il faut une date, comme 2026-12-01, ou une heure de ce jour, comme 2026-12-01T14:00.")
	}
	return day, true
}

// clock is the hour of a bound of a window, 0 for a whole day.
func clock(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}

// maxWindow bounds the days between from and to.
const maxWindow = 366 * 24 * time.Hour

func (p *params) window() *mediation.Window {
	from, hasFrom := p.day("from")
	to, hasTo := p.day("to")
	switch {
	case !hasFrom && !hasTo:
		return nil
	case !hasFrom || !hasTo:
		p.refuse(map[bool]string{true: "to", false: "from"}[hasFrom], "Il faut from et to ensemble.")
	case to.Before(from):
		p.refuse("to", "La date de fin vient avant la date de début.")
	case to.Sub(from) > maxWindow:
		p.refuse("to", "Il ne peut y avoir plus d'un an entre from et to.")
	}
	return &mediation.Window{From: from, To: to, Start: clock(from), End: clock(to)}
}

func reasonable(t time.Time) bool { return t.Year() >= 2000 && t.Year() < 2100 }

func (p *params) limit() int {
	text, given := p.given("limit")
	if !given {
		return 0
	}
	n, err := strconv.Atoi(text)
	if errors.Is(err, strconv.ErrRange) && !strings.HasPrefix(text, "-") {
		return maxLimit
	}
	if err != nil || n < 1 {
		p.refuse("limit", "Il faut un nombre entier d'au moins 1.")
		return 0
	}
	return min(n, maxLimit)
}

func needIDs(needs mediation.Needs) []string {
	ids := make([]string, len(needs))
	for i, n := range needs {
		ids[i] = string(n.ID)
	}
	return ids
}

func typed[T ~string](list []string) []T {
	var out []T
	for _, v := range list {
		out = append(out, T(v))
	}
	return out
}

func untyped[T ~string](list []T) []string {
	var out []string
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

// shorten keeps what a request said from filling an answer.
func shorten(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
