package ingest_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"escale/internal/ingest"
	"escale/internal/mirrortest"
	"escale/internal/postgres"
	"escale/internal/postgres/pgtest"
)

// Import, undo and import again gives the same state for each file of the mirror.
func TestEachFileUndoneAndLoadedAgain(t *testing.T) {
	folder := mirrortest.Path(t, ".")
	f := &fixture{T: t, db: pgtest.New(t)}
	now := time.Date(2026, time.November, 29, 10, 0, 0, 0, time.UTC)
	f.importer = ingest.Importer{Store: postgres.As[ingest.Tx]{DB: f.db}, Now: func() time.Time { return now }, GoneDelay: 14 * 24 * time.Hour}
	departements := f.territories("13", "42", "44", "50", "63", "974")
	for _, source := range []struct{ file, format string }{
		{"france/france-services-20240801.csv", "france-services"}, {"france/conseillers-numeriques-20221201.json", "conseillers-numeriques"},
		{"manche/epn-2020.csv", "epn-normandie"}, {"manche/aidant-bus-sud-manche.json", "conseillers-numeriques-bus"},
		{"france/hinaura-standard-2021.json", "standard"}, {"france/aix-en-provence-2024.json", "standard"}, {"standard/exemple-valide.csv", "standard"},
	} {
		content, err := os.ReadFile(filepath.Join(folder, source.file))
		if err != nil {
			t.Fatal(err)
		}
		empty := f.fingerprint()
		req := ingest.Request{Source: "s" + source.format, Format: source.format, Origin: source.file, Content: content, Date: now.AddDate(-1, 0, 0), Force: true, Accept: true}
		outcome := f.each(req, departements)
		first := f.fingerprint()
		undo := func() {
			t.Helper()
			if err := f.undo(outcome.Reports[0].Run); err != nil || f.fingerprint() != empty {
				t.Errorf("%s: undone, %s is not %s, %v", source.file, f.fingerprint(), empty, err)
			}
		}
		undo()
		outcome = f.each(req, departements)
		if again := f.fingerprint(); again != first || outcome.Total.Shown > 0 && first == empty {
			t.Errorf("%s: %s, then %s", source.file, first, again)
		}
		t.Logf("%s: %+v, %s", source.file, outcome.Total, first)
		undo()
	}
}
