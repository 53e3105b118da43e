package catalog

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/search"
)

// New builds the snapshot of data, which must not change afterwards. It
// leaves out the stops whose offer is not among the data, and their visits.
func New(data Data) (*Snapshot, error) { return build(data, &Snapshot{}) }

// Next builds the snapshot of data that mostly are those of s: a place whose
// offers are the very ones of before, in memory, is taken over as it is.
func (s *Snapshot) Next(data Data) (*Snapshot, error) { return build(data, s) }

func build(data Data, old *Snapshot) (*Snapshot, error) {
	shown, over, parted := data.split()
	s, err := assemble(shown, old, nil)
	if err != nil || len(parted) == 0 {
		return s, err
	}
	s.parted, over.Territory = parted, s.Territory
	if s.past, err = assemble(over, &Snapshot{}, s); err != nil {
		return nil, err
	}
	s.Version += "-" + s.past.Version[len(s.past.Version)-versionEnd:]
	return s, nil
}

// assemble makes a snapshot of data; that of the past is made beside another one, whose
// ground it shares.
func assemble(data Data, old, beside *Snapshot) (*Snapshot, error) {
	slices.SortFunc(data.Places, func(a, b mediation.Place) int { return cmp.Compare(a.ID, b.ID) })
	s := &Snapshot{
		Data:    data,
		zone:    hours.ZoneOf(data.Territory.Area.First()),
		entries: make([]entry, len(data.Places)),
		byID:    make(map[string]int, len(data.Places)),
		tours:   make(map[string]*mediation.Tour, len(data.Tours)),
		stops:   make(map[string]*stopEntry, len(data.Stops)),
		byVisit: make(map[string]int, len(data.Visits)),
	}
	s.byTown = sync.OnceValue(s.newDirectory)
	s.imprintCommunes(cmp.Or(beside, old))
	kept := s.kept(old)
	s.compactPlaces(kept)
	s.nameAndSetClocks(kept)
	s.holdTours()
	s.holdWorkshops()
	s.printPlaces(old, kept)
	var err error
	if s.Version, err = s.version(); err != nil {
		return nil, err
	}
	s.indexTerritory(beside)
	entries := s.newEntryMaker()
	for i, p := range s.Places {
		if s.entries[i] = s.keptEntry(old, kept[i], i); s.entries[i].offers == nil {
			s.entries[i] = entries.newEntry(i)
		}
		s.byID[p.ID] = i
		s.example = s.example || s.entries[i].example
	}
	s.indexPoints(old)
	s.indexTours()
	s.indexWorkshops()
	s.numberOffers()
	if beside != nil { // what people type is found on the map
		s.index, s.isPast = beside.index, true
		return s, nil
	}
	err = s.indexNames(old)
	return s, err
}

// kept tells for each place which one it is of an earlier snapshot, -1 for one
// that is not there, or not as it is.
func (s *Snapshot) kept(old *Snapshot) []int {
	list := make([]int, len(s.Places))
	for i := range s.Places {
		list[i] = -1
		p := &s.Places[i]
		if j, known := old.byID[p.ID]; known && isSame(p, &old.Places[j]) {
			list[i] = j
		}
	}
	return list
}

// isSame is true of a place that was not read anew.
func isSame(p, before *mediation.Place) bool {
	n := len(p.Offers)
	return n > 0 && n == len(before.Offers) && &p.Offers[0] == &before.Offers[0]
}

// nameAndSetClocks makes the names of places readable (offers keep those of
// their sources), and gives the instants that people read the clock of the
// département: storage keeps them in UTC, or as some earlier clock wrote them.
func (s *Snapshot) nameAndSetClocks(kept []int) {
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
	for i := range s.Workshops {
		w := &s.Workshops[i]
		set(&w.Start)
		set(&w.End)
		set(&w.WasStart)
	}
	for i := range s.Places {
		if kept[i] >= 0 { // others read them at this moment
			continue
		}
		p := &s.Places[i]
		p.Name = mediation.ReadableName(p.Name, p.Address.City)
		for j := range p.Offers {
			o := &p.Offers[j]
			set(&o.GoneSince)
			for k := range o.Corrected {
				set(&o.Corrected[k].Since)
			}
		}
	}
}

// printPlaces names what each place says.
func (s *Snapshot) printPlaces(old *Snapshot, kept []int) {
	var room digest
	s.imprints = make([]Imprint, len(s.Places))
	for i := range s.Places {
		if j := kept[i]; j >= 0 {
			s.imprints[i] = old.imprints[j]
			continue
		}
		s.imprints[i] = imprintOf(&s.Places[i], &room)
	}
}

// keptEntry is that of an earlier snapshot, made ready for this one; empty when
// there is none, and for a place of a van, whose words are also its tour's.
func (s *Snapshot) keptEntry(old *Snapshot, j, i int) entry {
	if j < 0 || slices.ContainsFunc(old.entries[j].offers, func(o offerEntry) bool { return len(o.stops) > 0 }) {
		return entry{}
	}
	e := old.entries[j]
	e.index, e.offers = i, slices.Clone(e.offers)
	return e
}

// indexPoints makes places findable by where they are.
func (s *Snapshot) indexPoints(old *Snapshot) {
	if s.isLike(old, func(p, before *mediation.Place) bool { return p.Point == before.Point }) {
		s.tree, s.near = old.tree, old.near
		return
	}
	points := make([]orb.Point, len(s.Places))
	for i, p := range s.Places {
		s.tree.Insert(p.Point, p.Point, i)
		points[i] = p.Point
	}
	s.near = newNearTree(points, func(i int) vector { return s.entries[i].position })
}

// indexNames makes names findable.
func (s *Snapshot) indexNames(old *Snapshot) (err error) {
	if s.sharesCommunes(old) && s.isLike(old, func(p, before *mediation.Place) bool {
		return p.Name == before.Name && p.Address.City == before.Address.City && p.Point == before.Point
	}) {
		s.index = old.index
		return nil
	}
	s.index, err = search.New(search.Source{Needs: s.Needs, Territory: s.Territory, Places: s.Places})
	return err
}

// isLike is true when the places are those of an earlier snapshot, alike in what
// same compares.
func (s *Snapshot) isLike(old *Snapshot, same func(p, before *mediation.Place) bool) bool {
	if old.index == nil || len(s.Places) != len(old.Places) {
		return false
	}
	for i := range s.Places {
		p, before := &s.Places[i], &old.Places[i]
		if p.ID != before.ID || !same(p, before) {
			return false
		}
	}
	return true
}

func (s *Snapshot) indexTerritory(beside *Snapshot) {
	if beside != nil {
		s.communes, s.epcis, s.bounds = beside.communes, beside.epcis, beside.bounds
		return
	}
	s.communes, s.epcis, s.bounds = map[string]*mediation.Commune{}, map[string]mediation.EPCI{}, s.Territory.Bounds()
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
