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
	// These are of now, as in [Data].
	Revision               int64
	Changed, Until         time.Time
	SetAside               map[string]int
	Declared               map[string]mediation.SourceInfo
	Places                 []mediation.Place
	Visits                 []mediation.Visit
	GonePlaces, GoneVisits []string  // ids
	OldestVisit            time.Time // visits that ended before are no longer kept
}

// Follower is a source that can tell what changed since data that were read
// from it; known is false when it cannot, and all are to be read.
type Follower interface {
	Since(ctx context.Context, revision int64) (changes Changes, known bool, err error)
}

// readSource reads the source: what changed since the last snapshot, where the source
// can tell that and it is of no vehicle, and else everything.
func (k *Keeper) readSource(ctx context.Context, old *Snapshot) (*Snapshot, Data, error) {
	if follower, ok := k.source.(Follower); ok && old != nil && k.following && (old.Until.IsZero() || k.clock().Before(old.Until)) {
		changes, known, err := follower.Since(ctx, old.Revision)
		if err != nil {
			return nil, Data{}, err
		}
		if known && !old.moves(changes) {
			data := old.Data.with(changes)
			data.Read = k.now()
			s, err := old.Next(data)
			return s, data, err
		}
	}
	data, err := k.source.Load(ctx)
	if err != nil {
		return nil, data, err
	}
	k.following = true
	data.Read = k.now()
	s, err := New(data)
	return s, data, err
}

// moves is true when a place that changed has, or had, a service that moves: its
// stops and what it borrows of its tour are read with everything.
func (s *Snapshot) moves(c Changes) bool {
	mobile := func(p mediation.Place) bool {
		return slices.ContainsFunc(p.Offers, func(o mediation.Offer) bool { return o.Mobile() })
	}
	had := func(id string) bool {
		i, known := s.byID[id]
		return known && mobile(s.Places[i])
	}
	return slices.ContainsFunc(c.Places, func(p mediation.Place) bool { return mobile(p) || had(p.ID) }) || slices.ContainsFunc(c.GonePlaces, had)
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
