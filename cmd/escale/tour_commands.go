package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"escale/internal/formats"
	"escale/internal/planning"
)

// tourActions are what `escale tour` does, each with how many files it takes.
var tourActions = map[string]struct {
	files int
	run   func(context.Context, *program, *planning.Planner, []string, bool) error
}{
	"export": {1, exportTours},
	"import": {1, importTours},
	"undo":   {0, undoTours},
	"update": {0, func(ctx context.Context, p *program, planner *planning.Planner, _ []string, _ bool) error {
		return p.updateTours(ctx, planner)
	}},
}

func prepareTour(p *program, flags *flag.FlagSet) func(context.Context, []string) error {
	flags.StringVar(&p.config.Departement, "departement", p.config.Departement, "code du département")
	dryRun := flags.Bool("dry-run", false, "dit ce qui changerait, sans rien écrire")
	return func(ctx context.Context, args []string) error {
		if len(args) == 0 {
			return errors.New("il faut dire quoi faire : export FICHIER, import FICHIER, undo ou update")
		}
		action, known := tourActions[args[0]]
		if !known || len(args) != 1+action.files {
			return errors.New("il faut l'un de : export FICHIER, import [--dry-run] FICHIER, undo, update")
		}
		if *dryRun && args[0] != "import" {
			return errors.New("--dry-run ne vaut que pour import")
		}
		db, closeDB, err := p.database(ctx)
		if err != nil {
			return err
		}
		defer closeDB()
		planner, err := p.planner(db)
		if err != nil {
			return err
		}
		return action.run(ctx, p, planner, args[1:], *dryRun)
	}
}

// exportTours writes the tours as CSV, or as a workbook if the file's name
// says so.
func exportTours(ctx context.Context, p *program, planner *planning.Planner, args []string, _ bool) error {
	lines, err := planner.Export(ctx)
	if err != nil {
		return err
	}
	write := formats.WriteToursCSV
	switch strings.ToLower(filepath.Ext(args[0])) {
	case ".xlsx":
		write = formats.WriteToursXLSX
	case ".csv":
	default:
		return fmt.Errorf("« %s » : le nom du fichier doit finir par .csv ou .xlsx", args[0])
	}
	var file bytes.Buffer
	if err := write(&file, lines); err != nil {
		return err
	}
	if err := os.WriteFile(args[0], file.Bytes(), 0o644); err != nil {
		return err
	}
	sum, err := planner.Fingerprint(ctx)
	p.say("%s : %d lignes écrites\nEmpreinte : %s", args[0], len(lines), sum)
	return err
}

// errBadLines ends an import that changed nothing.
var errBadLines = errors.New("le fichier n'est pas appliqué : corrigez ces lignes, puis recommencez")

func importTours(ctx context.Context, p *program, planner *planning.Planner, args []string, dryRun bool) error {
	content, err := os.ReadFile(args[0])
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("le fichier « %s » n'existe pas", args[0])
	}
	if err != nil {
		return err
	}
	report, err := planner.Import(ctx, planning.ImportRequest{Origin: filepath.Base(args[0]), Content: content, DryRun: dryRun})
	if err != nil {
		return err
	}
	p.say("%s", report.Summary())
	if len(report.Faults) > 0 {
		return errBadLines
	}
	return nil
}

func undoTours(ctx context.Context, p *program, planner *planning.Planner, _ []string, _ bool) error {
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
	p.say("Tournées. %s\n%s", outcome.VisitText(), outcome.ConflictText())
	return nil
}
