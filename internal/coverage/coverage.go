// Package coverage computes who is far from help, and where one more stop of
// the van would help most. It is pure: it is given where people live and who
// helps where and when.
package coverage

import (
	"math"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// Commune is where people live, seen from one point or from several.
type Commune struct {
	INSEE string
	// Spots are the points from which distances are measured: the centre, or
	// those of the communes that merged into it. None for one without people.
	Spots []Spot
	// ToBorder is how far, in metres, help that is not loaded may be: behind
	// the border of the map. It is infinite where there is none.
	ToBorder float64
}

// Spot is a point with its share of the people of a commune.
type Spot struct {
	// Code is the INSEE code of the commune, of today or of before.
	Code  string
	Point orb.Point
	Share float64
}

// Help is what one helper gives at one point, as it is known for some days.
type Help struct {
	// Place is the door: helpers behind one door are counted once.
	Place   string
	Point   orb.Point
	Commune string
	Claims  []mediation.Claim
	// Moves is true for a vehicle that comes.
	Moves bool
	// Open are the times at which whoever comes is helped, Appointment those
	// for which one must call first. Both are in order.
	Open, Appointment []hours.Interval
	// Unknown is true when there may be times that nobody published.
	Unknown bool
}

// World is what questions are about.
type World struct {
	Communes []Commune
	Helps    []Help
	Travel   Travel
}

// Question is what is to be found out of a world.
type Question struct {
	// Need is the help that is looked for, "" for any.
	Need mediation.NeedID
	// Possible counts help that is only possible too.
	Possible bool
	// Now is the first instant that counts, Days how many days do, today included.
	Now  time.Time
	Days int
	// Start and End leave out what is outside these hours of each day, counted
	// from midnight; both 0 for none.
	Start, End time.Duration
	// Reach is how far one goes, in metres on the way.
	Reach float64
	// OnFoot is for those who have no car: [FootReach] at the most, or a vehicle
	// that comes to their commune.
	OnFoot bool
}

// FootReach is how far one goes without a car, in metres on the way.
const FootReach = 3000

// Limit is how far one goes.
func (q Question) Limit() float64 {
	if q.OnFoot {
		return min(q.Reach, FootReach)
	}
	return q.Reach
}

// span is the time that counts: whole days, for what is offered in a week.
func (q Question) span() (from, to time.Time) {
	return hours.Midnight(q.Now, 0), hours.Midnight(q.Now, q.Days)
}

// Status is what people find within reach, the best first.
type Status int

// The statuses.
const (
	// Helped: a door is really open, or a vehicle comes.
	Helped Status = iota
	// ByAppointment: only by calling first.
	ByAppointment
	// Unknown: the hours of those within reach are not known. They may be open.
	Unknown
	// Far: nobody within reach in these days.
	Far
)

// Statuses is how many there are.
const Statuses = 4

// Found is the nearest door of a sort.
type Found struct {
	// Door is an index in [Result].Doors, -1 for none.
	Door int
	// Metres are on the way: on average, of a commune with several spots.
	Metres float64
}

// None is true when there is none.
func (f Found) None() bool { return f.Door < 0 }

// Line is what is found of a commune.
type Line struct {
	// Open is the nearest door that is really open in these days, whatever the
	// distance; Appointment and Unknown are those of the others.
	Open, Appointment, Unknown Found
	// Wait is the number of days until the first help within reach, the longest
	// of the spots that have one; -1 for none.
	Wait int
	// Weekly are the hours offered within reach in a week: the mean of the spots.
	Weekly float64
	// Shares are the parts of its people by [Status].
	Shares [Statuses]float64
	// Border is true when help that is not loaded could be within reach.
	Border bool
}

// Status is that of most of its people; of two alike, the worst.
func (l Line) Status() Status {
	most := Far
	for s := Far; s >= Helped; s-- {
		if l.Shares[s] > l.Shares[most]+tiny {
			most = s
		}
	}
	return most
}

// Partly is true when some of its people are far from help, and others are not: it has no
// status of most.
func (l Line) Partly() bool { return l.Shares[Far] > tiny && l.Shares[Far] < 1-tiny }

// tiny is below any share of people.
const tiny = 1e-9

// Result answers a question.
type Result struct {
	Question
	// Doors are those that answer it, Lines what is found of each commune.
	Doors []Door
	Lines []Line
	// spots are the statuses of all spots, commune after commune.
	spots []Status
	world *World
}

// Spots are the statuses of all spots, commune after commune.
func (r *Result) Spots() []Status { return r.spots }

// NoBorder is how far the help of neighbours is where all that matters is loaded.
var NoBorder = math.Inf(1)
