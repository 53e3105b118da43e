package ingest_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"escale/internal/formats"
	"escale/internal/ingest"
	"escale/internal/mediation"
)

// Figures of communes of before are added up, rates of them are those of equal parts; what
// is stored is rounded to ten and seen by readers, and replaced by the next file.
func TestIndicatorsOfCommunesOfBefore(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.twoCommunes()
	file := formats.Indicators{Rows: []formats.IndicatorRow{
		figure(2, "50502", map[mediation.Layer]formats.IndicatorFigure{mediation.Seniors: {Value: 30, Base: formats.OfAdults}, mediation.NoCar: {Value: 1004}}),
		figure(3, "50467", map[mediation.Layer]formats.IndicatorFigure{mediation.Seniors: {Value: 20, Base: formats.OfAdults}, mediation.NoCar: {Value: 12}}),
		figure(4, "50615", map[mediation.Layer]formats.IndicatorFigure{mediation.Alone: {Value: 44, Base: formats.OfHouseholds}}),
		figure(5, "50999", map[mediation.Layer]formats.IndicatorFigure{mediation.NoCar: {Value: 9}}),
		figure(6, "14118", map[mediation.Layer]formats.IndicatorFigure{mediation.NoCar: {Value: 9}}),
	}}
	opts := ingest.IndicatorOptions{Year: 2020, Source: "INSEE", Partial: true}
	report, err := f.importer.LoadIndicators(ctx, "50", file, opts)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]mediation.Layer{mediation.NoDiploma, mediation.JobSeekers}, report.Absent); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]ingest.IndicatorLine{{Line: 5, INSEE: "50999"}}, report.Unknown); diff != "" || report.Elsewhere != 1 {
		t.Error(diff, report.Elsewhere)
	}
	want := map[mediation.Layer]map[string]int{
		// 30 % and 20 % of 10,000 people each, of whom 82 % are adults
		mediation.Seniors: {"50502": 4100},
		// 44 % of 7,000 / 2.2 households
		mediation.Alone: {"50615": 1400},
		mediation.NoCar: {"50502": 1020},
	}
	if diff := cmp.Diff(want, f.people()); diff != "" {
		t.Error(diff)
	}
	again := formats.Indicators{Rows: []formats.IndicatorRow{figure(2, "50615", map[mediation.Layer]formats.IndicatorFigure{mediation.Alone: {Value: 1234}})}}
	if _, err := f.importer.LoadIndicators(ctx, "50", again, opts); err != nil {
		t.Fatal(err)
	}
	want[mediation.Alone] = map[string]int{"50615": 1230}
	if diff := cmp.Diff(want, f.people()); diff != "" {
		t.Error(diff)
	}
}

// A file that counts too many people, or too few communes, leaves what was there; a layer
// that is taken away leaves the others.
func TestFilesOfIndicatorsThatAreRefused(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	f.twoCommunes()
	opts := ingest.IndicatorOptions{Year: 2021, Source: "INSEE", Partial: true}
	alone := func(people float64) formats.Indicators {
		return formats.Indicators{Rows: []formats.IndicatorRow{figure(2, "50615", map[mediation.Layer]formats.IndicatorFigure{mediation.Alone: {Value: people}, mediation.NoCar: {Value: 20}})}}
	}
	if _, err := f.importer.LoadIndicators(ctx, "50", alone(1234), opts); err != nil {
		t.Fatal(err)
	}
	want := map[mediation.Layer]map[string]int{mediation.Alone: {"50615": 1230}, mediation.NoCar: {"50615": 20}}
	if report, err := f.importer.LoadIndicators(ctx, "50", alone(7_100), opts); err == nil || !cmp.Equal(report.TooMany, []string{"Valognes"}) || !cmp.Equal(f.people(), want) {
		t.Errorf("more people than inhabitants: %v, %+v", err, report)
	}
	if _, err := f.importer.LoadIndicators(ctx, "50", formats.Indicators{}, opts); err == nil {
		t.Error("a file that says nothing of the département is taken")
	}
	opts.Partial = false
	if _, err := f.importer.LoadIndicators(ctx, "50", alone(1000), opts); err == nil || !strings.Contains(err.Error(), "1 des 2 communes") {
		t.Errorf("a file that lacks half of the communes: %v", err)
	}
	gone, err := f.importer.RemoveIndicators(ctx, "50", []mediation.Layer{mediation.Alone, mediation.NoDiploma})
	delete(want, mediation.Alone)
	if err != nil || !cmp.Equal(gone, []mediation.Layer{mediation.Alone}) || !cmp.Equal(f.people(), want) {
		t.Errorf("%v removed, %v; left: %v", gone, err, f.people())
	}
}

func (f *fixture) twoCommunes() {
	f.Helper()
	_, err := f.db.SaveTerritory(context.Background(), mediation.Territory{Area: "50", Communes: []mediation.Commune{
		{INSEE: "50502", Name: "Saint-Lô", Postcodes: []string{"50000"}, Population: 20_000, Former: []string{"50467"}, Centre: orb.Point{-1.09, 49.1157}},
		{INSEE: "50615", Name: "Valognes", Postcodes: []string{"50700"}, Population: 7_000, Centre: orb.Point{-1.47, 49.51}},
	}})
	if err != nil {
		f.Fatal(err)
	}
}

func figure(line int, insee string, values map[mediation.Layer]formats.IndicatorFigure) formats.IndicatorRow {
	return formats.IndicatorRow{Line: line, INSEE: insee, Figures: values}
}

func (f *fixture) people() map[mediation.Layer]map[string]int {
	f.Helper()
	public, err := f.db.Public(context.Background(), "50", time.Now())
	if err != nil {
		f.Fatal(err)
	}
	people := map[mediation.Layer]map[string]int{}
	for _, i := range public.Territory.Indicators {
		people[i.Layer] = i.People
	}
	return people
}
