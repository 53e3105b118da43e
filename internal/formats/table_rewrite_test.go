package formats

import (
	"encoding/csv"
	"strings"
	"testing"
)

// rewrite writes a CSV file with another separator, and its columns in another
// order unless order is nil.
func rewrite(t *testing.T, content string, separator rune, order []int) string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = separator
	for _, row := range rows {
		shuffled := row
		if order != nil {
			shuffled = make([]string, len(row))
			for i, from := range order {
				shuffled[i] = row[from]
			}
		}
		if err := w.Write(shuffled); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.String()
}
