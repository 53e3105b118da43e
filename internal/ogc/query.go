package ogc

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"escale/internal/mediation"
)

// How many features one page holds, unless it is asked for another number.
const (
	defaultLimit = 100
	maxLimit     = 10000
)

// query are the parameters of items.
type query struct {
	limit    int
	box      *orb.Bound
	from, to time.Time // zero for open ends
	dated    bool
	cursor   cursor
}

// checkNames refuses parameters that are not among names, or come twice.
func checkNames(values url.Values, names ...string) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		switch {
		case !slices.Contains(names, name):
			return mediation.InvalidParameter(name, "Ce paramètre n'existe pas ici. Paramètres possibles : "+strings.Join(names, ", ")+".")
		case len(values[name]) > 1:
			return mediation.InvalidParameter(name, "Ce paramètre ne peut être donné qu'une fois.")
		}
	}
	return nil
}

func readQuery(values url.Values, zone *time.Location) (q query, err error) {
	if err := checkNames(values, "f", "limit", "bbox", "datetime", "cursor"); err != nil {
		return q, err
	}
	if q.limit, err = readLimit(values); err != nil {
		return q, err
	}
	if q.box, err = readBox(values); err != nil {
		return q, err
	}
	if err := q.readTime(values, zone); err != nil {
		return q, err
	}
	if values.Has("cursor") {
		q.cursor, err = readCursor(values.Get("cursor"))
	}
	return q, err
}

func readLimit(values url.Values) (int, error) {
	if !values.Has("limit") {
		return defaultLimit, nil
	}
	text := values.Get("limit")
	if strings.Trim(text, "0123456789") != "" || strings.Trim(text, "0") == "" {
		return 0, mediation.InvalidParameter("limit", "Il faut un nombre entier d'au moins 1.")
	}
	n, err := strconv.Atoi(text)
	if err != nil { // more digits than a number holds
		return maxLimit, nil
	}
	return min(n, maxLimit), nil
}

// readBox reads four numbers, or six of which two are heights that nothing
// here has.
func readBox(values url.Values) (*orb.Bound, error) {
	if !values.Has("bbox") {
		return nil, nil
	}
	fault := mediation.InvalidParameter("bbox", "Il faut ouest,sud,est,nord en degrés, comme -1.95,48.45,-0.73,49.73 ; l'ouest avant l'est et le sud avant le nord.")
	parts := strings.Split(values.Get("bbox"), ",")
	var v []float64
	for _, part := range parts {
		n, err := strconv.ParseFloat(part, 64)
		if err != nil || strings.Trim(part, "+-.0123456789") != "" {
			return nil, fault
		}
		v = append(v, n)
	}
	if len(v) == 6 {
		v = []float64{v[0], v[1], v[3], v[4]}
	}
	if len(v) != 4 || v[0] < -180 || v[0] > v[2] || v[2] > 180 || v[1] < -90 || v[1] > v[3] || v[3] > 90 {
		return nil, fault
	}
	return &orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}, nil
}

// readTime reads an instant, or a day on the clock of a zone, or an interval of which one end may be open
// (OGC 17-069r4, section 7.15.4).
func (q *query) readTime(values url.Values, zone *time.Location) error {
	if !values.Has("datetime") {
		return nil
	}
	q.dated = true
	first, last, interval := strings.Cut(values.Get("datetime"), "/")
	if !interval {
		last = first
	}
	var err error
	if q.from, err = readInstant(first, zone, interval, false); err != nil {
		return err
	}
	if q.to, err = readInstant(last, zone, interval, true); err != nil {
		return err
	}
	if !q.from.IsZero() && !q.to.IsZero() && q.to.Before(q.from) || interval && q.from.IsZero() && q.to.IsZero() && len(first+last) == 0 {
		return errTime
	}
	return nil
}

var errTime = mediation.InvalidParameter("datetime", "Il faut un instant, comme 2026-12-08T14:00:00Z, ou un intervalle, comme 2026-12-01/2026-12-31, ../2026-12-31 ou 2026-12-01/..")

func readInstant(text string, zone *time.Location, open, end bool) (time.Time, error) {
	if open && (text == "" || text == "..") {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w", errTime)
	}
	if end {
		day = day.AddDate(0, 0, 1).Add(-time.Nanosecond)
	}
	return day, nil
}

// meets tells whether a geometry and a box have a point in common.
func meets(g orb.Geometry, box orb.Bound) bool {
	if !box.Intersects(g.Bound()) {
		return false
	}
	contour, ok := g.(orb.MultiPolygon)
	return !ok || len(clip.MultiPolygon(box, contour.Clone())) > 0
}

// matches tells whether a feature answers. One without geometry or without
// dates answers every box and every time (sections 7.15.3 and 7.15.4).
func (q query) matches(f *feature) bool {
	if q.box != nil && f.geometry != nil && !meets(f.geometry, *q.box) {
		return false
	}
	if !q.dated || f.from.IsZero() {
		return true
	}
	return (q.to.IsZero() || !f.from.After(q.to)) && (q.from.IsZero() || !f.to.Before(q.from))
}
