package ogc

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"escale/internal/web"
)

// How many features one page holds, unless another number is wanted.
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

// formatName is the parameter that every address here has: the form of the
// answer.
const formatName = "f"

var itemsNames = []string{formatName, "limit", "bbox", "datetime", "cursor"}

// readItems reads the parameters of items; days are those of a zone.
func readItems(q *web.Query, zone *time.Location) (query, error) {
	out := query{limit: cmp.Or(q.Limit(maxLimit), defaultLimit), box: q.Box("bbox")}
	out.readTime(q, zone)
	if text := q.Code("cursor"); text != "" {
		var ok bool
		if out.cursor, ok = parseCursor(text); !ok {
			q.Refuse("cursor", "Ce cursor n’est pas celui d’une page : reprenez le lien « next » tel quel.")
		}
	}
	return out, q.Err()
}

// readTime reads an instant, or a day on the clock of a zone, or an interval of which one end may be open
// (OGC 17-069r4, section 7.15.4).
func (q *query) readTime(from *web.Query, zone *time.Location) {
	text := from.Code("datetime")
	if text == "" {
		return
	}
	var err error
	if q.from, q.to, err = parseTime(text, zone); err != nil {
		from.Refuse("datetime", "Il faut un instant, comme 2026-12-08T14:00:00Z, ou un intervalle, comme 2026-12-01/2026-12-31, ../2026-12-31 ou 2026-12-01/..")
	}
	q.dated = true
}

var errOrder = errors.New("the interval ends before it begins, or has no end at all")

func parseTime(text string, zone *time.Location) (from, to time.Time, err error) {
	first, last, interval := strings.Cut(text, "/")
	if !interval {
		last = first
	}
	from, errFrom := parseInstant(first, zone, interval, false)
	to, errTo := parseInstant(last, zone, interval, true)
	if !from.IsZero() && !to.IsZero() && to.Before(from) || first+last == "" {
		err = errOrder
	}
	return from, to, cmp.Or(errFrom, errTo, err)
}

func parseInstant(text string, zone *time.Location, open, end bool) (time.Time, error) {
	if open && (text == "" || text == "..") {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err == nil && end {
		day = day.AddDate(0, 0, 1).Add(-time.Nanosecond)
	}
	return day, err
}

// meets is true when a geometry and a box have a point in common.
func meets(g orb.Geometry, box orb.Bound) bool {
	if !box.Intersects(g.Bound()) {
		return false
	}
	contour, ok := g.(orb.MultiPolygon)
	return !ok || len(clip.MultiPolygon(box, contour.Clone())) > 0
}

// matches is true when a feature answers. One without geometry or without
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
