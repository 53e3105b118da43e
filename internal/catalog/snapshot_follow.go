package catalog

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"escale/internal/mediation"
)

// Changes are what differs from data read before.
type Changes struct {
	// These are as in [Data].
	Revision       int64
	Changed, Until time.Time
	SetAside       map[string]int
	Declared       map[string]mediation.SourceInfo
	// Places and Visits are as they are now; the ids are of what is no longer
	// shown.
	Places                 []mediation.Place
	Visits                 []mediation.Visit
	Workshops              []mediation.Workshop
	GonePlaces, GoneVisits []string
	GoneWorkshops          []string
	// OldestVisit is when the visits ended that are no longer kept.
	OldestVisit time.Time
}

// Follower is a source that can tell what changed since data that were read
// from it; known is false when it cannot, and all are to be read.
type Follower interface {
	Since(ctx context.Context, revision int64) (changes Changes, known bool, err error)
}

// reading is what was read of the source, as a whole or as what changed.
type reading struct {
	snapshot *Snapshot
	data     Data
	whole    bool
}

// readSource reads the source: what changed since the last snapshot, where the source
// can tell that and it is of no vehicle, and else everything.
func (k *Keeper) readSource(ctx context.Context, old *Snapshot) (r reading, err error) {
	if follower, ok := k.source.(Follower); ok && old != nil && k.following && (old.Until.IsZero() || k.clock().Before(old.Until)) {
		changes, known, err := follower.Since(ctx, old.Revision)
		if err != nil {
			return r, err
		}
		if known && !old.moves(changes) {
			mediation.LendContacts(changes.Places, old.Tours, old.Stops)
			r.data = old.whole().with(changes)
			r.data.Read, r.data.At = k.now(), k.clock()
			r.snapshot, err = old.Next(r.data)
			return r, err
		}
	}
	r.whole = true
	if r.data, err = k.source.Load(ctx); err != nil {
		return r, err
	}
	k.following = true
	r.data.Read, r.data.At = k.now(), k.clock()
	if old == nil {
		old = &Snapshot{}
	}
	if r.snapshot, err = old.Next(r.data); err == nil {
		r.data.Territory = r.snapshot.Territory // with the communes of before, when they say the same
	}
	return r, err
}

// moves is true when a service that moves comes to a place that changed, or
// leaves it: its stops are read with everything.
func (s *Snapshot) moves(c Changes) bool {
	had := func(id string) []string {
		if i, known := s.byID[id]; known {
			return mobile(&s.Places[i])
		}
		return nil
	}
	return slices.ContainsFunc(c.Places, func(p mediation.Place) bool { return !slices.Equal(mobile(&p), had(p.ID)) }) ||
		slices.ContainsFunc(c.GonePlaces, func(id string) bool { return had(id) != nil })
}

// mobile are the keys of the offers of a place that move.
func mobile(p *mediation.Place) (keys []string) {
	for i := range p.Offers {
		if p.Offers[i].Mobile() {
			keys = append(keys, p.Offers[i].Key())
		}
	}
	return keys
}

// with are the data after changes; what did not change is shared.
func (d Data) with(c Changes) Data {
	d.Revision, d.Changed, d.Until, d.SetAside, d.Declared = c.Revision, c.Changed, c.Until, c.SetAside, c.Declared
	places := map[string]bool{}
	for _, p := range c.Places {
		places[p.ID] = true
	}
	for _, id := range c.GonePlaces {
		places[id] = true
	}
	d.Places = append(without(d.Places, func(p *mediation.Place) bool { return places[p.ID] }), c.Places...)
	visits := map[string]bool{}
	for i := range c.Visits {
		visits[c.Visits[i].ID] = true
	}
	for _, id := range c.GoneVisits {
		visits[id] = true
	}
	d.Visits = append(without(d.Visits, func(v *mediation.Visit) bool { return visits[v.ID] || !v.End.After(c.OldestVisit) }), c.Visits...)
	workshops := map[string]bool{}
	for _, w := range c.Workshops {
		workshops[w.ID] = true
	}
	for _, id := range c.GoneWorkshops {
		workshops[id] = true
	}
	d.Workshops = append(without(d.Workshops, func(w *mediation.Workshop) bool { return workshops[w.ID] || !w.End.After(c.OldestVisit) }), c.Workshops...)
	return d
}

// asIn are the data with the lists of a snapshot that says the same.
func (d Data) asIn(s *Snapshot) Data {
	same := s.whole()
	d.Territory, d.Places, d.Tours, d.Stops, d.Visits, d.Workshops = s.Territory, same.Places, s.Tours, same.Stops, same.Visits, same.Workshops
	return d
}

// without copies a list but for some of it.
func without[T any](list []T, leftOut func(*T) bool) []T {
	out := make([]T, 0, len(list)+1)
	for i := range list {
		if !leftOut(&list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}

// diskEvery is how often the snapshot is written to disk while changes follow
// each other: the whole of it, whatever changed.
const diskEvery = time.Minute

// keep writes the latest data to disk, now or at a later refresh.
func (k *Keeper) keep(data *Data) {
	if data != nil {
		k.unsaved = data
	}
	if k.unsaved == nil || k.now().Sub(k.savedAt) < diskEvery && k.now().After(k.savedAt) {
		return
	}
	if err := save(k.file, *k.unsaved); err != nil {
		slog.Error("the snapshot cannot be kept on disk", "error", err)
	}
	k.unsaved, k.savedAt = nil, k.now()
}
