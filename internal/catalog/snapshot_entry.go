package catalog

import (
	"cmp"
	"math"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/compact"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// entry is a place with all that filters ask of it.
type entry struct {
	index    int // in [Data].Places
	position vector
	commune  string // INSEE code
	calendar hours.Calendar
	epci     string // SIREN, "" for none
	words    string // folded name, commune, address and tours
	offers   []offerEntry
	updated  time.Time
	example  bool // it is invented
}

// offerEntry is an offer with all that filters ask of it.
type offerEntry struct {
	*mediation.Offer
	number int // among all offers, in the order of their places
	// schedule is nil when the hours are unknown, and for a service that
	// moves: what its hours say of it is not when it is at this place.
	schedule *hours.Schedule
	stops    []*mediation.Stop // that the offer is, by tour and code
	visits   []*visitEntry     // of these stops, in order
}

// entryMaker makes the entries of a snapshot, in few pieces of memory.
type entryMaker struct {
	*Snapshot
	known schedules
	room  compact.Lists[offerEntry]
	texts *compact.Texts
}

func (s *Snapshot) newEntryMaker() *entryMaker {
	return &entryMaker{Snapshot: s, known: schedules{known: map[scheduleKey]*hours.Schedule{}}, texts: compact.NewTexts()}
}

func (s *entryMaker) newEntry(i int) entry {
	p := s.Places[i]
	e := entry{
		index:    i,
		position: vectorOf(p.Point),
		commune:  p.Address.INSEE,
		offers:   s.room.Make(len(p.Offers)),
		updated:  p.Updated(),
	}
	e.epci = s.epciOf(e.commune)
	departement := cmp.Or(mediation.DepartementOf(e.commune), s.Territory.Area.First())
	e.calendar = hours.CalendarOf(departement)
	words := []string{p.Name, p.Address.Street, p.Address.Complement, p.Address.Postcode, p.Address.City}
	for i := range p.Offers {
		o := &p.Offers[i]
		e.offers[i] = offerEntry{Offer: o}
		if !o.Mobile() {
			e.offers[i].schedule = s.known.of(o, departement, e.calendar)
		}
		e.example = e.example || o.Source == exampleSource
		words = append(words, o.Name, o.Operator, o.Address.City)
	}
	e.words = s.texts.Add([]byte(mediation.Fold(strings.Join(words, " "))))
	return e
}

// epciOf returns the SIREN of a commune's intercommunalité, "" for none.
func (s *Snapshot) epciOf(insee string) string {
	if c := s.communes[insee]; c != nil {
		return c.EPCI
	}
	return ""
}

// certainty is how sure it is that the offer meets a need, "" when it does not.
func (o *offerEntry) certainty(id mediation.NeedID) mediation.Certainty {
	for _, c := range o.Claims {
		if c.ID == id {
			return c.Certainty
		}
	}
	return ""
}

// schedules reads hours once, however many places have them.
type schedules struct {
	known map[scheduleKey]*hours.Schedule
	shelf hours.Shelf
}

type scheduleKey struct{ hours, departement string }

func (s *schedules) of(o *mediation.Offer, departement string, calendar hours.Calendar) *hours.Schedule {
	text := o.Hours + closedRules(o)
	key := scheduleKey{text, departement}
	schedule, read := s.known[key]
	if !read {
		if schedule = scheduleOf(text, calendar); schedule != nil {
			schedule = s.shelf.Keep(schedule)
		}
		s.known[key] = schedule
	}
	return schedule
}

// scheduleOf reads hours, nil when they cannot be read.
func scheduleOf(text string, calendar hours.Calendar) *hours.Schedule {
	schedule, err := hours.Parse(text)
	if err != nil || text == "" {
		return nil
	}
	return schedule.In(calendar).OrHolidaysOff()
}

// vector is a point on the unit sphere. The squared length of the chord
// between two of them grows with their distance, and costs no trigonometry.
type vector [3]float64

func vectorOf(p orb.Point) vector {
	lon, lat := p[0]*math.Pi/180, p[1]*math.Pi/180
	return vector{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

func (v vector) chord2(w vector) float64 {
	x, y, z := v[0]-w[0], v[1]-w[1], v[2]-w[2]
	return x*x + y*y + z*z
}

// metresOf turns a squared chord into metres along the great circle.
func metresOf(chord2 float64) float64 {
	return 2 * orb.EarthRadius * math.Asin(math.Min(1, math.Sqrt(chord2)/2))
}

// chord2Of is the inverse of [metresOf].
func chord2Of(metres float64) float64 {
	half := math.Sin(math.Min(metres/(2*orb.EarthRadius), math.Pi/2))
	return 4 * half * half
}
