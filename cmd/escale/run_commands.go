package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"escale/internal/hours"
	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/postgres"
)

func prepareRuns(p *program, _ *pflag.FlagSet) action {
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		return p.withImports(ctx, p.listRuns)
	}
}

// prepareRun is for a command on one run; one that changes the data brings the
// tours up to date too.
func prepareRun(changes bool, f func(context.Context, *program, *ingest.Loader, int64) error) func(*program, *pflag.FlagSet) action {
	return func(p *program, _ *pflag.FlagSet) action {
		return func(ctx context.Context, args []string) error {
			id, err := number(args, "un chargement")
			if err != nil {
				return err
			}
			if !changes {
				return p.withImports(ctx, func(ctx context.Context, l *ingest.Loader) error { return f(ctx, p, l, id) })
			}
			return p.withLoader(ctx, func(l *ingest.Loader) error { return f(ctx, p, l, id) })
		}
	}
}

// withImports runs f with the record of imports, which it does not change.
func (p *program) withImports(ctx context.Context, f func(context.Context, *ingest.Loader) error) error {
	return p.withDatabase(ctx, func(_ *postgres.DB, l *ingest.Loader) error { return f(ctx, l) })
}

// withDatabase runs f with a database and the use case that loads it.
func (p *program) withDatabase(ctx context.Context, f func(*postgres.DB, *ingest.Loader) error) error {
	db, closeDB, err := p.database(ctx)
	if err != nil {
		return err
	}
	defer closeDB()
	loader, err := p.loader(db)
	if err != nil {
		return err
	}
	return f(db, loader)
}

// statusWords say what became of a run.
var statusWords = map[mediation.RunStatus]string{
	mediation.RunApplied: "appliqué", mediation.RunPending: "EN ATTENTE", mediation.RunUndone: "annulé",
}

func runTitle(r ingest.Run) string {
	at, status := hours.Local(r.At), statusWords[r.Status]
	if r.Pruned && r.Status == mediation.RunApplied {
		status += ", ne s’annule plus"
	}
	return fmt.Sprintf("%d · %s à %s · %s, département %s · %s", r.ID, at.Format("02/01/2006"), hours.FormatTime(at),
		r.Source, r.Departement, status)
}

func (p *program) listRuns(ctx context.Context, l *ingest.Loader) error {
	runs, err := l.Runs(ctx)
	if err != nil {
		return err
	}
	for _, r := range runs {
		p.say("%s\n    %d lues : %d ajoutées, %d changées, %d renommées, %d inchangées, %d disparues, %d mises de côté", runTitle(r),
			r.Report.Read, r.Report.Added, r.Report.Changed, r.Report.Renamed, r.Report.Unchanged, r.Report.Gone, r.Report.SetAside)
	}
	p.say("Chargements : %d", len(runs))
	return nil
}

func showRun(ctx context.Context, p *program, l *ingest.Loader, id int64) error {
	runs, err := l.Batch(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range runs {
		p.say("%s\n%s", runTitle(r), r.Report.Text())
	}
	return nil
}

func undoRun(ctx context.Context, p *program, l *ingest.Loader, id int64) error {
	runs, fingerprint, err := l.Undo(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range runs {
		p.say("Chargement %d annulé (%s, département %s).", r.ID, r.Source, r.Departement)
	}
	p.say("Ce fichier ne reviendra pas de lui-même : « escale import --force » le recharge.\nEmpreinte : %s", fingerprint)
	return nil
}

func acceptRun(ctx context.Context, p *program, l *ingest.Loader, id int64) error {
	outcome, err := l.Accept(ctx, id)
	if err != nil {
		return err
	}
	return p.sayOutcome(outcome)
}
