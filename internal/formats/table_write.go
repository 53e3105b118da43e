package formats

import (
	"encoding/csv"
	"io"

	"github.com/xuri/excelize/v2"
)

// Sheet is a table for people. Its first row is the header.
type Sheet struct {
	Name string
	Rows [][]string
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
	_, err = book.WriteTo(w)
	return err
}

// textColumns is how many columns are text even where they are still empty,
// for what people add.
const textColumns = 27

func fillSheet(book *excelize.File, sheet Sheet) error {
	columns := textColumns
	for i, cells := range sheet.Rows {
		columns = max(columns, len(cells))
		for j, cell := range cells {
			name, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := book.SetCellStr(sheet.Name, name, cell); err != nil {
				return err
			}
		}
	}
	last, err := excelize.ColumnNumberToName(columns)
	if err != nil {
		return err
	}
	return layOut(book, sheet.Name, last)
}

// layOut makes every column up to the last one text, and keeps the header in
// sight.
func layOut(book *excelize.File, sheet, last string) error {
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // "@": text
	if err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := book.SetColStyle(sheet, "A:"+last, text); err != nil {
		return err
	}
	if err := book.SetColWidth(sheet, "A", last, 18); err != nil {
		return err
	}
	if err := book.SetRowStyle(sheet, 1, 1, bold); err != nil {
		return err
	}
	return book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
