package formats

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// What a person wrote beside a cell is told, and what it takes away is not shown as true.
func TestWhatIsWrittenBesideCells(t *testing.T) {
	header := []any{"nom", "commune", "lundi", "mardi", "référent"}
	m, err := ReadMapping(strings.NewReader("columns: {nom: nom, commune: commune}\nweek: {lundi: lundi, mardi: mardi}\n"))
	if err != nil {
		t.Fatal(err)
	}
	comment := func(cell, author, text string) func(*excelize.File) error {
		return func(book *excelize.File) error {
			return book.AddComment("a", excelize.Comment{Cell: cell, Author: author, Text: text})
		}
	}
	style := func(cell string) func(*excelize.File) error {
		return func(book *excelize.File) error {
			struck, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Strike: true}})
			if err != nil {
				return err
			}
			return book.SetCellStyle("a", cell, cell, struck)
		}
	}
	hide := func(book *excelize.File) error { return book.SetRowVisible("a", 2, false) }
	const whole = "Mo 09:00-12:00; Tu 14:00-17:00"
	const limited = `Mo 09:00-12:00 "sur rendez-vous"; Tu 14:00-17:00 "sur rendez-vous"`
	for why, c := range map[string]struct {
		act    func(*excelize.File) error
		names  string
		hours  string // of the first
		report string
	}{
		"nothing":                   {nil, "Mairie Port", whole, ""},
		"a comment that limits":     {comment("C2", "", "sauf vacances scolaires"), "Mairie Port", strings.ReplaceAll(limited, "sur rendez-vous", "sauf vacances scolaires"), "commentaire sur lundi"},
		"a comment with its author": {comment("C2", "Zoé Martin", "Zoé Martin:\nsur rendez-vous"), "Mairie Port", limited, "commentaire sur lundi"},
		"a conversation": {comment("C2", "tc={1}", "[Threaded comment]\n\nYour version of Excel allows you to read this. Learn more: https://go.microsoft.com/fwlink/?linkid=870924\n\nComment:\n    sur rendez-vous"),
			"Mairie Port", limited, "commentaire sur lundi"},
		"a comment that does not limit": {comment("A2", "", "entrée par la cour"), "Mairie Port", whole, "commentaire sur nom"},
		"a comment on the header":       {comment("C1", "", "plus en décembre"), "Mairie Port", whole, "case C1"},
		"a comment beside the table":    {comment("H3", "", "à vérifier"), "Mairie Port", whole, "case H3"},
		"a comment on a person":         {comment("E2", "", "Zoé Martin"), "Mairie Port", whole, "Données de personnes"},
		"struck out":                    {style("C2"), "Mairie Port", "Tu 14:00-17:00", "barré"},
		"a name struck out":             {style("A2"), " Port", whole, "barré"},
		"struck out in part": {func(book *excelize.File) error {
			return book.SetCellRichText("a", "C2", []excelize.RichTextRun{{Text: "9h-12h", Font: &excelize.Font{Bold: true}}, {Text: " / 14h-17h", Font: &excelize.Font{Strike: true}}})
		}, "Mairie Port", whole, "barré"},
		"a struck line": {func(book *excelize.File) error {
			for _, cell := range []string{"A2", "B2", "C2", "D2"} {
				if err := style(cell)(book); err != nil {
					return err
				}
			}
			return nil
		}, "Port", "Mo 10:00-12:00", "lignes sont barrées"},
		"a hidden line": {hide, "Port", "Mo 10:00-12:00", "lignes sont masquées"},
	} {
		content := bookOfTest(t, func(book *excelize.File) {
			if c.act != nil {
				if err := c.act(book); err != nil {
					t.Fatal(err)
				}
			}
		}, sheetOfTest{"a", [][]any{header, {"Mairie", "Brix", "9h-12h", "14h-17h"}, {"Port", "Yvetot", "10h-12h"}}})
		file, err := ReadMapped(m, content, "s")
		if err != nil {
			t.Errorf("%s: %v", why, err)
			continue
		}
		var names []string
		for _, r := range file.Records {
			names = append(names, r.Offer.Name)
		}
		report, got := strings.Join(messages(file), "\n"), file.Records[0].Offer.Hours
		if strings.Join(names, " ") != c.names || got != c.hours || !strings.Contains(report, c.report) {
			t.Errorf("%s: %q %q, want %q; %s", why, names, got, c.hours, report)
		}
		if strings.Contains(everything(t, file), "Zoé") {
			t.Errorf("%s: a person is left", why)
		}
	}
}

// A hidden sheet is named, and not read.
func TestAHiddenSheet(t *testing.T) {
	rows := [][]any{{"id", "nom"}, {1, "Mairie"}}
	content := bookOfTest(t, func(book *excelize.File) {
		if err := book.SetSheetVisible("old", false); err != nil {
			t.Fatal(err)
		}
	}, sheetOfTest{"a", rows}, sheetOfTest{"old", rows})
	file, err := Read("standard", content, "s")
	if err != nil || len(file.Records) != 1 || !slices.Contains(messages(file), "La feuille « old » n’est pas lue : elle est masquée.") {
		t.Errorf("%v, %+v", err, file)
	}
}
