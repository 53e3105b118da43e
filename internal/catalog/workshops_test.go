package catalog_test

import (
	"slices"
	"testing"
	"time"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// What is full, or may not take place, is offered after what is free and sure; of a
// series it is the first date that is.
func TestWhatIsFreeAndSureIsOfferedFirst(t *testing.T) {
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	d := catalog.Data{Places: []mediation.Place{{ID: "house"}}}
	add := func(id, series string, days int, seats mediation.Seats, status mediation.VisitStatus) {
		start := now.AddDate(0, 0, days)
		d.Workshops = append(d.Workshops, mediation.Workshop{
			ID: id, Series: mediation.Series{ID: series, Need: "souris"}, Place: "house", Status: status, Start: start, End: start.Add(time.Hour), Seats: seats,
		})
	}
	free, full := mediation.Seats{All: 12, Taken: 3}, mediation.Seats{All: 12, Taken: 12}
	add("full", "one", 1, full, mediation.Planned)
	add("doubtful", "two", 2, free, mediation.Unconfirmed)
	add("full-first", "three", 3, full, mediation.Planned)
	add("then-free", "three", 10, free, mediation.Planned)
	add("free", "four", 9, free, mediation.Moved)
	add("off", "five", 4, free, mediation.Cancelled)
	var got []string
	s, err := catalog.New(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, near := range s.At(now).Teaching([]mediation.NeedID{"souris"}, nil, 0) {
		got = append(got, near.ID)
	}
	if want := []string{"free", "then-free", "full", "doubtful"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
