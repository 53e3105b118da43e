package planning

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/tour"
)

// baseDays is on how many days of the week a van has hours at one address
// before that address is taken for where it is kept: a bus that serves a whole
// intercommunalité cannot stand in one village all week, and sources give such
// a row the hours at which its telephone answers.
const baseDays = 4

// adopt makes tours and stops out of the vans of sources, and writes
// those that changed. What people changed here wins over what a source says.
func (s *session) adopt(ctx context.Context) error {
	vans, err := s.tx.Vans(ctx, s.Departement)
	if err != nil {
		return err
	}
	var tours []mediation.Tour
	var stops []sourceStop
	for _, group := range s.vehicles(vans) {
		t := s.tourOf(group)
		t.ID = s.keptTour(t.ID, group)
		tours = append(tours, t)
		stops = append(stops, stopsOf(t.ID, group)...)
	}
	s.keepStops(stops)
	changedTours, err := s.takeTours(tours)
	if err != nil {
		return err
	}
	changedStops, err := s.takeStops(stops)
	if err != nil {
		return err
	}
	if err := s.saveTours(ctx, changedTours); err != nil {
		return err
	}
	if err := s.saveStops(ctx, changedStops); err != nil {
		return err
	}
	return s.read(ctx)
}

// vehicles groups the vans by what drives: all of a source that is one
// vehicle, or else each record by itself.
func (s *session) vehicles(vans []mediation.Holding) [][]mediation.Holding {
	var groups [][]mediation.Holding
	at := map[string]int{}
	for _, v := range vans {
		key := v.Offer.Source
		if _, one := s.OneVehicle[key]; !one {
			key = cmp.Or(s.vehicleID(v.Offer), v.Offer.Key())
		}
		i, known := at[key]
		if !known {
			i = len(groups)
			at[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], v)
	}
	return groups
}

func (s *session) tourOf(group []mediation.Holding) mediation.Tour {
	lead := leader(group).Offer
	t := mediation.Tour{
		ID: lead.Source, Name: s.OneVehicle[lead.Source], Source: lead.Source,
		Operator: lead.Operator, Contact: lead.Contact, Description: lead.Description,
	}
	if t.Name == "" {
		t.ID, t.Name = cmp.Or(s.vehicleID(lead), lead.Source+"-"+mediation.Slug(lead.SourceID)), cmp.Or(lead.Vehicle, lead.Name)
	}
	return t
}

// vehicleID names the vehicle that several records of a source share, "" for none. On a
// map of several départements each has its own: two have a "Bus France Services".
func (p *Planner) vehicleID(o mediation.Offer) string {
	if o.Vehicle == "" {
		return ""
	}
	id := o.Source + "-" + mediation.Slug(o.Vehicle)
	if p.OneOfSeveral {
		id += "-" + mediation.Slug(p.Departement)
	}
	return id
}

// leader is the record that speaks for the vehicle: its base, or else the
// first that has a telephone.
func leader(group []mediation.Holding) mediation.Holding {
	i := slices.IndexFunc(group, func(h mediation.Holding) bool { return isBase(h.Offer) })
	if i < 0 {
		i = slices.IndexFunc(group, func(h mediation.Holding) bool { return h.Offer.Contact.Phone != "" })
	}
	return group[max(i, 0)]
}

// slot is a time of the week at which a vehicle is at one stop.
type slot struct {
	holding  mediation.Holding
	weekday  time.Weekday
	from, to string
	clashes  bool
}

func (a slot) overlaps(b slot) bool {
	return a.weekday == b.weekday && a.from < b.to && b.from < a.to && a.holding.PlaceID != b.holding.PlaceID
}

func isBase(o mediation.Offer) bool {
	days := map[time.Weekday]bool{}
	for _, sl := range weekOf(mediation.Holding{Offer: o}) {
		days[sl.weekday] = true
	}
	return len(days) >= baseDays
}

// sampleWeeks are enough to see whether all weeks are alike; they hold no
// public holiday.
const sampleWeeks = 6

var sampleMonday = time.Date(2026, time.January, 12, 0, 0, 0, 0, hours.Paris)

// weekOf reads the hours of a van as slots of the week, none when it has no
// hours, or hours that change from week to week or pass midnight.
func weekOf(h mediation.Holding) []slot {
	schedule, err := hours.Parse(h.Offer.Hours)
	if err != nil || h.Offer.Hours == "" {
		return nil
	}
	week := func(n int) []slot {
		var slots []slot
		monday := sampleMonday.AddDate(0, 0, 7*n)
		for _, i := range schedule.Intervals(monday, monday.AddDate(0, 0, 7)) {
			slots = append(slots, slot{holding: h, weekday: i.Start.Weekday(), from: i.Start.Format("15:04"), to: i.End.Format("15:04")})
		}
		return slots
	}
	first := week(0)
	same := func(a, b slot) bool { return a.weekday == b.weekday && a.from == b.from && a.to == b.to }
	for n := 1; n < sampleWeeks; n++ {
		if !slices.EqualFunc(first, week(n), same) {
			return nil
		}
	}
	if slices.ContainsFunc(first, func(sl slot) bool { return sl.to <= sl.from }) {
		return nil
	}
	return first
}

// sourceStop is a stop as a source has it.
type sourceStop struct {
	mediation.Stop
	holding mediation.Holding
}

// stopsOf makes the stops of one vehicle: one for each time of the week, or
// one without dates for a record that has none. A vehicle's base is no stop
// when the vehicle has others.
func stopsOf(tourID string, group []mediation.Holding) []sourceStop {
	slots, without := timetable(group)
	markClashes(slots)
	var stops []sourceStop
	names := naming{map[string]int{}, map[string]int{}}
	for len(slots) > 0 {
		var same []slot
		first := slots[0]
		slots = slices.DeleteFunc(slots, func(sl slot) bool {
			together := sl.holding.Offer.Key() == first.holding.Offer.Key() && sl.from == first.from && sl.to == first.to && sl.clashes == first.clashes
			if together {
				same = append(same, sl)
			}
			return together
		})
		stops = append(stops, newStop(tourID, first.holding, weekRule(same), first, names))
	}
	if len(stops) > 0 {
		without = slices.DeleteFunc(without, func(h mediation.Holding) bool { return isBase(h.Offer) })
	}
	for _, h := range without {
		if r, from, to, ok := osmStop(h.Offer.Hours); ok {
			stops = append(stops, newStop(tourID, h, r, slot{from: from, to: to}, names))
		} else {
			stops = append(stops, newStop(tourID, h, newRule("dates non publiées"), slot{}, names))
		}
	}
	return stops
}

// timetable sorts the records of a vehicle: the slots of those that say when
// it comes, and the records that do not.
func timetable(group []mediation.Holding) (slots []slot, without []mediation.Holding) {
	for _, h := range group {
		if week := weekOf(h); len(week) > 0 && !isBase(h.Offer) {
			slots = append(slots, week...)
		} else {
			without = append(without, h)
		}
	}
	return slots, without
}

func markClashes(slots []slot) {
	for i := range slots {
		for j := range slots {
			slots[i].clashes = slots[i].clashes || i != j && slots[i].overlaps(slots[j])
		}
	}
}

// rule is a stop's rule, with what is known of its dates.
type rule struct {
	text  string
	dates mediation.StopDates
}

func weekRule(slots []slot) rule {
	names := make([]string, len(slots))
	for i, sl := range slots {
		names[i] = hours.WeekdayName(sl.weekday)
	}
	days := names[0]
	if n := len(names); n > 1 {
		days = strings.Join(names[:n-1], ", ") + " et " + names[n-1]
	}
	if slots[0].clashes {
		days += ", semaines à confirmer"
	}
	return newRule(days)
}

// newRule reads words that were made here, and so can be read.
func newRule(words string) rule {
	r, err := tour.ParseRule(words)
	if err != nil {
		return rule{"dates non publiées", mediation.DatesUnpublished}
	}
	return rule{r.String(), r.Dates()}
}

// naming numbers the stops of one vehicle: within an offer, for their ids, and
// within a commune, for their codes.
type naming struct{ ofOffer, ofCode map[string]int }

func newStop(tourID string, h mediation.Holding, r rule, times slot, names naming) sourceStop {
	code := mediation.Slug(cmp.Or(h.Offer.Address.City, h.Offer.Name))
	names.ofCode[code]++
	if n := names.ofCode[code]; n > 1 {
		code = fmt.Sprintf("%s-%d", code, n)
	}
	key := h.Offer.Key()
	names.ofOffer[key]++
	return sourceStop{holding: h, Stop: mediation.Stop{
		ID:   mediation.NewStopID(tourID, fmt.Sprintf("%s %d", key, names.ofOffer[key])),
		Tour: tourID, Code: code, Offer: key, Rule: r.text, Dates: r.dates, From: times.from, To: times.to,
	}}
}
