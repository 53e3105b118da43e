package desk

import (
	"context"

	"escale/internal/mediation"
)

// Tours is what the planning of tours does for those who sign in.
type Tours interface {
	Roster(ctx context.Context) ([]mediation.Tour, []mediation.StopHolding, error)
	// Comings lists the visits between two days, Coming reads one by its id.
	Comings(ctx context.Context, from, to mediation.Day) ([]mediation.Coming, error)
	Coming(ctx context.Context, visit string) (mediation.Coming, error)
	// ChangeDay changes one day of a stop, once may has let it for its tour.
	ChangeDay(ctx context.Context, c mediation.DayChange, may func(tour string) error) (notes []string, err error)
	// Sheet is the spreadsheet of a tour, a workbook or CSV; TakeSheet reads one that
	// comes back.
	Sheet(ctx context.Context, tour string, workbook bool) ([]byte, error)
	TakeSheet(ctx context.Context, up mediation.SheetUpload) (mediation.SheetAnswer, error)
	// UndoChange takes back a change of a tour, once may has let it.
	UndoChange(ctx context.Context, id int64, by mediation.Author, may func(mediation.Change) error) error
}

// tourSubject is a tour of this département as the subject of an act.
func (d *Desk) tourSubject(id string) Subject {
	return Subject{Object: mediation.Object{Kind: mediation.ObjectTour, ID: id}, Departement: d.Departement}
}

// Roster lists the tours whose visits an actor may change, with their stops.
func (d *Desk) Roster(ctx context.Context, by Actor) (tours []mediation.Tour, stops []mediation.StopHolding, err error) {
	all, places, err := d.Tours.Roster(ctx)
	mine := map[string]bool{}
	for _, t := range all {
		if by.May(mediation.ActMove, d.tourSubject(t.ID)) {
			tours, mine[t.ID] = append(tours, t), true
		}
	}
	for _, h := range places {
		if mine[h.Stop.Tour] {
			stops = append(stops, h)
		}
	}
	return tours, stops, err
}

// Comings lists the visits between two days that an actor may change.
func (d *Desk) Comings(ctx context.Context, by Actor, from, to mediation.Day) (list []mediation.Coming, err error) {
	all, err := d.Tours.Comings(ctx, from, to)
	for _, c := range all {
		if by.May(mediation.ActMove, d.tourSubject(c.Tour.ID)) {
			list = append(list, c)
		}
	}
	return list, err
}

// Coming reads a visit, for who may change it, with what was changed of its day.
func (d *Desk) Coming(ctx context.Context, by Actor, visit string) (c mediation.Coming, changes []mediation.Change, err error) {
	if c, err = d.Tours.Coming(ctx, visit); mediation.KindOf(err) == mediation.NotFound {
		return c, nil, errForbidden // who may not touch it learns nothing of what is there
	}
	if err != nil {
		return c, nil, err
	}
	if err := by.check(mediation.ActMove, d.tourSubject(c.Tour.ID)); err != nil {
		return mediation.Coming{}, nil, err
	}
	of := mediation.ChangeFilter{Object: d.tourSubject(c.Tour.ID).Object, Field: mediation.DayField(c.Stop.ID, c.Visit.Day), Limit: mostChanges}
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		changes, err = tx.Changes(ctx, of)
		return err
	})
	return c, signed(by, changes), err
}

// ChangeDay changes one day of a stop. It returns what that leaves to settle.
func (d *Desk) ChangeDay(ctx context.Context, by Actor, c mediation.DayChange) ([]string, error) {
	c.By = by.author()
	notes, err := d.Tours.ChangeDay(ctx, c, func(tour string) error { return by.check(mediation.ActMove, d.tourSubject(tour)) })
	if mediation.KindOf(err) == mediation.NotFound {
		err = errForbidden
	}
	return notes, err
}

func (a Actor) author() mediation.Author { return mediation.Author{Account: a.ID, Name: a.name()} }

// Sheet is the spreadsheet of a tour, for who may bring it back.
func (d *Desk) Sheet(ctx context.Context, by Actor, tour string, workbook bool) ([]byte, error) {
	if err := by.check(mediation.ActImport, d.tourSubject(tour)); err != nil {
		return nil, err
	}
	return d.Tours.Sheet(ctx, tour, workbook)
}

// TakeSheet says what a spreadsheet changes of a tour, and takes it when asked to.
func (d *Desk) TakeSheet(ctx context.Context, by Actor, up mediation.SheetUpload) (mediation.SheetAnswer, error) {
	if err := by.check(mediation.ActImport, d.tourSubject(up.Tour)); err != nil {
		return mediation.SheetAnswer{}, err
	}
	up.By = by.author()
	return d.Tours.TakeSheet(ctx, up)
}
