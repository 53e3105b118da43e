package catalog_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// firstMinute is the oracle of timings: minute by minute, the first one at
// which a helper that answers the question is there.
func (o oracle) firstMinute(p mediation.Place, f mediation.Filter, from, to time.Time) (time.Time, bool) {
	for at := from; at.Before(to); at = at.Truncate(time.Minute).Add(time.Minute) {
		for _, offer := range p.Offers {
			if describes(offer, f) && givesSome(offer, f.Needs) && o.open(p, offer, at, f.Now) {
				return at, true
			}
		}
	}
	return time.Time{}, false
}

func givesSome(o mediation.Offer, services []mediation.NeedID) bool {
	return len(services) == 0 || slices.ContainsFunc(o.Claims, func(c mediation.Claim) bool { return slices.Contains(services, c.ID) })
}

func TestTimingsAreTheOraclesOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, o := drawSnapshot(t)
		f := drawFilter(t, o.Data)
		now := drawInstant(t, o.Data)
		f.Now, f.OpenAt = now, nil
		day := time.Date(2026, 10, 1+rapid.IntRange(0, 60).Draw(t, "day"), 0, 0, 0, 0, hours.Paris)
		f.Window = &mediation.Window{From: day, To: day.AddDate(0, 0, rapid.IntRange(0, 2).Draw(t, "more days"))}
		m := s.At(now)
		for i, p := range s.Places {
			from, to := latest(day, now), f.Window.To.AddDate(0, 0, 1)
			want, found := o.firstMinute(p, f, from, to)
			checkTiming(t, m.Question(f).Timing(i), now, want, found)
		}
	})
}

func checkTiming(t *rapid.T, got catalog.Timing, now, want time.Time, found bool) {
	switch {
	case !found:
		if !got.Day.IsZero() {
			t.Fatalf("%+v, and nobody is there", got)
		}
	case !want.After(now):
		if !got.Open {
			t.Fatalf("%+v, open now", got)
		}
	case got.Next.IsZero() || got.Next.Sub(want).Abs() >= time.Minute:
		t.Fatalf("%v, want %v in %+v", got.Next, want, got)
	case got.Visit == nil && (len(got.Spans) == 0 || !got.Spans[0].Start.Equal(got.Next)):
		t.Fatalf("%+v does not begin with its first opening", got)
	}
}

// While a door may be open today, no other day is given as its next opening.
func TestADoorThatMayBeOpenTodayWaitsForNoOtherDay(t *testing.T) {
	at := time.Date(2026, 12, 1, 10, 0, 0, 0, hours.Paris) // a Tuesday
	for osm, later := range map[string]bool{
		`Mo 09:00-12:00; Tu "idem"`:                                        false,
		`We 09:00-12:00; Tu 09:00-12:00 "sur rendez-vous"`:                 false,
		`Tu 09:00-11:00 "sur rendez-vous", Tu 14:00-17:00; We 09:00-12:00`: true, // and so it does later today
		"We 09:00-12:00": true,
	} {
		s, err := catalog.New(catalog.Data{Places: []mediation.Place{{ID: "a", Offers: []mediation.Offer{{Hours: osm}}}}})
		if err != nil {
			t.Fatal(err)
		}
		m := s.At(at)
		if got := m.Question(mediation.Filter{Now: m.At}).Timing(0); len(got.Spans) > 0 != later || got.Next.IsZero() {
			t.Errorf("%s: %+v", osm, got)
		}
	}
}
