package tour

import (
	"cmp"
	"fmt"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// fate is what the exceptions of one day do to its visit; of two of a kind, the
// later counts. nil means that there is none.
type fate struct {
	skip, keep, move, add, cancel, full *mediation.Exception
}

func fatesOf(exceptions []mediation.Exception) map[mediation.Day]fate {
	fates := map[mediation.Day]fate{}
	for i := range exceptions {
		e := &exceptions[i]
		f := fates[e.Day]
		if of := f.of(e.Kind); of != nil && isDay(e.Day) {
			*of = e
			fates[e.Day] = f
		}
	}
	return fates
}

// of is where the exception of one kind is kept, nil for no kind.
func (f *fate) of(kind mediation.ExceptionKind) **mediation.Exception {
	switch kind {
	case mediation.Skip:
		return &f.skip
	case mediation.Keep:
		return &f.keep
	case mediation.Move:
		return &f.move
	case mediation.Add:
		return &f.add
	case mediation.Cancel:
		return &f.cancel
	case mediation.MarkFull:
		return &f.full
	}
	return nil
}

// confirms is true when someone has confirmed that the visit takes place: whoever
// knows that no seat is left knows that too.
func (f fate) confirms() bool { return f.keep != nil || f.full != nil }

// settlesHoliday is true when someone has seen to that very day.
func (f fate) settlesHoliday() bool {
	return f.confirms() || f.move != nil || f.add != nil || f.cancel != nil
}

// first is the first text that the exceptions give, the weightiest before.
func (f fate) first(text func(*mediation.Exception) string) string {
	for _, e := range []*mediation.Exception{f.cancel, f.move, f.full, f.keep, f.add} {
		if e != nil && text(e) != "" {
			return text(e)
		}
	}
	return ""
}

func theme(e *mediation.Exception) string  { return e.Theme }
func reason(e *mediation.Exception) string { return e.Reason }

// announced gives the wall times of a visit before it was moved.
func (f fate) announced(stop *mediation.Stop) (start, end string) {
	start, end = stop.From, stop.To
	for _, e := range []*mediation.Exception{f.add, f.keep} {
		if e != nil {
			start, end = cmp.Or(e.Start, start), cmp.Or(e.End, end)
		}
	}
	return start, end
}

// times gives the wall times of a visit in the end.
func (f fate) times(stop *mediation.Stop) (start, end string) {
	start, end = f.announced(stop)
	if f.move != nil && f.cancel == nil {
		start, end = cmp.Or(f.move.Start, start), cmp.Or(f.move.End, end)
	}
	return start, end
}

// newDraft makes the visit of one day, nil when there is none.
func newDraft(stop *Placed, o original) (*draft, error) {
	f := o.fate
	if f.skip != nil {
		return nil, nil
	}
	d := &draft{stop: stop, on: o.day, kept: f.confirms()}
	d.visit = mediation.Visit{
		ID: mediation.NewVisitID(stop.ID, o.day, o.added), Stop: stop.ID, Tour: stop.Tour, Place: stop.Place,
		Day: o.day, Status: mediation.Planned, Theme: f.first(theme), Room: stop.Room, Reason: f.first(reason),
	}
	if d.visit.Theme == "" && len(stop.Themes) == 1 {
		d.visit.Theme = stop.Themes[0]
	}
	d.setVenue(f)
	if f.move != nil && f.cancel == nil {
		d.on = cmp.Or(f.move.To, o.day)
		d.visit.Status = mediation.Moved
	}
	if f.full != nil {
		d.visit.Status = mediation.Full
	}
	if f.cancel != nil {
		d.visit.Status = mediation.Cancelled
	}
	return d, d.setTimes(f)
}

func (d *draft) setVenue(f fate) {
	for _, e := range []*mediation.Exception{f.add, f.move} {
		if e != nil && e.Venue != nil && (e != f.move || f.cancel == nil) {
			venue := *e.Venue
			d.visit.Venue, d.visit.Room = &venue, ""
		}
	}
}

// setTimes turns the wall times into instants. On error the draft is of no use.
func (d *draft) setTimes(f fate) error {
	zone := hours.ZoneOf(d.stop.Departement)
	start, end := f.times(&d.stop.Stop)
	var err error
	if d.visit.Start, d.visit.End, err = instants(zone, d.on, start, end); err != nil {
		return fmt.Errorf("%s: %w", d.visit.Day, err)
	}
	if f.move != nil && f.cancel == nil {
		start, end = f.announced(&d.stop.Stop)
		was, _, err := instants(zone, d.visit.Day, start, end)
		if err != nil {
			return fmt.Errorf("%s: %w", d.visit.Day, err)
		}
		if !was.Equal(d.visit.Start) {
			d.visit.WasStart = was
		}
	}
	return nil
}

// instants turns the wall times of a day in a zone into instants. Of a time that
// never comes because clocks are put forward, the visit keeps its length.
func instants(zone *time.Location, day mediation.Day, from, to string) (start, end time.Time, err error) {
	first, ok1 := minutes(from)
	last, ok2 := minutes(to)
	if !ok1 || !ok2 || last <= first || !isDay(day) {
		return start, end, fmt.Errorf("no visit from %q to %q on %q", from, to, day)
	}
	y, m, d := utc(day).Date()
	start, end = hours.WallTime(zone, y, m, d, first), hours.WallTime(zone, y, m, d, last)
	if !end.After(start) {
		end = start.Add(time.Duration(last-first) * time.Minute)
	}
	return start, end, nil
}

// minutes reads "14:05" as minutes since midnight.
func minutes(clock string) (int, bool) {
	t, err := time.Parse("15:04", clock)
	return t.Hour()*60 + t.Minute(), err == nil && len(clock) == len("15:04")
}
