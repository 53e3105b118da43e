package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/spf13/pflag"

	"escale/internal/ingest"
	"escale/internal/planning"
	"escale/internal/postgres"
)

// How often the server looks whether a source is due, and how soon it does so
// first.
const (
	refreshFirst = time.Minute
	refreshTick  = time.Hour
)

var (
	errMirror  = errors.New("un miroir est réglé (ESCALE_MIRROR) : il tient lieu de tout ce qui est en ligne")
	errFailed  = errors.New("une source au moins n'a pas pu être lue")
	errRefresh = errors.New("une autre instance rafraîchit les sources en ce moment")
)

func prepareRefresh(p *program, flags *pflag.FlagSet) action {
	p.departementFlag(flags)
	dryRun := flags.Bool("dry-run", false, "dit ce qui changerait, sans rien écrire")
	return func(ctx context.Context, args []string) error {
		if p.config.Mirror != "" {
			return errMirror
		}
		return p.withDatabase(ctx, func(db *postgres.DB, l *ingest.Loader) error {
			failed := false
			ran, err := db.AloneToRefresh(ctx, func() (err error) {
				failed, err = p.refresh(ctx, l, args, *dryRun)
				return err
			})
			switch {
			case err != nil:
				return err
			case !ran:
				return errRefresh
			}
			planner, err := p.planner(db)
			if err != nil {
				return err
			}
			if err := p.updateTours(ctx, planner); err != nil || !failed {
				return err
			}
			return errFailed
		})
	}
}

// refresh reads the sources that are due, or those named, and says what became
// of each.
func (p *program) refresh(ctx context.Context, l *ingest.Loader, named []string, dryRun bool) (failed bool, err error) {
	list, err := l.Refresh(ctx, p.config.Departement, named, dryRun)
	for _, r := range list {
		failed = failed || r.Failed
		if r.Failed || r.Report == nil {
			p.say("%s : %s", r.Source, r.Sentence)
			continue
		}
		p.say("%s", r.Report.Summary())
	}
	if err == nil && len(list) == 0 {
		p.say("Aucune source n'est à relire.")
	}
	return failed, err
}

// keepFresh reads the sources again as they fall due, until ctx ends. Of
// several instances on one database, one does it.
func (s *serving) keepFresh(ctx context.Context, db *postgres.DB, l *ingest.Loader, planner *planning.Planner) {
	if !s.config.Refresh || s.config.Mirror != "" {
		return
	}
	for wait := refreshFirst; ; wait = refreshTick {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		_, err := db.AloneToRefresh(ctx, func() error {
			_, err := s.refresh(ctx, l, nil, false)
			s.plan(ctx, planner)
			return err
		})
		if err != nil && ctx.Err() == nil {
			slog.Warn("the sources cannot be read again; what they said stays", "error", err)
		}
	}
}
