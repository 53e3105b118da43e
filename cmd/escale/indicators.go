package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"escale/internal/formats"
	"escale/internal/ingest"
	"escale/internal/mediation"
)

func prepareIndicators(p *program, flags *pflag.FlagSet) action {
	p.departementFlag(flags)
	year := flags.Int("year", 0, "année des chiffres")
	from := flags.String("source", "", "qui les publie")
	return func(ctx context.Context, args []string) error {
		if len(args) != 1 || *year == 0 || strings.TrimSpace(*from) == "" {
			return errors.New("il faut un fichier, --year et --source : chaque chiffre est montré avec son année et sa source")
		}
		if *year < 1990 || *year > p.now().Year() {
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
				report, err := l.LoadIndicators(ctx, departement, file, *year, strings.TrimSpace(*from))
				if err != nil {
					return err
				}
				p.sayIndicators(report)
			}
			return nil
		})
	}
}

func (p *program) sayIndicators(r ingest.IndicatorReport) {
	p.say("Département %s", r.Departement)
	for _, i := range r.Stored {
		total := 0
		for _, people := range i.People {
			total += people
		}
		p.say("  %s : %d, dans %d communes sur %d", i.Layer.Label(), total, len(i.People), r.Communes)
		if i.Estimated != "" {
			p.say("    estimé : %s", i.Estimated)
		}
	}
	if len(r.Absent) > 0 {
		p.say("  Rien dans ce fichier sur : %s", layerList(r.Absent))
	}
	if len(r.Unknown) > 0 {
		p.say("  Codes qui ne sont d'aucune commune d'aujourd'hui : %s", strings.Join(r.Unknown, ", "))
	}
}

func layerList(layers []mediation.Layer) string {
	names := make([]string, len(layers))
	for i, layer := range layers {
		names[i] = layer.Label()
	}
	return strings.Join(names, ", ")
}
