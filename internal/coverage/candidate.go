package coverage

import (
	"slices"

	"github.com/paulmach/orb"
)

// Candidate is where a stop could be.
type Candidate struct {
	// ID is stable, Name says where it is.
	ID, Name string
	Point    orb.Point
	Commune  string
	// Requested is true where somebody asks for the van, Known where it stopped
	// before or where help is given at times: there is a room.
	Requested, Known bool
}

// Unserved is what one more stop could change of a result: the people who find
// nobody, and those that each candidate would reach. Where the hours are unknown
// a phone call comes before a van: those people do not count.
type Unserved struct {
	Demand
	// Communes is, for each weight, the index of its commune.
	Communes []int
}

// Unserved weighs the people of each commune who are far from help, and finds what
// each candidate would reach of them.
func (r *Result) Unserved(people []float64, candidates []Candidate) Unserved {
	var u Unserved
	var points []orb.Point
	var spots []Spot
	n := 0
	for i := range r.world.Communes {
		for _, spot := range r.world.Communes[i].Spots {
			if r.spots[n] == Far && people[i]*spot.Share > 0 {
				u.Weights, u.Communes = append(u.Weights, people[i]*spot.Share), append(u.Communes, i)
				points, spots = append(points, spot.Point), append(spots, spot)
			}
			n++
		}
	}
	near := newBands(points)
	for _, c := range candidates {
		u.Reached = append(u.Reached, r.reachedBy(c, near, spots, u.Communes))
	}
	return u
}

// reachedBy lists the spots from which people get to a candidate.
func (r *Result) reachedBy(c Candidate, near *bands, spots []Spot, communes []int) (reached []int) {
	to := vectorOf(c.Point)
	more := func(atLeast float64) bool {
		return r.world.Travel.Matrix != nil || r.OnFoot || atLeast*r.world.Travel.Factor <= r.reach()
	}
	near.around(c.Point.Lat(), more, func(i int) {
		from := &r.world.Communes[communes[i]]
		metres := r.world.Travel.way(spots[i], from.INSEE, near.vectors[i], c.Commune, to)
		if metres <= r.reach() || r.OnFoot && from.INSEE == c.Commune {
			reached = append(reached, i)
		}
	})
	slices.Sort(reached)
	return reached
}

// CommunesOf lists the communes with people that a candidate reaches, each once.
func (u *Unserved) CommunesOf(candidate int) (communes []int) {
	for _, w := range u.Reached[candidate] {
		communes = append(communes, u.Communes[w])
	}
	slices.Sort(communes)
	return slices.Compact(communes)
}

// Stops is how many stops so many half-days in a period of days allow, when
// each stop is to be served once in the days that people wait.
func Stops(halfDays, period, days int) int {
	if period <= 0 {
		return 0
	}
	return halfDays * days / period
}
