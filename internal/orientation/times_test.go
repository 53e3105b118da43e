package orientation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/orientation"
)

func halfDays(list ...orientation.HalfDay) []orientation.HalfDay { return list }

// TestTheFirstTimeThatFits asks on Tuesday 1 December 2026 at 10.
func TestTheFirstTimeThatFits(t *testing.T) {
	for _, tt := range []struct {
		why, hours string
		free       []orientation.HalfDay
		want       string
	}{
		{"open now", "Tu 09:00-12:00", nil, "day 0, 10:00 to 12:00"},
		{"too little of it is left", "Tu 09:00-10:29; We 09:00-12:00", nil, "day 1, 09:00 to 12:00"},
		{"just enough is left", "Tu 09:00-10:30", nil, "day 0, 10:00 to 10:30"},
		{"the morning ends at one", "Tu 11:00-14:00", halfDays("ma-matin"), "day 0, 11:00 to 13:00"},
		{"the afternoon begins then", "Tu 11:00-14:00", halfDays("ma-apm"), "day 0, 13:00 to 14:00"},
		{"half-days that touch are one", "Tu 12:45-13:15", halfDays("ma-matin", "ma-apm"), "day 0, 12:45 to 13:15"},
		{"a quarter of an hour is not worth the way", "Tu 12:45-13:15", halfDays("ma-apm"), "never"},
		{"the evening begins at six", "Tu 14:00-18:30", halfDays("ma-soir"), "day 0, 18:00 to 18:30"},
		{"past midnight is the next morning", "Fr 22:00-02:00", halfDays("sa-matin"), "day 4, 00:00 to 02:00"},
		{"a night is one opening", "Fr 22:00-02:00", nil, "day 3, 22:00 to 26:00"},
		{"the week has a Sunday", "Su 14:00-18:00", halfDays("di-apm"), "day 5, 14:00 to 18:00"},
		{"always open", "24/7", halfDays("lu-matin"), "day 6, 00:00 to 13:00"},
		{"closed for six weeks", "Jul-Aug Mo 09:00-12:00", nil, "never"},
		{"unknown", "", halfDays("lu-matin"), "unknown"},
		{"by appointment only", `Mo-Fr "sur rendez-vous"`, halfDays("lu-matin"), "unknown"},
	} {
		o := mediation.Offer{Source: "test", SourceID: "1", Kind: mediation.EPN, Hours: tt.hours, Services: []mediation.Claim{{ID: "caf", Certainty: mediation.Declared}}}
		if got := when(t, instants[0], catalog.Data{Places: []mediation.Place{{ID: "p", Offers: []mediation.Offer{o}}}}, tt.free); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.why, got, tt.want)
		}
	}
}

// when says the time of the only row.
func when(t *testing.T, asked time.Time, d catalog.Data, free []orientation.HalfDay) string {
	t.Helper()
	a := orientation.Compare(snapshot(t, d), orientation.Request{Needs: []mediation.ServiceID{"caf"}, Reach: orientation.Anywhere, Free: free, Asked: asked})
	if len(a.Unfit) > 0 {
		return "never"
	}
	span := a.Rows[0].When
	if span == nil {
		return "unknown"
	}
	end := int(span.End) - span.Start.Day()*24*60
	return fmt.Sprintf("day %d, %02d:%02d to %02d:%02d", span.Start.Day(), span.Start.OfDay()/60, span.Start.OfDay()%60, end/60, end%60)
}

func plainSpaces(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// The clocks change on 25 October 2026 and 28 March 2027; the hours on the
// wall stay the hours on the door.
func TestTheWallClockGoesThroughBothChanges(t *testing.T) {
	for asked, want := range map[time.Time]string{
		time.Date(2026, 10, 24, 12, 0, 0, 0, hours.Paris): "day 2, 09:00 to 12:00",
		time.Date(2027, 3, 27, 12, 0, 0, 0, hours.Paris):  "day 2, 09:00 to 12:00",
		time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC):     "day 1, 09:00 to 12:00", // the second time that it is 2 in Paris
	} {
		o := mediation.Offer{Source: "test", SourceID: "1", Kind: mediation.EPN, Hours: "Mo,PH 09:00-12:00", Services: []mediation.Claim{{ID: "caf", Certainty: mediation.Declared}}}
		if got := when(t, asked, catalog.Data{Places: []mediation.Place{{ID: "p", Offers: []mediation.Offer{o}}}}, halfDays("lu-matin")); got != want {
			t.Errorf("%s: %s, want %s", asked, got, want)
		}
	}
	clock := orientation.NewClock(time.Date(2026, 10, 24, 12, 0, 0, 0, hours.Paris))
	for minute := clock.Now(); minute < clock.End(); minute += 7 {
		if got := clock.Minute(clock.Time(minute)); got != minute {
			t.Fatalf("minute %d is %d", minute, got)
		}
	}
}

func vanAt(dates mediation.StopDates, visits ...mediation.Visit) catalog.Data {
	o := mediation.Offer{Source: "test", SourceID: "1", Kind: mediation.Van, Hours: "Tu 09:00-12:00", Services: []mediation.Claim{{ID: "caf", Certainty: mediation.Declared}}}
	for i := range visits {
		visits[i].Stop = "s"
	}
	return catalog.Data{
		Places: []mediation.Place{{ID: "p", Point: orb.Point{-1.1, 48.6}, Offers: []mediation.Offer{o}}},
		Stops:  []mediation.Stop{{ID: "s", Tour: "bleu", Offer: o.Key(), Dates: dates}}, Visits: visits,
	}
}

func visitOn(id string, day, hour int, status mediation.VisitStatus) mediation.Visit {
	start := time.Date(2026, 12, day, hour, 0, 0, 0, hours.Paris)
	return mediation.Visit{ID: id, Start: start, End: start.Add(2 * time.Hour), Status: status}
}

func TestARowOfAVanIsItsNextVisitThatFits(t *testing.T) {
	elsewhere := visitOn("elsewhere", 2, 14, mediation.Moved)
	elsewhere.Venue = &mediation.Venue{Name: "Salle", Point: orb.Point{-1.1, 48.7}, Address: mediation.Address{INSEE: "50129"}}
	for _, tt := range []struct {
		why  string
		data catalog.Data
		free []orientation.HalfDay
		want string
	}{
		{"the next", vanAt(mediation.DatesKnown, visitOn("a", 8, 14, mediation.Planned), visitOn("b", 10, 14, mediation.Planned)), nil, "visit a"},
		{"one under way", vanAt(mediation.DatesKnown, visitOn("a", 1, 9, mediation.Planned)), nil, "visit a"},
		{"past, cancelled, full and unconfirmed ones do not count", vanAt(mediation.DatesKnown, visitOn("a", 1, 8, mediation.Planned), visitOn("b", 2, 9, mediation.Cancelled),
			visitOn("c", 3, 9, mediation.Full), visitOn("d", 4, 9, mediation.Unconfirmed), visitOn("e", 5, 9, mediation.Moved)), nil, "visit e"},
		{"on the days that are free", vanAt(mediation.DatesKnown, visitOn("a", 8, 14, mediation.Planned), visitOn("b", 10, 14, mediation.Planned)), halfDays("je-apm"), "visit b"},
		{"none then", vanAt(mediation.DatesKnown, visitOn("a", 8, 14, mediation.Planned)), halfDays("lu-apm"), "unfit place p"},
		{"where it takes place", vanAt(mediation.DatesKnown, elsewhere), nil, "visit elsewhere, 11 km"},
		{"dates that nobody told", vanAt(mediation.DatesUnpublished), halfDays("lu-apm"), "place p"},
		{"told, and none in six weeks", vanAt(mediation.DatesKnown, visitOn("a", 60, 14, mediation.Planned)), nil, "unfit place p"},
		{"it comes no more", vanAt(mediation.DatesEnded), nil, "unfit place p"},
	} {
		a := orientation.Compare(snapshot(t, tt.data), orientation.Request{Needs: []mediation.ServiceID{"caf"}, From: orb.Point{-1.1, 48.6}, Reach: orientation.Anywhere, Free: tt.free, Asked: instants[0]})
		got := ""
		for _, r := range a.Rows {
			if got = string(r.Type) + " " + r.ID; r.Metres > 0 {
				got += ", " + catalog.DistanceText(nil, r.Metres)
			}
		}
		for _, r := range a.Unfit {
			got = "unfit " + string(r.Type) + " " + r.ID
		}
		if diff := cmp.Diff(tt.want, plainSpaces(got)); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
	}
}
