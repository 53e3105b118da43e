package formats

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// sheetOfTest is a sheet: its name and its lines.
type sheetOfTest struct {
	name  string
	lines [][]any
}

// bookOfTest writes a workbook; finish, when set, does what people do to one.
func bookOfTest(t *testing.T, finish func(*excelize.File), sheets ...sheetOfTest) *bytes.Reader {
	t.Helper()
	book := excelize.NewFile()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, sheet := range sheets {
		if i == 0 {
			check(book.SetSheetName("Sheet1", sheet.name))
		} else {
			_, err := book.NewSheet(sheet.name)
			check(err)
		}
		for y, line := range sheet.lines {
			cell, _ := excelize.CoordinatesToCellName(1, y+1)
			check(book.SetSheetRow(sheet.name, cell, &line))
		}
	}
	if finish != nil {
		finish(book)
	}
	var b bytes.Buffer
	check(book.Write(&b))
	return bytes.NewReader(b.Bytes())
}

// messages are what is told of a file and of its records.
func messages(file *File) (list []string) {
	for _, p := range file.Problems {
		list = append(list, p.Message)
	}
	for _, r := range file.Records {
		for _, p := range r.Problems {
			list = append(list, p.Column+" : "+p.Message)
		}
	}
	return list
}

// One sheet for each commune is one list; what is not read is named.
func TestSheetsOfAWorkbook(t *testing.T) {
	header := []any{"id", "nom", "commune", "code_postal", "téléphone"}
	avranches := sheetOfTest{"Avranches", [][]any{{"AVRANCHES"}, {}, header, {1, "CCAS", "Avranches", 50300}}}
	granville := sheetOfTest{"Granville", [][]any{header, {2, "Mairie", "Granville", 50400, "néant 12"}, {3, "Port", "Granville", 50400}}}
	notes := sheetOfTest{"Lisez-moi", [][]any{{"Une feuille par commune"}}}
	empty := sheetOfTest{"Feuil2", [][]any{{}, {" "}}}
	other := sheetOfTest{"Contacts", [][]any{{"nom", "téléphone"}, {"x", "y"}}}
	for why, c := range map[string]struct {
		sheets []sheetOfTest
		names  []string
		unread []string
	}{
		"one":                 {[]sheetOfTest{avranches, empty}, []string{"CCAS"}, nil},
		"a sheet each":        {[]sheetOfTest{notes, avranches, granville}, []string{"CCAS", "Mairie", "Port"}, []string{"Lisez-moi"}},
		"the order of sheets": {[]sheetOfTest{granville, empty, other, avranches}, []string{"Mairie", "Port", "CCAS"}, []string{"Contacts"}},
		"far below":           {[]sheetOfTest{avranches, {"Bas", append(make([][]any, 30), []any{"tout en bas"})}}, []string{"CCAS"}, []string{"Bas"}},
		"our own help":        {[]sheetOfTest{avranches, {helpSheet, notes.lines}}, []string{"CCAS"}, nil},
	} {
		file, err := Read("standard", bookOfTest(t, nil, c.sheets...), "s")
		if err != nil {
			t.Errorf("%s: %v", why, err)
			continue
		}
		var names []string
		for _, r := range file.Records {
			names = append(names, r.Offer.Name)
		}
		if !slices.Equal(names, c.names) || len(file.Problems) != len(c.unread) {
			t.Errorf("%s: %q, want %q; %q", why, names, c.names, messages(file))
			continue
		}
		for i, sheet := range c.unread {
			if !strings.HasPrefix(file.Problems[i].Message, "La feuille « "+sheet+" » n’est pas lue : ") {
				t.Errorf("%s: %q", why, file.Problems[i].Message)
			}
		}
		if report := strings.Join(messages(file), "\n"); len(names) > 1 && !strings.Contains(report, "Feuille « Granville » : ") {
			t.Errorf("%s: the sheet of a line is not named in %s", why, report)
		}
	}
}

// A mapping may take the commune from the name of the sheet.
func TestTheNameOfASheetIsAColumn(t *testing.T) {
	m, err := ReadMapping(strings.NewReader("columns: {nom: Lieu, commune: " + sheetColumn + "}\n"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := ReadMapped(m, bookOfTest(t, nil, sheetOfTest{"Brix", [][]any{{"Lieu", "Tél"}, {"Mairie", 1}}}, sheetOfTest{"Yvetot-Bocage", [][]any{{"Lieu", "Tél"}, {"École", 2}}}), "s")
	if err != nil || len(file.Records) != 2 || file.Records[0].Offer.Address.City != "Brix" || file.Records[1].Offer.Address.City != "Yvetot-Bocage" {
		t.Errorf("%v, %+v", err, file)
	}
}
