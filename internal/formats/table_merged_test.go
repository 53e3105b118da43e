package formats

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A cell over the columns of several days holds for each of them; a title over columns
// stays a title.
func TestACellOverSeveralDays(t *testing.T) {
	header := []any{"nom", "commune", "lundi", "mardi matin", "mardi après-midi", "mercredi", "remarque", "jeudi"}
	m, err := ReadMapping(strings.NewReader("columns: {nom: nom, commune: commune}\nweek: {lundi: lundi, mardi: [mardi matin, mardi après-midi], mercredi: mercredi, jeudi: jeudi}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for why, c := range map[string]struct {
		row      []any
		from, to string
		hours    string
		remarks  int
	}{
		"days":                {[]any{"Mairie", "Brix", "9h-12h"}, "C4", "F4", "Mo-We 09:00-12:00", 1},
		"one day":             {[]any{"Mairie", "Brix", "9h-12h", "14h-17h"}, "D4", "E4", "Mo 09:00-12:00; Tu 14:00-17:00", 0},
		"more than days":      {[]any{"Mairie", "Brix", nil, nil, nil, "9h-12h"}, "F4", "H4", "We-Th 09:00-12:00", 1},
		"beyond the header":   {[]any{"Mairie", "Brix", nil, nil, nil, "9h-12h"}, "F4", "K4", "We-Th 09:00-12:00", 1},
		"over several lines":  {[]any{"Mairie", "Brix", "9h-12h"}, "C4", "F5", "Mo-We 09:00-12:00", 1},
		"closed":              {[]any{"Mairie", "Brix", "fermé", nil, nil, nil, nil, "9h-12h"}, "C4", "F4", "Th 09:00-12:00", 1},
		"nothing":             {[]any{"Mairie", "Brix", nil, nil, nil, nil, nil, "9h-12h"}, "C4", "F4", "Th 09:00-12:00", 0},
		"a title of a part":   {[]any{"SECTEUR DE BRIX"}, "A4", "H4", "", 0},
		"not a day":           {[]any{"Mairie", "lundi 9h"}, "B4", "D4", "", 0},
		"a title on the left": {[]any{"Mairie", "Brix", "9h-12h"}, "A2", "H2", "Mo 09:00-12:00", 0},
	} {
		content := bookOfTest(t, func(book *excelize.File) {
			if err := book.MergeCell("a", c.from, c.to); err != nil {
				t.Fatal(err)
			}
		}, sheetOfTest{"a", [][]any{{"LISTE"}, {"2026"}, header, c.row, {"Port", "Brix"}}})
		file, err := ReadMapped(m, content, "s")
		if err != nil {
			t.Errorf("%s: %v", why, err)
			continue
		}
		times := strings.Count(strings.Join(messages(file), "\n"), "fusionnée")
		if got := file.Records[0].Offer.Hours; got != c.hours || file.Records[0].Line != 4 || times < c.remarks || c.remarks == 0 && times > 0 {
			t.Errorf("%s: %q, want %q; %q", why, got, c.hours, messages(file))
		}
	}
}

// Beside the last line that a sheet can have, the library would make all the lines above:
// cells that were made one are not looked for, and that is told.
func TestMergedCellsOfALargeSheet(t *testing.T) {
	for line, want := range map[int]bool{MaxRecords: false, 1 << 20: true} {
		sheet := fmt.Sprintf(`%s<row r="2"><c r="A2"><v>1</v></c></row><row r="%d"/>%s`, headerOfSheet, line, merges())
		file, err := Read("standard", bytes.NewReader(workbook("<si><t>a</t></si>", sheet)), "s")
		if err != nil || strings.Contains(strings.Join(messages(file), "\n"), "Le classeur est trop grand") != want {
			t.Errorf("%d lines: %v, %+v", line, err, file)
		}
	}
}
