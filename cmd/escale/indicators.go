package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"escale/internal/formats"
	"escale/internal/ingest"
	"escale/internal/mediation"
)

// indicating has the options of the command that loads figures on people.
type indicating struct {
	ingest.IndicatorOptions
	remove string
}

func prepareIndicators(p *program, flags *pflag.FlagSet) action {
	p.departementFlag(flags)
	var opts indicating
	flags.IntVar(&opts.Year, "year", 0, "année des chiffres")
	flags.StringVar(&opts.Source, "source", "", "qui les publie")
	flags.BoolVar(&opts.Partial, "partial", false, "accepte un fichier à qui il manque plus d'un cinquième des communes")
	flags.StringVar(&opts.remove, "remove", "", "retire un public et ses chiffres, comme plus-65 (plusieurs, séparés par des virgules) ; sans fichier")
	return func(ctx context.Context, args []string) error {
		if flags.Changed("remove") {
			return p.removeIndicators(ctx, args, opts)
		}
		return p.loadIndicators(ctx, args, opts)
	}
}

func (p *program) loadIndicators(ctx context.Context, args []string, opts indicating) error {
	opts.Source = strings.TrimSpace(opts.Source)
	if len(args) != 1 || opts.Year == 0 || opts.Source == "" {
		return errors.New("il faut un fichier, --year et --source : chaque chiffre est montré avec son année et sa source")
	}
	if opts.Year < 1990 || opts.Year > p.now().Year() {
		return errors.New("--year : il faut une année entre 1990 et celle-ci")
	}
	content, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	file, err := formats.ReadIndicators(bytes.NewReader(content))
	if err != nil {
		return err
	}
	p.sayProblems(args[0], file.Problems)
	if len(file.Ignored) > 0 {
		p.say("Colonnes laissées de côté, qui ne disent rien de sûr ici : %s", strings.Join(file.Ignored, ", "))
	}
	return p.withImports(ctx, func(ctx context.Context, l *ingest.Loader) error {
		for _, departement := range p.config.Area.Departements() {
			report, err := l.LoadIndicators(ctx, departement, file, opts.IndicatorOptions)
			p.sayLeftAside(report)
			if err != nil {
				return err
			}
			p.sayIndicators(report)
		}
		return nil
	})
}

// removeIndicators takes layers away: pages say then that they are absent.
func (p *program) removeIndicators(ctx context.Context, args []string, opts indicating) error {
	if len(args) > 0 || opts.Year != 0 || opts.Source != "" {
		return errors.New("--remove retire des chiffres : sans fichier, sans --year et sans --source")
	}
	var layers []mediation.Layer
	for _, name := range splitList(opts.remove) {
		if !slices.Contains(mediation.Layers, mediation.Layer(name)) {
			return fmt.Errorf("--remove : « %s » n’est pas un public ; il faut l’un de %s", name, layerNames())
		}
		layers = append(layers, mediation.Layer(name))
	}
	if len(layers) == 0 {
		return fmt.Errorf("--remove : dites quel public retirer, parmi %s", layerNames())
	}
	return p.withImports(ctx, func(ctx context.Context, l *ingest.Loader) error {
		for _, departement := range p.config.Area.Departements() {
			gone, err := l.RemoveIndicators(ctx, departement, layers)
			if err != nil {
				return err
			}
			p.say("Département %s", departement)
			for _, layer := range layers {
				p.say("  %s : %s", layer.Label(), map[bool]string{true: "retiré", false: "il n’y avait pas de chiffres"}[slices.Contains(gone, layer)])
			}
		}
		return nil
	})
}

// sayLeftAside says which lines of a file count for nothing, and why.
func (p *program) sayLeftAside(r ingest.IndicatorReport) {
	p.say("Département %s", r.Departement)
	p.sayLines("d'un code qui n'est d'aucune commune d'ici", r.Unknown)
	p.sayLines("d'une commune qui est déjà plus haut", r.Twice)
	if r.Elsewhere > 0 {
		p.say("  Lignes d'autres départements, laissées de côté : %d", r.Elsewhere)
	}
}

func (p *program) sayLines(why string, lines []ingest.IndicatorLine) {
	if len(lines) == 0 {
		return
	}
	p.say("  Lignes laissées de côté, %s : %d", why, len(lines))
	for _, one := range lines[:min(mostProblems, len(lines))] {
		first := ""
		if one.First > 0 {
			first = fmt.Sprintf(", déjà ligne %d", one.First)
		}
		p.say("    ligne %d, %s%s", one.Line, one.INSEE, first)
	}
	if more := len(lines) - mostProblems; more > 0 {
		p.say("    … et %d autres", more)
	}
}

func (p *program) sayIndicators(r ingest.IndicatorReport) {
	for _, i := range r.Stored {
		total := 0
		for _, people := range i.People {
			total += people
		}
		p.say("  %s : %d, dans %d des %d communes", i.Layer.Label(), total, len(i.People), r.Communes)
		if i.Estimated != "" {
			p.say("    estimé : %s", i.Estimated)
		}
	}
	if len(r.Absent) > 0 {
		p.say("  Rien dans ce fichier sur : %s", layerList(r.Absent))
	}
}

func layerList(layers []mediation.Layer) string {
	names := make([]string, len(layers))
	for i, layer := range layers {
		names[i] = layer.Label()
	}
	return strings.Join(names, ", ")
}

// layerNames are the layers as commands write them.
func layerNames() string {
	names := make([]string, len(mediation.Layers))
	for i, layer := range mediation.Layers {
		names[i] = string(layer)
	}
	return strings.Join(names, ", ")
}
