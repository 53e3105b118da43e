// Package catalog answers every public read from one immutable picture of the
// data, the [Snapshot], kept in memory. No query does I/O or takes a lock.
//
// snapshot_ makes that picture and replaces it, find_ answers filters, open_
// says who is there and when, bus_ where the vans stop.
package catalog

import (
	"cmp"
	"slices"
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/search"
)

// Data is what a snapshot is built from, and what is kept on disk.
type Data struct {
	Revision int64 `json:"revision"`
	// Changed is when the data last changed, Read when they were read.
	Changed time.Time `json:"changed"`
	Read    time.Time `json:"read"`
	// Until is when the data change by themselves: a record that left its
	// source is to be hidden. Zero when none is.
	Until time.Time `json:"until,omitzero"`

	Territory mediation.Territory `json:"territory"`
	Places    []mediation.Place   `json:"places"`
	Needs     mediation.Needs     `json:"needs"`
	// SetAside counts, by source, the records that are not shown.
	SetAside map[string]int `json:"set_aside,omitempty"`
	// Declared describes the sources that the program does not know, by id.
	Declared map[string]mediation.SourceInfo `json:"declared,omitempty"`

	Tours  []mediation.Tour  `json:"tours,omitempty"`
	Stops  []mediation.Stop  `json:"stops,omitempty"`
	Visits []mediation.Visit `json:"visits,omitempty"`
}

// Snapshot is an immutable, indexed picture of [Data]. It is safe for
// concurrent use. Its places and tours are in the order of their ids, its
// stops by tour and code, its visits by start, then id.
type Snapshot struct {
	Data
	// Version names the content: two snapshots with one version answer alike.
	Version string

	imprints []imprint      // of the places, in their order
	zone     *time.Location // the clock of the département
	entries  []entry        // in the order of Data.Places, by id
	byID     map[string]int
	tree     rtree.RTreeG[int]
	communes map[string]*mediation.Commune // by today's and former INSEE codes
	epcis    map[string]mediation.EPCI
	tours    map[string]*mediation.Tour
	stops    map[string]*stopEntry
	visits   []visitEntry // in the order of Data.Visits
	byVisit  map[string]int
	changes  []time.Time // every start and end of a visit, in order
	index    *search.Index
	offers   int     // how many there are
	first    []int32 // the number of the first offer of each place, and of none
	placeOf  []int32 // the place of each offer
	crowds   []int   // the places of several offers, or none
	near     nearTree
	sets     sets
	bounds   orb.Bound
	example  bool
	moment   atomic.Pointer[Moment] // the latest; see [Snapshot.At]
}

// New builds the snapshot of data, which must not change afterwards. It
// leaves out the stops whose offer is not among the data, and their visits.
func New(data Data) (*Snapshot, error) {
	slices.SortFunc(data.Places, func(a, b mediation.Place) int { return cmp.Compare(a.ID, b.ID) })
	for i := range data.Places { // offers keep the names of their sources
		p := &data.Places[i]
		p.Name = mediation.ReadableName(p.Name, p.Address.City)
	}
	s := &Snapshot{
		Data:     data,
		zone:     hours.ZoneOf(data.Territory.Departement),
		entries:  make([]entry, len(data.Places)),
		byID:     make(map[string]int, len(data.Places)),
		communes: map[string]*mediation.Commune{},
		epcis:    map[string]mediation.EPCI{},
		tours:    make(map[string]*mediation.Tour, len(data.Tours)),
		stops:    make(map[string]*stopEntry, len(data.Stops)),
		byVisit:  make(map[string]int, len(data.Visits)),
	}
	s.setClocks()
	s.holdTours()
	s.printPlaces()
	var err error
	if s.Version, err = s.version(); err != nil {
		return nil, err
	}
	s.indexTerritory()
	s.bounds = s.Territory.Bounds()
	known := schedules{}
	points := make([]orb.Point, len(s.Places))
	for i, p := range s.Places {
		s.entries[i] = s.newEntry(i, known)
		s.byID[p.ID] = i
		s.tree.Insert(p.Point, p.Point, i)
		points[i] = p.Point
	}
	s.near = newNearTree(points, func(i int) vector { return s.entries[i].position })
	s.indexTours()
	s.numberOffers()
	s.index, err = search.New(search.Source{Needs: s.Needs, Territory: s.Territory, Places: s.Places})
	return s, err
}

// printPlaces names what each place says.
func (s *Snapshot) printPlaces() {
	var room digest
	s.imprints = make([]imprint, len(s.Places))
	for i := range s.Places {
		s.imprints[i] = imprintOf(&s.Places[i], &room)
	}
}

// Zone is the clock of the département.
func (s *Snapshot) Zone() *time.Location { return s.zone }

// setClocks gives the instants that people read the clock of the département:
// storage keeps them in UTC, or as some earlier clock wrote them.
func (s *Snapshot) setClocks() {
	set := func(t *time.Time) {
		if !t.IsZero() {
			*t = t.In(s.zone)
		}
	}
	set(&s.Changed)
	for i := range s.Visits {
		v := &s.Visits[i]
		set(&v.Start)
		set(&v.End)
		set(&v.WasStart)
	}
	for i := range s.Places {
		for j := range s.Places[i].Offers {
			o := &s.Places[i].Offers[j]
			set(&o.GoneSince)
			for k := range o.Corrected {
				set(&o.Corrected[k].Since)
			}
		}
	}
}

func (s *Snapshot) indexTerritory() {
	for _, e := range s.Territory.EPCIs {
		s.epcis[e.SIREN] = e
	}
	for i := range s.Territory.Communes {
		c := &s.Territory.Communes[i]
		for _, former := range c.Former {
			if s.communes[former] == nil {
				s.communes[former] = c
			}
		}
	}
	for i := range s.Territory.Communes {
		c := &s.Territory.Communes[i]
		s.communes[c.INSEE] = c
	}
}

// Search finds what people type.
func (s *Snapshot) Search() *search.Index { return s.index }

// Place returns the place with that id.
func (s *Snapshot) Place(id string) (i int, err error) {
	i, ok := s.byID[id]
	if !ok {
		return 0, &mediation.Error{Kind: mediation.NotFound, Parameter: "id", Sentence: "Aucun lieu ne porte cet identifiant."}
	}
	return i, nil
}

// Commune returns the commune with that INSEE code, of today or of one that
// merged into it.
func (s *Snapshot) Commune(insee string) (*mediation.Commune, error) {
	c, ok := s.communes[insee]
	if !ok {
		return nil, &mediation.Error{Kind: mediation.NotFound, Parameter: "insee", Sentence: "Aucune commune de cette carte ne porte ce code INSEE."}
	}
	return c, nil
}

// EPCI returns the intercommunalité with that SIREN.
func (s *Snapshot) EPCI(siren string) (mediation.EPCI, bool) {
	e, ok := s.epcis[siren]
	return e, ok
}

// exampleSource is the source of the invented places shown without real data.
const exampleSource = "exemple"

// Example is true when the places shown are invented.
func (s *Snapshot) Example() bool { return s.example }

// Bounds is the smallest box around the territory.
func (s *Snapshot) Bounds() orb.Bound { return s.bounds }

// Updated is when a source last touched a place, given by its index.
func (s *Snapshot) Updated(place int) time.Time { return s.entries[place].updated }
