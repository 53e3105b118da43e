package hours_test

import (
	"reflect"
	"testing"

	"escale/internal/hours"
)

// Schedules on a shelf are those that were put there, however many come after them.
func TestSchedulesOnAShelfAreTheSame(t *testing.T) {
	var shelf hours.Shelf
	var read, kept []*hours.Schedule
	for _, text := range []string{
		"Mo-Fr 09:00-12:00,14:00-17:00", "Tu 09:00-12:00; PH off", "We[1] 14:00-16:00", "24/7", `Sa "sur rendez-vous"`,
		"Jan 15-Mar 31 Mo-We 10:00-12:00", "week 1-53/2 Th 09:00-12:00", "Fr 22:00-02:00; Dec 25 off", "2026 Jul 01-2026 Aug 31 off",
	} {
		schedule, err := hours.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		read, kept = append(read, schedule), append(kept, shelf.Keep(schedule))
	}
	for i := range read {
		if kept[i] == read[i] || !reflect.DeepEqual(kept[i], read[i]) {
			t.Errorf("%s is another schedule on the shelf, or the very same", read[i])
		}
	}
}
