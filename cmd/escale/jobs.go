package main

import (
	"context"
	"log/slog"
	"time"

	"escale/internal/ingest"
	"escale/internal/planning"
	"escale/internal/postgres"
)

// How often what is done once for all servers is done, and how long it may
// take. Each new day moves the horizon of the visits.
const (
	forgetEvery  = 24 * time.Hour
	planEvery    = time.Hour
	planLimit    = time.Minute
	refreshEvery = time.Hour
	refreshLimit = 10 * time.Minute
)

// jobs are what one of the servers of this map does for all.
func (s *serving) jobs(db *postgres.DB, l *ingest.Loader, planners []*planning.Planner) []postgres.Job {
	list := []postgres.Job{
		{Name: "visits", Every: planEvery, Limit: planLimit, Work: func(ctx context.Context) error { return s.updateEach(ctx, planners) }},
		{Name: "coverage", Every: forgetEvery, Limit: refreshLimit, Work: func(ctx context.Context) error { return s.countMonth(ctx, db) }},
		{Name: "sign-ins", Every: forgetEvery, Limit: planLimit, Work: db.ForgetSignIns},
	}
	if s.office != nil {
		list = append(list,
			postgres.Job{Name: "names", Every: forgetEvery, Limit: planLimit, Work: func(ctx context.Context) error { return s.office.ForgetNames(ctx, s.config.Names) }},
			postgres.Job{Name: "reminders", Every: forgetEvery, Limit: planLimit, Work: s.office.Remind})
	}
	if s.config.Refresh && s.config.Mirror == "" {
		list = append(list, postgres.Job{Name: "refresh", Every: refreshEvery, Limit: refreshLimit, Work: func(ctx context.Context) error {
			if _, err := s.refresh(ctx, l, nil, false); err != nil {
				return err
			}
			return s.updateEach(ctx, planners)
		}})
	}
	return list
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
