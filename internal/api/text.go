package api

import (
	"bytes"
	"math"
	"strconv"
	"sync/atomic"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
)

// slab holds many texts one after the other: tens of thousands of them are two
// allocations, which the collector of garbage passes over at once.
type slab struct {
	text []byte
	ends []uint32
	// ranks tell where the text with a number stands; nil where they came in order.
	ranks []uint32
}

func newSlab(texts int) slab { return slab{ends: make([]uint32, 0, texts)} }

// newRankedSlab is for texts that come in another order than that of their numbers.
func newRankedSlab(ranks []uint32) slab {
	return slab{ends: make([]uint32, 0, len(ranks)), ranks: ranks}
}

// add adds a text.
func (s *slab) add(parts ...[]byte) {
	for _, part := range parts {
		s.text = append(s.text, part...)
	}
	s.ends = append(s.ends, uint32(len(s.text)))
}

// trim gives back the room that was not needed, where it is much.
func (s *slab) trim() {
	if cap(s.text) > len(s.text)+len(s.text)/16 {
		s.text = bytes.Clone(s.text)
	}
}

// at returns the text with that number.
func (s *slab) at(i int) []byte {
	if s.ranks != nil {
		i = int(s.ranks[i])
	}
	start := uint32(0)
	if i > 0 {
		start = s.ends[i-1]
	}
	return s.text[start:s.ends[i]]
}

// snapshotText is what does not change with time: features open at their end.
type snapshotText struct {
	snapshot *catalog.Snapshot
	// full are the features, in the order of [catalog.Snapshot.AlongCurve]: those of
	// a part of the map stand together, and are read from memory in one go.
	full    slab
	markers slab
	sets    setTable
	// sources are members of the object sources, by their ids; allSources is the
	// whole member.
	sources    map[string][]byte
	allSources []byte
	visits     []atomic.Pointer[[]byte] // each made when it is first asked for
}

// newSnapshotText writes the texts of a snapshot, but for places that say what
// they said in an earlier one, whose texts it takes over; earlier may be nil.
func newSnapshotText(known sources, s *catalog.Snapshot, earlier *snapshotText) (*snapshotText, error) {
	t := &snapshotText{snapshot: s, full: newRankedSlab(catalog.RanksOf(s.AlongCurve())), markers: newSlab(len(s.Places)),
		visits: make([]atomic.Pointer[[]byte], len(s.Visits))}
	if earlier != nil {
		t.full.text = make([]byte, 0, len(earlier.full.text)+len(earlier.full.text)/64)
		t.markers.text = make([]byte, 0, len(earlier.markers.text)+len(earlier.markers.text)/64)
	}
	var err error
	if t.sources, err = known.encode(s); err != nil {
		return nil, err
	}
	t.allSources = allSources(t.sources)
	for _, i := range s.AlongCurve() {
		if err := t.addPlace(int(i), earlier); err != nil {
			return nil, err
		}
	}
	for _, p := range s.Places {
		sets, err := t.sets.add(p)
		if err != nil {
			return nil, err
		}
		t.markers.add(newMarker(p, sets))
	}
	t.full.trim()
	t.markers.trim()
	return t, nil
}

func (t *snapshotText) addPlace(i int, earlier *snapshotText) error {
	if earlier != nil {
		if before, ok := t.snapshot.Unchanged(i, earlier.snapshot); ok {
			t.full.add(earlier.full.at(before))
			return nil
		}
	}
	text, err := encode(newPlace(t.snapshot.Places[i], newOffers(t.snapshot, i)))
	if err == nil {
		t.full.add(open(text))
	}
	return err
}

// momentText adds what changes a few times a day, in one language.
type momentText struct {
	*snapshotText
	moment   *catalog.Moment
	language *language.Language
	open     slab
	next     slab // the next visits
	// joined are the three together, closed and with a comma, where that is not
	// much: most answers are then one copy each, and the whole is none.
	joined slab
	whole  whole // the answer to no filter at all
	// tails are what only the answer about one place says, since it was first asked for.
	tails []atomic.Pointer[[]byte]
}

// mostJoined is in bytes: all the places of France have 12 MB.
const mostJoined = 16 << 20

func newMomentText(base *snapshotText, m *catalog.Moment, l *language.Language) (*momentText, error) {
	ranks := base.full.ranks
	t := &momentText{snapshotText: base, moment: m, language: l, open: newRankedSlab(ranks), next: newRankedSlab(ranks), tails: make([]atomic.Pointer[[]byte], len(ranks))}
	var room []byte
	for _, place := range m.AlongCurve() {
		i := int(place)
		next, err := nextVisit(l, m, m.NextVisit(i))
		if err != nil {
			return nil, err
		}
		room = appendOpen(append(room[:0], `,"open":`...), m.Open(i), l)
		t.open.add(room)
		t.next.add(next)
	}
	t.open.trim()
	t.next.trim()
	t.join()
	return t, nil
}

const closing = "}},"

func (t *momentText) join() {
	length := len(t.full.text) + len(t.open.text) + len(t.next.text) + len(t.full.ends)*len(closing)
	if length > mostJoined {
		return
	}
	t.joined = newSlab(len(t.full.ends))
	t.joined.text = make([]byte, 0, length)
	for i := range t.full.ends {
		t.joined.add(t.full.at(i), t.open.at(i), t.next.at(i), []byte(closing))
	}
}

// append writes the feature of a hit, with its distance when it has one. Its
// next visit is that of the days asked for, if any.
func (t *momentText) append(b []byte, hit catalog.Hit, days *mediation.Window) []byte {
	if len(t.joined.ends) > 0 && days == nil {
		text := t.joined.at(hit.Place)
		return append(appendDistance(append(b, text[:len(text)-len(closing)]...), hit.Metres), '}', '}')
	}
	b = append(b, t.full.at(hit.Place)...)
	b = append(b, t.open.at(hit.Place)...)
	next := t.next.at(hit.Place)
	if days != nil {
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
