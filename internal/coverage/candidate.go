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
// a phone call comes before a van: those people do not count. Nor do people where a
// vehicle comes already: the proposal counts its visits as help, old and new alike.
type Unserved struct {
	Demand
	// Supposed is true when a vehicle that is not confirmed for the need was taken to help.
	Supposed bool
	// Communes is, for each weight, the index of its commune.
	Communes []int
}

// Unserved weighs the people of each commune who are far from help, and finds what
// each candidate would reach of them.
func (r *Result) Unserved(people []float64, candidates []Candidate) Unserved {
	var u Unserved
	var points []orb.Point
	var spots []Spot
	waiting, supposed := r.Waiting()
	u.Supposed = supposed
	n := 0
	for i := range r.world.Communes {
		for _, spot := range r.world.Communes[i].Spots {
			if waiting[n] && people[i]*spot.Share > 0 {
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

// Waiting tells of each spot, commune after commune, whether one more stop would help
// there: nobody is within reach, nor a vehicle that may help. Supposed is as in [Unserved].
func (r *Result) Waiting() (waiting []bool, supposed bool) {
	before := r.withVehicles()
	waiting = make([]bool, len(r.spots))
	for n := range r.spots {
		waiting[n] = r.spots[n] == Far && before.spots[n] == Far
	}
	return waiting, before != r
}

// withVehicles is the result when vehicles are taken to help whether that is confirmed or
// not: those that may help with the need, else all of them. Where all that may are
// confirmed there is nothing to suppose, and it is the result itself.
func (r *Result) withVehicles() *Result {
	q := r.Question
	q.Possible = true
	vehicles := *r.world
	vehicles.Helps = nil
	able, sure := 0, 0
	for _, h := range r.world.Helps {
		if !h.Moves {
			continue
		}
		vehicles.Helps = append(vehicles.Helps, h)
		if q.answers(&h) {
			able++
		}
		if r.answers(&h) {
			sure++
		}
	}
	switch {
	case able == 0 && q.Need != "":
		q.Need = ""
	case able == sure:
		return r
	}
	return vehicles.Answer(q)
}

// reachedBy lists the spots from which people get to a candidate.
func (r *Result) reachedBy(c Candidate, near *bands, spots []Spot, communes []int) (reached []int) {
	to := vectorOf(c.Point)
	more := func(atLeast float64) bool {
		return r.world.Travel.Matrix != nil || r.OnFoot || atLeast*r.world.Travel.Factor <= r.Limit()
	}
	near.around(c.Point.Lat(), more, func(i int) {
		from := &r.world.Communes[communes[i]]
		metres := r.world.Travel.way(spots[i], from.INSEE, near.vectors[i], c.Commune, to)
		if metres <= r.Limit() || r.OnFoot && from.INSEE == c.Commune {
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
