package reach_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/reach"
	"escale/internal/reach/reachtest"
)

// step is that of the finest hours of the mirror; coarse is how often the clock is
// read where nothing changes.
const (
	step   = time.Minute
	coarse = 5
)

const stepsOfDay = int(24 * time.Hour / step)

// oracleDays is for how many days the oracle knows who is open.
const oracleDays = 24

// oracle knows, step by step, who is open, and looks at everything for each commune.
type oracle struct {
	snapshot *catalog.Snapshot
	from     time.Time
	offers   []oracleOffer
}

type oracleOffer struct {
	*mediation.Offer
	place string
	spots []oracleSpot
}

// oracleSpot is where an offer is at some steps.
type oracleSpot struct {
	point         orb.Point
	commune       string
	open, perhaps []bool
	unknown       bool
	// first and end are between which steps there is something.
	first, end int
}

// bound looks where there is something.
func (s *oracleSpot) bound() {
	for n := range s.open {
		if s.open[n] || s.perhaps[n] {
			if s.end == 0 {
				s.first = n
			}
			s.end = n + 1
		}
	}
}

func newOracle(s *catalog.Snapshot) *oracle {
	o := &oracle{snapshot: s, from: hours.Midnight(reachtest.Today, 0)}
	for i := range s.Places {
		for j := range s.Places[i].Offers {
			o.offers = append(o.offers, oracleOffer{Offer: &s.Places[i].Offers[j], place: s.Places[i].ID})
		}
	}
	var wait sync.WaitGroup
	for worker := range runtime.NumCPU() {
		wait.Go(func() {
			for i := worker; i < len(o.offers); i += runtime.NumCPU() {
				o.watch(&o.offers[i])
				for spot := range o.offers[i].spots {
					o.offers[i].spots[spot].bound()
				}
			}
		})
	}
	wait.Wait()
	return o
}

// watch asks, at each step, whether an offer is open.
func (o *oracle) watch(offer *oracleOffer) {
	p, _ := o.snapshot.Place(offer.place)
	place := &o.snapshot.Places[p]
	at := oracleSpot{point: place.Point, commune: place.Address.INSEE, open: make([]bool, oracleDays*stepsOfDay), perhaps: make([]bool, oracleDays*stepsOfDay)}
	if slices.Contains(offer.Access, mediation.NoPublic) {
		return
	}
	if offer.Kind == mediation.Van {
		o.watchVan(offer, at)
		return
	}
	schedule, err := hours.Parse(offer.Hours)
	if offer.Hours == "" || err != nil {
		at.unknown = true
		offer.spots = []oracleSpot{at}
		return
	}
	schedule = schedule.In(hours.CalendarOf(o.snapshot.Territory.Area.First())).OrHolidaysOff()
	read := func(n int) hours.State { return schedule.At(o.from.Add(time.Duration(n) * step)) }
	for n := 0; n < len(at.open); n += coarse {
		first, next := read(n), read(n+coarse)
		for i := n; i < n+coarse; i++ {
			state := first
			if first.Open != next.Open || first.Unknown != next.Unknown {
				state = read(i)
			}
			at.open[i], at.perhaps[i] = state.Open, state.Unknown
		}
	}
	offer.spots = []oracleSpot{at}
}

// watchVan puts each visit that takes place where it does.
func (o *oracle) watchVan(offer *oracleOffer, base oracleSpot) {
	perhaps, stops := false, 0
	for _, stop := range o.snapshot.Stops {
		if stop.Offer != offer.Key() {
			continue
		}
		stops++
		perhaps = perhaps || stop.Dates == mediation.DatesUnconfirmed || stop.Dates == mediation.DatesUnpublished
		for _, v := range o.snapshot.Visits {
			if v.Stop != stop.ID || v.Status != mediation.Planned && v.Status != mediation.Moved {
				continue
			}
			at := oracleSpot{point: base.point, commune: base.commune, open: make([]bool, len(base.open)), perhaps: make([]bool, len(base.open))}
			if v.Venue != nil {
				at.point, at.commune = v.Venue.Point, v.Venue.Address.INSEE
			}
			for n := range at.open {
				t := o.from.Add(time.Duration(n) * step)
				at.open[n] = !t.Before(v.Start) && t.Before(v.End)
			}
			offer.spots = append(offer.spots, at)
		}
	}
	if perhaps || stops == 0 {
		base.unknown = true
		offer.spots = append(offer.spots, base)
	}
}

// expected is what the oracle finds of one spot.
type expected struct {
	metres [3]float64 // nearest open, by appointment, unknown
	within [3]bool
	wait   int
	weekly float64
}

// oracleDoor unites those at one point.
type oracleDoor struct {
	point         orb.Point
	commune       string
	moves         bool
	open, perhaps []bool
	unknown       bool
	// is tells of each sort whether the door is of it.
	is     [3]bool
	wait   int
	weekly float64
}

// doors are those that answer, with what counts of their times.
func (o *oracle) doors(q coverage.Question) map[string]*oracleDoor {
	doors := map[string]*oracleDoor{}
	first := int(hours.Midnight(q.Now, 0).Sub(o.from) / step)
	end := first + q.Days*stepsOfDay
	for i := range o.offers {
		offer := &o.offers[i]
		if !answers(q, offer.Offer) {
			continue
		}
		known := false // whether a visit is in these days: of the others nobody need wonder
		for _, at := range offer.spots {
			known = known || slices.Contains(at.open[first:end], true)
		}
		for _, at := range offer.spots {
			key := fmt.Sprint(offer.place, at.point, offer.Kind == mediation.Van)
			door := doors[key]
			if door == nil {
				door = &oracleDoor{point: at.point, commune: at.commune, moves: offer.Kind == mediation.Van, open: make([]bool, end-first), perhaps: make([]bool, end-first)}
				doors[key] = door
			}
			for n := max(first, at.first); n < min(end, at.end); n++ {
				door.open[n-first] = door.open[n-first] || at.open[n]
				door.perhaps[n-first] = door.perhaps[n-first] || at.perhaps[n]
			}
			door.unknown = door.unknown || at.unknown && (offer.Kind != mediation.Van || !known)
		}
	}
	for _, door := range doors {
		open, wait := count(q, door.open)
		_, later := count(q, door.perhaps)
		door.is, door.wait = [3]bool{wait >= 0, later >= 0, door.unknown}, wait
		door.weekly = (time.Duration(open) * step).Hours() * 7 / float64(q.Days)
	}
	return doors
}

func answers(q coverage.Question, o *mediation.Offer) bool {
	return slices.ContainsFunc(o.Claims, func(c mediation.Claim) bool {
		return (q.Need == "" || q.Need == c.ID) && (q.Possible || c.Certainty != mediation.Possible)
	})
}

// count tells how many steps of the days of a question count, and the wait until the first one to come.
func count(q coverage.Question, steps []bool) (count, wait int) {
	wait = -1
	for n, open := range steps {
		clock := time.Duration(n%stepsOfDay) * step
		if !open || q.End > 0 && (clock < q.Start || clock >= q.End) {
			continue
		}
		count++
		if now := int(q.Now.Sub(hours.Midnight(q.Now, 0)) / step); wait < 0 && n >= now {
			wait = n / stepsOfDay
		}
	}
	return count, wait
}

func (o *oracle) look(q coverage.Question, commune string, from orb.Point, doors map[string]*oracleDoor) expected {
	const factor = 1.3
	e := expected{metres: [3]float64{math.Inf(1), math.Inf(1), math.Inf(1)}, wait: -1}
	limit := q.Reach
	if q.OnFoot {
		limit = min(limit, 3000)
	}
	for _, door := range doors {
		metres := geo.DistanceHaversine(from, door.point) * factor
		for sort, is := range door.is {
			if !is {
				continue
			}
			e.metres[sort] = min(e.metres[sort], metres)
			if metres > limit && !(q.OnFoot && door.moves && door.commune == commune) {
				continue
			}
			e.within[sort] = true
			if sort == 0 {
				e.weekly += door.weekly
				if e.wait < 0 || door.wait < e.wait {
					e.wait = door.wait
				}
			}
		}
	}
	return e
}

// line unites what is found of the spots of a commune.
func (o *oracle) line(q coverage.Question, c *mediation.Commune, doors map[string]*oracleDoor) (l coverage.Line, metres [3]float64) {
	l.Wait = -1
	points := []orb.Point{}
	seen := map[string]bool{}
	for _, p := range c.Parts {
		if p.Centre != nil && !seen[p.INSEE] {
			seen[p.INSEE], points = true, append(points, *p.Centre)
		}
	}
	if len(points) < 2 {
		points = []orb.Point{c.Centre}
	}
	for _, p := range points {
		e := o.look(q, c.INSEE, p, doors)
		status := coverage.Far
		for sort := 2; sort >= 0; sort-- {
			if e.within[sort] {
				status = coverage.Status(sort)
			}
			metres[sort] += e.metres[sort] / float64(len(points))
		}
		l.Shares[status] += 1 / float64(len(points))
		l.Wait = max(l.Wait, e.wait)
		l.Weekly += e.weekly / float64(len(points))
	}
	return l, metres
}

func drawQuestion(random *rand.Rand, needs mediation.Needs) coverage.Question {
	q := coverage.Question{
		Now:  hours.Midnight(reachtest.Today, random.IntN(10)).Add(time.Duration(random.IntN(stepsOfDay)) * step),
		Days: 1 + random.IntN(14), Reach: float64(1000 * (1 + random.IntN(30))),
		Possible: random.IntN(2) == 0, OnFoot: random.IntN(4) == 0,
	}
	if random.IntN(5) > 0 {
		q.Need = needs[random.IntN(len(needs))].ID
	}
	if random.IntN(3) == 0 {
		q.Start = time.Duration(random.IntN(20)) * time.Hour
		q.End = q.Start + time.Duration(1+random.IntN(4))*time.Hour
	}
	return q
}

// TestAgainstEverything compares, for 500 questions, what is found of each commune of
// two départements with what looking at every place, visit and step of time finds.
func TestAgainstEverything(t *testing.T) {
	for n, departement := range []string{"50", "80"} {
		t.Run(departement, func(t *testing.T) {
			t.Parallel()
			s := reachtest.Map(t, departement)
			least := 50
			if s.Example() {
				least = 5
			}
			if len(s.Places) < least || len(s.Visits) < 5 {
				t.Fatalf("%d places, %d visits", len(s.Places), len(s.Visits))
			}
			o := newOracle(s)
			random := rand.New(rand.NewPCG(21, uint64(n)))
			statuses := [coverage.Statuses]float64{}
			for range 250 {
				compare(t, s, o, drawQuestion(random, s.Needs), &statuses)
			}
			t.Logf("%d communes, %d places, %d visits; statuses met: %.0f", len(s.Territory.Communes), len(s.Places), len(s.Visits), statuses)
			if !s.Example() && slices.Contains(statuses[:], 0) {
				t.Errorf("not every status was met: %v", statuses)
			}
		})
	}
}

func compare(t *testing.T, s *catalog.Snapshot, o *oracle, q coverage.Question, statuses *[coverage.Statuses]float64) {
	t.Helper()
	r := reach.New(reach.Options{Travel: coverage.Travel{Factor: 1.3}})
	answer, err := r.Answer(s.At(q.Now), q)
	if err != nil {
		t.Fatal(err)
	}
	doors := o.doors(q)
	for i := range s.Territory.Communes {
		c := &s.Territory.Communes[i]
		want, metres := o.line(q, c, doors)
		got := answer.Lines[i]
		var faults []string
		for sort, found := range []coverage.Found{got.Open, got.Appointment, got.Unknown} {
			if !near(found.Metres, metres[sort], 0.01) {
				faults = append(faults, fmt.Sprintf("distance %d: %v, not %v", sort, found.Metres, metres[sort]))
			}
		}
		for status, share := range want.Shares {
			statuses[status] += share
			if !near(got.Shares[status], share, 1e-9) {
				faults = append(faults, fmt.Sprintf("share %d: %v, not %v", status, got.Shares[status], share))
			}
		}
		if got.Wait != want.Wait || !near(got.Weekly, want.Weekly, 1e-6) {
			faults = append(faults, fmt.Sprintf("wait %d, not %d; hours %v, not %v", got.Wait, want.Wait, got.Weekly, want.Weekly))
		}
		if len(faults) > 0 {
			t.Fatalf("%s, %s: %s", c.Name, fmt.Sprintf("%+v", q), strings.Join(faults, "; "))
		}
	}
}

func near(a, b, tolerance float64) bool { return a == b || math.Abs(a-b) <= tolerance }
