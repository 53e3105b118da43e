// Package catalog answers every public read from one immutable picture of the
// data, the [Snapshot], kept in memory. No query does I/O or takes a lock.
//
// snapshot_ makes that picture and replaces it, find_ answers filters, open_
// says who is there and when, bus_ where the vans stop.
package catalog

import (
	"slices"
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"escale/internal/mediation"
	"escale/internal/search"
)

// Data is what a snapshot is built from, and what is kept on disk.
type Data struct {
	Revision int64 `json:"revision"`
	// Changed is when the data last changed, Read when they were read.
	Changed time.Time `json:"changed"`
	Read    time.Time `json:"read"`
	// At is when what is shown was so, on the clock of the map; zero in what was read
	// from elsewhere than a database, where no room is over.
	At time.Time `json:"at,omitzero"`
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
	// Workshops are at visits and places of this map.
	Workshops []mediation.Workshop `json:"workshops,omitempty"`
}

// Snapshot is an immutable, indexed picture of [Data]. It is safe for
// concurrent use. Its places and tours are in the order of their ids, its
// stops by tour and code, its visits by start, then id.
type Snapshot struct {
	Data
	// Version names the content: two snapshots with one version answer alike.
	Version string

	imprints  []Imprint      // of the places, in their order
	ground    Imprint        // of the communes
	zone      *time.Location // the clock of the département
	entries   []entry        // in the order of Data.Places, by id
	byID      map[string]int
	tree      rtree.RTreeG[int]
	communes  map[string]*mediation.Commune // by today's and former INSEE codes
	epcis     map[string]mediation.EPCI
	tours     map[string]*mediation.Tour
	stops     map[string]*stopEntry
	visits    []visitEntry // in the order of Data.Visits
	byVisit   map[string]int
	workshops workshops
	changes   []time.Time // every start and end of a visit, in order
	index     *search.Index
	offers    int     // how many there are
	first     []int32 // the number of the first offer of each place, and of none
	placeOf   []int32 // the place of each offer
	near      nearTree
	byTown    func() directory // made when it is first asked for
	sets      sets
	bounds    orb.Bound
	example   bool
	// past is the picture of the rooms that are over, parted are the places of which
	// offers are there; nil when there are none.
	past   *Snapshot
	parted []mediation.Place
	isPast bool
	moment atomic.Pointer[Moment] // the latest; see [Snapshot.At]
	linked atomic.Int64           // when a page last linked to this snapshot, Unix seconds
}

// Zone is the clock of the département.
func (s *Snapshot) Zone() *time.Location { return s.zone }

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

// Imprint names what a place says, given by its index.
func (s *Snapshot) Imprint(place int) Imprint { return s.imprints[place] }

// Link notes that somebody may go on reading in this very snapshot. It asks the
// clock of the machine, not that of the data, which may stand still.
func (s *Snapshot) Link() { s.linked.Store(time.Now().Unix()) }

// Unchanged finds the place of an earlier snapshot that says exactly what a
// place of this one does. One that a vehicle comes to also says what its stops
// say: it is not found.
func (s *Snapshot) Unchanged(place int, earlier *Snapshot) (before int, ok bool) {
	before, ok = earlier.byID[s.Places[place].ID]
	return before, ok && s.imprints[place] == earlier.imprints[before] &&
		!slices.ContainsFunc(s.Places[place].Offers, func(o mediation.Offer) bool { return o.Mobile() })
}
