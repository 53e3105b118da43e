package orientation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/orientation"
)

// The clocks change on 25 October 2026 and 28 March 2027; the hours on the
// wall stay the hours on the door.
func TestTheWallClockGoesThroughBothChanges(t *testing.T) {
	monday := mediation.Offer{Source: "test", SourceID: "1", Kind: mediation.EPN, Hours: "Mo,PH 09:00-12:00"}
	s, err := catalog.New(catalog.Data{Places: []mediation.Place{{ID: "p", Offers: []mediation.Offer{monday}}}})
	if err != nil {
		t.Fatal(err)
	}
	for instant, day := range map[time.Time]int{
		time.Date(2026, 10, 24, 12, 0, 0, 0, hours.Paris): 2,
		time.Date(2027, 3, 27, 12, 0, 0, 0, hours.Paris):  2,
		time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC):     1, // the second time that it is 2 in Paris
	} {
		clock := orientation.NewClock(instant)
		first := clock.Times(s, 0, 0).Openings[0]
		midnight := orientation.Minute(day * 24 * 60)
		if diff := cmp.Diff(orientation.Span{Start: midnight + 9*60, End: midnight + 12*60}, first); diff != "" {
			t.Errorf("%s: %s", instant, diff)
		}
		for minute := clock.Now(); minute < clock.End(); minute += 7 {
			if got := clock.Minute(clock.Time(minute)); got != minute && clock.Time(minute).Sub(clock.Time(got)) != 0 {
				t.Fatalf("%s: minute %d is %d", instant, minute, got)
			}
		}
	}
}
