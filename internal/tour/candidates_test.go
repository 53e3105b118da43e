package tour

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// day of the vehicle, for the oracle: what it does in order.
type leg struct {
	start, end time.Time
	at         orb.Point
}

// drivesThrough follows the vehicle along its day, from its base and back: it leaves
// when it may, drives, waits, and must never come late.
func drivesThrough(legs []leg, terms mediation.VanTerms, zone *time.Location) bool {
	slices.SortFunc(legs, func(a, b leg) int { return a.start.Compare(b.start) })
	clock := func(of time.Time, text string) time.Time {
		hour, _ := time.Parse("15:04", text)
		y, m, d := of.In(zone).Date()
		return time.Date(y, m, d, hour.Hour(), hour.Minute(), 0, 0, zone)
	}
	where, now := *terms.Base, clock(legs[0].start, terms.Leave)
	drive := func(to orb.Point) {
		hoursDriven := geo.Distance(where, to) / 1000 * terms.Detour / terms.Speed
		now, where = now.Add(time.Duration(hoursDriven*3600+0.5)*time.Second), to
	}
	for _, l := range legs {
		if drive(l.at); now.After(l.start) {
			return false
		}
		now = l.end
	}
	drive(*terms.Base)
	return !now.After(clock(legs[0].start, terms.Back))
}

func randomSearch(r *rand.Rand) Search {
	point := func() orb.Point { return orb.Point{-1.6 + r.Float64()*0.9, 48.6 + r.Float64()*1.0} }
	base := point()
	terms := mediation.DefaultVanTerms()
	terms.Base, terms.Speed = &base, 40+r.Float64()*40
	terms.Leave = pick(r, "06:00", "07:30", "08:30")
	s := Search{From: "2026-12-14", To: "2027-01-15", Departement: "50", At: point(), Terms: terms}
	s.FreeFrom, s.Least = pick(r, "", "", "08:00", "10:00", "10:15", "13:00", "15:00"), 90*time.Minute
	for range r.IntN(4) {
		w := mediation.Wish{Weekday: 1 + r.IntN(7), Half: pick(r, mediation.Halves...)}
		if r.IntN(3) == 0 {
			w.Day, w.Weekday = plus(s.From, r.IntN(33)), 0
		}
		s.Wishes = append(s.Wishes, w)
	}
	zone := hours.ZoneOf("50")
	for range r.IntN(25) {
		y, m, d := utc(plus(s.From, r.IntN(33))).Date()
		start := hours.WallTime(zone, y, m, d, 8*60+r.IntN(40)*15)
		s.Busy = append(s.Busy, Engagement{start, start.Add(time.Duration(30+r.IntN(10)*15) * time.Minute), point(), "visite"})
	}
	return s
}

// sound keeps the days on which what the vehicle does already can be done at all: nobody
// can say what fits beside the rest.
func sound(s *Search, zone *time.Location) {
	byDay := map[mediation.Day][]leg{}
	for _, b := range s.Busy {
		day := mediation.DayOf(b.Start.In(zone))
		byDay[day] = append(byDay[day], leg{b.Start, b.End, b.Point})
	}
	s.Busy = slices.DeleteFunc(s.Busy, func(b Engagement) bool {
		return !drivesThrough(byDay[mediation.DayOf(b.Start.In(zone))], s.Terms, zone)
	})
}

// TestCandidatesAgainstADriver: for every half-day of the window, what is offered is what a
// driver who follows the day can do, on a day that is wished and worked.
func TestCandidatesAgainstADriver(t *testing.T) {
	r, zone := rand.New(rand.NewPCG(20, 1)), hours.ZoneOf("50")
	offered, refusedByDriver := 0, 0
	for range 300 {
		s := randomSearch(r)
		sound(&s, zone)
		want := map[string]bool{}
		for d := utc(s.From); !d.After(utc(s.To)); d = d.AddDate(0, 0, 1) {
			if day := d.Format("01-02"); day == "12-25" || day == "01-01" {
				continue // the holidays of the window
			}
			for _, half := range mediation.Halves {
				wished := len(s.Wishes) == 0 && d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
				for _, w := range s.Wishes {
					weekly := w.Day == "" && time.Weekday(w.Weekday%7) == d.Weekday()
					wished = wished || w.Half == half && (weekly || string(w.Day) == d.Format(time.DateOnly))
				}
				if !wished {
					continue
				}
				y, m, n := d.Date()
				from := map[mediation.Half]int{mediation.Morning: 9*60 + 30, mediation.Afternoon: 14 * 60}[half]
				until := from + 120
				if free, err := time.Parse("15:04", s.FreeFrom); err == nil {
					from = max(from, free.Hour()*60+free.Minute())
				}
				if until-from < 90 {
					continue
				}
				start := time.Date(y, m, n, 0, from, 0, 0, zone)
				visit := leg{start, time.Date(y, m, n, 0, until, 0, 0, zone), s.At}
				legs := []leg{visit}
				for _, b := range s.Busy {
					if mediation.DayOf(b.Start.In(zone)) == mediation.DayOf(d) {
						legs = append(legs, leg{b.Start, b.End, b.Point})
					}
				}
				if drivesThrough(legs, s.Terms, zone) {
					want[fmt.Sprint(mediation.DayOf(d), half, visit.start.UTC(), visit.end.UTC())] = true
				} else {
					refusedByDriver++
				}
			}
		}
		got := map[string]bool{}
		for _, c := range Candidates(s) {
			got[fmt.Sprint(c.Day, c.Half, c.Start.UTC(), c.End.UTC())] = true
		}
		offered += len(got)
		for key := range want {
			if !got[key] {
				t.Errorf("%s is not offered: %+v", key, s)
			}
		}
		for key := range got {
			if !want[key] {
				t.Errorf("%s is offered: %+v", key, s)
			}
		}
		if t.Failed() {
			return
		}
	}
	if offered < 1000 || refusedByDriver < 500 {
		t.Errorf("%d offered, %d refused: the drawings test nothing", offered, refusedByDriver)
	}
	t.Logf("%d offered, %d refused by the driver", offered, refusedByDriver)
}

// Without a base, or hours for a half, there is nothing to be late for.
func TestCandidatesWithoutABaseOrHours(t *testing.T) {
	s := Search{From: "2026-12-14", To: "2026-12-14", Departement: "50", Terms: mediation.DefaultVanTerms()}
	if got := Candidates(s); len(got) != 2 || got[0].Half != mediation.Morning || !got[0].Start.Before(got[1].Start) {
		t.Errorf("%+v", got)
	}
	delete(s.Terms.Hours, mediation.Afternoon)
	if got := Candidates(s); len(got) != 1 {
		t.Errorf("%+v", got)
	}
	s.Busy = []Engagement{{got(t, s).Start, got(t, s).End, s.At, "la même salle"}}
	if got := Candidates(s); len(got) != 0 {
		t.Errorf("two visits at once: %+v", got)
	}
}

func got(t *testing.T, s Search) Candidate {
	t.Helper()
	s.Busy = nil
	list := Candidates(s)
	if len(list) == 0 {
		t.Fatal("no candidate")
	}
	return list[0]
}
