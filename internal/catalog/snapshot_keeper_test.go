package catalog_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"escale/internal/catalog"
	"escale/internal/mediation"
)

// fakeSource is a database that tests change and take away.
type fakeSource struct {
	mu     sync.Mutex
	data   catalog.Data
	fault  error
	loads  int
	notify []func()
	cut    chan struct{} // ends who listens; nil for never
}

func (f *fakeSource) Load(context.Context) (catalog.Data, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.loads++
	data := f.data
	data.Places = slices.Clone(data.Places) // each reading is a copy, as from a database
	return data, f.fault
}

func (f *fakeSource) Revision(context.Context) (int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.data.Revision, f.fault
}

func (f *fakeSource) Listen(ctx context.Context, notify func()) error {
	f.mu.Lock()
	f.notify = append(f.notify, notify)
	f.mu.Unlock()
	notify()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-f.cut:
		return errors.New("the connection is lost")
	}
}

// publish changes the data, and tells who listens if asked to.
func (f *fakeSource) publish(revision int64, notice bool, names ...string) {
	f.mu.Lock()
	f.data = catalog.Data{Revision: revision}
	for _, name := range names {
		f.data.Places = append(f.data.Places, mediation.Place{ID: name, Name: name, Offers: []mediation.Offer{{Name: name}}})
	}
	listeners := slices.Clone(f.notify)
	f.mu.Unlock()
	for _, n := range listeners {
		if notice {
			n()
		}
	}
}

func (f *fakeSource) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = err
}

func names(k *catalog.Keeper) []string {
	s, err := k.Current()
	if err != nil {
		return nil
	}
	list := []string{}
	for _, p := range s.Places {
		list = append(list, p.Name)
	}
	return list
}

func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatal("it never came about")
}

func start(t *testing.T, source catalog.Source, opts catalog.KeeperOptions) *catalog.Keeper {
	t.Helper()
	if opts.Now == nil {
		opts.Now = time.Now
	}
	k := catalog.NewKeeper(source, opts)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { k.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
	return k
}

func TestANoticeSwapsTheSnapshotAtOnce(t *testing.T) {
	f := &fakeSource{}
	f.publish(1, false, "a")
	k := start(t, f, catalog.KeeperOptions{Poll: time.Hour})
	eventually(t, func() bool { return slices.Equal(names(k), []string{"a"}) })
	eventually(t, func() bool { f.mu.Lock(); defer f.mu.Unlock(); return len(f.notify) == 1 })
	f.publish(2, true, "a", "b")
	eventually(t, func() bool { return slices.Equal(names(k), []string{"a", "b"}) })
}

func TestALostNoticeIsMadeUpForByPolling(t *testing.T) {
	f := &fakeSource{}
	f.publish(1, false, "a")
	k := start(t, f, catalog.KeeperOptions{Poll: 10 * time.Millisecond})
	eventually(t, func() bool { return slices.Equal(names(k), []string{"a"}) })
	f.publish(2, false, "b")
	eventually(t, func() bool { return slices.Equal(names(k), []string{"b"}) })
}

// A source that answers again right after a notice tells nothing more.
func TestANoticeThatFailedIsTriedAgainLongBeforeThePoll(t *testing.T) {
	f := &fakeSource{}
	f.publish(1, false, "a")
	k := start(t, f, catalog.KeeperOptions{Poll: time.Hour})
	eventually(t, func() bool { return k.Listening() && slices.Equal(names(k), []string{"a"}) })
	f.fail(errors.New("this connection was to a server that is gone"))
	f.publish(2, true, "b")
	eventually(t, func() bool { return k.Age() > 0 })
	f.fail(nil)
	eventually(t, func() bool { return slices.Equal(names(k), []string{"b"}) })
}

func TestTheSnapshotStaysWhileTheSourceIsAwayAndGrowsOld(t *testing.T) {
	f := &fakeSource{}
	f.publish(1, false, "a")
	k := start(t, f, catalog.KeeperOptions{Poll: 10 * time.Millisecond})
	eventually(t, func() bool { return names(k) != nil && k.Age() == 0 })
	f.fail(errors.New("away"))
	eventually(t, func() bool { return k.Age() >= time.Second })
	if got := names(k); !slices.Equal(got, []string{"a"}) {
		t.Errorf("places: %v", got)
	}
	f.fail(nil)
	eventually(t, func() bool { return k.Age() == 0 })
}

func TestAnUnchangedRevisionIsNotReadAgain(t *testing.T) {
	f := &fakeSource{}
	f.publish(1, false, "a")
	k := catalog.NewKeeper(f, catalog.KeeperOptions{Now: time.Now})
	for range 3 {
		if err := k.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if f.loads != 1 {
		t.Errorf("%d loads", f.loads)
	}
}

func TestTheSnapshotOnDisk(t *testing.T) {
	ctx, file := context.Background(), filepath.Join(t.TempDir(), "snapshot.json.gz")
	f := &fakeSource{}
	f.publish(1, false, "a", "b")
	opts := catalog.KeeperOptions{File: file, Now: time.Now}
	first := catalog.NewKeeper(f, opts)
	if err := first.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	f.fail(errors.New("away"))
	second := catalog.NewKeeper(f, opts)
	if got := names(second); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("after a restart without the source: %v", got)
	}
	a, _ := first.Current()
	b, _ := second.Current()
	if second.Age() == 0 {
		t.Error("what is on disk is taken for confirmed")
	}
	if a.Version != b.Version {
		t.Errorf("version %s became %s", a.Version, b.Version)
	}
	// A revision number says nothing of another database: it is read once.
	f.fail(nil)
	f.publish(1, false, "c")
	if err := second.Refresh(ctx); err != nil || !slices.Equal(names(second), []string{"c"}) {
		t.Errorf("another database of the same revision: %v, %v", names(second), err)
	}
	if second.Age() != 0 {
		t.Error("what was read is not confirmed")
	}
}

func TestADiskThatRefusesTheSnapshotStopsNothing(t *testing.T) {
	f := &fakeSource{}
	f.publish(1, false, "a")
	k := catalog.NewKeeper(f, catalog.KeeperOptions{File: filepath.Join(t.TempDir(), "no", "such", "folder"), Now: time.Now})
	if err := k.Refresh(context.Background()); err != nil || len(names(k)) != 1 {
		t.Errorf("places %v, error %v", names(k), err)
	}
}

func TestAnEarlierVersionStaysForPagesUnderWay(t *testing.T) {
	f := &fakeSource{}
	k := catalog.NewKeeper(f, catalog.KeeperOptions{Now: time.Now})
	var versions []string
	for i := range 6 {
		f.publish(int64(i+1), false, "a")
		if err := k.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		s, _ := k.Current()
		versions = append(versions, s.Version)
		if i != 3 { // nobody pages in that one
			s.Link()
		}
	}
	if k.Version(versions[3]) != nil {
		t.Error("a version that nobody needs is kept")
	}
	if k.Version(versions[4]) == nil || k.Version(versions[2]) == nil {
		t.Error("a recent version is forgotten")
	}
	if k.Version(versions[0]) != nil {
		t.Error("versions are kept for ever")
	}
}

// A record that left its source is hidden in time though nobody changes the
// data.
func TestDataThatChangeByThemselvesAreReadAgainInTime(t *testing.T) {
	hidden := time.Date(2026, 12, 15, 9, 0, 0, 0, time.UTC)
	now := hidden.Add(-time.Second)
	f := &fakeSource{}
	f.publish(1, false, "a", "gone")
	f.data.Until = hidden
	k := catalog.NewKeeper(f, catalog.KeeperOptions{Now: time.Now, Clock: func() time.Time { return now }})
	refresh := func(loads int, want ...string) {
		t.Helper()
		if err := k.Refresh(context.Background()); err != nil || f.loads != loads || !slices.Equal(names(k), want) {
			t.Errorf("at %v: %v after %d reads, error %v", now, names(k), f.loads, err)
		}
	}
	refresh(1, "a", "gone")
	f.publish(1, false, "a") // what the source answers from then on
	refresh(1, "a", "gone")
	before, _ := k.Current()
	now = hidden
	refresh(2, "a")
	if after, _ := k.Current(); after.Version == before.Version {
		t.Error("the version stayed")
	}
	refresh(2, "a")
}

// A standby that was promoted without the last changes may come to the same
// revision by another way; and what changed while nobody listened is read at
// once.
func TestWhoListensAnewReadsEverything(t *testing.T) {
	f := &fakeSource{cut: make(chan struct{})}
	f.publish(5, false, "a")
	k := start(t, f, catalog.KeeperOptions{Poll: time.Hour})
	eventually(t, func() bool { return slices.Equal(names(k), []string{"a"}) && k.Listening() })
	before, _ := k.Current()
	f.publish(5, false, "b")
	f.cut <- struct{}{}
	eventually(t, func() bool { return slices.Equal(names(k), []string{"b"}) && k.Listening() })
	if after, _ := k.Current(); after.Version == before.Version {
		t.Error("the version stayed")
	}
	f.publish(3, false, "c")
	f.cut <- struct{}{}
	eventually(t, func() bool { return slices.Equal(names(k), []string{"c"}) })
}
