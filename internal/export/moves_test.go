package export_test

import (
	"regexp"
	"testing"
	"time"

	"escale/internal/mediation"
)

// saysItMoves is a reading of names of its own: whole words, and dates.
var saysItMoves = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:itin[ée]rante?s?|itin[ée]rances?|mobiles?|bus|camions?|van)(?:[^\pL]|$)|\d{1,2} ?/ ?\d{1,2} ?/ ?\d{2}|\(\d{1,2}/\d{1,2} ?-`)

// TestWhatMovesIsNeverOpen asks the 336 half-hours of a week of the whole country: no
// record whose name says that it moves is open at a fixed address. Visits, which nobody
// published here, are another matter.
func TestWhatMovesIsNeverOpen(t *testing.T) {
	snapshot := france(t)
	var moving []int
	vans, unsure := 0, 0
	for i, place := range snapshot.Places {
		o := place.Offers[0]
		if o.Mobile() {
			vans++
		}
		if saysItMoves.MatchString(o.Name) {
			moving = append(moving, i)
			if !o.Mobile() {
				unsure++
				t.Logf("not a van: %s, %s (%s)", o.Name, o.Hours, o.Key())
			}
		}
	}
	monday := time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)
	open, others := 0, 0
	for n := range 336 {
		moment := snapshot.At(monday.Add(time.Duration(n) * 30 * time.Minute))
		for _, i := range moving {
			if moment.Open(i).Open {
				open++
				t.Errorf("%s is open at %s", snapshot.Places[i].Name, moment.At)
			}
		}
		for i := range snapshot.Places {
			if moment.Open(i).State.Open {
				others++
				if snapshot.Places[i].Offers[0].Kind == mediation.Van {
					t.Errorf("a van is open: %s", snapshot.Places[i].Name)
				}
			}
		}
	}
	t.Logf("%d places, %d vans; %d names say that they move, %d of them no vans; open half-hours: %d of these, %d of all", len(snapshot.Places), vans, len(moving), unsure, open, others)
	if others == 0 {
		t.Error("nothing is ever open: the test proves nothing")
	}
}
