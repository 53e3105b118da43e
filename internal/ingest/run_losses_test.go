package ingest_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"escale/internal/mediation"
)

// without drops columns of a CSV file, or empties them in the first n rows.
func without(t *testing.T, content []byte, n int, columns ...string) []byte {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(string(content))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	for number, line := range lines {
		var cells []string
		for i, cell := range line {
			switch drop := slices.Contains(columns, lines[0][i]); {
			case drop && n == 0:
			case drop && number > 0 && number <= n:
				cells = append(cells, "")
			default:
				cells = append(cells, cell)
			}
		}
		_ = w.Write(cells) // a builder never fails
	}
	w.Flush()
	return []byte(b.String())
}

func TestAnEditionThatLosesAFieldWaitsForAPerson(t *testing.T) {
	for _, tt := range []struct {
		name    string
		columns []string
		rows    int // that lose them; 0: the columns are gone
		says    string
		waits   bool
	}{
		{"a column", []string{"telephone"}, 0, "La colonne « telephone » n’est plus dans le fichier.", true},
		{"coordinates", []string{"latitude", "longitude"}, 0, "La colonne « latitude » n’est plus dans le fichier.", true},
		{"hours of many", []string{"horaires"}, 5, "5 offres perdent leurs horaires.", true},
		{"hours of few", []string{"horaires"}, 4, "", false},
		{"dates", []string{"date_maj"}, 0, "", false},
		{"a column that nobody filled in", []string{"services"}, 0, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			first := f.request("s", many(1, 8))
			f.load(first)
			next := first
			next.Content = without(t, first.Content, tt.rows, tt.columns...)
			report := f.load(next)
			if report.Waits() != tt.waits || !strings.Contains(report.Summary(), tt.says) || strings.Contains(report.Summary(), "date_maj") {
				t.Errorf("held %v, losses %q:\n%s", report.Waits(), report.Losses, report.Summary())
			}
			if tt.waits && strings.Contains(report.Summary(), "enlèverait") {
				t.Errorf("no record is lost:\n%s", report.Summary())
			}
			complete := len(slices.DeleteFunc(f.places(), func(p mediation.Place) bool { return p.Contact().Phone == "" || p.Approximate() }))
			if complete != 8 {
				t.Errorf("%d places have a telephone and a point", complete)
			}
			next.Accept = true
			if report := f.load(next); report.Waits() {
				t.Errorf("not accepted: %s", report.Summary())
			}
		})
	}
}
