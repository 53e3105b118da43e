package main

import (
	"context"
	"errors"

	"github.com/spf13/pflag"

	"escale/internal/ingest"
	"escale/internal/postgres"
)

var (
	errMirror = errors.New("un miroir est réglé (ESCALE_MIRROR) : il tient lieu de tout ce qui est en ligne")
	errFailed = errors.New("une source au moins n'a pas pu être lue")
)

func prepareRefresh(p *program, flags *pflag.FlagSet) action {
	p.departementFlag(flags)
	dryRun := flags.Bool("dry-run", false, "dit ce qui changerait, sans rien écrire")
	return func(ctx context.Context, args []string) error {
		if p.config.Mirror != "" {
			return errMirror
		}
		return p.withDatabase(ctx, func(db *postgres.DB, l *ingest.Loader) error {
			failed, err := p.refresh(ctx, l, args, *dryRun)
			if err != nil {
				return err
			}
			planners, err := p.planners(db)
			if err != nil {
				return err
			}
			if err := p.updateEach(ctx, planners); err != nil || !failed {
				return err
			}
			return errFailed
		})
	}
}

// refresh reads the sources that are due, or those named, and says what became
// of each.
func (p *program) refresh(ctx context.Context, l *ingest.Loader, named []string, dryRun bool) (failed bool, err error) {
	var list []ingest.Refreshed
	l = l.Round()
	for _, departement := range p.config.Area.Departements() {
		more, err := l.Refresh(ctx, departement, named, dryRun)
		if list = append(list, more...); err != nil {
			return failed, err
		}
	}
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
