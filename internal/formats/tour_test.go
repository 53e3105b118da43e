package formats_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"escale/internal/formats"
	"escale/internal/mediation"
)

func readTours(t *testing.T, content []byte) *formats.TourFile {
	t.Helper()
	file, err := formats.ReadTours(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// tourLines hold every column, and texts that a spreadsheet could take for
// something else.
func tourLines() []formats.TourLine {
	point := orb.Point{-1.387523, 48.617914}
	return []formats.TourLine{
		{Kind: formats.TourItself, Tour: "bus", Name: "=Le bus", Vehicle: "Camion n° 1", Operator: "@association",
			Description: "Des ordinateurs ; du café", Services: []string{"caf", "cv"},
			Contact: mediation.Contact{Phone: "+33233682135", Email: "contact@clic.example", Website: "https://www.clic.example/"}},
		{Kind: formats.TourStop, Tour: "bus", Stop: "ceaux", Name: "Salle « polyvalente »\"", Point: &point,
			Address: mediation.Address{Street: "-1 rue du Bac", Postcode: "01000", City: "Céaux", INSEE: "01001"},
			Rule:    "tous les mardis", Start: "09:05", End: "16:30", Room: "+Salle", Access: "'Par la cour", Capacity: 12,
			Themes: []string{"Le CV", "La souris"}, Contact: mediation.Contact{Phone: "+33261910001"}},
		{Kind: formats.TourLineKind(mediation.Move), Tour: "bus", Stop: "ceaux", Day: "2026-12-08", To: "2026-12-09",
			Start: "10:00", End: "11:30", Reason: "Verglas", Themes: []string{"Le CV"}},
		{Kind: formats.TourLineKind(mediation.Cancel), Tour: "bus", Stop: "ceaux", Day: "2027-02-28", Reason: "Bus\tau garage"},
	}
}

func TestToursRoundTrip(t *testing.T) {
	lines := tourLines()
	for name, write := range map[string]func(io.Writer, []formats.TourLine) error{
		"csv": formats.WriteToursCSV, "xlsx": formats.WriteToursXLSX,
	} {
		var b bytes.Buffer
		if err := write(&b, lines); err != nil {
			t.Fatal(err)
		}
		file := readTours(t, b.Bytes())
		want := tourLines()
		want[3].Reason = "Bus au garage"
		if diff := cmp.Diff(want, file.Lines, cmpopts.IgnoreFields(formats.TourLine{}, "Line")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if len(file.Ignored) > 0 {
			t.Errorf("%s: columns ignored: %v", name, file.Ignored)
		}
	}
}

func TestToursCSVHoldsNoFormula(t *testing.T) {
	var b bytes.Buffer
	if err := formats.WriteToursCSV(&b, tourLines()); err != nil {
		t.Fatal(err)
	}
	for _, cell := range strings.FieldsFunc(b.String(), func(c rune) bool { return strings.ContainsRune(";\r\n", c) }) {
		if cell = strings.Trim(cell, "\""); cell != "" && cell != "-1.387523" && strings.ContainsRune("=+-@", rune(cell[0])) {
			t.Errorf("a spreadsheet takes %q for a formula", cell)
		}
	}
}

// workbook makes an XLSX file whose cells have types of their own.
func workbook(t *testing.T, rows [][]any, change func(*excelize.File)) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(book)
	}
	var b bytes.Buffer
	if _, err := book.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestToursWorkbookWithDatesAndHours(t *testing.T) {
	day := time.Date(2026, time.December, 8, 0, 0, 0, 0, time.UTC)
	content := workbook(t, [][]any{
		{"Type", "Tournée", "Étape", "Quand", "Date", "Début", "Fin", "Places", "Code postal"},
		{"étape", "bus", "ceaux", "tous les mardis", nil, 14.0 / 24, 16.5 / 24, 12, 1000},
		{nil},
		{"passage complet", "bus", "ceaux", nil, day},
		{"passage annulé", "bus", "ceaux", nil, "08/12/26"},
	}, nil)
	file := readTours(t, content)
	if len(file.Lines) != 3 {
		t.Fatalf("%d lines", len(file.Lines))
	}
	stop, full, cancelled := file.Lines[0], file.Lines[1], file.Lines[2]
	if stop.Start != "14:00" || stop.End != "16:30" || stop.Capacity != 12 || stop.Address.Postcode != "01000" {
		t.Errorf("stop: %+v", stop)
	}
	if full.Day != "2026-12-08" || full.Line != 4 || cancelled.Day != "2026-12-08" {
		t.Errorf("days: %+v %+v", full, cancelled)
	}
}

func TestToursWorkbookFrom1904(t *testing.T) {
	from1904 := true
	content := workbook(t, [][]any{{"type", "tournée", "étape", "date"}, {"passage complet", "bus", "x", 44902}}, func(book *excelize.File) {
		if err := book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}); err != nil {
			t.Fatal(err)
		}
	})
	if day := readTours(t, content).Lines[0].Day; day != "2026-12-08" {
		t.Errorf("day %s", day)
	}
}

func TestToursBadCells(t *testing.T) {
	const head = "type;tournée;étape;nom;commune;latitude;longitude;quand;date;début;fin;places;motif;téléphone\n"
	for _, tt := range []struct{ row, column, problem string }{
		{"bizarre;bus;x;;;;;;;;;;;", "type", "étape"},
		{"étape;;x;;;;;;;;;;;", "tournée", "manque"},
		{"étape;bus;x;;;;;;;25h;;;;", "début", "14:00"},
		{"étape;bus;x;;;;;;;9h75;;;;", "début", "14:00"},
		{"passage annulé;bus;x;;;;;;30/02/2026;;;;;", "date", "08/12/2026"},
		{"passage annulé;bus;x;;;;;;8 déc;;;;;", "date", "08/12/2026"},
		{"passage annulé;bus;x;;;;;;08/12/1926;;;;;", "date", "1926"},
		{"étape;bus;x;;;;;;;;;douze;;", "places", "12"},
		{"étape;bus;x;;;48,6;;;;;;;;", "latitude", "manque"},
		{"étape;bus;x;;;;;;;;;;;allô", "téléphone", "téléphone"},
		{"étape;bus;x;;;;;;08/12/2026;;;;;", "date", "pas de sens"},
		{"étape;bus;x;;;;;;;;;;verglas;", "motif", "pas de sens"},
		{"passage annulé;bus;x;;;;;;08/12/2026;14h;;;;", "début", "pas de sens"},
	} {
		line := readTours(t, []byte(head+tt.row+"\n")).Lines[0]
		found := false
		for _, p := range line.Problems {
			found = found || p.Fatal && p.Column == tt.column && p.Line == 2 && strings.Contains(p.Message, tt.problem)
		}
		if !found {
			t.Errorf("%s: %+v", tt.row, line.Problems)
		}
	}
}

func TestToursFilesRefused(t *testing.T) {
	bomb := workbook(t, [][]any{{"type", "tournée", "étape"}, {"étape", "bus", "x"}}, nil)
	for name, content := range map[string][]byte{
		"empty":        nil,
		"no header":    []byte("étape;bus;x\n"),
		"twice":        []byte("type;tournée;étape;tournée\nétape;a;b;c\n"),
		"only header":  []byte("type;tournée;étape\n"),
		"cut workbook": bomb[:len(bomb)/2],
		"other zip":    zipped(t, "photo.jpg", "x"),
		"zip bomb":     zipped(t, "xl/worksheets/sheet1.xml", strings.Repeat("0", 80<<20)),
		"empty book":   workbook(t, nil, nil),
	} {
		if _, err := formats.ReadTours(bytes.NewReader(content)); mediation.KindOf(err) != mediation.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func zipped(t *testing.T, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	w, err := archive.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzReadTours(f *testing.F) {
	var book bytes.Buffer
	if err := formats.WriteToursXLSX(&book, tourLines()); err != nil {
		f.Fatal(err)
	}
	f.Add(book.Bytes())
	f.Add([]byte("type;tournée;étape\nétape;bus;x\n"))
	f.Add([]byte("type,tournee,etape,date\npassage annulé,bus,x,08/12/2026\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := formats.ReadTours(bytes.NewReader(content))
		if err != nil {
			return
		}
		for _, l := range file.Lines {
			if l.Kind == "" && len(l.Problems) == 0 {
				t.Errorf("line %d is lost without a word", l.Line)
			}
			_ = l.Cells()
		}
	})
}
