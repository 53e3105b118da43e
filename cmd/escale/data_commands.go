package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"escale/internal/formats"
	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/postgres"
)

// withLoader runs f with a database and the use case that loads it, and then
// brings the tours up to date with what was loaded.
func (p *program) withLoader(ctx context.Context, f func(*ingest.Loader) error) error {
	return p.withDatabase(ctx, func(db *postgres.DB, loader *ingest.Loader) error {
		if err := f(loader); err != nil {
			return err
		}
		planners, err := p.planners(db)
		if err != nil {
			return err
		}
		return toursBehind(p.updateEach(ctx, planners))
	})
}

// toursBehind says that what was loaded is there when its tours could not follow.
func toursBehind(err error) error {
	if err == nil {
		return nil
	}
	if _, known := errors.AsType[*mediation.Error](err); known {
		return err
	}
	slog.Error("the tours could not follow what was loaded", "error", err)
	return &mediation.Error{Kind: mediation.Unavailable, Sentence: "Ce qui a été lu est enregistré, mais les passages des tournées n’ont pas pu être recalculés. Le journal dit pourquoi ; « escale tour update » essaie encore."}
}

// sourceFlags declares what the commands that read a département share.
func (p *program) sourceFlags(flags *pflag.FlagSet) {
	p.departementFlag(flags)
	flags.StringVar(&p.config.Mirror, "mirror", p.config.Mirror, "dossier des fichiers sources, à la place de leurs adresses")
}

func prepareLoad(p *program, flags *pflag.FlagSet) action {
	p.sourceFlags(flags)
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		pending := false
		err := p.withLoader(ctx, func(l *ingest.Loader) (err error) {
			pending, err = p.load(ctx, l)
			return err
		})
		if err == nil && pending {
			err = errPending
		}
		return err
	}
}

// errPending ends a command that left an edition to a person.
var errPending = errors.New("une édition est en attente : la carte garde ce qu’elle avait de cette source ; « escale runs » la montre")

// load loads the area, prints what became of each source, and tells whether an
// edition waits for a person.
func (p *program) load(ctx context.Context, l *ingest.Loader) (pending bool, err error) {
	outcomes, err := l.LoadEach(ctx, p.config.Area.Departements())
	var total ingest.Total
	for _, outcome := range outcomes {
		waits := false
		for _, r := range outcome.Reports {
			if p.config.Area.Several() {
				p.say("Département %s", r.Departement)
			}
			p.say("%s", r.Summary())
			waits = waits || r.Waits()
		}
		pending = pending || waits
		if !waits {
			total = total.And(outcome.Total)
		}
	}
	if err == nil {
		where := "du département"
		if p.config.Area.Several() {
			where = "des départements"
		}
		p.say("Total : %d lues = %d offres sur la carte + %d mises de côté + %d hors %s + %d déjà racontées par une autre source",
			total.Read, total.Shown, total.SetAside, total.Elsewhere, where, total.Superseded)
	}
	return pending, err
}

func prepareTerritory(p *program, flags *pflag.FlagSet) action {
	p.sourceFlags(flags)
	all := flags.Bool("all", false, "tous les départements dont le miroir a les contours")
	return func(ctx context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		return p.withLoader(ctx, func(l *ingest.Loader) error {
			departements := p.config.Area.Departements()
			if *all {
				departements = l.Mirrored()
			}
			if len(departements) == 0 {
				return errors.New("aucun département : ni demandé, ni dans le miroir")
			}
			if err := l.LoadTerritories(ctx, departements...); err != nil {
				return err
			}
			p.say("Départements chargés : %s", join(departements))
			return nil
		})
	}
}

func splitList(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' })
}

func prepareImport(p *program, flags *pflag.FlagSet) action {
	var req ingest.Request
	flags.StringVar(&req.Source, "source", "", "identifiant de la source")
	flags.StringVar(&req.Format, "format", "", "format du fichier")
	mapping := flags.String("mapping", "", "fichier de correspondance (YAML), à la place de --format")
	explain := flags.Bool("explain", false, "dit ce que chaque colonne semble être, et propose une correspondance ; ne charge rien")
	departements := flags.String("departement", string(p.config.Area), "codes des départements, séparés par des virgules")
	all := flags.Bool("all", false, "tous les départements dont les communes sont chargées")
	flags.BoolVar(&req.DryRun, "dry-run", false, "dit ce qui changerait, sans rien écrire")
	flags.BoolVar(&req.Force, "force", false, "relit le fichier même s'il n'a pas changé, ou si quelqu'un l'a annulé")
	flags.BoolVar(&req.Accept, "yes", false, "accepte une édition qui enlève beaucoup de lieux")
	date := flags.String("date", "", "jour du fichier (AAAA-MM-JJ), pour les offres qui ne disent pas le leur")
	flags.StringVar(&req.Declared.Name, "name", "", "nom d'une source que data/sources.yaml ne liste pas")
	flags.StringVar(&req.Declared.Licence, "licence", "", "sa licence")
	flags.StringVar(&req.Declared.URL, "url", "", "l'adresse où elle est publiée")
	reportFile := flags.String("report", "", "fichier JSON où écrire le compte rendu entier")
	return func(ctx context.Context, args []string) (err error) {
		if *explain && len(args) == 1 {
			return p.explain(ctx, args[0])
		}
		if len(args) != 1 || req.Source == "" {
			return errors.New("il faut --source, --format (ou --mapping) et un fichier ou une adresse")
		}
		if err := readFormat(&req, *mapping); err != nil {
			return err
		}
		if req.Date, err = p.readDay(*date); err != nil {
			return err
		}
		if err := tryReport(*reportFile); err != nil {
			return err
		}
		req.Origin = args[0]
		return p.withLoader(ctx, func(l *ingest.Loader) error {
			if req, err = l.Open(ctx, req); err != nil {
				return err
			}
			list := splitList(*departements)
			if *all {
				if list, err = l.Store.Departements(ctx); err != nil {
					return err
				}
			}
			outcome, err := p.importEach(ctx, l, req, list)
			return errors.Join(suggestExplain(err, req.Origin), writeReport(*reportFile, outcome.Reports))
		})
	}
}

// readDay reads the day of a file, which cannot be to come; zero for "".
func (p *program) readDay(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, fmt.Errorf("--date : « %s » n’est pas un jour comme 2026-11-02", text)
	}
	if day.After(formats.Day(p.now())) {
		return day, fmt.Errorf("--date : le %s n’est pas encore venu", text)
	}
	return day, nil
}

// importEach imports a file and prints what became of it in each département.
func (p *program) importEach(ctx context.Context, l *ingest.Loader, req ingest.Request, departements []string) (ingest.Outcome, error) {
	if len(departements) == 0 {
		return ingest.Outcome{}, errors.New("aucun département : commencez par « escale territory »")
	}
	outcome, err := l.ImportEach(ctx, req, departements)
	if err != nil {
		return outcome, err
	}
	return outcome, p.sayOutcome(outcome)
}

// errUndone ends the import of a file that a person has undone.
var errUndone = errors.New("rien n’est chargé")

func (p *program) sayOutcome(outcome ingest.Outcome) error {
	several := len(outcome.Reports) > 1
	for _, r := range outcome.Reports {
		if several {
			p.say("Département %s", r.Departement)
		}
		p.say("%s", r.Summary())
	}
	switch first := outcome.Reports[0]; {
	case first.Waits():
		return errPending
	case first.Refused():
		return errUndone
	case several:
		p.say("En tout : %s", outcome.Total.Text())
	}
	return nil
}

// tryReport refuses a report that cannot be written, before anything is applied.
func tryReport(file string) error {
	if file == "" {
		return nil
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("--report : « %s » ne peut pas être écrit ; rien n’est chargé", file)
	}
	return f.Close()
}

// writeReport writes one report, or the list of several.
func writeReport(file string, reports []ingest.Report) error {
	if file == "" || len(reports) == 0 {
		return nil
	}
	var value any = reports
	if len(reports) == 1 {
		value = reports[0]
	}
	content, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(content, '\n'), 0o644)
}

func prepareDetach(p *program, flags *pflag.FlagSet) action {
	p.departementFlag(flags)
	return func(ctx context.Context, args []string) error {
		if len(args) != 2 {
			return errors.New("il faut la source et l'identifiant de l'offre")
		}
		return p.withLoader(ctx, func(l *ingest.Loader) error {
			departement, err := p.departement()
			if err != nil {
				return err
			}
			if err := l.Detach(ctx, departement, args[0], args[1]); err != nil {
				return err
			}
			p.say("L'offre %s de %s a maintenant son propre lieu.", args[1], args[0])
			return nil
		})
	}
}

func prepareMigrate(p *program, _ *pflag.FlagSet) action {
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
