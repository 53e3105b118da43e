package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"slices"

	"escale/internal/formats"
	"escale/internal/ingest"
)

// withLoader runs f with a database and the use case that loads it, and then
// brings the tours up to date with what was loaded.
func (p *program) withLoader(ctx context.Context, f func(*ingest.Loader) error) error {
	db, closeDB, err := p.database(ctx)
	if err != nil {
		return err
	}
	defer closeDB()
	loader, err := p.loader(db)
	if err != nil {
		return err
	}
	if err := f(loader); err != nil {
		return err
	}
	planner, err := p.planner(db)
	if err != nil {
		return err
	}
	return p.updateTours(ctx, planner)
}

// sourceFlags declares what the commands that read a département share.
func (p *program) sourceFlags(flags *flag.FlagSet) (decoupage *string) {
	flags.StringVar(&p.config.Departement, "departement", p.config.Departement, "code du département")
	flags.StringVar(&p.config.Mirror, "mirror", p.config.Mirror, "dossier des fichiers sources, à la place de leurs adresses")
	return flags.String("decoupage", decoupageFolder, "dossier du paquet npm @etalab/decoupage-administratif")
}

func prepareLoad(p *program, flags *flag.FlagSet) func(context.Context, []string) error {
	folder := p.sourceFlags(flags)
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		return p.withLoader(ctx, func(l *ingest.Loader) error {
			l.Decoupage = *folder
			return p.load(ctx, l)
		})
	}
}

// load loads the département and prints what became of each source.
func (p *program) load(ctx context.Context, l *ingest.Loader) error {
	reports, err := l.Load(ctx, p.config.Departement)
	var total ingest.Report
	for _, r := range reports {
		p.say("%s", r.Summary())
		total.Read += r.Read
		total.Unchanged += r.Kept()
		total.SetAside += r.SetAside
		total.Elsewhere += r.Elsewhere
		total.Retold += r.Retold
	}
	if err == nil {
		p.say("Total : %d lues = %d offres sur la carte + %d mises de côté + %d hors du département + %d déjà racontées par une autre source",
			total.Read, total.Kept(), total.SetAside, total.Elsewhere, total.Retold)
	}
	return err
}

func prepareTerritory(p *program, flags *flag.FlagSet) func(context.Context, []string) error {
	folder := p.sourceFlags(flags)
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		return p.withLoader(ctx, func(l *ingest.Loader) error {
			l.Decoupage = *folder
			return l.LoadTerritory(ctx, p.config.Departement)
		})
	}
}

func prepareImport(p *program, flags *flag.FlagSet) func(context.Context, []string) error {
	var req ingest.Request
	flags.StringVar(&req.Source, "source", "", "identifiant de la source")
	flags.StringVar(&req.Format, "format", "", "format du fichier")
	flags.StringVar(&req.Departement, "departement", p.config.Departement, "code du département")
	flags.BoolVar(&req.DryRun, "dry-run", false, "dit ce qui changerait, sans rien écrire")
	flags.BoolVar(&req.Force, "force", false, "relit le fichier même s'il n'a pas changé")
	reportFile := flags.String("report", "", "fichier JSON où écrire le compte rendu entier")
	return func(ctx context.Context, args []string) (err error) {
		if len(args) != 1 || req.Source == "" {
			return errors.New("il faut --source, --format et un fichier ou une adresse")
		}
		if !slices.Contains(formats.Formats, req.Format) {
			return errors.New("--format : il faut l'un de " + join(formats.Formats))
		}
		req.Origin = args[0]
		return p.withLoader(ctx, func(l *ingest.Loader) error {
			if req.Content, err = l.Fetcher.Read(ctx, req.Origin); err != nil {
				return err
			}
			report, err := l.Import(ctx, req)
			if err != nil {
				return err
			}
			p.say("%s", report.Summary())
			return writeReport(*reportFile, report)
		})
	}
}

func writeReport(file string, report ingest.Report) error {
	if file == "" {
		return nil
	}
	content, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(content, '\n'), 0o644)
}

func prepareDetach(p *program, flags *flag.FlagSet) func(context.Context, []string) error {
	flags.StringVar(&p.config.Departement, "departement", p.config.Departement, "code du département")
	return func(ctx context.Context, args []string) error {
		if len(args) != 2 {
			return errors.New("il faut la source et l'identifiant de l'offre")
		}
		return p.withLoader(ctx, func(l *ingest.Loader) error {
			if err := l.Detach(ctx, p.config.Departement, args[0], args[1]); err != nil {
				return err
			}
			p.say("L'offre %s de %s a maintenant son propre lieu.", args[1], args[0])
			return nil
		})
	}
}

func prepareMigrate(p *program, _ *flag.FlagSet) func(context.Context, []string) error {
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		_, closeDB, err := p.database(ctx)
		if err != nil {
			return err
		}
		closeDB()
		p.say("La base est à jour.")
		return nil
	}
}
