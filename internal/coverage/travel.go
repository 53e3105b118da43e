package coverage

import (
	"math"

	"github.com/paulmach/orb"
)

// Travel says how far it is on the way.
type Travel struct {
	// Factor makes a way of a straight line: roads wind.
	Factor float64
	// Matrix has ways that were measured, nil for none.
	Matrix *Matrix
}

// DefaultFactor is the mean of European towns; nothing was measured in the
// French countryside.
const DefaultFactor = 1.3

// Matrix are ways between communes, in metres, by the INSEE codes of both.
type Matrix map[Pair]float64

// Pair is from one commune to another.
type Pair struct{ From, To string }

// vector is a point on the unit sphere: the straight line through the earth
// between two grows with their distance, and costs no trigonometry.
type vector [3]float64

func vectorOf(p orb.Point) vector {
	lon, lat := p[0]*math.Pi/180, p[1]*math.Pi/180
	return vector{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

// metres are along the great circle.
func (v vector) metres(w vector) float64 {
	x, y, z := v[0]-w[0], v[1]-w[1], v[2]-w[2]
	return 2 * orb.EarthRadius * math.Asin(math.Min(1, math.Sqrt(x*x+y*y+z*z)/2))
}

// way is how far it is from a spot to a point of a commune.
func (t Travel) way(from Spot, commune string, a vector, to string, b vector) float64 {
	if t.Matrix != nil && commune != to {
		for _, code := range []string{from.Code, commune} {
			if metres, known := (*t.Matrix)[Pair{code, to}]; known {
				return metres
			}
		}
	}
	return a.metres(b) * t.Factor
}
