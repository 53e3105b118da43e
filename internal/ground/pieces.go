package ground

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Pieces of land are drawn around points that the land misses: its coast is
// known to a kilometre where there are no contours, and a place may stand on a
// pier. Width is the half of theirs, in metres.
const pieceWidth = 300.0

// addPieces puts land under the points that have none.
func (g *Ground) addPieces(kept []cell) {
	land, others := g.lines(g.land), g.lines(g.others)
	coasts, ours, theirs := slices.Concat(land, others), newArea(land), newArea(others)
	if len(coasts) == 0 {
		return
	}
	for _, c := range kept {
		if p := c.point(); !ours.holds(p) && !theirs.holds(p) {
			g.pieces = append(g.pieces, ring{g.addArc(toCells(bridge(p, nearestSpot(coasts, p))))})
		}
	}
}

// lines are rings as orb knows them.
func (g *Ground) lines(list []ring) []orb.Ring {
	lines := make([]orb.Ring, len(list))
	for i, r := range list {
		lines[i] = toRing(cellsOf(g.arcs, r))
	}
	return lines
}

// bridge is a round piece of land around a point, drawn out to the coast when
// it is near.
func bridge(p orb.Point, coast spot) orb.Ring {
	const turns = 8 // a half circle at each end
	squeeze := math.Cos(p.Lat() * math.Pi / 180)
	if coast.metres > farthest {
		coast.point = p
	}
	angle := math.Atan2(coast.point.Lat()-p.Lat(), (coast.point.Lon()-p.Lon())*squeeze)
	var r orb.Ring
	for i := range 2 * (turns + 1) {
		middle, turn := p, i
		if i > turns {
			middle, turn = coast.point, i-1
		}
		sin, cos := math.Sincos(angle + math.Pi/2 + math.Pi*float64(turn)/turns)
		r = append(r, orb.Point{middle.Lon() + pieceWidth*cos/metresPerDegree/squeeze, middle.Lat() + pieceWidth*sin/metresPerDegree})
	}
	return append(r, r[0])
}
