// Package planning keeps tours, stops and visits up to date. It takes the vans of
// sources as tours, reads and writes the spreadsheet in which people edit
// them, and computes the dated visits of the next twelve months. Each use case
// is one transaction.
package planning

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// Store runs a transaction.
type Store interface {
	// InTx commits when f returns nil and rolls back otherwise.
	InTx(ctx context.Context, f func(Tx) error) error
	Territory(ctx context.Context, departement string) (mediation.Territory, error)
}

// Tx is what planning asks of the database.
type Tx interface {
	// LockTours waits until no other transaction changes tours.
	LockTours(ctx context.Context) error
	Tours(ctx context.Context, departement string) ([]mediation.TourHolding, error)
	Stops(ctx context.Context, departement string) ([]mediation.StopHolding, error)
	Vans(ctx context.Context, departement string) ([]mediation.Holding, error)
	SaveTours(ctx context.Context, departement string, tours []mediation.TourHolding, at time.Time) error
	SaveStops(ctx context.Context, stops []mediation.StopHolding, at time.Time) error
	Visits(ctx context.Context, departement string, after time.Time) ([]mediation.VisitHolding, error)
	SaveVisits(ctx context.Context, visits []mediation.VisitHolding, at time.Time) error
	Exceptions
	SaveTourImport(ctx context.Context, departement string, i mediation.TourImport, report json.RawMessage) (int64, error)
	// KeepSheet keeps a spreadsheet that is taken away under its revision, Sheet
	// reads it again.
	KeepSheet(ctx context.Context, departement, revision string, content []byte, at time.Time) error
	Sheet(ctx context.Context, departement, revision string) ([]byte, error)
	LastTourImport(ctx context.Context, departement string) (mediation.TourImport, error)
	EndTourImport(ctx context.Context, id int64, at time.Time) error

	Locate(ctx context.Context, situations []mediation.Situation) ([]mediation.Location, error)
	StartRun(ctx context.Context, source, departement, fingerprint string, at time.Time) (int64, error)
	SaveOffers(ctx context.Context, run int64, holdings []mediation.Holding) error
	SavePlaces(ctx context.Context, places []mediation.Place) error
	MarkGone(ctx context.Context, source string, ids []string, at time.Time) error
	BumpRevision(ctx context.Context) error
}

// Exceptions is the store of what befalls single days, and of its history.
type Exceptions interface {
	// Communes are those of a département, without their contours.
	Communes(ctx context.Context, departement string) ([]mediation.Commune, error)
	// EPCIOf is the SIREN number of the intercommunalité of a commune, "" for none.
	EPCIOf(ctx context.Context, insee string) (string, error)
	// TourOf is the id of the tour of a stop.
	TourOf(ctx context.Context, stop string) (string, error)
	// SaveExceptions stores what befalls a day of a stop, RestoreExceptions what
	// was in force before.
	SaveExceptions(ctx context.Context, stop string, day mediation.Day, list []mediation.Exception, at time.Time) (made, replaced int64, err error)
	RestoreExceptions(ctx context.Context, made, replaced int64, at time.Time) error
	// SaveChange adds a line to the history, Change reads one, and LaterChange finds
	// the next of the same field, 0 for none.
	SaveChange(ctx context.Context, c mediation.Change) (int64, error)
	// ImportChanges lists those that tell of an import, one for each tour.
	ImportChanges(ctx context.Context, id int64) ([]mediation.Change, error)
	Change(ctx context.Context, id int64) (mediation.Change, error)
	LaterChange(ctx context.Context, c mediation.Change) (int64, error)
}

// Planner keeps the tours of a département.
type Planner struct {
	Store       Store
	Departement string
	// OneOfSeveral is true when the map holds the tours of other départements too.
	OneOfSeveral bool
	Needs        mediation.Needs
	// OneVehicle maps the sources whose rows are all stops of one vehicle to
	// the name of its tour.
	OneVehicle map[string]string
	Now        func() time.Time
	// Follow has what takes place at visits follow them, in their transaction; nil
	// when nothing does.
	Follow func(ctx context.Context, tx Tx, visits []mediation.VisitHolding) error
}

// horizonMonths is how far ahead visits are computed.
const horizonMonths = 12

// Outcome says what an update did.
type Outcome struct {
	// Visits counts the visits to come; Added, Changed and Withdrawn those
	// that are new, that differ, and that left the plan.
	Visits, Added, Changed, Withdrawn int
	Conflicts                         []Conflict
}

// Update takes the vans of sources, computes the visits to come, and
// writes what differs. Doing it twice changes nothing.
func (p *Planner) Update(ctx context.Context) (out Outcome, err error) {
	err = p.inTx(ctx, func(s *session) error {
		if err := s.adopt(ctx); err != nil {
			return err
		}
		if out, err = s.replan(ctx); err != nil {
			return err
		}
		return s.finish(ctx)
	})
	return out, err
}

// session is one transaction of planning, with the tours as they are in it.
type session struct {
	*Planner
	tx      Tx
	now     time.Time // on the clock of the département
	tours   []mediation.TourHolding
	stops   []mediation.StopHolding
	changed bool
}

func (p *Planner) inTx(ctx context.Context, f func(*session) error) error {
	return p.allowed(ctx, func(Tx) error { return nil }, f)
}

// allowed is inTx for who may: whether they may is seen before anybody else has to
// wait.
func (p *Planner) allowed(ctx context.Context, may func(Tx) error, f func(*session) error) error {
	return p.Store.InTx(ctx, func(tx Tx) error {
		if err := may(tx); err != nil {
			return err
		}
		s := p.session(tx)
		if err := tx.LockTours(ctx); err != nil {
			return err
		}
		if err := s.read(ctx); err != nil {
			return err
		}
		return f(s)
	})
}

func (p *Planner) session(tx Tx) *session {
	return &session{Planner: p, tx: tx, now: p.Now().In(hours.ZoneOf(p.Departement))}
}

// reading runs f on the tours as they are; it waits for nobody.
func (p *Planner) reading(ctx context.Context, f func(*session) error) error {
	return p.Store.InTx(ctx, func(tx Tx) error {
		s := p.session(tx)
		if err := s.read(ctx); err != nil {
			return err
		}
		return f(s)
	})
}

func (s *session) read(ctx context.Context) (err error) {
	if s.tours, err = s.tx.Tours(ctx, s.Departement); err != nil {
		return err
	}
	s.stops, err = s.tx.Stops(ctx, s.Departement)
	return err
}

// saveTours writes tours and takes them into the session.
func (s *session) saveTours(ctx context.Context, tours []mediation.TourHolding) error {
	if len(tours) == 0 {
		return nil
	}
	s.changed = true
	return s.tx.SaveTours(ctx, s.Departement, tours, s.now)
}

func (s *session) saveStops(ctx context.Context, stops []mediation.StopHolding) error {
	if len(stops) == 0 {
		return nil
	}
	s.changed = true
	return s.tx.SaveStops(ctx, stops, s.now)
}

// finish announces a new revision, if anything changed.
func (s *session) finish(ctx context.Context) error {
	if !s.changed {
		return nil
	}
	return s.tx.BumpRevision(ctx)
}

func (s *session) today() mediation.Day { return mediation.DayOf(s.now) }

func (s *session) horizon() mediation.Day {
	return mediation.DayOf(s.now.AddDate(0, horizonMonths, 0))
}

// live lists the tours and stops that are not gone.
func (s *session) live() (tours []mediation.Tour, stops []mediation.StopHolding) {
	known := map[string]bool{}
	for _, h := range s.tours {
		if !h.Gone {
			tours = append(tours, h.Tour)
			known[h.Tour.ID] = true
		}
	}
	for _, h := range s.stops {
		if !h.Gone && !h.OfferGone && known[h.Stop.Tour] {
			stops = append(stops, h)
		}
	}
	return tours, stops
}

// equal compares values as they are stored.
func equal(a, b any) (bool, error) {
	ja, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	jb, err := json.Marshal(b)
	return string(ja) == string(jb), err
}

func invalid(parameter, format string, args ...any) *mediation.Error {
	return mediation.InvalidParameter(parameter, fmt.Sprintf(format, args...))
}
