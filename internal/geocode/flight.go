package geocode

import (
	"context"
	"sync"
)

// flights makes one call at a time for one text, however many
// readers typed it. A flight ends when its last reader leaves; singleflight
// would tie it to its first reader, or to none.
type flights struct {
	mu  sync.Mutex
	now map[string]*flight
}

type flight struct {
	readers int
	cancel  context.CancelFunc
	landed  chan struct{}
	// found may be read once landed is closed.
	found []Address
}

// wait returns what ask finds, or what the flight of the same key that is
// under way does. It returns nothing when ctx ends first.
func (f *flights) wait(ctx context.Context, key string, ask func(context.Context) []Address) []Address {
	if ctx.Err() != nil {
		return nil
	}
	flight := f.board(key, ask)
	defer f.leave(key, flight)
	select {
	case <-flight.landed:
		return flight.found
	case <-ctx.Done():
		return nil
	}
}

func (f *flights) board(key string, ask func(context.Context) []Address) *flight {
	f.mu.Lock()
	defer f.mu.Unlock()
	one := f.now[key]
	if one == nil {
		ctx, cancel := context.WithCancel(context.Background())
		one = &flight{cancel: cancel, landed: make(chan struct{})}
		if f.now == nil {
			f.now = map[string]*flight{}
		}
		f.now[key] = one
		go func() {
			one.found = ask(ctx)
			close(one.landed)
		}()
	}
	one.readers++
	return one
}

func (f *flights) leave(key string, one *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if one.readers--; one.readers == 0 {
		one.cancel()
		delete(f.now, key)
	}
}
