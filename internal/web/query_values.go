package web

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/language"
	"escale/internal/mediation"
)

func parseDecimal(text string) (value float64, ok bool) {
	if !isDecimal(text) {
		return 0, false
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, err == nil
}

// isDecimal is true of how numbers are written: digits and at most one point
// between them, nothing else.
func isDecimal(text string) bool {
	whole, part, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return areDigits(whole) && (!point || areDigits(part))
}

func areDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// Number reads a number between two, both included.
func (q *Query) Number(name string, low, high float64) (n float64, given bool) {
	text, given := q.value(name)
	if !given {
		return 0, false
	}
	n, ok := parseDecimal(text)
	if !ok || n < low || n > high {
		q.Refuse(name, fmt.Sprintf("Il faut un nombre entre %g et %g, écrit en chiffres avec un point, comme 49.1157.", low, high))
		return 0, false
	}
	return n, true
}

// Whole reads a whole number between two, both included; 0 for none.
func (q *Query) Whole(name string, low, high int) int {
	text, given := q.value(name)
	if !given {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		q.Refuse(name, fmt.Sprintf("Il faut un nombre entier entre %d et %d.", low, high))
		return 0
	}
	return n
}

// Typed reads a whole number of a field that must not be empty.
func (q *Query) Typed(name string, low, high int) int {
	if _, given := q.value(name); !given {
		q.Refuse(name, fmt.Sprintf("Ce champ est vide. Il faut un nombre entier entre %d et %d.", low, high))
	}
	return q.Whole(name, low, high)
}

// Limit reads how many things an answer holds, at most most: a greater limit is
// that one. It is 0 when none is given.
func (q *Query) Limit(most int) int {
	text, given := q.value("limit")
	if !given {
		return 0
	}
	n, err := strconv.Atoi(text)
	if errors.Is(err, strconv.ErrRange) && !strings.HasPrefix(text, "-") {
		return most
	}
	if err != nil || n < 1 {
		q.Refuse("limit", "Il faut un nombre entier d’au moins 1.")
		return 0
	}
	return min(n, most)
}

const boxShape = "Il faut quatre degrés séparés par des virgules, ouest,sud,est,nord, comme -1.95,48.45,-0.73,49.73 ; l’ouest avant l’est et le sud avant le nord."

// Box reads "west,south,east,north" in degrees (WGS 84), nil for none. Its
// sides may be one: a point is a box. Of six numbers two are heights (OGC
// 17-069r4, section 7.15.3), which nothing here has.
func (q *Query) Box(name string) *orb.Bound {
	text, given := q.value(name)
	if !given {
		return nil
	}
	box, ok := parseBox(text)
	if !ok {
		q.Refuse(name, boxShape)
		return nil
	}
	return &box
}

func parseBox(text string) (box orb.Bound, ok bool) {
	v := make([]float64, 0, 6)
	for more := true; more; {
		var part string
		part, text, more = strings.Cut(text, ",")
		n, ok := parseDecimal(part)
		if !ok || len(v) == 6 {
			return box, false
		}
		v = append(v, n)
	}
	if len(v) == 6 {
		v = append(v[:2], v[3], v[4])
	}
	if len(v) != 4 || v[0] < -180 || v[0] > v[2] || v[2] > 180 || v[1] < -90 || v[1] > v[3] || v[3] > 90 {
		return box, false
	}
	return orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}, true
}

// Point reads lat and lon, nil for none.
func (q *Query) Point() *orb.Point {
	lat, hasLat := q.Number("lat", -90, 90)
	lon, hasLon := q.Number("lon", -180, 180)
	switch {
	case hasLat && hasLon:
		return &orb.Point{lon, lat}
	case hasLat:
		q.refuse("lon", q.values.Get("lat"), together)
	case hasLon:
		q.refuse("lat", q.values.Get("lon"), together)
	}
	return nil
}

const together = "Il faut lat et lon ensemble."

// maxRadius is in kilometres: half the Earth's girth reaches everywhere.
const maxRadius = 20000

// Near reads a point and, in kilometres, how far around it; nil for none.
func (q *Query) Near() *mediation.Near {
	point := q.Point()
	radius, hasRadius := q.Number("radius", 0, maxRadius)
	switch {
	case hasRadius && radius == 0:
		q.Refuse("radius", "Le rayon, en kilomètres, doit être plus grand que 0.")
	case hasRadius && point == nil:
		q.Refuse("radius", "Un rayon, en kilomètres, demande aussi lat et lon.")
	case point != nil:
		return &mediation.Near{Point: *point, Radius: radius * 1000}
	}
	return nil
}

// LocalLayout is how an address writes an instant on the clock of a département;
// the others are for a month and a time of day.
const (
	monthLayout = "2006-01"
	LocalLayout = "2006-01-02T15:04"
	clockLayout = "15:04"
)

// Day reads a day, the zero value for none.
func (q *Query) Day(name string, zone *time.Location) time.Time {
	return q.moment(name, time.DateOnly, zone, "Il faut une date, comme 2026-12-01.")
}

// Month reads the first day of a month, the zero value for none.
func (q *Query) Month(name string, zone *time.Location) time.Time {
	return q.moment(name, monthLayout, zone, "Il faut un mois, comme 2026-12.")
}

func (q *Query) moment(name, layout string, zone *time.Location, want string) time.Time {
	text, given := q.value(name)
	if !given {
		return time.Time{}
	}
	t, err := time.ParseInLocation(layout, text, zone)
	if err != nil || !reasonable(t) {
		q.Refuse(name, want)
		return time.Time{}
	}
	return t
}

// Clock reads a time of day, "14:30", "" for none.
func (q *Query) Clock(name string) string {
	text := q.Code(name)
	if _, err := time.Parse(clockLayout, text); text != "" && (err != nil || len(text) != len(clockLayout)) {
		q.Refuse(name, "Il faut une heure, comme 14:30.")
		return ""
	}
	return text
}

func reasonable(t time.Time) bool { return t.Year() >= 2000 && t.Year() < 2100 }

// Instant reads "now", or an instant; nil for none and for now.
func (q *Query) Instant(name string, zone *time.Location) (at *time.Time, now bool) {
	if text, _ := q.value(name); text == "now" {
		return nil, true
	}
	t := q.moment(name, LocalLayout, zone, "Il faut « now » ou une heure locale, comme 2026-12-01T10:00.")
	if t.IsZero() {
		return nil, false
	}
	return &t, false
}

// maxWindow bounds the days between from and to.
const maxWindow = 366 * 24 * time.Hour

// Window reads the days from and to, nil for none.
func (q *Query) Window(zone *time.Location) *mediation.Window {
	from, to := q.bound("from", zone), q.bound("to", zone)
	switch {
	case from.IsZero() && to.IsZero():
		return nil
	case to.IsZero():
		q.refuse("to", q.values.Get("from"), "Il faut from et to ensemble.")
	case from.IsZero():
		q.refuse("from", q.values.Get("to"), "Il faut from et to ensemble.")
	case to.Before(from):
		q.Refuse("to", "La date de fin vient avant la date de début.")
	case to.Sub(from) > maxWindow:
		q.Refuse("to", "Il ne peut y avoir plus d’un an entre from et to.")
	default:
		return &mediation.Window{From: from, To: to, Start: clockOf(from), End: clockOf(to)}
	}
	return nil
}

// bound reads the first or the last day of a window, or an hour of it.
func (q *Query) bound(name string, zone *time.Location) time.Time {
	layout := time.DateOnly
	if strings.Contains(q.values.Get(name), "T") {
		layout = LocalLayout
	}
	return q.moment(name, layout, zone, "Il faut une date, comme 2026-12-01, ou une heure de ce jour, comme 2026-12-01T14:00.")
}

// clockOf is the hour of a bound of a window, 0 for a whole day.
func clockOf(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}

// LanguageName is the parameter that names the language of an answer.
const LanguageName = "lang"

// Language reads the language of an answer, French for none.
func (q *Query) Language() *language.Language {
	if !q.Has(LanguageName) {
		return language.French
	}
	codes := make([]string, 0, len(language.All()))
	for _, l := range language.All() {
		codes = append(codes, l.Code)
	}
	if l, ok := language.Find(One(q, LanguageName, codes...)); ok {
		return l
	}
	return language.French
}
