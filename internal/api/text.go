package api

import (
	"math"
	"strconv"
	"sync/atomic"

	"escale/internal/catalog"
	"escale/internal/compact"
	"escale/internal/language"
	"escale/internal/mediation"
)

// slab holds many texts, each by its number.
type slab struct {
	compact.Joined[byte]
	// ranks tell where the text with a number stands; nil where they came in order.
	ranks []uint32
}

func newSlab(texts, length int) slab { return slab{Joined: compact.NewJoined[byte](texts, length)} }

// newRankedSlab is for texts that come in another order than that of their numbers.
func newRankedSlab(ranks []uint32, length int) slab {
	s := newSlab(len(ranks), length)
	s.ranks = ranks
	return s
}

// at returns the text with that number.
func (s *slab) at(i int) []byte {
	if s.ranks != nil {
		i = int(s.ranks[i])
	}
	return s.At(i)
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
	var full, markers int // how long the texts will be, as far as that is known
	if earlier != nil {
		full, markers = len(earlier.full.All)*65/64, len(earlier.markers.All)*65/64
	}
	t := &snapshotText{snapshot: s, full: newRankedSlab(catalog.RanksOf(s.AlongCurve()), full), markers: newSlab(len(s.Places), markers),
		visits: make([]atomic.Pointer[[]byte], len(s.Visits))}
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
		t.markers.Add(newMarker(p, sets))
	}
	t.full.Trim()
	t.markers.Trim()
	return t, nil
}

func (t *snapshotText) addPlace(i int, earlier *snapshotText) error {
	if earlier != nil {
		if before, ok := t.snapshot.Unchanged(i, earlier.snapshot); ok {
			t.full.Add(earlier.full.at(before))
			return nil
		}
	}
	text, err := encode(newPlace(t.snapshot.Places[i], newOffers(t.snapshot, i)))
	if err == nil {
		t.full.Add(open(text))
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
	t := &momentText{snapshotText: base, moment: m, language: l, open: newRankedSlab(ranks, 0), next: newRankedSlab(ranks, 0), tails: make([]atomic.Pointer[[]byte], len(ranks))}
	var room []byte
	for _, place := range m.AlongCurve() {
		i := int(place)
		next, err := nextVisit(l, m, m.NextVisit(i))
		if err != nil {
			return nil, err
		}
		room = appendOpen(append(room[:0], `,"open":`...), m.Open(i), l)
		t.open.Add(room)
		t.next.Add(next)
	}
	t.open.Trim()
	t.next.Trim()
	t.join()
	return t, nil
}

const closing = "}},"

func (t *momentText) join() {
	length := len(t.full.All) + len(t.open.All) + len(t.next.All) + t.full.Len()*len(closing)
	if length > mostJoined {
		return
	}
	t.joined = newSlab(t.full.Len(), length)
	for i := range t.full.Len() {
		t.joined.Add(t.full.at(i), t.open.at(i), t.next.at(i), []byte(closing))
	}
}

// append writes the feature of a hit, with its distance when it has one. Its
// next visit is that of the days asked for, if any.
func (t *momentText) append(b []byte, hit catalog.Hit, days *mediation.Window) []byte {
	if t.joined.Len() > 0 && days == nil {
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
