package reach_test

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
	"escale/internal/reach"
	"escale/internal/reach/reachtest"
)

func question() coverage.Question {
	return coverage.Question{Need: "ameli", Days: 14, Reach: 10_000}
}

// BenchmarkManche is coverage, and 20 stops with their bound, on one core.
func BenchmarkManche(b *testing.B) {
	runtime.GOMAXPROCS(1)
	m := reachtest.Map(b, "50").At(reachtest.Today)
	for b.Loop() {
		r := reach.New(reach.Options{Travel: coverage.Travel{Factor: coverage.DefaultFactor}})
		answer, err := r.Answer(m, question())
		if err != nil {
			b.Fatal(err)
		}
		s := answer.Suggest(reach.Wishes{Stops: 20, Weights: map[mediation.Layer]float64{reach.Everybody: 1}})
		b.ReportMetric(100*s.Gap(), "%gap")
		b.ReportMetric(s.Covered, "people")
	}
}

// BenchmarkFrance is coverage of every commune of the mirror.
func BenchmarkFrance(b *testing.B) {
	files, err := filepath.Glob(mirrortest.Path(b, "territory/communes-*-*.geojson"))
	if err != nil {
		b.Fatal(err)
	}
	d := catalog.Data{Revision: 1, Changed: reachtest.Today, Needs: reachtest.Needs(b), Territory: mediation.Territory{Area: "50"}}
	for _, file := range files {
		t := reachtest.Territory(b, strings.Split(filepath.Base(file), "-")[1])
		for i := range t.Communes {
			t.Communes[i].Contour = nil
		}
		d.Territory.Communes = append(d.Territory.Communes, t.Communes...)
	}
	for _, o := range reachtest.Records(b) {
		d.Places = append(d.Places, mediation.PlaceOf(mediation.NewPlaceID(o.Source, o.SourceID), []mediation.Offer{o}))
	}
	s, err := catalog.New(d)
	if err != nil {
		b.Fatal(err)
	}
	m := s.At(reachtest.Today)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var answer *reach.Answer
	r := reach.New(reach.Options{Travel: coverage.Travel{Factor: coverage.DefaultFactor}})
	for b.Loop() {
		r = reach.New(reach.Options{Travel: coverage.Travel{Factor: coverage.DefaultFactor}})
		if answer, err = r.Answer(m, question()); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
	b.ReportMetric(float64(len(answer.Lines)), "communes")
	runtime.KeepAlive(r)
}

// BenchmarkRegion is what anybody may ask of a large map: coverage, and one more half-day.
func BenchmarkRegion(b *testing.B) {
	d := catalog.Data{Revision: 1, Changed: reachtest.Today, Needs: reachtest.Needs(b), Territory: mediation.Territory{Area: "50"}}
	for _, dep := range []string{"02", "14", "27", "50", "59", "60", "61", "62", "76", "80"} {
		t := reachtest.Territory(b, dep)
		for i := range t.Communes {
			t.Communes[i].Contour = nil
		}
		d.Territory.Communes = append(d.Territory.Communes, t.Communes...)
	}
	for _, o := range reachtest.Records(b) {
		d.Places = append(d.Places, mediation.PlaceOf(mediation.NewPlaceID(o.Source, o.SourceID), []mediation.Offer{o}))
	}
	s, err := catalog.New(d)
	if err != nil {
		b.Fatal(err)
	}
	m := s.At(reachtest.Today)
	for _, km := range []float64{5, 10} {
		b.Run("", func(b *testing.B) {
			for b.Loop() {
				r := reach.New(reach.Options{Travel: coverage.Travel{Factor: coverage.DefaultFactor}})
				answer, err := r.Answer(m, coverage.Question{Need: "wifi", Days: 14, Reach: 1000 * km})
				if err != nil {
					b.Fatal(err)
				}
				x := answer.OneMore(reach.Everybody)
				b.ReportMetric(100*x.Gap(), "%gap")
				b.ReportMetric(float64(len(answer.Lines)), "communes")
			}
		})
	}
}
