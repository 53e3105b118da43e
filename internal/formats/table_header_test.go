package formats

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A day over its parts is a header of two lines: each part is a column, and no line of
// the header is a place.
func TestADayOverItsParts(t *testing.T) {
	header := []any{"Structure", "Commune", "CP", "Mardi", nil, "Jeudi", nil, "RDV ?"}
	hours := sheetOfTest{"2026", [][]any{{"PERMANENCES"}, {}, header, {nil, nil, nil, "début", "fin", "début", "fin"}, {"CCAS", "Brix", 50700, 0.375, 0.5, "14h", "17h"}}}
	halves := sheetOfTest{"2026", [][]any{header, {nil, nil, nil, "matin", "après-midi", "matin", "après-midi"}, {"CCAS", "Brix", 50700, "9h-12h", nil, nil, "14h-17h"}}}
	one := sheetOfTest{"2026", [][]any{{"Structure", "Commune", "CP", "Mardi", nil, "RDV ?"}, {nil, nil, nil, "de", "à"}, {"CCAS", "Brix", 50700, "9h", "12h"}}}
	over := func(line string, columns string) func(*excelize.File) {
		next := string(line[0] + 1)
		return func(book *excelize.File) {
			for _, c := range columns {
				if err := book.MergeCell("2026", string(c)+line, string(c)+next); err != nil {
					t.Fatal(err)
				}
			}
			if err := book.MergeCell("2026", "D"+line, "E"+line); err != nil {
				t.Fatal(err)
			}
		}
	}
	const both = "Tu 09:00-12:00; Th 14:00-17:00"
	for why, c := range map[string]struct {
		sheet  sheetOfTest
		finish func(*excelize.File)
		week   string
		hours  string
	}{
		"hours":             {hours, nil, `mardi: ["Mardi début", "Mardi fin"]`, both},
		"hours, merged":     {hours, over("3", "ABCH"), `jeudi: ["Jeudi début", "Jeudi fin"]`, both},
		"some merged":       {hours, over("3", "AH"), `jeudi: ["Jeudi début", "Jeudi fin"]`, both},
		"halves":            {halves, nil, `mardi: ["Mardi matin", "Mardi après-midi"]`, both},
		"halves, merged":    {halves, over("1", "ABCH"), `jeudi: ["Jeudi matin", "Jeudi après-midi"]`, both},
		"one day":           {one, nil, `mardi: ["Mardi de", "Mardi à"]`, "Tu 09:00-12:00"},
		"one day, merged":   {one, over("1", "ABCF"), `mardi: ["Mardi de", "Mardi à"]`, "Tu 09:00-12:00"},
		"a day of one line": {sheetOfTest{"2026", [][]any{{"Structure", "Commune", "CP", "Mardi", "Jeudi"}, {"CCAS", "Brix", 50700, "9h-12h", "14h-17h"}}}, nil, `mardi: ["Mardi"]`, both},
	} {
		content := bookOfTest(t, c.finish, c.sheet)
		g, err := Explain(content)
		if err != nil {
			t.Errorf("%s: %v", why, err)
			continue
		}
		mapping := g.Mapping()
		m, err := ReadMapping(strings.NewReader(mapping))
		if err != nil || !strings.Contains(mapping, c.week) {
			t.Errorf("%s: %v, %s", why, err, mapping)
			continue
		}
		_, _ = content.Seek(0, 0)
		file, err := ReadMapped(m, content, "s")
		if err != nil || len(file.Records) != 1 || file.Records[0].Offer.Hours != c.hours || file.Records[0].Offer.Name != "CCAS" {
			t.Errorf("%s: %v, %+v", why, err, file)
		}
	}
}
