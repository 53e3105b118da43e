package main

import (
	"context"
	"sync/atomic"

	"escale/internal/mediation"
	"escale/internal/planning"
)

// lateTours is the planning of tours, absent until the database is there.
type lateTours struct {
	inner atomic.Pointer[planning.Planner]
}

func (l *lateTours) planner() (*planning.Planner, error) {
	if p := l.inner.Load(); p != nil {
		return p, nil
	}
	return nil, errNoDatabase
}

func (l *lateTours) Roster(ctx context.Context) ([]mediation.Tour, []mediation.StopHolding, error) {
	p, err := l.planner()
	if err != nil {
		return nil, nil, err
	}
	return p.Roster(ctx)
}

func (l *lateTours) Comings(ctx context.Context, from, to mediation.Day) ([]mediation.Coming, error) {
	p, err := l.planner()
	if err != nil {
		return nil, err
	}
	return p.Comings(ctx, from, to)
}

func (l *lateTours) Coming(ctx context.Context, visit string) (mediation.Coming, error) {
	p, err := l.planner()
	if err != nil {
		return mediation.Coming{}, err
	}
	return p.Coming(ctx, visit)
}

func (l *lateTours) ChangeDay(ctx context.Context, c mediation.DayChange, may func(tour string) error) ([]string, error) {
	p, err := l.planner()
	if err != nil {
		return nil, err
	}
	return p.ChangeDay(ctx, c, may)
}

func (l *lateTours) UndoChange(ctx context.Context, id int64, by mediation.Author, may func(mediation.Change) error) error {
	p, err := l.planner()
	if err != nil {
		return err
	}
	return p.UndoChange(ctx, id, by, may)
}

func (l *lateTours) Sheet(ctx context.Context, tour string, workbook bool) ([]byte, error) {
	p, err := l.planner()
	if err != nil {
		return nil, err
	}
	return p.Sheet(ctx, tour, workbook)
}

func (l *lateTours) TakeSheet(ctx context.Context, up mediation.SheetUpload) (mediation.SheetAnswer, error) {
	p, err := l.planner()
	if err != nil {
		return mediation.SheetAnswer{}, err
	}
	return p.TakeSheet(ctx, up)
}
