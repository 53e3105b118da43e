package site

import (
	"math"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// theZone names the part of the map that is searched.
var theZone = language.Mark("la zone de la carte")

// zoneText is how an address writes a zone, "" for none.
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
