package ingest_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"escale/internal/formats"
	"escale/internal/mediation"
	"escale/internal/mirrortest"
)

// labelled are pairs of real records that somebody read and judged;
// docs/matching.md says how.
type labelled struct{ a, b, label string }

func readLabelled(t *testing.T, path string) []labelled {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var pairs []labelled
	for _, row := range rows[1:] {
		pairs = append(pairs, labelled{row[0], row[1], row[2]})
	}
	return pairs
}

// mirrored reads the records of the mirror, by key.
func mirrored(t *testing.T) map[string]mediation.Offer {
	t.Helper()
	offers := map[string]mediation.Offer{}
	for _, file := range []struct{ format, path string }{
		{"france-services", "france/france-services-20240801.csv"},
		{"conseillers-numeriques", "france/conseillers-numeriques-20221201.json"},
		{"epn-normandie", "manche/epn-2020.csv"},
	} {
		f, err := os.Open(mirrortest.Path(t, file.path))
		if err != nil {
			t.Fatal(err)
		}
		read, err := formats.Read(file.format, f, file.format)
		_ = f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range read.Records {
			offers[r.Offer.Key()] = r.Offer
		}
	}
	return offers
}

// TestDoorsAgainstLabelledPairs measures precision and recall on pairs that
// were read one by one.
func TestDoorsAgainstLabelledPairs(t *testing.T) {
	offers := mirrored(t)
	for _, set := range []struct {
		path              string
		precision, recall float64
	}{
		{"testdata/doors.csv", 0.97, 0.93},
		{"testdata/doors-held-out.csv", 0.95, 0.85},
	} {
		t.Run(set.path, func(t *testing.T) {
			var right, wrong, missed, unsure int
			for _, pair := range readLabelled(t, set.path) {
				a, knownA := offers[pair.a]
				b, knownB := offers[pair.b]
				if !knownA || !knownB {
					t.Fatalf("%s or %s is not in the mirror", pair.a, pair.b)
				}
				door := mediation.SameDoor(a, b)
				switch {
				case pair.label == "unsure":
					unsure++
				case door.Same && pair.label == "same":
					right++
				case door.Same:
					wrong++
					t.Logf("joined, and should not: %s | %s (%s)", pair.a, pair.b, door.Reason)
				case pair.label == "same":
					missed++
					t.Logf("not joined, and should: %s | %s (%.1f %s)", pair.a, pair.b, door.Score, door.Reason)
				}
			}
			precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
			t.Logf("%d joined rightly, %d wrongly, %d missed, %d left out as unsure: precision %.3f, recall %.3f", right, wrong, missed, unsure, precision, recall)
			if precision < set.precision || recall < set.recall {
				t.Errorf("precision %.3f, recall %.3f; want %.2f and %.2f", precision, recall, set.precision, set.recall)
			}
		})
	}
}

// Pairs that may be one door are reported once, and stay apart.
func TestUnsureDoorsAreReported(t *testing.T) {
	f := newFixture(t)
	f.load(f.request("a", row("1", "Le Hangar bleu", "Saint-Lô", "50000", "", "rue Haute", "49.1157", "-1.09")))
	report := f.load(f.request("b", row("2", "Chez Marthe", "Saint-Lô", "50000", "", "place du Marché", "49.1161", "-1.09")+
		row("3", "La Passerelle", "Saint-Lô", "50000", "", "quai Nord", "49.1257", "-1.0912")))
	if len(report.Unsure) != 1 || report.Unsure[0].ID != "b/2" || report.Unsure[0].With != "a/1" || len(f.places()) != 3 {
		t.Errorf("%+v, %d places", report.Unsure, len(f.places()))
	}
	const words = "à vérifier : b/2 et a/1 sont peut-être à la même porte (deux fois France Services, à 45 m)"
	if !strings.Contains(report.Summary(), words) {
		t.Error(report.Summary())
	}
}
