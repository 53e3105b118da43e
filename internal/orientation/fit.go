package orientation

import (
	"slices"

	"escale/internal/catalog"
)

// shortest is the shortest time, in minutes, that is worth the way.
const shortest = 30

// fit is the first time at which an offer can be used.
type fit struct {
	// slot is nil when no time is known, or none fits.
	slot *Span
	// never is true when the times are known and none fits.
	never     bool
	timetable catalog.Timetable
	// openings are the known times of an offer that does not move.
	openings []Span
	// visit is the one at that time, nil for an offer that does not move.
	visit *Visit
}

// frame is a request made ready for many comparisons.
type frame struct {
	*Request
	clock   Clock
	horizon Span
	windows []Span
}

func newFrame(r *Request) *frame {
	clock := NewClock(r.Asked)
	return &frame{r, clock, Span{clock.Now(), clock.End()}, clock.windows(r.Free)}
}

func (f *frame) fit(t Times) fit {
	out := fit{timetable: t.Timetable, openings: t.Openings}
	switch t.Timetable {
	case catalog.HoursKnown:
		for _, opening := range t.Openings {
			if out.slot = f.within(opening); out.slot != nil {
				return out
			}
		}
		out.never = true
	case catalog.VisitsKnown:
		for i, v := range t.Visits {
			if !v.Counts {
				continue
			}
			if out.slot = f.within(v.Span); out.slot != nil {
				out.visit = &t.Visits[i]
				return out
			}
		}
		out.never = true
	}
	return out
}

// openAt is true when the offer is known to be open from then on, for long
// enough.
func (f fit) openAt(m Minute) bool {
	if f.visit != nil {
		return f.slot.Start == m
	}
	return slices.ContainsFunc(f.openings, func(o Span) bool { return o.Start <= m && m+shortest <= o.End })
}

// within returns the first part of an opening that is to come, long enough
// and at a time when the person is free; nil for none.
func (f *frame) within(opening Span) *Span {
	open := opening.cut(f.horizon)
	switch {
	case open.End-open.Start < shortest:
		return nil
	case f.windows == nil:
		return &open
	}
	for _, w := range f.windows {
		if part := open.cut(w); part.End-part.Start >= shortest {
			return &part
		}
		if w.Start >= open.End {
			break
		}
	}
	return nil
}

// cut is the time that both have, with an end before its start if there is none.
func (s Span) cut(t Span) Span { return Span{max(s.Start, t.Start), min(s.End, t.End)} }
