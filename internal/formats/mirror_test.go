package formats

import (
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"escale/internal/mediation"
	"escale/internal/mirrortest"
)

// mirror opens a file of real open data.
func mirror(t testing.TB, path string) io.Reader {
	t.Helper()
	return openOutside(t, mirrortest.Path(t, path))
}

func openOutside(t testing.TB, path string) io.Reader {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func readMirror(t testing.TB, format, path string) *File {
	t.Helper()
	file, err := Read(format, mirror(t, path), "test")
	if err != nil {
		t.Fatalf("Read(%s): %v", path, err)
	}
	return file
}

// quoted is what varies between messages of one sort.
var quoted = regexp.MustCompile(`« [^»]* »|\+?\d[\d.:]*`)

func logProblems(t testing.TB, file *File) {
	t.Helper()
	count := map[string]int{}
	for _, r := range file.Records {
		for _, p := range r.Problems {
			key := p.Column + ": " + quoted.ReplaceAllString(p.Message, "…")
			if p.Fatal {
				key = "FATAL " + key
			}
			count[key]++
		}
	}
	for _, key := range slices.Sorted(maps.Keys(count)) {
		t.Logf("%5d %s", count[key], key)
	}
	t.Logf("ignored columns: %q, problems of the file: %v", file.Ignored, file.Problems)
}

func TestMirrorOfPlaces(t *testing.T) {
	for _, tt := range []struct {
		format, path  string
		total, manche int
		vans          int // in the Manche
	}{
		{"france-services", "france/france-services-20240801.csv", 2845, 38, 2},
		{"conseillers-numeriques", "france/conseillers-numeriques-20221201.json", 4930, 50, 1},
		{"epn-normandie", "manche/epn-2020.csv", 42, 42, 3},
		{"conseillers-numeriques-bus", "manche/aidant-bus-sud-manche.json", 12, 12, 12},
		{"standard", "france/hinaura-standard-2021.json", 687, 0, 0},
		{"standard", "france/aix-en-provence-2024.json", 38, 0, 0},
		{"standard", "standard/exemple-valide.csv", 1, 0, 0},
	} {
		t.Run(tt.path, func(t *testing.T) {
			file := readMirror(t, tt.format, tt.path)
			manche, vans := 0, 0
			for _, r := range file.Records {
				checkRecord(t, r)
				if r.Fatal() {
					t.Errorf("line %d is fatal: %+v", r.Line, r.Problems)
				}
				if mediation.DepartementOf(r.Offer.Address.Postcode) == "50" {
					manche++
					if r.Offer.Mobile() {
						vans++
					}
				}
			}
			if len(file.Records) != tt.total || manche != tt.manche || vans != tt.vans {
				t.Errorf("%d records, %d in the Manche, %d vans there; want %d, %d, %d",
					len(file.Records), manche, vans, tt.total, tt.manche, tt.vans)
			}
			others := slices.DeleteFunc(slices.Clone(file.Problems), func(p Problem) bool { return strings.HasPrefix(p.Message, "Données de personnes") })
			if len(file.Ignored) > 0 || len(others) > 0 {
				t.Errorf("ignored %q, problems %v", file.Ignored, file.Problems)
			}
			logProblems(t, file)
		})
	}
}
