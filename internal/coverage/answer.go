package coverage

import (
	"math"

	"github.com/paulmach/orb"
)

// Answer finds, for each commune, what is within reach.
func (w *World) Answer(q Question) *Result {
	r := &Result{Question: q, Doors: q.doors(w.Helps), Lines: make([]Line, len(w.Communes)), world: w}
	f := newFinder(w, r)
	for i := range w.Communes {
		r.Lines[i] = f.line(&w.Communes[i])
	}
	return r
}

// finder looks for doors from spots.
type finder struct {
	world  *World
	result *Result
	sorts  [sorts]sort // open, by appointment, of unknown hours
}

// The sorts of doors.
const (
	openSort = iota
	appointmentSort
	unknownSort
	sorts
)

// sort are the doors of one sort.
type sort struct {
	doors []int
	bands *bands
	// coming are those of vehicles, by commune: indexes in doors.
	coming map[string][]int
}

func newFinder(w *World, r *Result) *finder {
	f := &finder{world: w, result: r}
	belongs := [sorts]func(d *Door) bool{
		func(d *Door) bool { return d.Wait >= 0 },
		func(d *Door) bool { return d.Appointment },
		func(d *Door) bool { return d.Unknown },
	}
	for s, in := range belongs {
		f.sorts[s].coming = map[string][]int{}
		var points []orb.Point
		for i := range r.Doors {
			if in(&r.Doors[i]) {
				if commune := r.Doors[i].Commune; r.Doors[i].Moves {
					f.sorts[s].coming[commune] = append(f.sorts[s].coming[commune], len(points))
				}
				f.sorts[s].doors = append(f.sorts[s].doors, i)
				points = append(points, r.Doors[i].Point)
			}
		}
		f.sorts[s].bands = newBands(points)
	}
	return f
}

// view is what is found from one spot.
type view struct {
	nearest [sorts]Found
	within  [sorts]bool
	wait    int
	weekly  float64
}

// spot looks around.
func (f *finder) spot(c *Commune, at Spot) view {
	v := view{wait: -1}
	from := vectorOf(at.Point)
	for s := range f.sorts {
		v.nearest[s] = Found{-1, math.Inf(1)}
		more := func(atLeast float64) bool {
			if f.world.Travel.Matrix != nil {
				return true // a measured way may be shorter
			}
			return atLeast*f.world.Travel.Factor <= max(v.nearest[s].Metres, f.result.Limit())
		}
		see := func(i int, own bool) {
			door := &f.result.Doors[f.sorts[s].doors[i]]
			metres := f.world.Travel.way(at, c.INSEE, from, door.Commune, f.sorts[s].bands.vectors[i])
			if near := metres <= f.result.Limit(); !own || !near { // what is near was seen
				v.see(s, f.sorts[s].doors[i], door, metres, near || own)
			}
		}
		f.sorts[s].bands.around(at.Point.Lat(), more, func(i int) { see(i, false) })
		if f.result.OnFoot { // a vehicle that comes to one's commune is within reach
			for _, i := range f.sorts[s].coming[c.INSEE] {
				see(i, true)
			}
		}
	}
	return v
}

// see takes a door into account.
func (v *view) see(sort, index int, d *Door, metres float64, within bool) {
	nearest := &v.nearest[sort]
	if metres < nearest.Metres || metres == nearest.Metres && index < nearest.Door {
		*nearest = Found{index, metres}
	}
	if !within {
		return
	}
	v.within[sort] = true
	if sort == openSort {
		v.weekly += d.Weekly
		if v.wait < 0 || d.Wait < v.wait {
			v.wait = d.Wait
		}
	}
}

func (v *view) status() Status {
	for s, within := range v.within {
		if within {
			return Status(s)
		}
	}
	return Far
}

// line unites what is found from the spots of a commune.
func (f *finder) line(c *Commune) Line {
	l := Line{Wait: -1, Border: c.ToBorder*f.world.Travel.Factor <= f.result.Limit()}
	sums := [sorts]mean{}
	found := []*Found{&l.Open, &l.Appointment, &l.Unknown}
	best := [sorts]Found{{-1, math.Inf(1)}, {-1, math.Inf(1)}, {-1, math.Inf(1)}}
	for _, spot := range c.Spots {
		v := f.spot(c, spot)
		for s, n := range v.nearest {
			if n.Door >= 0 {
				sums[s].add(n.Metres, spot.Share)
			}
			if n.Metres < best[s].Metres {
				best[s] = n
			}
		}
		l.Wait = max(l.Wait, v.wait)
		l.Weekly += v.weekly * spot.Share
		l.Shares[v.status()] += spot.Share
		f.result.spots = append(f.result.spots, v.status())
	}
	for s := range found {
		*found[s] = Found{best[s].Door, sums[s].value()}
	}
	return l
}

// mean is that of values with weights.
type mean struct{ sum, weight float64 }

func (m *mean) add(value, weight float64) { m.sum, m.weight = m.sum+value*weight, m.weight+weight }

func (m *mean) value() float64 {
	if m.weight == 0 {
		return math.Inf(1)
	}
	return m.sum / m.weight
}
