package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"escale/internal/formats"
	"escale/internal/planning"
)

// withPlanner runs f with the use case that keeps the tours.
func (p *program) withPlanner(ctx context.Context, f func(*planning.Planner) error) error {
	db, closeDB, err := p.database(ctx)
	if err != nil {
		return err
	}
	defer closeDB()
	if _, err := p.departement(); err != nil {
		return err
	}
	planners, err := p.planners(db)
	if err != nil {
		return err
	}
	return f(planners[0])
}

func prepareTour(f func(*program, context.Context, *planning.Planner) error) func(*program, *pflag.FlagSet) action {
	return func(p *program, flags *pflag.FlagSet) action {
		p.departementFlag(flags)
		return func(ctx context.Context, args []string) error {
			if err := noArguments(args); err != nil {
				return err
			}
			return p.withPlanner(ctx, func(planner *planning.Planner) error { return f(p, ctx, planner) })
		}
	}
}

// prepareTourFile is for a command on one file of tours.
func prepareTourFile(f func(context.Context, *program, *planning.Planner, string) error) func(*program, *pflag.FlagSet) action {
	return func(p *program, flags *pflag.FlagSet) action {
		p.departementFlag(flags)
		return func(ctx context.Context, args []string) error {
			if len(args) != 1 {
				return errors.New("il faut le nom d'un fichier, et d'un seul")
			}
			return p.withPlanner(ctx, func(planner *planning.Planner) error { return f(ctx, p, planner, args[0]) })
		}
	}
}

func prepareTourImport(p *program, flags *pflag.FlagSet) action {
	dryRun := flags.Bool("dry-run", false, "dit ce qui changerait, sans rien écrire")
	merge := flags.Bool("merge", false, "prend un fichier plus ancien que la carte ; ce qui a changé depuis est gardé")
	return prepareTourFile(func(ctx context.Context, p *program, planner *planning.Planner, file string) error {
		return importTours(ctx, p, planner, file, planning.ImportRequest{DryRun: *dryRun, Merge: *merge})
	})(p, flags)
}

// exportTours writes the tours as CSV, or as a workbook if the file's name
// says so.
func exportTours(ctx context.Context, p *program, planner *planning.Planner, file string) error {
	lines, err := planner.Export(ctx, "")
	if err != nil {
		return err
	}
	write := formats.WriteToursCSV
	switch strings.ToLower(filepath.Ext(file)) {
	case ".xlsx":
		write = formats.WriteToursXLSX
	case ".csv":
	default:
		return fmt.Errorf("« %s » : le nom du fichier doit finir par .csv ou .xlsx", file)
	}
	var content bytes.Buffer
	if err := write(&content, lines); err != nil {
		return err
	}
	if err := os.WriteFile(file, content.Bytes(), 0o644); err != nil {
		return err
	}
	sum, err := planner.Fingerprint(ctx)
	p.say("%s : %d lignes écrites\nEmpreinte : %s", file, len(lines), sum)
	return err
}

// errBadLines ends an import that changed nothing.
var errBadLines = errors.New("le fichier n'est pas appliqué : corrigez ces lignes, puis recommencez")

// errOlder ends an import that nobody has looked at yet.
var errOlder = errors.New("ce fichier est plus ancien que la carte : rien n'est écrit. Relisez ce qui changerait, puis recommencez avec --merge ; ce qui a changé depuis est gardé")

func importTours(ctx context.Context, p *program, planner *planning.Planner, file string, req planning.ImportRequest) error {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("le fichier « %s » n'existe pas", file)
	}
	if err != nil {
		return err
	}
	req.Origin, req.Content = filepath.Base(file), content
	report, err := planner.Import(ctx, req)
	if err != nil {
		return err
	}
	p.say("%s", report.Summary())
	if len(report.Faults) > 0 {
		return errBadLines
	}
	if report.Waits {
		return errOlder
	}
	return nil
}

func (p *program) undoTours(ctx context.Context, planner *planning.Planner) error {
	report, err := planner.Undo(ctx)
	if err != nil {
		return err
	}
	p.say("Import annulé. %s", report.Summary())
	return nil
}

// updateTours takes what sources tell of vans and computes the visits ahead.
func (p *program) updateTours(ctx context.Context, planner *planning.Planner) error {
	outcome, err := planner.Update(ctx)
	if err != nil {
		return err
	}
	where := "Tournées."
	if p.config.Area.Several() {
		if outcome.IsEmpty() {
			return nil
		}
		where = fmt.Sprintf("Tournées du département %s.", planner.Departement)
	}
	p.say("%s %s\n%s", where, outcome.VisitText(), outcome.ConflictText())
	return nil
}

// updateEach does so for each département.
func (p *program) updateEach(ctx context.Context, planners []*planning.Planner) error {
	for _, planner := range planners {
		if err := p.updateTours(ctx, planner); err != nil {
			return err
		}
	}
	return nil
}
