package catalog

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"escale/internal/mediation"
)

// Source is where a keeper reads the data: the database.
type Source interface {
	// Load reads everything the public may see, on one consistent picture.
	Load(ctx context.Context) (Data, error)
	// Revision is the number of the current state.
	Revision(ctx context.Context) (int64, error)
	// Listen calls notify once it listens, and then at each change, until it
	// fails or ctx ends. It fails within seconds when the source is gone.
	Listen(ctx context.Context, notify func()) error
}

// Snapshots gives what requests are answered from; a [Keeper] does.
type Snapshots interface {
	// Current returns the latest snapshot, or why there is none yet.
	Current() (*Snapshot, error)
	// Version returns an earlier snapshot, nil when it is no longer kept.
	Version(version string) *Snapshot
	// Age is how long the data have not been confirmed, 0 normally.
	Age() time.Duration
}

// Keeper holds the current snapshot and keeps it up to date. Readers never
// wait for it.
type Keeper struct {
	source Source
	file   string
	poll   time.Duration
	now    func() time.Time
	clock  func() time.Time

	current atomic.Pointer[Snapshot]
	contact atomic.Int64 // Unix seconds of the last good answer of the source
	// away is true when the source did not answer the last time, or not yet.
	away      atomic.Bool
	listening atomic.Bool
	// confirmed is true once the source itself was read: what came from the disk
	// may be of another database. So may what answers after a connection was
	// lost: a standby that was promoted without the last changes.
	confirmed atomic.Bool

	// following is true once the source was read as a whole; unsaved is what is
	// to be written to disk, since savedAt. Only Refresh uses them.
	following bool
	unsaved   *Data
	savedAt   time.Time

	prepare atomic.Pointer[func(*Snapshot)]

	mu     sync.Mutex
	recent []*Snapshot // the latest ones, for pages under way
}

// An earlier snapshot stays as long as a reader may go on paging in it: for a
// while after the last link to it, and so many of them at most.
const (
	keptSnapshots = 3
	keptFor       = 15 * time.Minute
)

// How long a question to the source may take, so that a frozen database never
// piles up work: one for its revision, and one for everything.
const (
	revisionLimit = 5 * time.Second
	sourceLimit   = 30 * time.Second
)

// How soon the keeper tries again what failed: to listen, and to read.
const (
	retryFirst = 100 * time.Millisecond
	retryMost  = 5 * time.Second
)

// KeeperOptions are the settings of a keeper.
type KeeperOptions struct {
	// File keeps the snapshot on disk; "" for none.
	File string
	// Poll is how often the revision is asked for, in case a notice is lost.
	Poll time.Duration
	Now  func() time.Time
	// Clock is that of the data, which a demonstration may freeze; Now when
	// it is nil.
	Clock func() time.Time
}

// NewKeeper returns a keeper that holds the snapshot on disk, if there is one.
func NewKeeper(source Source, opts KeeperOptions) *Keeper {
	k := &Keeper{source: source, file: opts.File, poll: opts.Poll, now: opts.Now, clock: opts.Clock}
	if k.clock == nil {
		k.clock = opts.Now
	}
	if s, err := load(opts.File); err != nil {
		slog.Warn("the snapshot on disk cannot be used", "error", err)
	} else if s != nil {
		k.swap(s)
		k.contact.Store(s.Read.Unix())
		k.away.Store(true) // until the source confirms it
	}
	return k
}

// Prepare has the snapshot there is given to prepare, and each new one before
// anybody reads it. It calls [SpareMemory] when all is ready, at once or later.
func (k *Keeper) Prepare(prepare func(*Snapshot)) {
	if s := k.current.Load(); s != nil {
		prepare(s)
	}
	k.prepare.Store(&prepare)
}

// Current returns the snapshot, or an error of kind [mediation.Unavailable]
// as long as there is none.
func (k *Keeper) Current() (*Snapshot, error) {
	if s := k.current.Load(); s != nil {
		return s, nil
	}
	return nil, &mediation.Error{Kind: mediation.Unavailable, Sentence: "Les données ne sont pas encore chargées. Réessayez dans un instant."}
}

// Version returns a recent snapshot by its version, so that a reader's pages
// all come from one; nil when it is no longer kept.
func (k *Keeper) Version(version string) *Snapshot {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.recent {
		if s.Version == version {
			return s
		}
	}
	return nil
}

// Age is how long the source has not confirmed the data, 0 as long as it
// answers.
func (k *Keeper) Age() time.Duration {
	if !k.away.Load() {
		return 0
	}
	return max(time.Second, k.now().Sub(time.Unix(k.contact.Load(), 0)))
}

// Listening is true while the source tells of changes as they happen.
func (k *Keeper) Listening() bool { return k.listening.Load() }

// Refresh reads the source if its revision is another than the snapshot's. It
// must not be called by two goroutines at once.
func (k *Keeper) Refresh(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, sourceLimit)
	defer cancel()
	err := k.refresh(ctx)
	k.away.Store(err != nil)
	k.following = k.following && err == nil // after a failure it may be another database
	if err == nil {
		k.contact.Store(k.now().Unix())
	}
	return err
}

func (k *Keeper) refresh(ctx context.Context) error {
	revision, err := k.revision(ctx)
	if err != nil {
		return err
	}
	old := k.current.Load()
	confirmed := k.confirmed.Swap(true) // whatever is lost from here on counts
	if old != nil && old.Revision == revision && confirmed && (old.Until.IsZero() || k.clock().Before(old.Until)) {
		k.keep(nil)
		return nil
	}
	k.following = k.following && confirmed
	limit, prepared := takeMemory(), false
	r, err := k.readSource(ctx, old)
	defer func() {
		switch {
		case r.whole:
			SpareMemory()
		case !prepared:
			limitMemory(limit)
		}
	}()
	if err != nil {
		k.confirmed.Store(false)
		return err
	}
	prepared = k.take(r, old)
	return nil
}

// take makes what was read current; what both say is kept once. It tells whether
// somebody prepares it.
func (k *Keeper) take(r reading, old *Snapshot) (prepared bool) {
	if old != nil && old.Version == r.snapshot.Version {
		r.snapshot, r.data = old, r.data.asIn(old)
	}
	if prepare := k.prepare.Load(); prepare != nil && r.snapshot != old {
		(*prepare)(r.snapshot)
		prepared = true
	}
	k.swap(r.snapshot)
	k.keep(&r.data)
	return prepared
}

func (k *Keeper) revision(ctx context.Context) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, revisionLimit)
	defer cancel()
	return k.source.Revision(ctx)
}

func (k *Keeper) swap(s *Snapshot) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.recent) == 0 || k.recent[0] != s {
		since := time.Now().Add(-keptFor)
		linked := slices.DeleteFunc(k.recent, func(s *Snapshot) bool { return time.Unix(s.linked.Load(), 0).Before(since) })
		k.recent = append([]*Snapshot{s}, linked[:min(len(linked), keptSnapshots)]...)
	}
	k.current.Store(s)
}

// Run keeps the snapshot up to date until ctx ends: at each notice, and at
// each poll. A notice comes once: when the reading after it fails, the keeper
// tries again soon, then less and less often.
func (k *Keeper) Run(ctx context.Context) {
	wake := make(chan struct{}, 1)
	go k.listen(ctx, wake)
	for wait := retryFirst; ; {
		next := k.poll
		if err := k.Refresh(ctx); err == nil {
			wait = retryFirst
		} else if ctx.Err() == nil {
			slog.Warn("the data cannot be refreshed; the last snapshot stays", "error", err)
			next, wait = min(wait, k.poll), min(2*wait, retryMost)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(next):
		case <-wake:
		}
	}
}

// listen wakes Run at each change, and again when it listens anew: what
// changed meanwhile was not heard.
func (k *Keeper) listen(ctx context.Context, wake chan<- struct{}) {
	notify := func() {
		select {
		case wake <- struct{}{}:
		default: // a refresh is due already
		}
	}
	for wait := retryFirst; ctx.Err() == nil; wait = min(2*wait, retryMost) {
		err := k.source.Listen(ctx, func() {
			if !k.listening.Swap(true) {
				k.confirmed.Store(false)
				wait = retryFirst
			}
			notify()
		})
		if k.listening.Swap(false) && ctx.Err() == nil {
			slog.Warn("changes of the data are not heard any more", "error", err)
		}
		notify() // the source may be away: find out at once
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}
