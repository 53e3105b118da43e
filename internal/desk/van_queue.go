package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/tour"
)

// VanLine is a request in the list, with what stands against its dates.
type VanLine struct {
	mediation.VanRequest
	TourName string
	Centre   orb.Point
	// Clashes say which of its dates meet something else that its vehicle does: a
	// source may have brought it later.
	Clashes []string
	// Same are the other open requests that may be the same one, asked twice.
	Same []mediation.VanRequest
}

// VanQueue lists the requests that an actor answers, the latest change first.
func (d *Desk) VanQueue(ctx context.Context, by Actor) (list []VanLine, err error) {
	if err := d.checkAnswersVans(by); err != nil {
		return nil, err
	}
	err = d.Store.InTx(ctx, func(tx Tx) error {
		list, err = d.vanLines(ctx, tx, by)
		return err
	})
	return list, err
}

// WaitingCommunes lists the INSEE codes of the communes whose request waits.
func (d *Desk) WaitingCommunes(ctx context.Context) (codes []string, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		all, err := tx.VanRequests(ctx, d.Departement)
		for _, r := range all {
			if r.Readable() && r.State.Open() {
				codes = append(codes, r.Commune)
			}
		}
		return err
	})
	return codes, err
}

// OpenVans counts the requests that wait for an answer of an actor.
func (d *Desk) OpenVans(ctx context.Context, by Actor) (n int, err error) {
	if !d.AnswersVans(by) {
		return 0, nil
	}
	err = d.Store.InTx(ctx, func(tx Tx) error {
		all, err := tx.VanRequests(ctx, d.Departement)
		for _, r := range all {
			if r.State.Open() && r.State != mediation.VanProposed && by.May(mediation.ActVan, d.vanSubject(r)) {
				n++
			}
		}
		return err
	})
	return n, err
}

func (d *Desk) vanLines(ctx context.Context, tx Tx, by Actor) (list []VanLine, err error) {
	all, err := tx.VanRequests(ctx, d.Departement)
	if err != nil {
		return nil, err
	}
	fleet, err := d.fleet(ctx, tx, d.Now(), d.Now().AddDate(1, 0, 0))
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if by.May(mediation.ActVan, d.vanSubject(r)) {
			list = append(list, fleet.line(r))
		}
	}
	for i := range list {
		list[i].addSame(list)
	}
	return list, nil
}

func (f fleet) line(r mediation.VanRequest) VanLine {
	return VanLine{VanRequest: r, TourName: f.tours[r.Tour].Name, Centre: f.communes[r.Commune].Centre, Clashes: f.clashes(r)}
}

func (l *VanLine) addSame(others []VanLine) {
	for _, other := range others {
		if l.Doubles(other.VanRequest) {
			l.Same = append(l.Same, other.VanRequest)
		}
	}
}

// clashes says which dates to come of a request meet something else.
func (f fleet) clashes(r mediation.VanRequest) (list []string) {
	if r.Tour == "" || r.State != mediation.VanProposed && r.State != mediation.VanConfirmed {
		return nil
	}
	search, err := f.search(r, r.Tour)
	if err != nil {
		return []string{"La commune de cette demande n’est plus sur la carte."}
	}
	for _, date := range r.Dates {
		if reason, free := search.Clash(date.Start, date.End); !free && date.End.After(f.Now()) {
			list = append(list, f.sayDate(date)+" : "+reason)
		}
	}
	return list
}

// VanSheet is a request with all that helps to answer it.
type VanSheet struct {
	VanLine
	Inhabitants int
	// Tours are those that the actor may propose, Candidates the dates of the one that is looked
	// at, Neighbours the other requests that wait, the nearest first.
	Tours      []mediation.Tour
	Looked     string
	Candidates []VanCandidate
	Neighbours []VanNeighbour
	Changes    []mediation.Change
}

// VanCandidate is a date that clashes with nothing, with what the vehicle does else that
// day.
type VanCandidate struct {
	tour.Candidate
	Beside []string
}

// VanNeighbour is another request, and how far away it is.
type VanNeighbour struct {
	VanLine
	Kilometres float64
	// Shared are the half-days that suit both.
	Shared int
}

// mostCandidates and mostNeighbours are how many are shown; neighbourhood is how far
// neighbours are at most, in kilometres.
const (
	neighbourhood  = 40
	mostCandidates = 40
	mostNeighbours = 8
)

// Van reads a request, with the dates on which a vehicle can come: that of the tour
// look, else of the request's own tour, else of the first one.
func (d *Desk) Van(ctx context.Context, by Actor, id int64, look string) (s VanSheet, err error) {
	if err := d.checkAnswersVans(by); err != nil {
		return s, err
	}
	err = d.Store.InTx(ctx, func(tx Tx) error {
		r, err := d.van(ctx, tx, by, id)
		if err != nil {
			return err
		}
		f, err := d.fleet(ctx, tx, d.Now(), d.Now().AddDate(0, d.VanTerms.Months, 0))
		if err != nil {
			return err
		}
		s = VanSheet{VanLine: f.line(r), Inhabitants: f.communes[r.Commune].Population}
		s.addTours(f, by, look)
		if err := s.addCandidates(f); err != nil {
			return err
		}
		others, err := d.vanLines(ctx, tx, by)
		if err != nil {
			return err
		}
		s.addSame(others)
		s.addNeighbours(others)
		s.Changes, err = tx.Changes(ctx, mediation.ChangeFilter{Object: vanObject(id), Limit: mostChanges})
		s.Changes = signed(by, s.Changes)
		return err
	})
	return s, err
}

func (s *VanSheet) addTours(f fleet, by Actor, look string) {
	for _, t := range f.tours {
		if f.answers(by, t.ID) {
			s.Tours = append(s.Tours, t)
		}
	}
	slices.SortFunc(s.Tours, func(a, b mediation.Tour) int { return strings.Compare(mediation.Fold(a.Name), mediation.Fold(b.Name)) })
	for _, wanted := range []string{look, s.Tour} {
		if slices.ContainsFunc(s.Tours, func(t mediation.Tour) bool { return t.ID == wanted }) {
			s.Looked = wanted
			return
		}
	}
	if len(s.Tours) > 0 {
		s.Looked = s.Tours[0].ID
	}
}

func (s *VanSheet) addCandidates(f fleet) error {
	if s.Looked == "" {
		return nil
	}
	search, err := f.search(s.VanRequest, s.Looked)
	if err != nil {
		return err
	}
	search.From, search.To = mediation.DayOf(hours.Midnight(f.Now().In(f.zone()), f.VanTerms.NoticeDays)), f.dayOf(f.Now().AddDate(0, f.VanTerms.Months, 0))
	found := tour.Candidates(search)
	for _, c := range found[:min(mostCandidates, len(found))] {
		candidate := VanCandidate{Candidate: c}
		for _, b := range search.Busy {
			if f.dayOf(b.Start) == c.Day {
				candidate.Beside = append(candidate.Beside, hours.FormatTime(b.Start.In(f.zone()))+", "+b.Name)
			}
		}
		s.Candidates = append(s.Candidates, candidate)
	}
	return nil
}

// addNeighbours lists the other requests that wait.
func (s *VanSheet) addNeighbours(others []VanLine) {
	for _, o := range others {
		n := VanNeighbour{VanLine: o, Kilometres: geo.Distance(s.Centre, o.Centre) / 1000}
		if o.ID == s.ID || !o.State.Open() || n.Kilometres > neighbourhood {
			continue
		}
		for _, w := range s.Wishes {
			if slices.Contains(o.Wishes, w) {
				n.Shared++
			}
		}
		s.Neighbours = append(s.Neighbours, n)
	}
	slices.SortStableFunc(s.Neighbours, func(a, b VanNeighbour) int { return cmp.Compare(a.Kilometres, b.Kilometres) })
	s.Neighbours = s.Neighbours[:min(mostNeighbours, len(s.Neighbours))]
}

// VanDay is something that a vehicle does, or is proposed to do, on a day.
type VanDay struct {
	Start, End time.Time
	Tour, Town string
	// Request is whose it is, 0 for a visit of the tour's own; Proposed is true while
	// the commune has not agreed, Status that of the visit.
	Request  int64
	Proposed bool
	Status   mediation.VisitStatus
}

// VanCalendar lists what the vehicles of an actor's tours do between two days.
func (d *Desk) VanCalendar(ctx context.Context, by Actor, from, to time.Time) (list []VanDay, err error) {
	if err := d.checkAnswersVans(by); err != nil {
		return nil, err
	}
	err = d.Store.InTx(ctx, func(tx Tx) error {
		f, err := d.fleet(ctx, tx, from, to)
		if err != nil {
			return err
		}
		list = f.days(by, from, to)
		return nil
	})
	return list, err
}

func (f fleet) days(by Actor, from, to time.Time) (list []VanDay) {
	requests := map[string]int64{}
	for _, b := range f.bookings {
		if b.Booked() {
			requests[b.Visit] = b.Request
			continue
		}
		if t := f.tourOf(b.Vehicle); b.Start.Before(to) && b.End.After(from) && f.answers(by, t.ID) {
			list = append(list, VanDay{Start: b.Start, End: b.End, Tour: t.Name, Town: f.communes[b.Commune].Name, Request: b.Request, Proposed: true})
		}
	}
	for _, c := range f.comings {
		if f.answers(by, c.Tour.ID) {
			list = append(list, VanDay{c.Visit.Start, c.Visit.End, c.Tour.Name, f.communes[c.Commune()].Name, requests[c.Visit.ID], false, c.Visit.Status})
		}
	}
	slices.SortStableFunc(list, func(a, b VanDay) int { return a.Start.Compare(b.Start) })
	return list
}

// answers tells whether an actor answers the requests of a tour.
func (f fleet) answers(by Actor, tour string) bool {
	return by.May(mediation.ActVan, Subject{Object: vanObject(0), Tour: tour, Departement: f.Departement})
}

// tourOf is a tour of a vehicle, the first by its id.
func (f fleet) tourOf(key string) (first mediation.Tour) {
	for id, t := range f.tours {
		if f.key(id) == key && (first.ID == "" || id < first.ID) {
			first = t
		}
	}
	return first
}
