package api

import (
	"math"
	"strconv"
	"sync"
	"sync/atomic"

	"escale/internal/catalog"
	"escale/internal/web"
)

// renderer keeps each place's text ready: writing JSON is most of the cost of
// an answer, and the text only changes with the data.
type renderer struct {
	sources sources
	mu      sync.Mutex
	latest  atomic.Pointer[momentText]
	texts   [2]*snapshotText // the latest snapshots, newest first
}

// snapshotText is what does not change with time: features open at their end.
type snapshotText struct {
	snapshot    *catalog.Snapshot
	full, brief [][]byte
}

// momentText adds what changes a few times a day.
type momentText struct {
	*snapshotText
	moment *catalog.Moment
	open   [][]byte
	whole  [2]whole // the answers to no filter at all: full, brief
}

// whole is an answer that many ask for, packed when it is first asked for.
type whole struct {
	once   sync.Once
	packed web.Packed
	err    error
}

// text returns the texts of a moment, making those that are missing.
func (r *renderer) text(m *catalog.Moment) (*momentText, error) {
	if t := r.latest.Load(); t != nil && t.moment == m {
		return t, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.latest.Load(); t != nil && t.moment == m {
		return t, nil
	}
	base, err := r.base(m.Snapshot)
	if err != nil {
		return nil, err
	}
	t := &momentText{snapshotText: base, moment: m, open: make([][]byte, len(m.Places))}
	for i := range m.Places {
		state, err := encode(newOpen(m.Open(i)))
		if err != nil {
			return nil, err
		}
		t.open[i] = append([]byte(`,"open":`), state...)
	}
	r.latest.Store(t)
	return t, nil
}

func (r *renderer) base(s *catalog.Snapshot) (*snapshotText, error) {
	for _, t := range r.texts {
		if t != nil && t.snapshot == s {
			return t, nil
		}
	}
	t := &snapshotText{snapshot: s, full: make([][]byte, len(s.Places)), brief: make([][]byte, len(s.Places))}
	for i, p := range s.Places {
		offers := make([]offerProperties, len(p.Offers))
		for j, o := range p.Offers {
			offers[j] = r.sources.newOffer(o, s.HoursText(i, j))
		}
		full, err := encode(newPlace(p, offers))
		if err != nil {
			return nil, err
		}
		brief, err := encode(newBrief(p))
		if err != nil {
			return nil, err
		}
		t.full[i], t.brief[i] = open(full), open(brief)
	}
	r.texts = [2]*snapshotText{t, r.texts[0]}
	return t, nil
}

// append writes the feature of a hit, with its distance when it has one.
func (t *momentText) append(b []byte, hit catalog.Hit, brief bool) []byte {
	text := t.full
	if brief {
		text = t.brief
	}
	b = append(b, text[hit.Place]...)
	b = append(b, t.open[hit.Place]...)
	if hit.Metres >= 0 {
		b = append(b, `,"distance":`...)
		b = strconv.AppendInt(b, int64(math.Round(hit.Metres)), 10)
	}
	return append(b, '}', '}')
}

// size estimates how long the features of hits are.
func (t *momentText) size(hits []catalog.Hit, brief bool) (n int) {
	text := t.full
	if brief {
		text = t.brief
	}
	for _, h := range hits {
		n += len(text[h.Place]) + len(t.open[h.Place]) + 32
	}
	return n
}
