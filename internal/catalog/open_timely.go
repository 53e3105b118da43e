package catalog

import (
	"math/bits"
	"sync"
	"sync/atomic"
	"time"

	"escale/internal/mediation"
)

// timely keeps which offers are there at a time that people ask about: the
// days of a week are read once per offer and moment, not once per question.
// It is safe for concurrent use.
type timely struct{ known, there []atomic.Uint64 }

func (s *Snapshot) newTimely() *timely {
	n := len(s.sets.all)
	return &timely{make([]atomic.Uint64, n), make([]atomic.Uint64, n)}
}

// present asks find once for each offer.
func (t *timely) present(o *offerEntry, find func(*offerEntry) bool) bool {
	w, bit := o.number/wordBits, uint64(1)<<(o.number%wordBits)
	if t.known[w].Load()&bit != 0 {
		return t.there[w].Load()&bit != 0
	}
	there := find(o)
	if there {
		t.there[w].Or(bit)
	}
	t.known[w].Or(bit)
	return there
}

// presentAmong are the offers of a set that are there at the time asked about.
func (q *query) presentAmong(set bitSet) bitSet {
	s := q.snapshot
	there := roomForSet(len(set))
	for w, word := range set {
		there[w] = 0
		if q.times != nil {
			known := q.times.known[w].Load()
			there[w] = word & known & q.times.there[w].Load()
			word &^= known
		}
		for ; word != 0; word &= word - 1 {
			n := w*wordBits + bits.TrailingZeros64(word)
			place := int(s.placeOf[n])
			if q.present(&s.entries[place].offers[n-int(s.first[place])]) {
				there.add(n)
			}
		}
	}
	return there
}

// spareSets are sets of offers that nobody reads any more.
var spareSets = sync.Pool{New: func() any { return new(bitSet) }}

// roomForSet is a set of so many words, which hold anything.
func roomForSet(words int) bitSet {
	spare := spareSets.Get().(*bitSet)
	if cap(*spare) < words {
		return make(bitSet, words)
	}
	return (*spare)[:words]
}

// timeKey is a time that a filter asks about.
type timeKey struct {
	at         time.Time
	from, to   time.Time
	start, end time.Duration
}

// timelies are those of one moment, for the times asked about last.
type timelies struct {
	mutex sync.Mutex
	of    map[timeKey]*timely
}

// mostTimes bounds how many times a moment remembers: there are about ten that
// have a name, and anybody may ask about any other.
const mostTimes = 64

// timely returns what a moment knows of the time that a filter asks about.
// Nothing changes within a moment, so what was true at its start still is.
func (m *Moment) timely(f mediation.Filter) *timely {
	var key timeKey
	if at := f.OpenAt; at != nil && m.covers(*at) {
		key.at = m.At.UTC() // now, whenever that is within the moment
	} else if at != nil {
		key.at = at.UTC()
	}
	if w := f.Window; w != nil {
		key.from, key.to, key.start, key.end = w.From.UTC(), w.To.UTC(), w.Start, w.End
	}
	m.times.mutex.Lock()
	defer m.times.mutex.Unlock()
	t := m.times.of[key]
	if t == nil {
		if len(m.times.of) >= mostTimes {
			clear(m.times.of)
		}
		t = m.newTimely()
		m.times.of[key] = t
	}
	return t
}
