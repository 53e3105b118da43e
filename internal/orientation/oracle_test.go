package orientation_test

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/orientation"
)

// oracle compares the slow way: it walks through the weeks in steps of five
// minutes, and looks at every pair.
type oracle struct {
	catalog.Data
	days map[string][]bool // by hours and day of the question: what is open at each step
}

const (
	step  = 5
	steps = (orientation.Days + 1) * 24 * 60 / step
)

// line is a row as the oracle tells it.
type line struct {
	id, kind string
	states   []string
	sure     int
	met      int
	metres   float64
	when     int // minutes; never for unknown
	class    int
	reasons  []string
}

const never = 1 << 40

func (l line) String() string {
	return fmt.Sprintf("%s %s %v %d when %d %v", l.kind, l.id, l.states, l.class, l.when, l.reasons)
}

// open tells at which steps some hours are open.
func (o oracle) open(text string, asked time.Time) []bool {
	key := text + asked.Format(time.DateOnly)
	if o.days[key] == nil {
		schedule, err := hours.Parse(text)
		list := make([]bool, steps)
		for i := range list {
			y, m, d := asked.Date()
			t := time.Date(y, m, d, 0, i*step, 0, 0, hours.Paris)
			_, holiday := hours.HolidayOn(t)
			list[i] = err == nil && schedule.At(t).Open && (!holiday || strings.Contains(text, "PH"))
		}
		o.days[key] = list
	}
	return o.days[key]
}

// free tells at which steps a person is free.
func (o oracle) free(r orientation.Request) []bool {
	key := fmt.Sprint(r.Free, r.Asked)
	if o.days[key] == nil {
		list := make([]bool, steps)
		for i := range list {
			list[i] = isFree(r, i)
		}
		o.days[key] = list
	}
	return o.days[key]
}

func isFree(r orientation.Request, i int) bool {
	if len(r.Free) == 0 {
		return true
	}
	y, m, d := r.Asked.Date()
	t := time.Date(y, m, d, 0, i*step, 0, 0, time.UTC) // a clock that never changes
	day := []string{"di", "lu", "ma", "me", "je", "ve", "sa"}[t.Weekday()]
	part := "soir"
	if t.Hour() < 13 {
		part = "matin"
	} else if t.Hour() < 18 {
		part = "apm"
	}
	return slices.Contains(r.Free, orientation.HalfDay(day+"-"+part))
}

// first finds the first half hour in which it is open, to come and free.
func (o oracle) first(r orientation.Request, open func(i int) bool) int {
	free := o.free(r)
	now := (r.Asked.Hour()*60 + r.Asked.Minute()) / step
	run := 0
	for i := now; i < now+orientation.Days*24*60/step; i++ {
		if !free[i] || !open(i) {
			run = 0
			continue
		}
		if run++; run == 30/step {
			return (i - run + 1) * step
		}
	}
	return never
}

// answerOf says when an offer can be used: never when nobody knows; no when
// it is known that it cannot.
func (o oracle) fit(r orientation.Request, offer mediation.Offer) (start int, no bool, visit *mediation.Visit) {
	if offer.Kind != mediation.Van {
		if _, err := hours.Parse(offer.Hours); offer.Hours == "" || err != nil {
			return never, false, nil
		}
		grid := o.open(offer.Hours, r.Asked)
		start = o.first(r, func(i int) bool { return grid[i] })
		return start, start == never && !strings.Contains(offer.Hours, `"`), nil
	}
	counted, perhaps, stops := 0, false, 0
	best := never
	for _, stop := range o.Stops {
		if stop.Offer != offer.Key() {
			continue
		}
		stops++
		perhaps = perhaps || stop.Dates == mediation.DatesUnconfirmed || stop.Dates == mediation.DatesUnpublished
		for i, v := range o.Visits {
			ends := r.Asked.AddDate(0, 0, orientation.Days)
			if v.Stop != stop.ID || v.Status != mediation.Planned && v.Status != mediation.Moved || !v.End.After(r.Asked) || !v.Start.Before(ends) {
				continue
			}
			counted++
			at := o.first(r, func(i int) bool {
				y, m, d := r.Asked.Date()
				t := time.Date(y, m, d, 0, i*step, 0, 0, hours.Paris)
				return !t.Before(v.Start) && t.Before(v.End)
			})
			if at == never {
				continue
			}
			if visit == nil || v.Start.Before(visit.Start) || v.Start.Equal(visit.Start) && v.ID < visit.ID {
				best, visit = at, &o.Visits[i]
			}
		}
	}
	if counted > 0 {
		return best, best == never, visit
	}
	return never, stops > 0 && !perhaps, nil
}

// against lists what speaks against an offer.
func (o oracle) against(r orientation.Request, offer mediation.Offer) (list []string) {
	if slices.Contains(offer.Access, "pas-de-public") {
		return []string{"public"}
	}
	pass := slices.ContainsFunc(offer.Labels, func(l string) bool { return strings.HasPrefix(strings.ToLower(l), "accepte le pass num") })
	if r.FreeOfCharge && slices.Equal(offer.Fee, []string{"payant"}) && !(r.Pass && pass) {
		list = append(list, "gratuit")
	}
	if r.Support != "" && len(offer.Support) > 0 && !slices.Contains(offer.Support, r.Support) {
		list = append(list, r.Support)
	}
	if _, no, _ := o.fit(r, offer); no {
		list = append(list, "free")
	}
	return list
}

func metres(a, b orb.Point) float64 {
	v := func(p orb.Point) [3]float64 {
		lon, lat := p[0]*math.Pi/180, p[1]*math.Pi/180
		return [3]float64{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
	}
	p, q := v(a), v(b)
	cross := [3]float64{p[1]*q[2] - p[2]*q[1], p[2]*q[0] - p[0]*q[2], p[0]*q[1] - p[1]*q[0]}
	return orb.EarthRadius * math.Atan2(math.Hypot(math.Hypot(cross[0], cross[1]), cross[2]), p[0]*q[0]+p[1]*q[1]+p[2]*q[2])
}

func (o oracle) line(r orientation.Request, p mediation.Place, offers []mediation.Offer) line {
	l := line{id: p.ID, kind: "place", when: never, class: 2}
	at := p.Point
	var counted []mediation.Offer
	for fewest := 0; len(counted) == 0; fewest++ {
		for _, offer := range offers {
			if len(o.against(r, offer)) == fewest && (fewest == 0 || len(counted) == 0) {
				counted = append(counted, offer)
			}
		}
	}
	if offers[0].Kind == mediation.Van && !slices.Contains(offers[0].Access, "pas-de-public") {
		if _, _, visit := o.fit(r, offers[0]); visit != nil {
			l.id, l.kind = visit.ID, "visit"
			if visit.Venue != nil {
				at = visit.Venue.Point
			}
		}
	}
	l.metres = metres(r.From, at)
	if limit := map[orientation.Reach]float64{"pied": 3e3, "sans-voiture": 1e4, "voiture": 3e4, "partout": 1e9}[r.Reach]; l.metres > limit {
		l.reasons = append(l.reasons, "reach")
	}
	l.reasons = append(l.reasons, o.against(r, counted[0])...)
	for _, id := range r.Needs {
		state := "none"
		for _, offer := range counted {
			for _, c := range offer.Services {
				if c.ID != id {
					continue
				}
				if c.Certainty != mediation.Possible {
					state = "sure"
				} else if state == "none" {
					state = "possible"
				}
				if start, _, _ := o.fit(r, offer); !slices.Contains(offer.Access, "pas-de-public") {
					l.when = min(l.when, start)
				}
			}
		}
		l.states = append(l.states, state)
		if state == "sure" {
			l.sure++
		}
		if state != "none" {
			l.met++
		}
	}
	if l.when != never {
		l.class = 1
		if l.when < r.Asked.Hour()*60+r.Asked.Minute()+7*24*60 {
			l.class = 0
		}
	}
	return l
}

func ahead(a, b line) bool {
	for _, d := range []int{b.sure - a.sure, b.met - a.met, a.class - b.class} {
		if d != 0 {
			return d < 0
		}
	}
	if a.metres != b.metres {
		return a.metres < b.metres
	}
	if a.when != b.when {
		return a.when < b.when
	}
	return a.id < b.id
}

func (o oracle) compare(r orientation.Request) (rows, unfit []line, pair string) {
	for _, p := range o.Places {
		var staying []mediation.Offer
		var moving [][]mediation.Offer
		for _, offer := range p.Offers {
			if !slices.ContainsFunc(offer.Services, func(c mediation.Claim) bool { return slices.Contains(r.Needs, c.ID) }) {
				continue
			}
			if offer.Kind == mediation.Van {
				moving = append(moving, []mediation.Offer{offer})
			} else {
				staying = append(staying, offer)
			}
		}
		if len(staying) > 0 {
			moving = append([][]mediation.Offer{staying}, moving...)
		}
		for _, offers := range moving {
			if l := o.line(r, p, offers); len(l.reasons) == 0 {
				rows = append(rows, l)
			} else {
				unfit = append(unfit, l)
			}
		}
	}
	sort.SliceStable(rows, func(i, j int) bool { return ahead(rows[i], rows[j]) })
	sort.SliceStable(unfit, func(i, j int) bool {
		if a, b := len(unfit[i].reasons), len(unfit[j].reasons); a != b {
			return a < b
		}
		return ahead(unfit[i], unfit[j])
	})
	return rows, unfit, pairOf(rows)
}

// pairOf looks at every two rows.
func pairOf(rows []line) string {
	if len(rows) == 0 || rows[0].sure == len(rows[0].states) {
		return ""
	}
	best, found, ids := line{}, false, ""
	for i, a := range rows {
		for _, b := range rows[i+1:] {
			both := line{metres: a.metres + b.metres, when: max(a.when, b.when), class: max(a.class, b.class), id: a.id + " " + b.id}
			for k := range a.states {
				if a.states[k] == "sure" || b.states[k] == "sure" {
					both.sure++
				}
				if a.states[k] != "none" || b.states[k] != "none" {
					both.met++
				}
			}
			if !found || ahead(both, best) {
				best, found, ids = both, true, both.id
			}
		}
	}
	if !found || best.sure < rows[0].sure || best.sure == rows[0].sure && best.met <= rows[0].met {
		return ""
	}
	return ids
}
