package planning

import (
	"cmp"
	"context"
	"slices"

	"escale/internal/history"
	"escale/internal/mediation"
	"escale/internal/tour"
)

// Roster lists the tours and the stops that are not gone.
func (p *Planner) Roster(ctx context.Context) (tours []mediation.Tour, stops []mediation.StopHolding, err error) {
	err = p.reading(ctx, func(s *session) error {
		tours, stops = s.live()
		return nil
	})
	return tours, stops, err
}

// Comings lists the visits that take place, or were to, between two days, both
// included, by start.
func (p *Planner) Comings(ctx context.Context, from, to mediation.Day) (list []mediation.Coming, err error) {
	err = p.reading(ctx, func(s *session) error {
		list = s.comings(from, to)
		return nil
	})
	return list, err
}

func (s *session) comings(from, to mediation.Day) (list []mediation.Coming) {
	visits, _ := s.plan()
	for _, v := range visits {
		if on := mediation.DayOf(v.Start.In(s.now.Location())); from <= on && on <= to {
			list = append(list, s.coming(v))
		}
	}
	return list
}

// Coming reads a visit to come.
func (p *Planner) Coming(ctx context.Context, visit string) (c mediation.Coming, err error) {
	err = p.reading(ctx, func(s *session) error {
		visits, _ := s.plan()
		i := slices.IndexFunc(visits, func(v mediation.Visit) bool { return v.ID == visit })
		if i < 0 {
			return &mediation.Error{Kind: mediation.NotFound, Sentence: "Ce passage n’est pas, ou plus, prévu."}
		}
		c = s.coming(visits[i])
		var err error
		c.EPCI, err = s.tx.EPCIOf(ctx, c.Commune())
		return err
	})
	return c, err
}

// coming puts a visit beside what it is part of.
func (s *session) coming(v mediation.Visit) mediation.Coming {
	h, _ := s.stop(v.Stop)
	c := mediation.Coming{Visit: v, Stop: h.Stop, Offer: h.Offer, State: sayDay(byDay(h.Stop.Exceptions)[v.Day])}
	for _, t := range s.tours {
		if t.Tour.ID == v.Tour {
			c.Tour = t.Tour
		}
	}
	return c
}

// ChangeDay changes one day of a stop, for who may change its tour, and plans the
// visits anew. It returns what the change leaves to settle.
func (p *Planner) ChangeDay(ctx context.Context, c mediation.DayChange, may func(tour string) error) (notes []string, err error) {
	allowed := func(tx Tx) error {
		id, err := tx.TourOf(ctx, c.Stop)
		if err != nil {
			return err
		}
		return may(id)
	}
	err = p.allowed(ctx, allowed, func(s *session) error {
		h, _ := s.stop(c.Stop)
		if h.Gone || h.OfferGone {
			return &mediation.Error{Kind: mediation.NotFound, Sentence: "Cette étape n’est plus sur la carte."}
		}
		if err := s.changeDay(ctx, h, c); err != nil {
			return err
		}
		notes, err = s.settle(ctx, c)
		return err
	})
	return notes, err
}

func (s *session) changeDay(ctx context.Context, h mediation.StopHolding, c mediation.DayChange) error {
	day, now := c.Exception.Day, byDay(h.Stop.Exceptions)
	if state := sayDay(now[day]); c.Before != nil && *c.Before != state {
		return &mediation.Error{Kind: mediation.Conflict,
			Sentence: "Quelqu’un a changé ce passage pendant que cette page était ouverte. Il est maintenant : " + state + ". Regardez, puis recommencez."}
	}
	wanted := with(now[day], c.Exception)
	if same, err := equal(now[day], wanted); err != nil || same {
		return cmp.Or(err, error(&mediation.Error{Kind: mediation.Conflict, Sentence: "Ce passage est déjà ainsi : " + sayDay(wanted) + "."}))
	}
	if err := s.checkDay(h, wanted, c.Exception); err != nil {
		return err
	}
	return s.saveDay(ctx, h, day, wanted, c.By)
}

// with puts one exception among those of its day: what cannot be true beside it
// goes. Without a kind, all go but that the visit was added.
func with(list []mediation.Exception, e mediation.Exception) (day []mediation.Exception) {
	gone := map[mediation.ExceptionKind][]mediation.ExceptionKind{
		"":                 {mediation.Skip, mediation.Keep, mediation.Move, mediation.Cancel, mediation.MarkFull},
		mediation.Cancel:   {mediation.Skip, mediation.Keep, mediation.Move, mediation.Cancel, mediation.MarkFull},
		mediation.Move:     {mediation.Keep, mediation.Move},
		mediation.MarkFull: {mediation.MarkFull},
		mediation.Keep:     {mediation.Keep},
		mediation.Add:      {mediation.Add, mediation.Move, mediation.Cancel}, // a visit that was called off comes after all
	}[e.Kind]
	for _, other := range list {
		if !slices.Contains(gone, other.Kind) {
			day = append(day, other)
		}
	}
	if e.Kind == "" {
		return day
	}
	day = append(day, e)
	slices.SortFunc(day, func(a, b mediation.Exception) int { return cmp.Compare(a.Kind, b.Kind) })
	return day
}

// dayFields are what a form calls what may be wrong in an exception.
var dayFields = map[string]string{"day": "date", "to": "date", "start": "debut", "end": "fin"}

// checkDay refuses what cannot be planned.
func (s *session) checkDay(h mediation.StopHolding, wanted []mediation.Exception, e mediation.Exception) error {
	if fault := cmp.Or(s.dayFault(e.To), s.dayFault(e.Day)); fault != "" {
		return mediation.InvalidParameter("date", fault)
	}
	st, all := h.Stop, byDay(h.Stop.Exceptions)
	all[e.Day] = wanted
	st.Exceptions = all.list()
	for _, f := range tour.Check(st, s.today(), s.horizon()) {
		if f.Exception >= 0 && st.Exceptions[f.Exception].Day == e.Day {
			return mediation.InvalidParameter(dayFields[f.Field], f.Sentence)
		}
	}
	return nil
}

// settle plans the visits anew, and says what is to be settled of a day.
func (s *session) settle(ctx context.Context, c mediation.DayChange) (notes []string, err error) {
	if err := s.read(ctx); err != nil {
		return nil, err
	}
	if _, err := s.replan(ctx); err != nil {
		return nil, err
	}
	_, conflicts := s.plan()
	for _, conflict := range conflicts {
		for _, added := range []bool{false, true} {
			if slices.Contains(conflict.Visits, mediation.NewVisitID(c.Stop, c.Exception.Day, added)) {
				notes = append(notes, conflict.Sentence)
			}
		}
	}
	return notes, s.finish(ctx)
}

// UndoChange takes back what a change did to a day, for who may.
func (p *Planner) UndoChange(ctx context.Context, id int64, by mediation.Author, may func(mediation.Change) error) error {
	return p.Store.InTx(ctx, func(tx Tx) error {
		s := p.session(tx)
		err := history.Undo(ctx, history.Undoing{
			Trail: tx, ID: id, By: by, May: may, Lock: func() error { return tx.LockTours(ctx) },
			TakeBack: func(c mediation.Change) error { return s.takeBack(ctx, c, by) },
		})
		if err != nil {
			return err
		}
		s.changed = true
		return s.planAnew(ctx)
	})
}

// takeBack puts what was in force before a change in force again.
func (s *session) takeBack(ctx context.Context, c mediation.Change, by mediation.Author) error {
	if c.Act != mediation.ActImport {
		return s.tx.RestoreExceptions(ctx, c.Made, c.Replaced, s.now)
	}
	last, err := s.tx.LastTourImport(ctx, s.Departement)
	if err != nil {
		return err
	}
	if last.ID != c.Made {
		return &mediation.Error{Kind: mediation.Conflict, Sentence: "Un tableur plus récent (" + last.Origin + ") a été importé depuis. Annulez-le d’abord."}
	}
	if err := s.read(ctx); err != nil {
		return err
	}
	if err := s.onlyTour(last, c.Object.ID); err != nil {
		return err
	}
	if err := s.restore(ctx, last, by); err != nil {
		return err
	}
	return s.tx.EndTourImport(ctx, last.ID, s.now)
}

// onlyTour refuses to undo, for one tour, an import that changed others.
func (s *session) onlyTour(last mediation.TourImport, id string) error {
	if len(last.Touched) > 1 || len(last.Touched) == 1 && last.Touched[0] != id {
		return &mediation.Error{Kind: mediation.Conflict,
			Sentence: "Ce tableur a changé plusieurs tournées : « escale tour undo », sur la machine qui sert la carte, l’annule en entier."}
	}
	return nil
}
