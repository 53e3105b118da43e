package catalog

import (
	"slices"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// Timetable says how much is known of when an offer helps.
type Timetable int

// The sorts of timetable.
const (
	// HoursUnknown: nobody told hours that can be read, or only by
	// appointment.
	HoursUnknown Timetable = iota
	HoursKnown
	// ReceivesNobody: there are no hours for the public.
	ReceivesNobody
	// VisitsKnown: it moves, and the visits that are told are all there are.
	VisitsKnown
	// VisitsUnknown: it moves, no visit can be counted on, and there may be
	// some that nobody told.
	VisitsUnknown
)

// OfferVisit is a visit of an offer, with whether someone who goes to where it
// takes place can count on being helped.
type OfferVisit struct {
	*mediation.Visit
	Counts bool
}

// OfferTimes are all the times at which an offer helps between two instants.
type OfferTimes struct {
	Timetable Timetable
	// Openings are sure, in order and apart, cut to the time between;
	// Appointments are not: by appointment, say.
	Openings, Appointments []hours.Interval
	// Read is true of hours that could be read, be they unsure.
	Read bool
	// Visits are in order and whole, whatever became of them.
	Visits []OfferVisit
}

// Times tells when an offer of a place helps between two instants, as it is
// known at the first of them. Unlike on the page of its place, a visit that
// was moved to another commune counts: it is told with where it takes place.
func (s *Snapshot) Times(place, offer int, from, to time.Time) OfferTimes {
	o := &s.entries[place].offers[offer]
	switch {
	case o.Mobile():
		return o.visitTimes(from, to)
	case slices.Contains(o.Access, mediation.NoPublic):
		return OfferTimes{Timetable: ReceivesNobody}
	case o.schedule == nil:
		return OfferTimes{}
	}
	t := OfferTimes{Timetable: HoursKnown, Read: true, Openings: joined(o.schedule.Intervals(from, to))}
	if o.schedule.Uncertain() {
		for _, slot := range o.schedule.Slots(from, to) {
			if slot.Unsure {
				t.Appointments = append(t.Appointments, slot.Interval)
			}
		}
	}
	if len(t.Openings) == 0 && o.schedule.Uncertain() {
		t.Timetable = HoursUnknown
	}
	return t
}

// joined makes one opening of those that touch, whatever is said of each.
func joined(openings []hours.Interval) []hours.Interval {
	var list []hours.Interval
	for _, next := range openings {
		if n := len(list); n > 0 && list[n-1].End.Equal(next.Start) {
			list[n-1].End = next.End
			continue
		}
		list = append(list, next)
	}
	return list
}

func (o *offerEntry) visitTimes(from, to time.Time) OfferTimes {
	t := OfferTimes{Timetable: VisitsKnown}
	counted := false
	for _, v := range o.visits {
		if v.during(from, to) {
			visit := OfferVisit{v.Visit, v.helps && v.ahead(from)}
			t.Visits, counted = append(t.Visits, visit), counted || visit.Counts
		}
	}
	switch {
	case slices.Contains(o.Access, mediation.NoPublic):
		t.Timetable = ReceivesNobody
	case !counted && o.maybeVisited():
		t.Timetable = VisitsUnknown
	}
	return t
}

// maybeVisited is true when there may be visits that nobody told.
func (o *offerEntry) maybeVisited() bool {
	return len(o.stops) == 0 || slices.ContainsFunc(o.stops, func(stop *mediation.Stop) bool {
		return stop.Dates == mediation.DatesUnconfirmed || stop.Dates == mediation.DatesUnpublished
	})
}
