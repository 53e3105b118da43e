package mediation_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"escale/internal/mediation"
)

func drawAsk(t *rapid.T, id int64) mediation.VanRequest {
	r := mediation.VanRequest{
		ID: id, Commune: rapid.SampledFrom([]string{"50199", "50025"}).Draw(t, "commune"), State: rapid.SampledFrom(mediation.VanStates).Draw(t, "state"),
		Requester: mediation.Requester{Phone: rapid.SampledFrom([]string{"", "+33233700000", "+33233700001"}).Draw(t, "phone")},
	}
	for range rapid.IntRange(0, 3).Draw(t, "wishes") {
		w := mediation.Wish{Half: rapid.SampledFrom(mediation.Halves).Draw(t, "half"), Weekday: rapid.IntRange(1, 7).Draw(t, "weekday")}
		if rapid.Bool().Draw(t, "dated") {
			w.Day, w.Weekday = mediation.Day(fmt.Sprintf("2026-12-%02d", rapid.IntRange(1, 14).Draw(t, "day"))), 0
		}
		r.Wishes = append(r.Wishes, w)
	}
	return r
}

// suits walks through the wishes: it knows nothing of how two of them meet.
func suits(r mediation.VanRequest, day time.Time, half mediation.Half) bool {
	return len(r.Wishes) == 0 || slices.ContainsFunc(r.Wishes, func(w mediation.Wish) bool {
		on := w.Day == mediation.DayOf(day) || w.Day == "" && time.Weekday(w.Weekday%7) == day.Weekday()
		return on && w.Half == half
	})
}

// Two open requests of a commune double each other when one telephone asks for both, or some half-day
// of a fortnight suits both.
func TestWhichRequestsDoubleEachOther(t *testing.T) {
	seen := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawAsk(t, 1), drawAsk(t, 2)
		meet := false
		for day := range 14 {
			for _, half := range mediation.Halves {
				on := time.Date(2026, 12, 1+day, 0, 0, 0, 0, time.UTC)
				meet = meet || suits(a, on, half) && suits(b, on, half)
			}
		}
		same := a.Requester.Phone == b.Requester.Phone && a.Requester.Phone != ""
		want := a.Commune == b.Commune && a.State.Open() && b.State.Open() && (meet || same)
		if a.Doubles(b) != want || b.Doubles(a) != want || a.Doubles(a) {
			t.Fatalf("%+v\n%+v\ndouble each other: %v, want %v", a, b, a.Doubles(b), want)
		}
		seen[want]++
	})
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("the test shows nothing: %v", seen)
	}
}
