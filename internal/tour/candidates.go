package tour

import (
	"slices"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// Engagement is where a vehicle must be, and when: a visit, or a time that is kept
// for a request.
type Engagement struct {
	Start, End time.Time
	Point      orb.Point
	// Name says what it is, to people.
	Name string
}

// Search is what dates of a vehicle are looked for.
type Search struct {
	// From and To are the days to look at, both included.
	From, To mediation.Day
	// Departement has the clock and the public holidays.
	Departement string
	// Wishes are the half-days that would suit, none for those of all working days.
	Wishes []mediation.Wish
	// FreeFrom is from which hour the room is free, "" for any; a visit then begins later,
	// and is at least Least long.
	FreeFrom string
	Least    time.Duration
	// At is where the vehicle would go, Busy what it does already.
	At   orb.Point
	Busy []Engagement
	// Terms say at which hours it works, from where, and how fast it drives.
	Terms mediation.VanTerms
}

// Candidate is a date that clashes with nothing.
type Candidate struct {
	Day        mediation.Day
	Half       mediation.Half
	Start, End time.Time
}

// Candidates lists the dates on which a vehicle can come, in order.
func Candidates(s Search) (list []Candidate) {
	calendar := hours.CalendarOf(s.Departement)
	for day := s.From; day <= s.To; day = plus(day, 1) {
		for _, half := range mediation.Halves {
			if !s.suits(day, half) {
				continue
			}
			span := s.Terms.Hours[half]
			start, end, err := instants(calendar.Zone(), day, max(span.From, s.FreeFrom), span.To)
			if err != nil || end.Sub(start) < s.Least {
				continue // it does not work then, or the room is not free
			}
			if _, free := s.Clash(start, end); free {
				list = append(list, Candidate{day, half, start, end})
			}
		}
	}
	return list
}

// suits tells whether a half-day is among those that were wished.
func (s Search) suits(day mediation.Day, half mediation.Half) bool {
	weekday := mondayFirst(utc(day).Weekday()) + 1
	if len(s.Wishes) == 0 {
		return weekday <= 5
	}
	return slices.ContainsFunc(s.Wishes, func(w mediation.Wish) bool {
		return w.Half == half && (w.Day == day || w.Day == "" && w.Weekday == weekday)
	})
}

// Clash says why the vehicle cannot be there at that time; free is true when it can: it
// is no public holiday, it leaves its base early enough, comes from what it does before,
// reaches what it does next, and is back in time.
func (s Search) Clash(start, end time.Time) (reason string, free bool) {
	calendar := hours.CalendarOf(s.Departement)
	zone := calendar.Zone()
	if _, holiday := calendar.HolidayOn(start.In(zone)); holiday {
		return "C’est un jour férié.", false
	}
	if base := s.Terms.Base; base != nil {
		drive := DrivingTime(s.Terms, *base, s.At)
		day := mediation.DayOf(start.In(zone))
		leave, back, err := instants(zone, day, s.Terms.Leave, s.Terms.Back)
		if err == nil && (start.Add(-drive).Before(leave) || end.Add(drive).After(back)) {
			return "Le véhicule devrait partir trop tôt de sa base, ou y rentrer trop tard.", false
		}
	}
	for _, b := range s.Busy {
		drive := DrivingTime(s.Terms, b.Point, s.At)
		if start.Add(-drive).Before(b.End) && b.Start.Before(end.Add(drive)) {
			return "Le véhicule est déjà pris : " + b.Name + ".", false
		}
	}
	return "", true
}

// DrivingTime is how long the vehicle drives from one point to another: nobody knows
// the roads, so the straight line is made longer.
func DrivingTime(terms mediation.VanTerms, from, to orb.Point) time.Duration {
	km := geo.Distance(from, to) / 1000 * terms.Detour
	return time.Duration(km / terms.Speed * float64(time.Hour)).Round(time.Second)
}

// VehicleKey names the vehicle of a tour: tours with one vehicle have one key.
func VehicleKey(t mediation.Tour) string {
	if name := mediation.Fold(t.Vehicle); name != "" {
		return "vehicle " + name
	}
	return "tour " + t.ID
}
