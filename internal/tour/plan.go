package tour

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// Placed is a stop with the place of its offer.
type Placed struct {
	mediation.Stop
	// Place is the id of its place.
	Place string
	// Departement is the code of the département that it is in, whose clock
	// and public holidays it has.
	Departement string
}

// Conflict is something in the plan that someone must settle.
type Conflict struct {
	// Stops and Visits are ids. A clash has two of each, other conflicts one
	// stop and at most one visit.
	Stops, Visits []string
	// Day is the day in question, "" for a stop without hours.
	Day mediation.Day
	// Kind is "holiday", "weekend", "clash" or "hours".
	Kind string
	// Sentence explains it to the agent.
	Sentence string
}

// The kinds of [Conflict].
const (
	HolidayConflict = "holiday"
	WeekendConflict = "weekend"
	ClashConflict   = "clash"
	HoursConflict   = "hours"
)

// draft is a visit in the making.
type draft struct {
	visit   mediation.Visit
	stop    *Placed
	vehicle string
	// on is the day on which it takes place.
	on mediation.Day
	// byDate is true for a visit whose rule names no day of the week, only one of the
	// month.
	byDate bool
	// kept is true when an exception confirms it, whatever stands against it;
	// onHoliday when one settles that it falls on a public holiday.
	kept, onHoliday bool
}

// window is the days whose visits are wanted.
type window struct {
	from, to mediation.Day
	// away are the days outside to which visits of the window were moved: what
	// else happens there may clash with them.
	away []mediation.Day
}

// Plan computes the visits of stops whose original or new day lies between two
// days, both included: sorted by start, then id. They are the same whatever the
// window, and have no Sequence nor Changed, which come from what was announced
// before.
//
// A visit on a public holiday, one that a day of the month puts on a week-end, or one for which its vehicle would have to be in
// two places at once, is unconfirmed until an exception settles it, and gives a
// conflict; so does a stop that has dates and no hours, which gives no visit.
// Two overlapping visits that are both kept are no conflict.
//
// Stops that [Check] would refuse are left out, with the visits that cannot be
// read; the error names them, and everything else is planned all the same.
func Plan(tours []mediation.Tour, stops []Placed, from, to mediation.Day) ([]mediation.Visit, []Conflict, error) {
	if !isDay(from) || !isDay(to) {
		return nil, nil, fmt.Errorf("plan from %q to %q: not days", from, to)
	}
	w := windowOf(from, to, stops)
	drafts, conflicts, err := w.drafts(stops, vehiclesOf(tours))
	conflicts = slices.Concat(conflicts, w.holidays(drafts), w.weekends(drafts), w.clashes(drafts))
	slices.SortStableFunc(conflicts, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), slices.Compare(a.Visits, b.Visits), cmp.Compare(a.Kind, b.Kind), slices.Compare(a.Stops, b.Stops))
	})
	var visits []mediation.Visit
	for _, d := range drafts {
		if w.shows(d) {
			visits = append(visits, d.visit)
		}
	}
	return visits, conflicts, err
}

// vehiclesOf names the vehicle of each tour, or gives it one of its own.
func vehiclesOf(tours []mediation.Tour) map[string]string {
	vehicles := make(map[string]string, len(tours))
	for _, t := range tours {
		vehicles[t.ID] = VehicleKey(t)
	}
	return vehicles
}

func (w window) has(d mediation.Day) bool { return w.from <= d && d <= w.to }

// shows is true for a visit in the window.
func (w window) shows(d *draft) bool { return w.has(d.visit.Day) || w.has(d.on) }

// wants is true for a day whose visits must be known.
func (w window) wants(d mediation.Day) bool { return w.has(d) || slices.Contains(w.away, d) }

func windowOf(from, to mediation.Day, stops []Placed) window {
	w := window{from: from, to: to}
	for i := range stops {
		for _, e := range stops[i].Exceptions {
			if e.Kind == mediation.Move && isDay(e.To) && w.has(e.Day) && !w.wants(e.To) {
				w.away = append(w.away, e.To)
			}
		}
	}
	return w
}

// drafts are the visits of the stops, in the order of their starts. The
// conflicts are those of stops without hours, the error names what cannot be
// planned.
func (w window) drafts(stops []Placed, vehicles map[string]string) (drafts []*draft, conflicts []Conflict, err error) {
	var faults []error
	for i := range stops {
		stop := &stops[i]
		rule, err := ruleOf(&stop.Stop)
		vehicle, found := vehicles[stop.Tour]
		if err == nil && !found && rule.Dates() != mediation.DatesEnded {
			err = errors.New("its tour is unknown")
		}
		if err == nil {
			var own []*draft
			var timeless bool
			own, timeless, err = draftsOf(stop, w.originals(&stop.Stop, rule), vehicle)
			for _, d := range own {
				d.byDate = rule.ByDate()
			}
			drafts = append(drafts, own...)
			if timeless {
				conflicts = append(conflicts, hoursConflict(stop))
			}
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("stop %s (%s/%s): %w", stop.ID, stop.Tour, stop.Code, err))
		}
	}
	slices.SortFunc(drafts, func(a, b *draft) int {
		return cmp.Or(a.visit.Start.Compare(b.visit.Start), cmp.Compare(a.visit.ID, b.visit.ID))
	})
	return drafts, conflicts, errors.Join(faults...)
}

// noVisit is the rule of a stop where the vehicle does not come any more: not
// even what was added to it takes place.
var noVisit = Rule{kind: ended}

// ruleOf reads the rule by which a stop has dates: none, but for what was added
// to it, as long as they are not known.
func ruleOf(stop *mediation.Stop) (Rule, error) {
	rule, err := ParseRule(stop.Rule)
	if err != nil {
		return Rule{}, err
	}
	switch datesOf(stop, rule) {
	case mediation.DatesKnown:
		return rule, nil
	case mediation.DatesEnded:
		return noVisit, nil
	}
	return Rule{}, nil
}

// datesOf says how much is known of the dates of a stop with that rule.
func datesOf(stop *mediation.Stop, r Rule) mediation.StopDates {
	if r.Dates() == mediation.DatesKnown && stop.Dates != "" {
		return stop.Dates
	}
	return r.Dates()
}

// draftsOf makes visits of the days of a stop. Timeless is true when some have
// no hours; the error names those that cannot be read.
func draftsOf(stop *Placed, days []original, vehicle string) (drafts []*draft, timeless bool, err error) {
	var faults []error
	for _, o := range days {
		if start, end := o.fate.times(&stop.Stop); start == "" && end == "" {
			timeless = true
			continue
		}
		d, err := newDraft(stop, o)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if d != nil {
			d.vehicle, d.onHoliday = vehicle, o.fate.settlesHoliday()
			drafts = append(drafts, d)
		}
	}
	return drafts, timeless, errors.Join(faults...)
}

// original is a day on which a stop has a visit, with what befalls it.
type original struct {
	day   mediation.Day
	added bool
	fate  fate
}

// originals finds the days whose visits may be in the window.
func (w window) originals(stop *mediation.Stop, rule Rule) []original {
	if rule.Dates() == mediation.DatesEnded {
		return nil
	}
	days := rule.Days(w.from, w.to)
	for _, d := range w.away {
		days = append(days, rule.Days(d, d)...)
	}
	fates := fatesOf(stop.Exceptions)
	var list []original
	for _, day := range days {
		list = append(list, original{day, false, fates[day]})
	}
	for day, f := range fates {
		arrives := f.move != nil && f.move.To != "" && w.wants(f.move.To)
		switch inRule := rule.has(day); {
		case inRule && arrives && !w.wants(day):
			list = append(list, original{day, false, f})
		case !inRule && f.add != nil && (arrives || w.wants(day)):
			list = append(list, original{day, true, f})
		}
	}
	slices.SortFunc(list, func(a, b original) int { return cmp.Compare(a.day, b.day) })
	return list
}

func hoursConflict(stop *Placed) Conflict {
	return Conflict{
		Stops: []string{stop.ID}, Kind: HoursConflict,
		Sentence: fmt.Sprintf("L’étape « %s » a des dates et pas d’heures : ses passages ne paraissent pas tant qu’elles manquent.", stop.Code),
	}
}

// holidays makes the visits unconfirmed that fall on a public holiday and that
// nothing settles.
func (w window) holidays(drafts []*draft) (conflicts []Conflict) {
	for _, d := range drafts {
		holiday, ok := hours.CalendarOf(d.stop.Departement).HolidayOn(d.visit.Start)
		if !ok || d.onHoliday {
			continue
		}
		d.visit.Status = mediation.Unconfirmed
		d.visit.Reason = "Jour férié (" + holiday.Name + ")"
		if w.shows(d) {
			conflicts = append(conflicts, Conflict{
				Stops: []string{d.stop.ID}, Visits: []string{d.visit.ID}, Day: d.on, Kind: HolidayConflict,
				Sentence: fmt.Sprintf("Étape « %s » : le passage du %s tombe un jour férié (%s). Gardez-le, déplacez-le ou annulez-le.",
					d.stop.Code, inWords(d.on), holiday.Name),
			})
		}
	}
	return conflicts
}

// weekends makes the visits unconfirmed that a day of the month puts on a Saturday or
// Sunday, and that nothing settles.
func (w window) weekends(drafts []*draft) (conflicts []Conflict) {
	for _, d := range drafts {
		day := utc(d.on).Weekday()
		if !d.byDate || d.onHoliday || d.visit.Status == mediation.Unconfirmed || day != time.Saturday && day != time.Sunday {
			continue
		}
		d.visit.Status = mediation.Unconfirmed
		d.visit.Reason = "Tombe un " + weekdayName(d.on)
		if w.shows(d) {
			conflicts = append(conflicts, Conflict{
				Stops: []string{d.stop.ID}, Visits: []string{d.visit.ID}, Day: d.on, Kind: WeekendConflict,
				Sentence: fmt.Sprintf("Étape « %s » : le passage du %s tombe un week-end. Gardez-le, déplacez-le ou annulez-le.", d.stop.Code, inWords(d.on)),
			})
		}
	}
	return conflicts
}
