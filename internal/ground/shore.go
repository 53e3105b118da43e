package ground

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

const (
	metresPerDegree = 111_320.0
	// offing is how far from a limit one looks for land: more than what the land
	// of the world is off at the coast.
	offing = 3_000.0
	// station is how often one looks along a limit, spell the shortest piece of
	// coast or of limit between two territories that is believed.
	station = 700
	spell   = 8_000
	winds   = 16
)

// shores finds where the limits of a territory run between it and other land;
// elsewhere they are the coast.
type shores struct {
	land area // of the world, around here
	ours area // what the territory holds, roughly
}

// inland looks around each side of a ring of the outline: true where most of
// what lies beyond it is land.
func (s shores) inland(ring []cell) []bool {
	steps, verdicts := s.stations(ring), make([]bool, len(ring))
	if len(steps) == 0 {
		return verdicts
	}
	labels := make([]bool, len(steps))
	for i, at := range steps {
		labels[i] = s.landBeyond(ring[at].point(), i > 0 && labels[i-1])
	}
	labels = believe(labels, spell/station)
	for i, at := range steps {
		end := len(ring)
		if i+1 < len(steps) {
			end = steps[i+1]
		}
		for j := at; j < end; j++ {
			verdicts[j] = labels[i]
		}
	}
	return corners(ring, verdicts)
}

// corners moves the ends of each border to the nearest sharp corner of the
// outline: what lies around shows them to a few kilometres only, and a border
// leaves the coast at an angle.
func corners(ring []cell, inland []bool) []bool {
	n, moved := len(ring), slices.Clone(inland)
	for i := range ring {
		before := inland[(i+n-1)%n]
		if inland[i] == before {
			continue
		}
		for at, to := i, corner(ring, i); at != to; {
			if to > i { // the border, or the coast, goes on until there
				moved[(at+n)%n] = before
				at++
			} else {
				at--
				moved[(at+n)%n] = inland[i]
			}
		}
	}
	return moved
}

// How far around a corner is looked for, how far from it one looks to know how
// sharp it is, and how sharp it must be, in radians.
const (
	cornerReach = 4_500.0
	cornerArm   = 2_000.0
	cornerTurn  = math.Pi / 4
)

// corner is the index of the sharpest left turn near a point of a ring, which
// may be less than 0 or more than its length; the point itself if there is none.
func corner(ring []cell, at int) int {
	best, sharpest := at, cornerTurn
	for _, step := range []int{1, -1} {
		walked := 0.0
		for i := at; walked < cornerReach; i += step {
			if turn := turnAt(ring, i); turn > sharpest {
				best, sharpest = i, turn
			}
			walked += metres(cellAt(ring, i).point(), cellAt(ring, i+step).point())
		}
	}
	return best
}

func cellAt(ring []cell, i int) cell { return ring[(i%len(ring)+len(ring))%len(ring)] }

// turnAt is how much the line turns to the left at a point, seen from some way off.
func turnAt(ring []cell, i int) float64 {
	here := cellAt(ring, i).point()
	from, to := here, here
	for j := i; metres(from, here) < cornerArm && i-j < len(ring); j-- {
		from = cellAt(ring, j-1).point()
	}
	for j := i; metres(to, here) < cornerArm && j-i < len(ring); j++ {
		to = cellAt(ring, j+1).point()
	}
	squeeze := math.Cos(here.Lat() * math.Pi / 180)
	ax, ay := (here.Lon()-from.Lon())*squeeze, here.Lat()-from.Lat()
	bx, by := (to.Lon()-here.Lon())*squeeze, to.Lat()-here.Lat()
	return math.Atan2(ax*by-ay*bx, ax*bx+ay*by)
}

// stations are the points of a ring from which one looks around.
func (s shores) stations(ring []cell) []int {
	var steps []int
	walked := float64(station)
	for i, c := range ring {
		if i > 0 {
			walked += metres(ring[i-1].point(), c.point())
		}
		if walked >= station {
			steps, walked = append(steps, i), 0
		}
	}
	return steps
}

// landBeyond is true when most of what is around a point and not ours is land;
// before when there is nothing else around.
func (s shores) landBeyond(p orb.Point, before bool) bool {
	dry, all := 0, 0
	squeeze := math.Cos(p.Lat() * math.Pi / 180)
	for i := range winds {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / winds)
		q := orb.Point{p.Lon() + offing*cos/metresPerDegree/squeeze, p.Lat() + offing*sin/metresPerDegree}
		if s.ours.holds(q) {
			continue
		}
		if all++; s.land.holds(q) {
			dry++
		}
	}
	if all == 0 {
		return before
	}
	return 2*dry > all
}

// believe turns the labels of a closed line that last less than some steps into
// those around them, the shortest first.
func believe(labels []bool, least int) []bool {
	n := len(labels)
	for {
		start, length := shortestRun(labels)
		if length == 0 || length == n || length >= least {
			return labels
		}
		for i := range length {
			labels[(start+i)%n] = !labels[(start+i)%n]
		}
	}
}

// shortestRun finds the shortest run of equal labels on a closed line, 0 for
// none when all are equal.
func shortestRun(labels []bool) (start, length int) {
	n, first := len(labels), -1
	for i := range labels {
		if labels[i] != labels[(i+n-1)%n] {
			first = i
			break
		}
	}
	if first < 0 {
		return 0, 0
	}
	length = n + 1
	for at := 0; at < n; {
		run := 1
		for run < n-at && labels[(first+at+run)%n] == labels[(first+at)%n] {
			run++
		}
		if run < length {
			start, length = (first+at)%n, run
		}
		at += run
	}
	return start, length
}

// metres is how far two near points are from each other.
func metres(a, b orb.Point) float64 {
	squeeze := math.Cos(a.Lat() * math.Pi / 180)
	return metresPerDegree * math.Hypot((b.Lon()-a.Lon())*squeeze, b.Lat()-a.Lat())
}

// spot is a point on a line: after its index-th point, on the way to the next.
type spot struct {
	ring, index int
	along       float64 // 0 to 1
	point       orb.Point
	metres      float64
}

func (s spot) place() float64 { return float64(s.index) + s.along }

// nearestSpot is the point of some lines that is the nearest to p.
func nearestSpot(lines []orb.Ring, p orb.Point) spot {
	best := spot{ring: -1, metres: math.Inf(1)}
	squeeze := math.Cos(p.Lat() * math.Pi / 180)
	for i, line := range lines {
		for j := 0; j+1 < len(line); j++ {
			a, b := line[j], line[j+1]
			dx, dy := (b[0]-a[0])*squeeze, b[1]-a[1]
			ex, ey := (p[0]-a[0])*squeeze, p[1]-a[1]
			t := 0.0
			if length := dx*dx + dy*dy; length > 0 {
				t = min(1, max(0, (ex*dx+ey*dy)/length))
			}
			if d := metresPerDegree * math.Hypot(ex-t*dx, ey-t*dy); d < best.metres {
				best = spot{i, j, t, orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}, d}
			}
		}
	}
	return best
}

// overlaps is true when a point of one ring lies within the other.
func overlaps(a, b orb.Ring) bool {
	if !a.Bound().Intersects(b.Bound()) {
		return false
	}
	inside := func(r, of orb.Ring) bool {
		for _, p := range r {
			if of.Bound().Contains(p) && planar.RingContains(of, p) {
				return true
			}
		}
		return false
	}
	return inside(a, b) || inside(b, a)
}
