package formats

import (
	"io"
	"maps"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// IndicatorBase is what a figure of an indicator is a part of.
type IndicatorBase int

// The bases.
const (
	// Counted figures are people, or households.
	Counted IndicatorBase = iota
	// OfPeople, OfAdults and OfHouseholds are parts, in percent, of all people, of
	// those of 15 and over, of the households.
	OfPeople
	OfAdults
	OfHouseholds
)

// IndicatorRow is what a file says of one commune.
type IndicatorRow struct {
	Line  int
	INSEE string
	// Figures are by layer; one that the line leaves empty is absent.
	Figures map[mediation.Layer]IndicatorFigure
}

// IndicatorFigure is one number of a file.
type IndicatorFigure struct {
	Value float64
	Base  IndicatorBase
}

// Indicators is a file of indicators.
type Indicators struct {
	Rows     []IndicatorRow
	Problems []Problem
	// Ignored are the columns that say nothing that is known here.
	Ignored []string
}

// indicatorColumn is a column that tells of a layer.
type indicatorColumn struct {
	layer mediation.Layer
	base  IndicatorBase
}

// The columns by our names. Those of INSEE that begin with TX are rates of which no
// file says the base: 65 and over, at 29 % in the Manche, can only be among
// those of 15 and over.
var indicatorColumns = map[string]indicatorColumn{
	"plus_65": {mediation.Seniors, Counted}, "part_plus_65": {mediation.Seniors, OfPeople}, "tx_65etplus": {mediation.Seniors, OfAdults},
	"seuls": {mediation.Alone, Counted}, "part_seuls": {mediation.Alone, OfPeople}, "tx_menseul": {mediation.Alone, OfHouseholds},
	"sans_diplome": {mediation.NoDiploma, Counted}, "part_sans_diplome": {mediation.NoDiploma, OfPeople},
	"sans_emploi": {mediation.JobSeekers, Counted}, "part_sans_emploi": {mediation.JobSeekers, OfPeople},
	"sans_voiture": {mediation.NoCar, Counted}, "part_menages_sans_voiture": {mediation.NoCar, OfHouseholds},
}

var indicatorsLayout = newLayout("indicateurs", []string{"insee"},
	"insee code_insee codgeo code_commune com depcom", "plus_65", "part_plus_65", "tx_65etplus", "seuls", "part_seuls", "tx_menseul",
	"sans_diplome", "part_sans_diplome", "sans_emploi demandeurs_emploi", "part_sans_emploi", "sans_voiture menages_sans_voiture", "part_menages_sans_voiture",
	"menages p20_rp p21_rp p22_rp p23_rp", "menages_avec_voiture p20_rp_voit1p p21_rp_voit1p p22_rp_voit1p p23_rp_voit1p")

// ReadIndicators reads figures on the people of communes: their INSEE codes and a column
// for each layer, of people ("plus_65") or of parts in percent ("part_plus_65").
func ReadIndicators(r io.Reader) (in Indicators, err error) {
	t, err := readTable(r, indicatorsLayout, func(row *row) {
		if !row.unreadable {
			in.addRow(row)
		}
		in.Problems = append(in.Problems, row.problems...)
	})
	if err != nil {
		return in, err
	}
	in.Ignored = t.ignored
	for _, name := range t.names {
		if known := indicatorsLayout.known[fold(name)]; known != "" && known != "insee" {
			return in, nil
		}
	}
	return in, fault("Aucune colonne de ce fichier ne compte des personnes. Celles qui sont lues : %s.", strings.Join(slices.Sorted(maps.Keys(indicatorColumns)), ", "))
}

func (in *Indicators) addRow(r *row) {
	i := IndicatorRow{Line: r.line, INSEE: r.insee("insee"), Figures: map[mediation.Layer]IndicatorFigure{}}
	if i.INSEE == "" || !inseeForm.MatchString(i.INSEE) {
		if r.cells["insee"] == "" {
			r.problem("insee", "Il faut le code INSEE de la commune : ligne laissée de côté.")
		}
		return
	}
	for name, column := range inOrder(indicatorColumns) {
		if value, ok := r.figure(name, column.base); ok {
			i.Figures[column.layer] = IndicatorFigure{value, column.base}
		}
	}
	all, known := r.figure("menages", Counted)
	if owners, has := r.figure("menages_avec_voiture", Counted); known && has {
		i.Figures[mediation.NoCar] = IndicatorFigure{max(0, all-owners), Counted}
	}
	if len(i.Figures) > 0 {
		in.Rows = append(in.Rows, i)
	}
}

// figure reads a number of people, or a part of them in percent.
func (r *row) figure(column string, base IndicatorBase) (float64, bool) {
	text := r.words(column)
	if text == "" {
		return 0, false
	}
	value, ok := readDecimal(strings.TrimSuffix(text, "%"))
	switch {
	case !ok || value < 0:
		r.problem(column, "Il faut un nombre, comme 1240 ou 23,5 : valeur laissée de côté.")
		return 0, false
	case base != Counted && value > 100:
		r.problem(column, "Une part va de 0 à 100 : valeur laissée de côté.")
		return 0, false
	}
	return value, true
}
