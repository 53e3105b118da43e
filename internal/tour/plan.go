package tour

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// Placed is a stop with what its offer tells of where it is.
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
	// Kind is "holiday", "clash" or "hours".
	Kind string
	// Sentence tells it to the agent.
	Sentence string
}

// The kinds of [Conflict].
const (
	HolidayConflict = "holiday"
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
	// kept is true when an exception confirms it, whatever stands against it.
	kept bool
}

// planner holds what is asked, and what came of it.
type planner struct {
	from, to mediation.Day
	// away are the days outside the window to which visits of the window were
	// moved: what else happens there may clash with them.
	away      []mediation.Day
	vehicles  map[string]string
	drafts    []*draft
	conflicts []Conflict
	faults    []error
}

// Plan computes the visits of stops whose original or new day lies between two
// days, both included: sorted by start, then id. They are the same whatever the
// window, and have no Sequence nor Changed, which come from what was announced
// before.
//
// A visit on a public holiday, or one for which its vehicle would have to be in
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
	p := planner{from: from, to: to, vehicles: vehiclesOf(tours)}
	for i := range stops {
		p.findAway(&stops[i].Stop)
	}
	for i := range stops {
		if err := p.addStop(&stops[i]); err != nil {
			p.faults = append(p.faults, fmt.Errorf("stop %s (%s/%s): %w", stops[i].ID, stops[i].Tour, stops[i].Code, err))
		}
	}
	slices.SortFunc(p.drafts, func(a, b *draft) int {
		return cmp.Or(a.visit.Start.Compare(b.visit.Start), cmp.Compare(a.visit.ID, b.visit.ID))
	})
	p.findClashes()
	var visits []mediation.Visit
	for _, d := range p.drafts {
		if p.shows(d) {
			visits = append(visits, d.visit)
		}
	}
	slices.SortStableFunc(p.conflicts, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), slices.Compare(a.Visits, b.Visits), cmp.Compare(a.Kind, b.Kind), slices.Compare(a.Stops, b.Stops))
	})
	return visits, p.conflicts, errors.Join(p.faults...)
}

// vehiclesOf names the vehicle of each tour, or gives it one of its own.
func vehiclesOf(tours []mediation.Tour) map[string]string {
	vehicles := make(map[string]string, len(tours))
	for _, t := range tours {
		vehicles[t.ID] = "tour " + t.ID
		if name := mediation.Fold(t.Vehicle); name != "" {
			vehicles[t.ID] = "vehicle " + name
		}
	}
	return vehicles
}

func (p *planner) inWindow(d mediation.Day) bool { return p.from <= d && d <= p.to }

// shows is true for a visit that was asked for.
func (p *planner) shows(d *draft) bool { return p.inWindow(d.visit.Day) || p.inWindow(d.on) }

// wants is true for a day whose visits must be known.
func (p *planner) wants(d mediation.Day) bool { return p.inWindow(d) || slices.Contains(p.away, d) }

func (p *planner) findAway(stop *mediation.Stop) {
	for _, e := range stop.Exceptions {
		if e.Kind == mediation.Move && isDay(e.To) && p.inWindow(e.Day) && !p.wants(e.To) {
			p.away = append(p.away, e.To)
		}
	}
}

// datesOf says how much is known of the dates of a stop with that rule.
func datesOf(stop *mediation.Stop, r Rule) mediation.StopDates {
	if r.Dates() == mediation.DatesKnown && stop.Dates != "" {
		return stop.Dates
	}
	return r.Dates()
}

// addStop drafts the visits of one stop.
func (p *planner) addStop(stop *Placed) error {
	rule, err := ParseRule(stop.Rule)
	dates := datesOf(&stop.Stop, rule)
	if err != nil || dates == mediation.DatesEnded {
		return err
	}
	if dates != mediation.DatesKnown {
		rule = Rule{} // only what was added to it has a date
	}
	vehicle, found := p.vehicles[stop.Tour]
	if !found {
		return errors.New("its tour is not told")
	}
	var faults []error
	timeless := 0
	for _, o := range p.originals(&stop.Stop, rule) {
		if start, end := o.fate.times(&stop.Stop); start == "" && end == "" {
			timeless++
			continue
		}
		d, err := newDraft(stop, o)
		if err != nil {
			faults = append(faults, err)
		}
		if err != nil || d == nil {
			continue
		}
		d.vehicle = vehicle
		p.drafts = append(p.drafts, d)
		p.checkHoliday(d, o.fate)
	}
	p.reportHours(stop, timeless)
	return errors.Join(faults...)
}

// original is a day on which a stop has a visit, with what befalls it.
type original struct {
	day   mediation.Day
	added bool
	fate  fate
}

// originals finds the days whose visits may be asked for.
func (p *planner) originals(stop *mediation.Stop, rule Rule) []original {
	days := rule.Days(p.from, p.to)
	for _, d := range p.away {
		days = append(days, rule.Days(d, d)...)
	}
	fates := fatesOf(stop.Exceptions)
	var list []original
	for _, day := range days {
		list = append(list, original{day, false, fates[day]})
	}
	for day, f := range fates {
		arrives := f.move != nil && f.move.To != "" && p.wants(f.move.To)
		switch inRule := rule.has(day); {
		case inRule && arrives && !p.wants(day):
			list = append(list, original{day, false, f})
		case !inRule && f.add != nil && (arrives || p.wants(day)):
			list = append(list, original{day, true, f})
		}
	}
	slices.SortFunc(list, func(a, b original) int { return cmp.Compare(a.day, b.day) })
	return list
}

func (p *planner) reportHours(stop *Placed, visits int) {
	if visits > 0 {
		p.conflicts = append(p.conflicts, Conflict{
			Stops: []string{stop.ID}, Kind: HoursConflict,
			Sentence: fmt.Sprintf("L’étape « %s » a des dates et pas d’heures : ses passages ne paraissent pas tant qu’elles manquent.", stop.Code),
		})
	}
}

// checkHoliday makes a visit unconfirmed that falls on a public holiday and
// that nothing settles.
func (p *planner) checkHoliday(d *draft, f fate) {
	holiday, ok := hours.CalendarOf(d.stop.Departement).HolidayOn(d.visit.Start)
	if !ok || f.settlesHoliday() {
		return
	}
	d.visit.Status = mediation.Unconfirmed
	d.visit.Reason = "Jour férié (" + holiday.Name + ")"
	if p.shows(d) {
		p.conflicts = append(p.conflicts, Conflict{
			Stops: []string{d.stop.ID}, Visits: []string{d.visit.ID}, Day: d.on, Kind: HolidayConflict,
			Sentence: fmt.Sprintf("Étape « %s » : le passage du %s tombe un jour férié (%s). Gardez-le, déplacez-le ou annulez-le.",
				d.stop.Code, inWords(d.on), holiday.Name),
		})
	}
}
