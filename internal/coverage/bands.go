package coverage

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// bands finds what is near a point: sorted by latitude, of which no way is
// shorter than the difference.
type bands struct {
	order     []int // indexes of the points, from south to north
	latitudes []float64
	vectors   []vector // by index
}

func newBands(points []orb.Point) *bands {
	b := &bands{order: make([]int, len(points)), latitudes: make([]float64, len(points)), vectors: make([]vector, len(points))}
	for i, p := range points {
		b.order[i], b.vectors[i] = i, vectorOf(p)
	}
	slices.SortFunc(b.order, func(i, j int) int { return cmp.Or(cmp.Compare(points[i].Lat(), points[j].Lat()), cmp.Compare(i, j)) })
	for i, at := range b.order {
		b.latitudes[i] = points[at].Lat()
	}
	return b
}

// metresPerDegree of latitude, a little under the truth: nothing may be missed.
const metresPerDegree = math.Pi / 180 * orb.EarthRadius * 0.999999

// around visits the points from a latitude on to both sides, the nearer
// latitude first, as long as more wants points that lie so many metres away.
func (b *bands) around(latitude float64, more func(atLeast float64) bool, visit func(i int)) {
	north, _ := slices.BinarySearch(b.latitudes, latitude)
	south := north - 1
	for south >= 0 || north < len(b.order) {
		up, down := math.Inf(1), math.Inf(1)
		if north < len(b.order) {
			up = (b.latitudes[north] - latitude) * metresPerDegree
		}
		if south >= 0 {
			down = (latitude - b.latitudes[south]) * metresPerDegree
		}
		if !more(min(up, down)) {
			return
		}
		if up <= down {
			visit(b.order[north])
			north++
		} else {
			visit(b.order[south])
			south--
		}
	}
}
