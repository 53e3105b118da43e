package api

import (
	"math"
	"strconv"
	"sync"
	"sync/atomic"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/web"
)

// renderer keeps each place's text ready: writing JSON is most of the cost of
// an answer, and the text only changes with the data.
type renderer struct {
	sources sources
	data    catalog.Snapshots
	mu      sync.Mutex
	latest  sync.Map // textKey → *momentText
	texts   [ages]*snapshotText
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

type textKey struct {
	language *language.Language
	age      age
}

// snapshotText is what does not change with time: features open at their end.
type snapshotText struct {
	snapshot      *catalog.Snapshot
	full, markers [][]byte
	visits        []atomic.Pointer[[]byte] // each made when it is first asked for
}

// momentText adds what changes a few times a day, in one language.
type momentText struct {
	*snapshotText
	moment   *catalog.Moment
	language *language.Language
	open     [][]byte
	next     [][]byte // the next visits
	whole    whole    // the answer to no filter at all
}

// momentMap is the answer to no filter at all of fields=map.
type momentMap struct {
	moment *catalog.Moment
	whole
}

// whole is an answer that many ask for, packed when it is first asked for.
type whole struct {
	once   sync.Once
	packed web.Packed
	err    error
}

// kept returns the texts of a moment, nil when they are not there.
func (r *renderer) kept(m *catalog.Moment, l *language.Language) *momentText {
	for age := range ages {
		if t, ok := r.latest.Load(textKey{l, age}); ok && t.(*momentText).moment == m {
			return t.(*momentText)
		}
	}
	return nil
}

// text returns the texts of a moment, making those that are missing.
func (r *renderer) text(m *catalog.Moment, l *language.Language) (*momentText, error) {
	if t := r.kept(m, l); t != nil {
		return t, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.kept(m, l); t != nil {
		return t, nil
	}
	base, err := r.base(m.Snapshot)
	if err != nil {
		return nil, err
	}
	n := len(m.Places)
	t := &momentText{snapshotText: base, moment: m, language: l, open: make([][]byte, n), next: make([][]byte, n)}
	for i := range m.Places {
		state, err := encode(newOpen(m.Open(i), l))
		if err != nil {
			return nil, err
		}
		t.open[i] = append([]byte(`,"open":`), state...)
		if t.next[i], err = nextVisit(l, m, m.NextVisit(i)); err != nil {
			return nil, err
		}
	}
	r.latest.Store(textKey{l, r.age(m.Snapshot)}, t)
	return t, nil
}

// snapshotText returns the texts of a snapshot, making those that are missing.
func (r *renderer) snapshotText(s *catalog.Snapshot) (*snapshotText, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.base(s)
}

// wholeMap returns the answer to no filter at all of fields=map.
func (r *renderer) wholeMap(m *catalog.Moment, write func() []byte) *whole {
	slot := &r.allMap[r.age(m.Snapshot)]
	kept := slot.Load()
	if kept == nil || kept.moment != m {
		kept = &momentMap{moment: m}
		slot.Store(kept)
	}
	return kept.pack(write)
}

func (r *renderer) base(s *catalog.Snapshot) (*snapshotText, error) {
	for _, t := range r.texts {
		if t != nil && t.snapshot == s {
			return t, nil
		}
	}
	t := &snapshotText{snapshot: s, full: make([][]byte, len(s.Places)), markers: make([][]byte, len(s.Places)),
		visits: make([]atomic.Pointer[[]byte], len(s.Visits))}
	for i, p := range s.Places {
		full, err := encode(newPlace(p, r.sources.newOffers(s, i)))
		if err != nil {
			return nil, err
		}
		marker, err := encode(newMarker(p))
		if err != nil {
			return nil, err
		}
		t.full[i], t.markers[i] = open(full), open(marker)
	}
	if r.age(s) == current {
		r.texts[earlier] = r.texts[current]
	}
	r.texts[r.age(s)] = t
	return t, nil
}

// append writes the feature of a hit, with its distance when it has one. Its
// next visit is that of the window asked for, if any.
func (t *momentText) append(b []byte, hit catalog.Hit, p placesParams) []byte {
	b = append(b, t.full[hit.Place]...)
	b = append(b, t.open[hit.Place]...)
	next := t.next[hit.Place]
	if days := p.days(); days != nil {
		next = t.nextDuring(hit.Place, *days, next)
	}
	b = append(b, next...)
	return append(appendDistance(b, hit.Metres), '}', '}')
}

func appendDistance(b []byte, metres float64) []byte {
	if metres < 0 {
		return b
	}
	return strconv.AppendInt(append(b, `,"distance":`...), int64(math.Round(metres)), 10)
}

// size estimates how long the features of hits are.
func (t *momentText) size(hits []catalog.Hit) int {
	return sizeOf(t.full, hits) + sizeOf(t.open, hits) + sizeOf(t.next, hits)
}

// sizeOf estimates how long the texts of hits are, with what is added to each.
func sizeOf(texts [][]byte, hits []catalog.Hit) (n int) {
	const added = 48
	for _, h := range hits {
		n += len(texts[h.Place]) + added
	}
	return n
}
