// Package reach asks coverage of what the catalog holds: who of the territory is
// far from help, and where one more stop would help most. It keeps what it
// found, for the pages, the API, the back office and the commands alike.
package reach

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// Options are what answers are made with.
type Options struct {
	Travel coverage.Travel
	// ToBorder is how far, in metres, the land of neighbours whose help is not
	// loaded is from a point; nil when nobody can say.
	ToBorder func(*catalog.Snapshot, orb.Point) (float64, error)
}

// Reach answers questions about the territory. It is safe for concurrent use.
type Reach struct {
	opts    Options
	worlds  *lru.Cache[worldKey, *coverage.World]
	answers *lru.Cache[answerKey, *Answer]
	// making lets one reader work out what others wait for, and holds version: that of the
	// snapshot whose answers are kept.
	making  sync.Mutex
	version string
}

// There is an answer for each way to ask, with a line for each commune. The lines that
// are kept take some 30 megabytes at the most: 8 answers of a country, which are what
// two readers of its page make.
const (
	mostAnswers = 48
	mostLines   = 300_000
	mostWorlds  = 3
)

type worldKey struct {
	tag  string
	days int
}

type answerKey struct {
	tag string
	coverage.Question
}

// New returns what answers with these options.
func New(opts Options) *Reach {
	r := &Reach{opts: opts}
	r.worlds, _ = lru.New[worldKey, *coverage.World](mostWorlds) // the sizes are above zero
	r.answers, _ = lru.New[answerKey, *Answer](mostAnswers)
	return r
}

// Travel is how ways are measured.
func (r *Reach) Travel() coverage.Travel { return r.opts.Travel }

// Answer is what is found of the communes of a snapshot at a moment.
type Answer struct {
	*coverage.Result
	Moment *catalog.Moment

	mutex   sync.Mutex
	oneMore map[mediation.Layer]Suggestion
}

// Answer answers a question as of a moment.
func (r *Reach) Answer(m *catalog.Moment, q coverage.Question) (*Answer, error) {
	q.Now = m.At
	key := answerKey{m.Tag(), q}
	key.Now = m.Until // all of a moment share it
	if a, known := r.answers.Get(key); known {
		return a, nil
	}
	r.making.Lock()
	defer r.making.Unlock()
	if a, known := r.answers.Get(key); known {
		return a, nil
	}
	a, err := r.find(m, q)
	if err != nil {
		return nil, err
	}
	r.answers.Resize(max(1, min(mostAnswers, mostLines/max(1, len(a.Lines)))))
	r.answers.Add(key, a)
	return a, nil
}

// Once answers as [Reach.Answer] does, and keeps nothing of it: for one who asks for each
// need in turn, and never again.
func (r *Reach) Once(m *catalog.Moment, q coverage.Question) (*Answer, error) {
	q.Now = m.At
	r.making.Lock()
	defer r.making.Unlock()
	return r.find(m, q)
}

// find works out an answer, when nobody else does.
func (r *Reach) find(m *catalog.Moment, q coverage.Question) (*Answer, error) {
	r.forgetOlder(m.Version)
	world, err := r.world(m, q.Days)
	if err != nil {
		return nil, err
	}
	return &Answer{Result: world.Answer(q), Moment: m, oneMore: map[mediation.Layer]Suggestion{}}, nil
}

// forgetOlder drops what was found in the snapshot before, which nobody can ask for any
// more: each answer would keep all of that snapshot alive.
func (r *Reach) forgetOlder(version string) {
	if r.version != version {
		r.answers.Purge()
		r.worlds.Purge()
		r.version = version
	}
}

// world is who lives and who helps there in so many days.
func (r *Reach) world(m *catalog.Moment, days int) (*coverage.World, error) {
	key := worldKey{m.Tag(), days}
	if w, known := r.worlds.Get(key); known {
		return w, nil
	}
	communes, err := r.communes(m.Snapshot)
	if err != nil {
		return nil, err
	}
	w := &coverage.World{Communes: communes, Helps: Helps(m, days), Travel: r.opts.Travel}
	r.worlds.Add(key, w)
	return w, nil
}

func (r *Reach) communes(s *catalog.Snapshot) ([]coverage.Commune, error) {
	list := make([]coverage.Commune, len(s.Territory.Communes))
	for i := range list {
		c := &s.Territory.Communes[i]
		list[i] = coverage.Commune{INSEE: c.INSEE, Spots: Spots(c), ToBorder: coverage.NoBorder}
		if r.opts.ToBorder == nil {
			continue
		}
		metres, err := r.opts.ToBorder(s, c.Centre)
		if err != nil {
			return nil, err
		}
		list[i].ToBorder = metres
	}
	return list, nil
}

// Spots are the points where the people of a commune live: its centre, or those of
// the communes that merged into it. Nobody publishes how many live in each: they
// are taken for as large as each other.
func Spots(c *mediation.Commune) (spots []coverage.Spot) {
	seen := map[string]bool{}
	for _, part := range c.Parts {
		if part.Centre != nil && !seen[part.INSEE] {
			seen[part.INSEE] = true
			spots = append(spots, coverage.Spot{Code: part.INSEE, Point: *part.Centre})
		}
	}
	if len(spots) < 2 {
		return []coverage.Spot{{Code: c.INSEE, Point: c.Centre, Share: 1}}
	}
	for i := range spots {
		spots[i].Share = 1 / float64(len(spots))
	}
	return spots
}

// Helps are what each helper gives in so many days, today included.
func Helps(m *catalog.Moment, days int) (list []coverage.Help) {
	from, to := hours.Midnight(m.At, 0), hours.Midnight(m.At, days)
	for i := range m.Places {
		p := &m.Places[i]
		for j := range p.Offers {
			o := &p.Offers[j]
			at := coverage.Help{Place: p.ID, Point: p.Point, Commune: p.Address.INSEE, Claims: o.Claims, Moves: o.Mobile()}
			list = append(list, helps(m.Snapshot, at, m.Times(i, j, from, to))...)
		}
	}
	return list
}

// helps tells where and when one helper helps.
func helps(s *catalog.Snapshot, at coverage.Help, times catalog.OfferTimes) (list []coverage.Help) {
	switch times.Timetable {
	case catalog.ReceivesNobody:
		return nil
	case catalog.HoursKnown, catalog.HoursUnknown:
		at.Open, at.Appointment, at.Unknown = times.Openings, times.Appointments, !times.Read
		return []coverage.Help{at}
	}
	for _, v := range times.Visits {
		if !v.Counts {
			continue
		}
		there := at
		if venue := v.Venue; venue != nil {
			there.Point, there.Commune = venue.Point, venue.Address.INSEE
			if c, err := s.Commune(there.Commune); err == nil {
				there.Commune = c.INSEE
			}
		}
		there.Open = []hours.Interval{{Start: v.Start, End: v.End}}
		list = append(list, there)
	}
	if times.Timetable == catalog.VisitsUnknown {
		at.Unknown = true
		list = append(list, at)
	}
	return list
}
