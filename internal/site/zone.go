package site

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// theZone names the part of the map that is searched.
var theZone = language.Mark("la zone de la carte")

// plainDegrees is how the degrees of a zone are written.
var plainDegrees = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// readZone reads "west,south,east,north" in degrees, nil for anything else.
func readZone(text string) *orb.Bound {
	parts := strings.Split(text, ",")
	if len(parts) != 4 {
		return nil
	}
	var v [4]float64
	for i, part := range parts {
		var err error
		if v[i], err = strconv.ParseFloat(part, 64); err != nil || !plainDegrees.MatchString(part) {
			return nil
		}
	}
	if v[0] < -180 || v[0] >= v[2] || v[2] > 180 || v[1] < -90 || v[1] >= v[3] || v[3] > 90 {
		return nil
	}
	return &orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}
}

// zoneText is the inverse of [readZone], "" for no zone.
func zoneText(b *orb.Bound) string {
	if b == nil {
		return ""
	}
	return strings.Join([]string{pages.Degrees(b.Min[0]), pages.Degrees(b.Min[1]), pages.Degrees(b.Max[0]), pages.Degrees(b.Max[1])}, ",")
}

// centreOf is the middle of a zone, to ten metres or so.
func centreOf(b orb.Bound) orb.Point {
	c := b.Center()
	return orb.Point{math.Round(c[0]*1e4) / 1e4, math.Round(c[1]*1e4) / 1e4}
}

// anywhere is the question without its zone.
func (q question) anywhere() question {
	q.filter.Box = nil
	return q
}

// aroundZone is the question asked of all places, the nearest to the middle
// of the zone first.
func (q question) aroundZone() question {
	around := q.anywhere()
	if q.filter.Words == "" {
		around.filter.Near, around.near, around.text = &mediation.Near{Point: centreOf(*q.filter.Box)}, q.language.Say(theZone), q.language.Say(theZone)
	}
	return around
}
