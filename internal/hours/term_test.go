package hours_test

import (
	"testing"
	"time"

	"escale/internal/hours"
)

// A term names the day that its instant is on, or at midnight the day that ends there.
func TestATermNamesTheRightDay(t *testing.T) {
	zone := hours.ZoneOf("50")
	for end, want := range map[time.Time]string{
		time.Date(2026, 12, 8, 9, 30, 0, 0, zone):  "mardi 8 décembre 2026 à 9 h 30",
		time.Date(2026, 12, 9, 0, 0, 0, 0, zone):   "mardi 8 décembre 2026 compris",
		time.Date(2026, 3, 30, 0, 0, 0, 0, zone):   "dimanche 29 mars 2026 compris", // a day of 23 hours
		time.Date(2026, 12, 8, 23, 59, 0, 0, zone): "mardi 8 décembre 2026 à 23 h 59",
	} {
		if got := hours.Term(end.In(zone)); got != want {
			t.Errorf("%s: %q, want %q", end, got, want)
		}
	}
}
