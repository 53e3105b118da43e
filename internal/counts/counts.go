// Package counts counts page views by day and territory. It has no address, no
// identifier and no time of day; a small count is published as "some", so that
// it points to nobody.
package counts

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// kept is how many days back are published.
const kept = 90

// Store keeps the counts.
type Store interface {
	// AddViews adds to what is stored.
	AddViews(ctx context.Context, views []mediation.Views) error
	// Views lists what is stored from a day on.
	Views(ctx context.Context, from time.Time) ([]mediation.Views, error)
}

type key struct {
	day       time.Time
	page      mediation.ViewedPage
	territory string
}

// Counter counts views in memory, and is stored now and then. It is safe for
// concurrent use. A nil one counts nothing.
type Counter struct {
	now     func() time.Time
	mu      sync.Mutex
	unsaved map[key]int
	stored  []mediation.Views
	version int
}

// New returns a counter that has seen nothing yet.
func New(now func() time.Time) *Counter {
	return &Counter{now: now, unsaved: map[key]int{}}
}

// today is midnight, in UTC, of the day that it is for people.
func (c *Counter) today() time.Time {
	y, m, d := hours.Local(c.now()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// See counts one view.
func (c *Counter) See(page mediation.ViewedPage, territory string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.unsaved[key{c.today(), page, territory}]++
}

// Save adds what was counted since the last time to the store, and reads what
// all servers stored. What cannot be stored is kept for the next time.
func (c *Counter) Save(ctx context.Context, store Store) error {
	c.mu.Lock()
	taken := c.unsaved
	c.unsaved = map[key]int{}
	c.mu.Unlock()
	if err := store.AddViews(ctx, listOf(taken)); err != nil {
		c.giveBack(taken)
		return err
	}
	stored, err := store.Views(ctx, c.today().AddDate(0, 0, -kept))
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stored = stored
	c.version++
	return nil
}

func (c *Counter) giveBack(taken map[key]int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k, n := range taken {
		c.unsaved[k] += n
	}
}

func listOf(counted map[key]int) []mediation.Views {
	list := make([]mediation.Views, 0, len(counted))
	for _, k := range slices.SortedFunc(maps.Keys(counted), compareKeys) {
		list = append(list, mediation.Views{Day: k.day, Page: k.page, Territory: k.territory, Count: counted[k]})
	}
	return list
}

// compareKeys orders keys, so that two servers lock rows in one order.
func compareKeys(a, b key) int {
	return cmp.Or(a.day.Compare(b.day), cmp.Compare(a.page, b.page), cmp.Compare(a.territory, b.territory))
}

// Published lists the stored views of the days that are over, the latest first, and
// names that state of them. A count of 0 stands for fewer than [mediation.FewViews].
func (c *Counter) Published() (list []mediation.Views, version int) {
	c.mu.Lock()
	stored, version := c.stored, c.version
	c.mu.Unlock()
	today := c.today()
	for _, v := range stored {
		if !v.Day.Before(today) {
			continue
		}
		if v.Count < mediation.FewViews {
			v.Count = 0
		}
		list = append(list, v)
	}
	slices.SortFunc(list, func(a, b mediation.Views) int {
		return cmp.Or(b.Day.Compare(a.Day), cmp.Compare(a.Page, b.Page), cmp.Compare(a.Territory, b.Territory))
	})
	return list, version
}

// Run saves every so often until ctx ends, and then once more.
func (c *Counter) Run(ctx context.Context, store Store, every time.Duration, failed func(error)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := c.Save(ctx, store); err != nil && !errors.Is(err, context.Canceled) {
			failed(err)
		}
		select {
		case <-ctx.Done():
			last, stop := context.WithTimeout(context.WithoutCancel(ctx), lastSave)
			defer stop()
			if err := c.Save(last, store); err != nil {
				failed(err)
			}
			return
		case <-tick.C:
		}
	}
}

// lastSave is how long the last save may take.
const lastSave = 3 * time.Second
