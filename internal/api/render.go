package api

import (
	"sync"
	"sync/atomic"

	"escale/internal/catalog"
	"escale/internal/language"
)

// renderer keeps each place's text ready: writing JSON is most of the cost of
// an answer, and the text only changes with the data. What it keeps is bounded:
// the texts of two snapshots, and of three moments.
type renderer struct {
	sources sources
	data    catalog.Snapshots
	mu      sync.Mutex // of who makes texts
	texts   [ages]atomic.Pointer[snapshotText]
	latest  [slots]atomic.Pointer[momentText]
	allMap  [ages]atomic.Pointer[momentMap]
}

// An age tells the snapshot of today from earlier ones, which are asked for
// where somebody goes on in a list: these never take the place of its texts.
type age int

const (
	current age = iota
	earlier
	ages
)

func (r *renderer) age(s *catalog.Snapshot) age {
	if now, err := r.data.Current(); err == nil && now == s {
		return current
	}
	return earlier
}

// A slot keeps the texts of one moment.
const (
	inFrench = iota // of today
	inAnother
	ofBefore
	slots
)

func slotOf(l *language.Language, a age) int {
	switch {
	case a == earlier:
		return ofBefore
	case l != language.French:
		return inAnother
	}
	return inFrench
}

// momentMap is the answer to no filter at all of fields=map.
type momentMap struct {
	moment *catalog.Moment
	whole
}

// kept returns the texts of a moment, nil when they are not there.
func (r *renderer) kept(m *catalog.Moment, l *language.Language) *momentText {
	for i := range r.latest {
		if t := r.latest[i].Load(); t != nil && t.moment == m && t.language == l {
			return t
		}
	}
	return nil
}

// text returns the texts of a moment, making those that are missing.
func (r *renderer) text(m *catalog.Moment, l *language.Language) (*momentText, error) {
	if t := r.kept(m, l); t != nil {
		return t, nil
	}
	base, err := r.snapshotText(m.Snapshot)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.kept(m, l); t != nil {
		return t, nil
	}
	t, err := newMomentText(base, m, l)
	if err != nil {
		return nil, err
	}
	r.latest[slotOf(l, r.age(m.Snapshot))].Store(t)
	return t, nil
}

// snapshotText returns the texts of a snapshot, making those that are missing.
func (r *renderer) snapshotText(s *catalog.Snapshot) (*snapshotText, error) {
	if s.Past() {
		return newSnapshotText(r.sources, s, nil) // few and seldom read
	}
	if t := r.base(s); t != nil {
		return t, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.base(s); t != nil {
		return t, nil
	}
	t, err := newSnapshotText(r.sources, s, r.texts[current].Load())
	if err != nil {
		return nil, err
	}
	r.texts[r.age(s)].Store(t)
	return t, nil
}

// prepare makes the texts of the next snapshot while the one of today answers.
func (r *renderer) prepare(m *catalog.Moment) (*momentText, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	base, err := newSnapshotText(r.sources, m.Snapshot, r.texts[current].Load())
	if err != nil {
		return nil, err
	}
	t, err := newMomentText(base, m, language.French)
	if err != nil {
		return nil, err
	}
	r.texts[earlier].Store(r.texts[current].Swap(base))
	r.latest[ofBefore].Store(r.latest[inFrench].Swap(t))
	r.latest[inAnother].Store(nil)
	return t, nil
}

// forget drops the texts of an earlier snapshot that nobody can go on reading.
func (r *renderer) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.texts[earlier].Load()
	if t == nil || r.age(t.snapshot) == current || r.data.Version(t.snapshot.Version) != nil {
		return
	}
	r.texts[earlier].Store(nil)
	r.latest[ofBefore].Store(nil)
	r.allMap[earlier].Store(nil)
}

func (r *renderer) base(s *catalog.Snapshot) *snapshotText {
	for i := range r.texts {
		if t := r.texts[i].Load(); t != nil && t.snapshot == s {
			return t
		}
	}
	return nil
}

// wholeMap returns the answer to no filter at all of fields=map.
func (r *renderer) wholeMap(m *catalog.Moment) *whole {
	slot := &r.allMap[r.age(m.Snapshot)]
	kept := slot.Load()
	if kept == nil || kept.moment != m {
		kept = &momentMap{moment: m}
		slot.Store(kept)
	}
	return &kept.whole
}
