package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// How rates are turned into people where a file does not say of how many they are. France
// has 82 adults of 15 and over among 100 inhabitants, and 2.2 inhabitants in a household
// (INSEE, census of 2020).
const (
	adults    = 0.82
	household = 2.2
)

// estimates say it.
var estimates = map[formats.IndicatorBase]string{
	formats.OfPeople:     "part des habitants",
	formats.OfAdults:     "part des 15 ans et plus, pris pour 82 % des habitants",
	formats.OfHouseholds: "part des ménages, pris pour 2,2 habitants chacun",
}

// IndicatorReport tells what became of a file of indicators in a département.
type IndicatorReport struct {
	Departement string
	// Stored are the layers that are there now, Absent those that the file does not tell of.
	Stored []mediation.Indicator
	Absent []mediation.Layer
	// TooMany are communes for which the file has more people than live there.
	TooMany []string
	// Communes is how many there are.
	Communes int
	// Unknown are lines of the département with a code of no commune of it, Twice those of
	// a commune that an earlier line tells of; both are left aside. Elsewhere is how many
	// lines are of other départements.
	Unknown, Twice []IndicatorLine
	Elsewhere      int
}

// IndicatorLine is a line of a file that is left aside.
type IndicatorLine struct {
	Line  int
	INSEE string
	// First is the line that counts in its place, 0 for none.
	First int
}

// IndicatorOptions are what a file does not say itself.
type IndicatorOptions struct {
	Year   int
	Source string
	// Partial takes a file that lacks many communes.
	Partial bool
}

// mostMissing is the part of the communes that a file may lack: with fewer figures, sums of
// a département would be far too small.
const mostMissing = 0.2

// LoadIndicators stores what a file says of the people of a département.
func (im *Importer) LoadIndicators(ctx context.Context, departement string, file formats.Indicators, opts IndicatorOptions) (IndicatorReport, error) {
	t, err := im.territory(ctx, departement)
	if err != nil {
		return IndicatorReport{}, err
	}
	report := IndicatorReport{Departement: departement, Communes: len(t.Communes)}
	g := gatherPeople(t, file.Rows, &report)
	for _, layer := range mediation.Layers {
		i := g.indicator(layer)
		if len(i.People) == 0 {
			report.Absent = append(report.Absent, layer)
			continue
		}
		for _, c := range t.Communes {
			if i.People[c.INSEE] > mediation.RoundTen(float64(c.Population)) && !slices.Contains(report.TooMany, c.Name) {
				report.TooMany = append(report.TooMany, c.Name)
			}
		}
		i.Year, i.Source = opts.Year, opts.Source
		report.Stored = append(report.Stored, i)
	}
	if sentence := report.refusal(opts.Partial); sentence != "" {
		return report, mediation.InvalidParameter("fichier", sentence)
	}
	return report, im.Store.SaveIndicators(ctx, departement, report.Stored)
}

// refusal says why a file is not stored, "" when it may be.
func (r *IndicatorReport) refusal(partial bool) string {
	if len(r.Stored) == 0 {
		return "Ce fichier ne dit rien des communes du département " + r.Departement + "."
	}
	if len(r.TooMany) > 0 {
		return "Ce fichier compte plus de personnes que d’habitants à : " + strings.Join(r.TooMany, ", ") + "."
	}
	for _, i := range r.Stored {
		if missing := r.Communes - len(i.People); !partial && float64(missing) > mostMissing*float64(r.Communes) {
			return fmt.Sprintf("Ce fichier n’a pas de chiffre pour %d des %d communes du département %s (%s). Si c’est voulu, ajoutez --partial : elles compteront pour zéro.",
				missing, r.Communes, r.Departement, i.Layer.Label())
		}
	}
	return ""
}

// RemoveIndicators takes away what is known of layers in a département, and tells which were there.
func (im *Importer) RemoveIndicators(ctx context.Context, departement string, layers []mediation.Layer) ([]mediation.Layer, error) {
	return im.Store.DeleteIndicators(ctx, departement, layers)
}

// peopleGathering has what a file says of each commune of today, by layer.
type peopleGathering struct {
	communes []mediation.Commune
	figures  map[string]map[mediation.Layer][]formats.IndicatorFigure
}

// gatherPeople puts what a file says under the communes of today.
func gatherPeople(t mediation.Territory, rows []formats.IndicatorRow, report *IndicatorReport) peopleGathering {
	today := map[string]string{}
	for _, c := range t.Communes {
		for _, former := range c.Former {
			today[former] = c.INSEE
		}
	}
	for _, c := range t.Communes {
		today[c.INSEE] = c.INSEE
	}
	g := peopleGathering{t.Communes, map[string]map[mediation.Layer][]formats.IndicatorFigure{}}
	lines := map[string]int{}
	for _, row := range rows {
		insee, first := today[row.INSEE], lines[row.INSEE]
		switch {
		case insee == "" && mediation.DepartementOf(row.INSEE) == report.Departement:
			report.Unknown = append(report.Unknown, IndicatorLine{Line: row.Line, INSEE: row.INSEE})
			continue
		case insee == "":
			report.Elsewhere++
			continue
		case first > 0:
			report.Twice = append(report.Twice, IndicatorLine{row.Line, row.INSEE, first})
			continue
		}
		lines[row.INSEE] = row.Line
		if g.figures[insee] == nil {
			g.figures[insee] = map[mediation.Layer][]formats.IndicatorFigure{}
		}
		for layer, figure := range row.Figures {
			g.figures[insee][layer] = append(g.figures[insee][layer], figure)
		}
	}
	return g
}

// indicator counts the people of a layer.
func (g peopleGathering) indicator(layer mediation.Layer) mediation.Indicator {
	i := mediation.Indicator{Layer: layer, People: map[string]int{}}
	var bases []string
	for _, c := range g.communes {
		figures := g.figures[c.INSEE][layer]
		if len(figures) == 0 {
			continue
		}
		people := 0.0
		for _, f := range figures {
			people += peopleOf(f, c.Population, len(figures))
			if text := estimates[f.Base]; text != "" && !slices.Contains(bases, text) {
				bases = append(bases, text)
			}
		}
		i.People[c.INSEE] = mediation.RoundTen(people)
	}
	i.Estimated = strings.Join(bases, " ; ")
	return i
}

// peopleOf turns a figure into people. Of a commune that was several, a rate is that
// of an equal part of its people.
func peopleOf(f formats.IndicatorFigure, population, parts int) float64 {
	part := f.Value / 100 * float64(population) / float64(parts)
	switch f.Base {
	case formats.OfPeople:
		return part
	case formats.OfAdults:
		return part * adults
	case formats.OfHouseholds:
		return part / household
	}
	return f.Value
}
