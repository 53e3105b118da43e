package main

import (
	"context"
	"log/slog"
	"time"

	"escale/internal/desk"
	"escale/internal/ingest"
	"escale/internal/planning"
	"escale/internal/postgres"
)

// How often what is done once for all servers is done, and how long it may
// take. Each new day moves the horizon of the visits.
const (
	forgetEvery  = 24 * time.Hour
	planEvery    = time.Hour
	vanEvery     = 10 * time.Minute
	planLimit    = time.Minute
	refreshEvery = time.Hour
	seatsEvery   = time.Minute
	refreshLimit = 10 * time.Minute
	// territoryEvery is soon after a first start without the network; communes change
	// once a year, and are written only then.
	territoryEvery = 6 * time.Hour
)

// jobs are what one of the servers of this map does for all.
func (s *serving) jobs(db *postgres.DB, l *ingest.Loader, planners []*planning.Planner) []postgres.Job {
	list := []postgres.Job{
		{Name: "visits", Every: planEvery, Limit: planLimit, Work: func(ctx context.Context) error { return s.updateEach(ctx, planners) }},
		{Name: "coverage", Every: forgetEvery, Limit: refreshLimit, Work: func(ctx context.Context) error { return s.countMonth(ctx, db) }},
	}
	list = append(list, s.erasures(db, s.office)...)
	if s.office != nil {
		list = append(list,
			postgres.Job{Name: "vans", Every: vanEvery, Limit: planLimit, Work: s.office.TendVans},
			postgres.Job{Name: "reminders", Every: forgetEvery, Limit: planLimit, Work: s.office.Remind},
			postgres.Job{Name: "seats", Every: seatsEvery, Limit: planLimit, Work: s.office.AdvanceSeats},
			postgres.Job{Name: "eves", Every: planEvery, Limit: planLimit, Work: s.office.RemindEve})
	}
	if s.config.Refresh && s.config.Mirror == "" {
		list = append(list, postgres.Job{Name: "communes", Every: territoryEvery, Limit: refreshLimit, Work: func(ctx context.Context) error {
			return l.LoadTerritories(ctx, s.config.Area.Departements()...)
		}})
		list = append(list, postgres.Job{Name: "refresh", Every: refreshEvery, Limit: refreshLimit, Work: func(ctx context.Context) error {
			if _, err := s.refresh(ctx, l, nil, false); err != nil {
				return err
			}
			return s.updateEach(ctx, planners)
		}})
	}
	return list
}

// erasures are the jobs that erase what is past its term, the office's only on a
// map that has one.
func (p *program) erasures(db *postgres.DB, office *desk.Desk) []postgres.Job {
	list := []postgres.Job{{Name: "sign-ins", Every: forgetEvery, Limit: planLimit, Work: db.ForgetSignIns}}
	if office != nil {
		list = append(list,
			postgres.Job{Name: "names", Every: forgetEvery, Limit: planLimit, Work: func(ctx context.Context) error { return office.ForgetNames(ctx, p.config.Names) }},
			postgres.Job{Name: "forget-seats", Every: planEvery, Limit: planLimit, Work: office.ForgetSeats},
			postgres.Job{Name: "forget-vans", Every: planEvery, Limit: planLimit, Work: office.ForgetVans})
	}
	return list
}

// eraseNow does the erasures at once: a database that was restored may hold what
// should be gone, and nobody is to see it.
func (p *program) eraseNow(ctx context.Context, db *postgres.DB) error {
	for _, job := range p.erasures(db, p.newDesk(db)) {
		if err := job.Work(ctx); err != nil {
			return err
		}
	}
	return nil
}

// work does the jobs that fall to this server until ctx ends, again and again
// while the database is away.
func (s *serving) work(ctx context.Context, db *postgres.DB, l *ingest.Loader, planners []*planning.Planner) {
	work := postgres.Work{Area: s.config.Area, Jobs: s.jobs(db, l, planners)}
	if s.office != nil && s.office.Mailer != nil {
		work.SendMail = s.office.SendMail
	}
	for ctx.Err() == nil {
		if err := db.RunJobs(ctx, work); err != nil && ctx.Err() == nil {
			slog.Warn("this server cannot do its share of the jobs; it tries again", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(retryMost):
		}
	}
}
