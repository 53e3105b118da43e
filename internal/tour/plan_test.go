package tour

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"

	"github.com/google/go-cmp/cmp"
)

// ducey is a stop as most are.
func ducey(rule string, exceptions ...mediation.Exception) Placed {
	return Placed{Place: "p1", Departement: "50", Stop: mediation.Stop{
		ID: "s1", Tour: "bus", Code: "Ducey", Rule: rule, Dates: mediation.DatesKnown, From: "14:00", To: "16:30",
		Room: "Salle du conseil", Themes: []string{"Photos"}, Exceptions: exceptions,
	}}
}

// ceaux is another, of the same vehicle.
func ceaux(rule string, exceptions ...mediation.Exception) Placed {
	s := ducey(rule, exceptions...)
	s.Place, s.ID, s.Code, s.From, s.To = "p2", "s2", "Céaux", "16:00", "17:00"
	return s
}

var busTours = []mediation.Tour{{ID: "bus", Vehicle: "Le bus"}}

func mustPlan(t *testing.T, from, to mediation.Day, stops ...Placed) ([]mediation.Visit, []Conflict) {
	t.Helper()
	visits, conflicts, err := Plan(busTours, stops, from, to)
	if err != nil {
		t.Fatal(err)
	}
	return visits, conflicts
}

// say writes what matters of visits, one line each.
func say(visits []mediation.Visit) string {
	var lines []string
	for _, v := range visits {
		line := fmt.Sprintf("%s %s %s-%s %s", v.Stop, v.Day, v.Start.Format("01-02 15:04"), v.End.Format("15:04"), v.Status)
		if !v.WasStart.IsZero() {
			line += " was " + v.WasStart.Format("01-02 15:04")
		}
		if v.Venue != nil {
			line += " at " + v.Venue.Name
		}
		for _, text := range []string{v.Room, v.Theme, v.Reason} {
			line += " | " + text
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// Each exception alone, and those that go together, on a visit of Tuesday 8.
func TestExceptions(t *testing.T) {
	const tuesday = mediation.Day("2026-12-08")
	hall := &mediation.Venue{Name: "Salle des fêtes", Address: mediation.Address{INSEE: "50109"}}
	for name, c := range map[string]struct {
		exceptions []mediation.Exception
		want       string
	}{
		"none":   {nil, "s1 2026-12-08 12-08 14:00-16:30 planned | Salle du conseil | Photos | "},
		"skip":   {[]mediation.Exception{{Kind: mediation.Skip}}, ""},
		"cancel": {[]mediation.Exception{{Kind: mediation.Cancel, Reason: "Neige"}}, "s1 2026-12-08 12-08 14:00-16:30 cancelled | Salle du conseil | Photos | Neige"},
		"full":   {[]mediation.Exception{{Kind: mediation.MarkFull}}, "s1 2026-12-08 12-08 14:00-16:30 full | Salle du conseil | Photos | "},
		"another hour": {[]mediation.Exception{{Kind: mediation.Move, Start: "09:00", End: "11:00"}},
			"s1 2026-12-08 12-08 09:00-11:00 moved was 12-08 14:00 | Salle du conseil | Photos | "},
		"another day": {[]mediation.Exception{{Kind: mediation.Move, To: "2026-12-10", Reason: "Panne"}},
			"s1 2026-12-08 12-10 14:00-16:30 moved was 12-08 14:00 | Salle du conseil | Photos | Panne"},
		"only the end": {[]mediation.Exception{{Kind: mediation.Move, End: "15:30"}},
			"s1 2026-12-08 12-08 14:00-15:30 moved | Salle du conseil | Photos | "},
		"another place": {[]mediation.Exception{{Kind: mediation.Move, Venue: hall}},
			"s1 2026-12-08 12-08 14:00-16:30 moved at Salle des fêtes |  | Photos | "},
		"moved and full": {[]mediation.Exception{{Kind: mediation.MarkFull}, {Kind: mediation.Move, Start: "15:00"}},
			"s1 2026-12-08 12-08 15:00-16:30 full was 12-08 14:00 | Salle du conseil | Photos | "},
		"kept with hours and theme": {[]mediation.Exception{{Kind: mediation.Keep, Start: "13:30", Theme: "Impôts"}},
			"s1 2026-12-08 12-08 13:30-16:30 planned | Salle du conseil | Impôts | "},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range c.exceptions {
				c.exceptions[i].Day = tuesday
			}
			visits, conflicts := mustPlan(t, tuesday, "2026-12-14", ducey("tous les mardis", c.exceptions...))
			if diff := cmp.Diff(c.want, say(visits)); diff != "" || conflicts != nil {
				t.Errorf("%s\n%v", diff, conflicts)
			}
		})
	}
}

func TestAddedVisits(t *testing.T) {
	add := mediation.Exception{Kind: mediation.Add, Day: "2026-12-09", Start: "09:00", End: "10:00", Theme: "Impôts"}
	cancel := mediation.Exception{Kind: mediation.Cancel, Day: "2026-12-09", Reason: "Panne"}
	visits, _ := mustPlan(t, "2026-12-08", "2026-12-14", ducey("tous les mardis", add))
	want := "s1 2026-12-08 12-08 14:00-16:30 planned | Salle du conseil | Photos | \ns1 2026-12-09 12-09 09:00-10:00 planned | Salle du conseil | Impôts | "
	if diff := cmp.Diff(want, say(visits)); diff != "" {
		t.Error(diff)
	}
	if visits[1].ID != mediation.NewVisitID("s1", "2026-12-09", true) || visits[0].ID != mediation.NewVisitID("s1", "2026-12-08", false) {
		t.Errorf("ids %s, %s", visits[0].ID, visits[1].ID)
	}
	visits, _ = mustPlan(t, "2026-12-09", "2026-12-14", ducey("tous les mardis", add, cancel))
	if diff := cmp.Diff("s1 2026-12-09 12-09 09:00-10:00 cancelled | Salle du conseil | Impôts | Panne", say(visits)); diff != "" {
		t.Error(diff)
	}
	moved := mediation.Exception{Kind: mediation.Move, Day: "2026-12-09", To: "2026-12-17", Start: "15:00", End: "16:00"}
	visits, _ = mustPlan(t, "2026-12-16", "2026-12-20", ducey("tous les mardis", add, moved))
	if diff := cmp.Diff("s1 2026-12-09 12-17 15:00-16:00 moved was 12-09 09:00 | Salle du conseil | Impôts | ", say(visits)); diff != "" {
		t.Error(diff)
	}
	// The rule has come to have that day: it is not doubled.
	visits, _ = mustPlan(t, "2026-12-09", "2026-12-09", ducey("tous les mercredis", add))
	if len(visits) != 1 || visits[0].ID != mediation.NewVisitID("s1", "2026-12-09", false) {
		t.Errorf("%v", visits)
	}
}

// A visit is there when either of its days is in the window.
func TestMovesAcrossTheWindow(t *testing.T) {
	stop := ducey("tous les mardis", mediation.Exception{Kind: mediation.Move, Day: "2026-12-08", To: "2027-01-14"})
	for _, c := range []struct {
		from, to mediation.Day
		found    bool
	}{{"2026-12-08", "2026-12-08", true}, {"2027-01-14", "2027-01-14", true}, {"2026-12-09", "2026-12-14", false}, {"2026-12-08", "2027-01-14", true}} {
		visits, _ := mustPlan(t, c.from, c.to, stop)
		count := strings.Count(say(visits), "s1 2026-12-08 01-14 14:00-16:30 moved was 12-08 14:00")
		if (count == 1) != c.found || count > 1 {
			t.Errorf("%s to %s: %s", c.from, c.to, say(visits))
		}
	}
}

func TestPublicHolidays(t *testing.T) {
	const sunday = mediation.Day("2026-11-01")
	plan := func(e ...mediation.Exception) (string, []Conflict) {
		visits, conflicts := mustPlan(t, sunday, "2026-11-07", ducey("tous les dimanches", e...))
		return say(visits), conflicts
	}
	visits, conflicts := plan()
	if visits != "s1 2026-11-01 11-01 14:00-16:30 unconfirmed | Salle du conseil | Photos | Jour férié (Toussaint)" {
		t.Error(visits)
	}
	want := []Conflict{{
		Stops: []string{"s1"}, Visits: []string{mediation.NewVisitID("s1", sunday, false)}, Day: sunday, Kind: HolidayConflict,
		Sentence: "Étape « Ducey » : le passage du dimanche 1er novembre 2026 tombe un jour férié (Toussaint). Gardez-le, déplacez-le ou annulez-le.",
	}}
	if diff := cmp.Diff(want, conflicts); diff != "" {
		t.Error(diff)
	}
	for kind, settled := range map[mediation.ExceptionKind]bool{mediation.Keep: true, mediation.Move: true, mediation.Cancel: true, mediation.Skip: true, mediation.MarkFull: true} {
		if visits, conflicts := plan(mediation.Exception{Kind: kind, Day: sunday}); (len(conflicts) == 0) != settled || strings.Contains(visits, "unconfirmed") == settled {
			t.Errorf("%s: %s, %v", kind, visits, conflicts)
		}
	}
	onto := ducey("tous les mardis", mediation.Exception{Kind: mediation.Move, Day: "2026-11-03", To: sunday})
	if visits, conflicts := mustPlan(t, sunday, sunday, onto); len(visits) != 1 || visits[0].Status != mediation.Moved || conflicts != nil {
		t.Errorf("%v, %v", visits, conflicts)
	}
}

// TestVisitsFollowTheClockOfTheirStop: 14 h is 14 h at its door.
func TestVisitsFollowTheClockOfTheirStop(t *testing.T) {
	for departement, want := range map[string]string{
		"50": "2027-07-06T12:00:00Z", "971": "2027-07-06T18:00:00Z", "973": "2027-07-06T17:00:00Z",
		"974": "2027-07-06T10:00:00Z", "975": "2027-07-06T16:00:00Z", "976": "2027-07-06T11:00:00Z",
	} {
		stop := ducey("06/07/2027")
		stop.Departement = departement
		visits, _ := mustPlan(t, "2027-07-06", "2027-07-06", stop)
		if len(visits) != 1 || visits[0].Start.UTC().Format(time.RFC3339) != want {
			t.Errorf("%s: %v", departement, visits)
		}
	}
}

// TestPublicHolidaysOfADepartement: a visit is to be confirmed on the days of
// the département where it stops, whatever that of its tour.
func TestPublicHolidaysOfADepartement(t *testing.T) {
	for _, c := range []struct {
		departement string
		day         mediation.Day
		holiday     string
	}{
		{"67", "2027-03-26", "Vendredi saint"}, {"88", "2027-03-26", ""}, {"2B", "2027-03-26", ""},
		{"57", "2026-12-26", "Lendemain de Noël"}, {"971", "2027-05-27", "Abolition de l’esclavage"},
		{"972", "2027-05-27", ""}, {"974", "2027-12-20", "Abolition de l’esclavage"}, {"974", "2027-11-11", "Armistice de 1918"},
	} {
		stop := ducey("tous les jours")
		stop.Departement = c.departement
		visits, conflicts := mustPlan(t, c.day, c.day, stop)
		reason, toSettle := "", 0
		if c.holiday != "" {
			reason, toSettle = "Jour férié ("+c.holiday+")", 1
		}
		if len(visits) != 1 || visits[0].Reason != reason || len(conflicts) != toSettle {
			t.Errorf("%s on %s: %s, %v", c.departement, c.day, say(visits), conflicts)
		}
	}
}

func TestClashes(t *testing.T) {
	const day = mediation.Day("2026-12-08")
	keep := mediation.Exception{Kind: mediation.Keep, Day: day}
	elsewhere := mediation.Exception{Kind: mediation.Move, Day: day, Venue: &mediation.Venue{Name: "Gymnase", Address: mediation.Address{INSEE: "50168"}}}
	samePlace, later, cancelled := ceaux("08/12/2026"), ceaux("08/12/2026"), ceaux("08/12/2026", mediation.Exception{Kind: mediation.Cancel, Day: day})
	samePlace.Place = "p1"
	later.From = "16:30"
	for name, c := range map[string]struct {
		a, b Placed
		want string // the statuses, then the conflicts
	}{
		"overlap":           {ducey("08/12/2026"), ceaux("08/12/2026"), "unconfirmed unconfirmed clash"},
		"one kept":          {ducey("08/12/2026", keep), ceaux("08/12/2026"), "planned unconfirmed clash"},
		"one full":          {ducey("08/12/2026", mediation.Exception{Kind: mediation.MarkFull, Day: day}), ceaux("08/12/2026"), "full unconfirmed clash"},
		"both kept":         {ducey("08/12/2026", keep), ceaux("08/12/2026", keep), "planned planned"},
		"at one place":      {ducey("08/12/2026"), samePlace, "planned planned"},
		"one after another": {ducey("08/12/2026"), later, "planned planned"},
		"one cancelled":     {ducey("08/12/2026"), cancelled, "planned cancelled"},
		"two halls":         {ducey("08/12/2026", elsewhere), ceaux("08/12/2026"), "unconfirmed unconfirmed clash"},
		"one hall":          {ducey("08/12/2026", elsewhere), ceaux("08/12/2026", elsewhere), "moved moved"},
	} {
		t.Run(name, func(t *testing.T) {
			visits, conflicts := mustPlan(t, day, day, c.a, c.b)
			got := fmt.Sprint(visits[0].Status, " ", visits[1].Status)
			for _, conflict := range conflicts {
				got += " " + conflict.Kind
			}
			if got != c.want {
				t.Error(got)
			}
			for _, v := range visits {
				if (v.Status == mediation.Unconfirmed) != (v.Reason == "Le bus est attendu à deux endroits") {
					t.Errorf("%s: reason %q", v.Status, v.Reason)
				}
			}
		})
	}
	_, conflicts := mustPlan(t, day, day, ducey("08/12/2026"), ceaux("08/12/2026"))
	const want = "Le mardi 8 décembre 2026, le bus est attendu à deux endroits : étape « Ducey » de 14 h à 16 h 30, étape « Céaux » de 16 h à 17 h. Déplacez ou annulez l’un des deux passages."
	if conflicts[0].Sentence != want {
		t.Error(conflicts[0].Sentence)
	}
}

func TestPlanOfStopsWithoutHours(t *testing.T) {
	stop := ducey("tous les mardis")
	stop.From, stop.To = "", ""
	visits, conflicts := mustPlan(t, "2026-12-08", "2026-12-31", stop)
	if visits != nil || len(conflicts) != 1 || conflicts[0].Kind != HoursConflict || !strings.Contains(conflicts[0].Sentence, "Ducey") {
		t.Errorf("%v, %v", visits, conflicts)
	}
	for _, rule := range []string{"mardi, semaines à confirmer", "dates non publiées", "ne passe plus"} {
		if visits, conflicts := mustPlan(t, "2026-12-08", "2027-12-08", ducey(rule)); visits != nil || conflicts != nil {
			t.Errorf("%s: %v, %v", rule, visits, conflicts)
		}
	}
	stop = ducey("tous les mardis")
	stop.Dates = mediation.DatesUnconfirmed
	if visits, _ := mustPlan(t, "2026-12-08", "2026-12-31", stop); visits != nil {
		t.Errorf("%v", visits)
	}
}

// 14:00 stays 14:00 on both sides of each change of clocks, and on its day.
func TestClockChanges(t *testing.T) {
	stop := ducey("tous les jours")
	for year := 2024; year <= 2033; year++ {
		for month, offset := range map[time.Month]string{time.March: "+0200", time.October: "+0100"} {
			change := time.Date(year, month, 31, 0, 0, 0, 0, time.UTC)
			for change.Weekday() != time.Sunday {
				change = change.AddDate(0, 0, -1)
			}
			visits, _ := mustPlan(t, mediation.DayOf(change.AddDate(0, 0, -1)), mediation.DayOf(change.AddDate(0, 0, 1)), stop)
			for i, v := range visits {
				day := change.AddDate(0, 0, i-1).Format(time.DateOnly)
				if v.Start.Format("2006-01-02 15:04") != day+" 14:00" || v.End.Sub(v.Start) != 150*time.Minute || v.Start.Location() != hours.Paris ||
					(v.Start.Format("-0700") == offset) != (i > 0) {
					t.Errorf("%s: %s to %s", day, v.Start, v.End)
				}
			}
			if len(visits) != 3 {
				t.Errorf("%s: %d visits", change, len(visits))
			}
		}
	}
}

// Hours in the night of a change: an end is after its start whatever clocks do.
func TestNightsOfTheClockChanges(t *testing.T) {
	for _, c := range []struct{ day, from, to, start, end string }{
		{"2027-03-28", "01:30", "03:30", "01:30 +0100", "03:30 +0200"},
		{"2027-03-28", "02:15", "02:45", "03:00 +0200", "03:30 +0200"}, // never comes
		{"2027-03-28", "02:30", "03:00", "03:00 +0200", "03:30 +0200"},
		{"2026-10-25", "01:30", "02:30", "01:30 +0200", "02:30 +0200"}, // comes twice
		{"2026-10-25", "02:30", "03:00", "02:30 +0200", "03:00 +0100"},
	} {
		stop := ducey("tous les dimanches")
		stop.From, stop.To = c.from, c.to
		visits, _ := mustPlan(t, mediation.Day(c.day), mediation.Day(c.day), stop)
		if len(visits) != 1 || visits[0].Start.Format("15:04 -0700") != c.start || visits[0].End.Format("15:04 -0700") != c.end || !visits[0].End.After(visits[0].Start) {
			t.Errorf("%+v: %v", c, visits)
		}
	}
}

// What cannot be read is named, and everything else is planned.
func TestPlanNamesWhatItCannotRead(t *testing.T) {
	bad, lost, turned := ceaux("un mardi sur deux"), ceaux("tous les mardis"), ceaux("tous les mardis", mediation.Exception{Kind: mediation.Move, Day: "2026-12-08", Start: "18:00"})
	bad.ID, lost.ID, lost.Tour, turned.ID, turned.From, turned.To = "bad", "lost", "train", "turned", "08:00", "09:00"
	visits, _, err := Plan(busTours, []Placed{bad, lost, turned, ducey("08/12/2026")}, "2026-12-08", "2026-12-15")
	if got := say(visits); strings.Count(got, "\n") != 1 || !strings.Contains(got, "s1 2026-12-08") || !strings.Contains(got, "turned 2026-12-15") {
		t.Error(got)
	}
	for _, want := range []string{"stop bad", "stop lost", "stop turned", "2026-12-08"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %q", err, want)
		}
	}
	if _, _, err := Plan(busTours, nil, "2026-12-08", "demain"); err == nil {
		t.Error("a window that is none was accepted")
	}
}

func TestASureDateAmongUnknownOnes(t *testing.T) {
	add := mediation.Exception{Kind: mediation.Add, Day: "2026-12-08", Start: "09:00", End: "10:00"}
	for _, rule := range []string{"mardi, semaines à confirmer", "dates non publiées"} {
		stop := ducey(rule, add)
		if faults := Check(stop.Stop, "2026-11-22", "2027-11-22"); faults != nil {
			t.Errorf("%s: %v", rule, faults)
		}
		stop.From, stop.To = "", ""
		visits, conflicts := mustPlan(t, "2026-12-01", "2026-12-31", stop)
		if len(visits) != 1 || visits[0].Day != "2026-12-08" || conflicts != nil {
			t.Errorf("%s: %v, %v", rule, visits, conflicts)
		}
		stop.Exceptions[0].Start, stop.Exceptions[0].End = "", ""
		if faults := Check(stop.Stop, "2026-11-22", "2027-11-22"); len(faults) != 1 || faults[0].Field != "start" {
			t.Errorf("%s without hours: %v", rule, faults)
		}
	}
	if visits, _ := mustPlan(t, "2026-12-01", "2026-12-31", ducey("ne passe plus", add)); visits != nil {
		t.Errorf("it comes no more: %v", visits)
	}
}
