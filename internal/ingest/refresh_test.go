package ingest_test

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"escale/internal/ingest"
	"escale/internal/mediation"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// differenceOf is what a report says of an edition.
func differenceOf(r ingest.Report) difference {
	d := difference{Changed: map[string][]string{}, Renamed: map[string]string{}}
	for _, line := range r.Records {
		switch line.Outcome {
		case "changed":
			var names []string
			for _, f := range line.Fields {
				names = append(names, f.Field)
			}
			d.Changed[line.ID] = names
		case "renamed":
			d.Renamed[line.ID] = line.Former
		case "gone":
			d.Gone = append(d.Gone, line.ID)
		case "added":
			d.Added = append(d.Added, line.ID)
		}
	}
	return d
}

// together joins what the reports of several départements say.
func together(reports []ingest.Report) difference {
	d := difference{Changed: map[string][]string{}, Renamed: map[string]string{}}
	for _, r := range reports {
		one := differenceOf(r)
		for id, fields := range one.Changed {
			d.Changed[id] = fields
		}
		for id, former := range one.Renamed {
			d.Renamed[id] = former
		}
		d.Gone, d.Added = append(d.Gone, one.Gone...), append(d.Added, one.Added...)
	}
	slices.Sort(d.Gone)
	slices.Sort(d.Added)
	return d
}

func (f *fixture) fingerprint() (sum string) {
	f.Helper()
	ctx := context.Background()
	err := f.db.InTx(ctx, func(tx *postgres.Tx) (err error) {
		sum, err = tx.Fingerprint(ctx)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	return sum
}

// shown are the offers of a source that the public sees, by id.
func (f *fixture) shown(source string, departements ...string) map[string]mediation.Offer {
	f.Helper()
	ctx, shown := context.Background(), map[string]mediation.Offer{}
	err := f.db.InTx(ctx, func(tx *postgres.Tx) error {
		for _, d := range departements {
			list, err := tx.Offers(ctx, source, d)
			if err != nil {
				return err
			}
			for _, h := range list {
				if !h.Gone {
					shown[h.Offer.SourceID] = h.Offer
				}
			}
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	return shown
}

func (f *fixture) undo(id int64) error {
	f.Helper()
	_, _, err := f.importer.Undo(context.Background(), id)
	return err
}

// territories loads those of the départements; without a mirror, the Manche
// of the example alone.
func (f *fixture) territories(departements ...string) []string {
	f.Helper()
	m := mirror
	if _, err := os.Stat(mirror); err != nil {
		m, departements = "", []string{"50"}
	}
	l := newLoader(f.T, f, m)
	l.TerritoryURL = ""
	for _, d := range departements {
		if err := l.LoadTerritory(context.Background(), d); err != nil {
			f.Fatal(err)
		}
	}
	return departements
}

// The whole country in one transaction: every row is accounted for, a made-up
// next edition is recognised exactly, and undoing it leaves no trace.
func TestAnEditionIsRecognisedExactlyAndUndoneWithoutATrace(t *testing.T) {
	for _, source := range []struct{ file, format string }{
		{"france/france-services-20240801.csv", "france-services"},
		{"france/conseillers-numeriques-20221201.json", "conseillers-numeriques"},
	} {
		path, there := onMirror(source.file)
		if !there {
			source.format = "standard"
		}
		t.Run(source.format, func(t *testing.T) {
			f := &fixture{T: t, db: pgtest.New(t)}
			f.importer = ingest.Importer{Store: store{f.db}, Now: time.Now, GoneDelay: 14 * 24 * time.Hour}
			departements := f.territories("16", "23", "36", "42", "50", "80")
			base := readSheet(t, path, source.format)
			req := ingest.Request{Source: "s", Format: source.format, Origin: path, Content: base.write(t)}
			started := time.Now()
			first := f.each(req, departements)
			t.Logf("%d rows for %d départements in %s: %+v", first.Total.Read, len(departements), time.Since(started).Round(time.Millisecond), first.Total)
			if first.Total.Read != len(base.rows) {
				t.Errorf("%d rows read of %d", first.Total.Read, len(base.rows))
			}
			for seed := range uint64(3) {
				before, shown := f.fingerprint(), f.shown("s", departements...)
				next, want := base.next(rand.New(rand.NewPCG(50, seed)), shown, usual)
				req.Content = next.write(t)
				trial := req
				trial.DryRun = true
				if got := together(f.each(trial, departements).Reports); !cmp.Equal(want, got, cmpopts.EquateEmpty()) || f.fingerprint() != before {
					t.Errorf("seed %d, trial:\n%s", seed, cmp.Diff(want, got, cmpopts.EquateEmpty()))
				}
				second := f.each(req, departements)
				if diff := cmp.Diff(want, together(second.Reports), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("seed %d:\n%s", seed, diff)
				}
				unchanged := 0
				for _, r := range second.Reports {
					unchanged += r.Unchanged
				}
				if left := len(shown) - len(want.Changed) - len(want.Renamed) - len(want.Gone); unchanged != left {
					t.Errorf("seed %d: %d unchanged, want %d", seed, unchanged, left)
				}
				if err := f.undo(second.Reports[0].Run); err != nil || f.fingerprint() != before {
					t.Fatalf("seed %d: undone, the state is not what it was: %v", seed, err)
				}
				if refused := f.each(req, departements); refused.Reports[0].Status != mediation.RunUndone || f.fingerprint() != before {
					t.Errorf("seed %d: the file that was undone came back by itself", seed)
				}
				req.Force = true
				again := f.each(req, departements)
				req.Force = false
				if diff := cmp.Diff(want, together(again.Reports), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("seed %d, forced:\n%s", seed, diff)
				}
				if err := f.undo(again.Reports[0].Run); err != nil || f.fingerprint() != before {
					t.Fatalf("seed %d: undone twice: %v", seed, err)
				}
			}
		})
	}
}

// each imports for several départements and checks that every row is
// accounted for, in each and in all.
func (f *fixture) each(req ingest.Request, departements []string) ingest.Outcome {
	f.Helper()
	outcome, err := f.importer.ImportEach(context.Background(), req, departements)
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range outcome.Reports {
		if sum := r.Elsewhere + r.Retold + r.SetAside + r.Kept(); sum != r.Read {
			f.Errorf("%s: %d rows read, %d accounted for", r.Departement, r.Read, sum)
		}
	}
	if t := outcome.Total; t.Shown+t.SetAside+t.Retold+t.Elsewhere != t.Read {
		f.Errorf("total: %+v", t)
	}
	return outcome
}
