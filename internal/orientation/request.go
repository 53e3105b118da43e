package orientation

import (
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// MaxNeeds is how many needs one request may have.
const MaxNeeds = 12

// Request is what one person needs, and what binds them.
type Request struct {
	// Needs are ids of needs, each once, 1 to [MaxNeeds].
	Needs []mediation.ServiceID
	From  orb.Point
	Reach Reach
	// Free are the half-days on which the person is free; none for any time.
	Free []HalfDay
	// FreeOfCharge leaves out what is known to cost something.
	FreeOfCharge bool
	// Pass is true for a person who holds a Pass numérique.
	Pass bool
	// Care lists the situations to be catered for, Support is how the person
	// wants to be helped, "" for either: slugs of [mediation.Cares] and [Supports].
	Care    []string
	Support string
	// Asked is the instant of the question.
	Asked time.Time
}

// Supports are the ways of being helped that one can ask for.
var Supports = []string{"individuel", "atelier"}

// Reach says how far a person can go.
type Reach string

// The reaches.
const (
	OnFoot     Reach = "pied"
	WithoutCar Reach = "sans-voiture"
	ByCar      Reach = "voiture"
	Anywhere   Reach = "partout"
)

// Reaches lists every reach, the shortest first.
var Reaches = []Reach{OnFoot, WithoutCar, ByCar, Anywhere}

// Metres is the farthest that one goes, as the crow flies.
func (r Reach) Metres() float64 {
	switch r {
	case OnFoot:
		return 3_000
	case WithoutCar:
		return 10_000
	case ByCar:
		return 30_000
	}
	return math.Inf(1)
}

// HalfDay is a morning, afternoon or evening of the week: "ma-apm".
type HalfDay string

var (
	weekdays = []string{"lu", "ma", "me", "je", "ve", "sa", "di"}
	parts    = []string{"matin", "apm", "soir"}
	// bounds are the minutes of the day between which the parts lie. A counter
	// that closes at half past twelve is open in the morning only.
	bounds = []Minute{0, 13 * 60, 18 * 60, dayMinutes}
)

// HalfDays lists every half-day of a week, from Monday morning on.
var HalfDays = func() (list []HalfDay) {
	for _, day := range weekdays {
		for _, part := range parts {
			list = append(list, halfDay(day, part))
		}
	}
	return list
}()

func halfDay(day, part string) HalfDay { return HalfDay(day + "-" + part) }

// windows are the times at which the person is free, from the day of the
// question on; half-days that touch are one. Nil for any time.
func (c Clock) windows(free []HalfDay) (list []Span) {
	if len(free) == 0 {
		return nil
	}
	monday := (int(c.Asked.Weekday()) + 6) % len(weekdays) // the day of the question, counted from Monday
	for day := range Days + 1 {
		midnight := Minute(day * dayMinutes)
		for i, part := range parts {
			if !slices.Contains(free, halfDay(weekdays[(monday+day)%len(weekdays)], part)) {
				continue
			}
			window := Span{midnight + bounds[i], midnight + bounds[i+1]}
			if n := len(list); n > 0 && list[n-1].End == window.Start {
				list[n-1].End = window.End
				continue
			}
			list = append(list, window)
		}
	}
	return list
}
