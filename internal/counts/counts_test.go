package counts_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"escale/internal/counts"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// memory is a store.
type memory struct {
	views []mediation.Views
	fault error
}

func (m *memory) AddViews(_ context.Context, views []mediation.Views) error {
	if m.fault != nil {
		return m.fault
	}
	for _, v := range views {
		same := func(o mediation.Views) bool {
			return o.Day.Equal(v.Day) && o.Page == v.Page && o.Territory == v.Territory
		}
		if i := slices.IndexFunc(m.views, same); i >= 0 {
			m.views[i].Count += v.Count
		} else {
			m.views = append(m.views, v)
		}
	}
	return nil
}

func (m *memory) Views(_ context.Context, from time.Time) ([]mediation.Views, error) {
	return slices.DeleteFunc(slices.Clone(m.views), func(v mediation.Views) bool { return v.Day.Before(from) }), nil
}

func TestSmallNumbersAndTheCurrentDayAreNotPublished(t *testing.T) {
	now := time.Date(2026, 12, 1, 23, 30, 0, 0, hours.Paris)
	c, store := counts.New(func() time.Time { return now }), &memory{}
	see := func(n int, territory string) {
		for range n {
			c.See(mediation.ViewedCommune, territory)
		}
		if err := c.Save(context.Background(), store); err != nil {
			t.Fatal(err)
		}
	}
	see(7, "50129")
	see(mediation.FewViews-1, "50502")
	if list, _ := c.Published(); len(list) != 0 {
		t.Errorf("told of today: %+v", list)
	}
	now = now.Add(time.Hour) // the day after, in Paris
	see(3, "50129")
	list, version := c.Published()
	want := []mediation.Views{
		{Day: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Page: mediation.ViewedCommune, Territory: "50129", Count: 7},
		{Day: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Page: mediation.ViewedCommune, Territory: "50502"},
	}
	if !slices.Equal(list, want) || version != 3 {
		t.Errorf("%+v, version %d", list, version)
	}
}

func TestWhatCannotBeStoredWaits(t *testing.T) {
	now := time.Date(2026, 12, 1, 12, 0, 0, 0, hours.Paris)
	c, store := counts.New(func() time.Time { return now }), &memory{fault: errors.New("away")}
	c.See(mediation.ViewedEmbed, "50129")
	if err := c.Save(context.Background(), store); err == nil {
		t.Error("no error")
	}
	store.fault = nil
	c.See(mediation.ViewedEmbed, "50129")
	if err := c.Save(context.Background(), store); err != nil || len(store.views) != 1 || store.views[0].Count != 2 {
		t.Errorf("%v, %+v", err, store.views)
	}
}

// A server that stops stores what it has not stored yet; several count at once.
func TestNothingIsLostWhenTheServerStops(t *testing.T) {
	c, store := counts.New(time.Now), &memory{}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 250 {
				c.See(mediation.ViewedEPCI, "200067205")
			}
		})
	}
	wait.Wait()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c.Run(ctx, store, time.Hour, func(err error) { t.Error(err) })
	total := 0
	for _, v := range store.views {
		total += v.Count
	}
	if total != 1000 {
		t.Errorf("%d", total)
	}
	var none *counts.Counter
	none.See(mediation.ViewedEPCI, "200067205")
}
