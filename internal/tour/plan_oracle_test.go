package tour

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// world is random stops, each with the predicate of its rule.
type world struct {
	tours []mediation.Tour
	stops []Placed
	has   []func(time.Time) bool
}

// slots are hours that often overlap.
var slots = [][2]string{{"09:00", "10:30"}, {"10:30", "12:00"}, {"10:00", "11:00"}, {"14:00", "16:30"}, {"16:00", "17:00"}}

func randomWorld(r *rand.Rand, around time.Time) world {
	w := world{tours: []mediation.Tour{{ID: "a", Vehicle: "Bus n° 1"}, {ID: "b", Vehicle: "BUS N° 1"}, {ID: "c"}, {ID: "d"}}}
	for i := range 7 {
		s := generate(r, pick(r, "weekly", "weekly", "parity", "ranked", "alternate", "month day", "dates"))
		slot := pick(r, slots...)
		stop := mediation.Stop{
			ID: fmt.Sprint("stop", i), Code: fmt.Sprint(i), Tour: pick(r, "a", "b", "c", "d"), Rule: s.text, Room: pick(r, "", "Mairie"),
			Dates: mediation.DatesKnown, From: slot[0], To: slot[1], Themes: pick(r, nil, []string{"Photos"}, []string{"Photos", "Impôts"}),
		}
		if _, err := ParseRule(s.text); err != nil {
			continue // no day is left of it
		}
		if r.IntN(10) == 0 {
			stop.From, stop.To = "", ""
		} else {
			addExceptions(r, &stop, s.has, around)
		}
		w.stops = append(w.stops, Placed{Stop: stop, Place: pick(r, "p1", "p2", "p3"), Departement: "50"})
		w.has = append(w.has, s.has)
	}
	return w
}

// addExceptions draws exceptions that Check accepts.
func addExceptions(r *rand.Rand, stop *mediation.Stop, has func(time.Time) bool, around time.Time) {
	for range 50 {
		day := around.AddDate(0, 0, r.IntN(160)-50)
		e := mediation.Exception{
			Kind: pick(r, mediation.Skip, mediation.Keep, mediation.Move, mediation.Move, mediation.Add, mediation.Cancel, mediation.MarkFull),
			Day:  mediation.DayOf(day), Theme: pick(r, "", "", "Mots de passe"), Reason: pick(r, "", "Neige"),
		}
		slot := pick(r, slots...)
		if e.Kind == mediation.Move && r.IntN(3) > 0 {
			e.To = mediation.DayOf(day.AddDate(0, 0, r.IntN(61)-30))
		}
		if timed := e.Kind == mediation.Move || e.Kind == mediation.Add || e.Kind == mediation.Keep; timed && r.IntN(2) == 0 {
			e.Start, e.End = slot[0], slot[1]
		}
		if (e.Kind == mediation.Move || e.Kind == mediation.Add) && r.IntN(3) == 0 {
			e.Venue = &mediation.Venue{Name: pick(r, "Salle des fêtes", "Gymnase"), Address: mediation.Address{INSEE: "50129"}}
		}
		if has(day) == (e.Kind == mediation.Add) && r.IntN(4) > 0 {
			continue
		}
		stop.Exceptions = append(stop.Exceptions, e)
		if len(Check(*stop, "2000-01-01", "2099-12-31")) > 0 {
			stop.Exceptions = stop.Exceptions[:len(stop.Exceptions)-1]
		}
	}
}

// expectedVisit is what the oracle knows of one visit.
type expectedVisit struct {
	visit   mediation.Visit
	vehicle string
	place   string
	settled bool
	kept    bool
	rule    string
}

func parisTime(day mediation.Day, clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", string(day)+" "+clock, hours.Paris)
	if err != nil {
		panic(err)
	}
	return t
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// expect works out the visit of one day from what is written about it.
func expect(stop Placed, day mediation.Day, inRule bool) *expectedVisit {
	on := map[mediation.ExceptionKind]mediation.Exception{}
	for _, e := range stop.Exceptions {
		if e.Day == day {
			on[e.Kind] = e
		}
	}
	_, skipped := on[mediation.Skip]
	added, isAdded := on[mediation.Add]
	if skipped || !inRule && !isAdded {
		return nil
	}
	move, moved := on[mediation.Move]
	keep, kept := on[mediation.Keep]
	full, isFull := on[mediation.MarkFull]
	cancel, cancelled := on[mediation.Cancel]
	start := orElse(move.Start, orElse(keep.Start, orElse(added.Start, stop.From)))
	end := orElse(move.End, orElse(keep.End, orElse(added.End, stop.To)))
	place := mediation.Day(orElse(string(move.To), string(day)))
	v := mediation.Visit{
		ID: mediation.NewVisitID(stop.ID, day, !inRule), Stop: stop.ID, Tour: stop.Tour, Place: stop.Place, Day: day,
		Start: parisTime(place, start), End: parisTime(place, end), Status: mediation.Planned, Room: stop.Room,
		Theme:  orElse(cancel.Theme, orElse(move.Theme, orElse(full.Theme, orElse(keep.Theme, added.Theme)))),
		Reason: orElse(cancel.Reason, orElse(move.Reason, orElse(full.Reason, orElse(keep.Reason, added.Reason)))),
	}
	if v.Theme == "" && len(stop.Themes) == 1 {
		v.Theme = stop.Themes[0]
	}
	if v.Venue = added.Venue; move.Venue != nil {
		v.Venue = move.Venue
	}
	if v.Venue != nil {
		v.Room = ""
	}
	if before := parisTime(day, orElse(keep.Start, orElse(added.Start, stop.From))); moved && !before.Equal(v.Start) {
		v.WasStart = before
	}
	switch {
	case cancelled:
		v.Status = mediation.Cancelled
	case isFull:
		v.Status = mediation.Full
	case moved:
		v.Status = mediation.Moved
	}
	spot := "place " + stop.Place
	if v.Venue != nil {
		spot = "venue " + v.Venue.Name
	}
	vehicle := map[string]string{"a": "bus", "b": "bus", "c": "c", "d": "d"}[stop.Tour]
	return &expectedVisit{v, vehicle, spot, kept || isFull || moved || cancelled || isAdded, kept || isFull, stop.Rule}
}

// oraclePlan works out the visits day by day and pair by pair.
func oraclePlan(w world, from, to mediation.Day) (visits []mediation.Visit, conflicts []string) {
	var all []*expectedVisit
	inside := func(d *expectedVisit) bool {
		on := mediation.DayOf(d.visit.Start)
		return from <= d.visit.Day && d.visit.Day <= to || from <= on && on <= to
	}
	for i, stop := range w.stops {
		some := false
		for t := utc(from).AddDate(0, 0, -130); !t.After(utc(to).AddDate(0, 0, 130)); t = t.AddDate(0, 0, 1) {
			if stop.From == "" && !timed(stop, mediation.DayOf(t)) {
				some = some || w.has[i](t) && !t.Before(utc(from)) && !t.After(utc(to))
			} else if d := expect(stop, mediation.DayOf(t), w.has[i](t)); d != nil {
				all = append(all, d)
			}
		}
		if some {
			conflicts = append(conflicts, fmt.Sprint("hours  [", stop.ID, "] []"))
		}
	}
	for _, d := range all {
		for _, h := range hours.CalendarOf("50").Holidays(d.visit.Start.Year()) {
			if h.Day.Format(time.DateOnly) == d.visit.Start.Format(time.DateOnly) && !d.settled {
				d.visit.Status, d.visit.Reason = mediation.Unconfirmed, "Jour férié ("+h.Name+")"
				if inside(d) {
					conflicts = append(conflicts, fmt.Sprintf("holiday %s [%s] [%s]", mediation.DayOf(d.visit.Start), d.visit.Stop, d.visit.ID))
				}
			}
		}
	}
	for _, d := range all {
		weekday := d.visit.Start.Weekday()
		if ofTheMonth.MatchString(d.rule) && (weekday == time.Saturday || weekday == time.Sunday) && !d.settled && d.visit.Status != mediation.Unconfirmed {
			d.visit.Status, d.visit.Reason = mediation.Unconfirmed, "Tombe un "+dayWords[(int(weekday)+6)%7]
			if inside(d) {
				conflicts = append(conflicts, fmt.Sprintf("weekend %s [%s] [%s]", mediation.DayOf(d.visit.Start), d.visit.Stop, d.visit.ID))
			}
		}
	}
	clashes := map[*expectedVisit]bool{}
	for i, a := range all {
		for _, b := range all[:i] {
			if a.vehicle != b.vehicle || a.place == b.place || a.visit.Status == mediation.Cancelled || b.visit.Status == mediation.Cancelled ||
				!a.visit.Start.Before(b.visit.End) || !b.visit.Start.Before(a.visit.End) || a.kept && b.kept {
				continue
			}
			clashes[a], clashes[b] = true, true
			if inside(a) || inside(b) {
				pair := []string{a.visit.Stop + " " + a.visit.ID, b.visit.Stop + " " + b.visit.ID}
				slices.Sort(pair)
				conflicts = append(conflicts, fmt.Sprintf("clash %s %v", mediation.DayOf(a.visit.Start), pair))
			}
		}
	}
	for _, d := range all {
		if clashes[d] && !d.kept {
			d.visit.Status, d.visit.Reason = mediation.Unconfirmed, "Le bus est attendu à deux endroits"
		}
		if inside(d) {
			visits = append(visits, d.visit)
		}
	}
	slices.Sort(conflicts)
	return visits, conflicts
}

// ofTheMonth are the rules drawn that count in days of the month.
var ofTheMonth = regexp.MustCompile(`^(?:(?:le )?dernier jour|le \d+(?:er)?(?:,| et| ;| &| du mois))`)

func conflictWords(conflicts []Conflict) []string {
	var words []string
	for _, c := range conflicts {
		if c.Kind == ClashConflict {
			pair := []string{c.Stops[0] + " " + c.Visits[0], c.Stops[1] + " " + c.Visits[1]}
			slices.Sort(pair)
			words = append(words, fmt.Sprintf("clash %s %v", c.Day, pair))
		} else {
			words = append(words, fmt.Sprintf("%s %s %v %v", c.Kind, c.Day, c.Stops, c.Visits))
		}
	}
	slices.Sort(words)
	return words
}

// Random stops and exceptions, over random windows.
func TestPlanAgainstTheOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 11))
	seen := map[string]int{}
	for i := range 120 {
		around := randomDay(r)
		w := randomWorld(r, around)
		from, to := mediation.DayOf(around), mediation.DayOf(around.AddDate(0, 0, r.IntN(70)))
		wantVisits, wantConflicts := oraclePlan(w, from, to)
		visits, conflicts, err := Plan(w.tours, w.stops, from, to)
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		slices.SortFunc(wantVisits, func(a, b mediation.Visit) int {
			return cmp.Or(a.Start.Compare(b.Start), strings.Compare(a.ID, b.ID))
		})
		if diff := gocmp.Diff(wantVisits, visits, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%d: %s to %s:\n%s", i, from, to, diff)
		}
		if diff := gocmp.Diff(wantConflicts, conflictWords(conflicts), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%d: %s to %s:\n%s", i, from, to, diff)
		}
		for _, v := range visits {
			seen[string(v.Status)]++
		}
		for _, c := range conflicts {
			seen[c.Kind]++
		}
	}

	for _, what := range []string{"planned", "moved", "cancelled", "full", "unconfirmed", "holiday", "clash", "hours"} {
		if seen[what] < 20 {
			t.Errorf("the random stops hardly met %q: %v", what, seen)
		}
	}
}

// timed is true when an exception gives the visit of that day hours of its own.
func timed(stop Placed, day mediation.Day) bool {
	for _, e := range stop.Exceptions {
		if e.Day == day && (e.Kind == mediation.Add || e.Kind == mediation.Keep || e.Kind == mediation.Move) && e.Start != "" {
			return true
		}
	}
	return false
}
