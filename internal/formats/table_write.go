package formats

import (
	"encoding/csv"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Sheet is a table for people. Its first row is the header.
type Sheet struct {
	Name string
	Rows [][]string
	// Written are the rows that follow.
	Written []WrittenRow
}

// WriteSheetCSV writes rows as CSV, in UTF-8 with a byte order mark and ";"
// between cells: what spreadsheets set to French open. A text that they would
// take for a formula gets an apostrophe.
func WriteSheetCSV(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = guard(cell)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WriteWorkbook writes sheets, at least one, as an XLSX file. Every cell is
// text, so that nothing in it is a formula and no zero is lost.
func WriteWorkbook(w io.Writer, sheets []Sheet) (err error) {
	book := excelize.NewFile()
	defer func() {
		if e := book.Close(); err == nil {
			err = e
		}
	}()
	for i, sheet := range sheets {
		if i == 0 {
			err = book.SetSheetName("Sheet1", sheet.Name)
		} else {
			_, err = book.NewSheet(sheet.Name)
		}
		if err != nil {
			return err
		}
		if err := fillSheet(book, sheet); err != nil {
			return err
		}
	}
	book.SetZipWriter(func(w io.Writer) excelize.ZipWriter { return newArchive(w, sheets) })
	_, err = book.WriteTo(w)
	return err
}

// textColumns is how many columns are text even where they are still empty,
// for what people add.
const textColumns = 27

// fillSheet writes the rows as they come: cells that can be changed later cost
// ten times as much.
func fillSheet(book *excelize.File, sheet Sheet) error {
	out, err := book.NewStreamWriter(sheet.Name)
	if err != nil {
		return err
	}
	bold, err := layOut(book, out, sheet)
	if err != nil {
		return err
	}
	values := []any{}
	for i, cells := range sheet.Rows {
		values = values[:0]
		for _, cell := range cells {
			values = append(values, cell)
		}
		var style []excelize.RowOpts
		if i == 0 {
			style = append(style, excelize.RowOpts{StyleID: bold})
		}
		name, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := out.SetRow(name, values, style...); err != nil {
			return err
		}
	}
	return out.Flush()
}

// layOut makes every column text, and keeps the header in sight; bold is the
// style of the header.
func layOut(book *excelize.File, out *excelize.StreamWriter, sheet Sheet) (bold int, err error) {
	columns := textColumns
	for _, cells := range sheet.Rows {
		columns = max(columns, len(cells))
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // "@": text
	if err != nil {
		return 0, err
	}
	if text != textStyle {
		return 0, fmt.Errorf("the style of texts is %d", text)
	}
	if bold, err = book.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}}); err != nil {
		return 0, err
	}
	if err := out.SetColStyle(1, columns, text); err != nil {
		return 0, err
	}
	if err := out.SetColWidth(1, columns, 18); err != nil {
		return 0, err
	}
	return bold, out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
