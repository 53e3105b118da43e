package formats

import (
	"bytes"

	"github.com/xuri/excelize/v2"
)

// maxUnzipped bounds what a workbook may unpack to, in bytes.
const maxUnzipped = 64 << 20

// isWorkbook recognises an XLSX file by its first bytes.
func isWorkbook(content []byte) bool { return bytes.HasPrefix(content, []byte("PK\x03\x04")) }

// eachSheetRow gives the rows of the sheet of an XLSX file that fits the
// layout to use, and returns its columns.
func eachSheetRow(content []byte, l *layout, use func(row) error) (names []string, err error) {
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped,
	})
	if err != nil {
		e := fault("Le classeur ne peut pas être ouvert : il est abîmé, protégé, ou trop grand (plus de %d Mo).", maxUnzipped>>20)
		e.Cause = err
		return nil, e
	}
	defer book.Close()
	rows, err := bestSheet(book, l)
	if err != nil {
		return nil, err
	}
	at, names := l.header(rows[:min(len(rows), headerWithin)])
	if err := l.checkNames(names); err != nil {
		return nil, err
	}
	if err := l.checkDoubles(names); err != nil {
		return nil, err
	}
	props, err := book.GetWorkbookProps()
	from1904 := err == nil && props.Date1904 != nil && *props.Date1904
	for i, cells := range rows[at+1:] {
		if blank(cells) {
			continue
		}
		line := csvLine{number: at + i + 2, cells: cells}
		if err := line.check(); err != nil {
			return nil, err
		}
		if err := use(l.workbookRow(line, names, from1904)); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// workbookRow is a row whose last cells may be missing: workbooks do not
// store empty ones.
func (l *layout) workbookRow(line csvLine, names []string, from1904 bool) row {
	if len(line.cells) > len(names) && !blank(line.cells[len(names):]) {
		return unreadableLine(line, names)
	}
	n := min(len(line.cells), len(names))
	r := l.row(line.number, names[:n], line.cells[:n])
	r.serial, r.from1904 = true, from1904
	return r
}

// bestSheet returns the rows of the sheet whose header the layout knows best.
func bestSheet(book *excelize.File, l *layout) (best [][]string, err error) {
	score := -1
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		if err != nil || len(rows) == 0 {
			continue
		}
		_, header := l.header(rows[:min(len(rows), headerWithin)])
		if n := l.recognised(header); n > score {
			best, score = fillMerged(book, name, rows), n
		}
	}
	if best == nil {
		return nil, fault("Le classeur est vide.")
	}
	return best, nil
}

// fillMerged repeats the value of cells that were made one in each of them: a commune
// over the rows of its places, a name over two lines of the header.
func fillMerged(book *excelize.File, sheet string, rows [][]string) [][]string {
	merged, err := book.GetMergeCells(sheet)
	if err != nil {
		return rows
	}
	for _, m := range merged {
		left, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil || top == bottom || right-left > maxColumns {
			continue
		}
		value := ""
		if top <= len(rows) && left <= len(rows[top-1]) {
			value = rows[top-1][left-1]
		}
		for y := top; y <= min(bottom, len(rows)) && value != ""; y++ {
			for len(rows[y-1]) < right {
				rows[y-1] = append(rows[y-1], "")
			}
			for x := left; x <= right; x++ {
				rows[y-1][x-1] = value
			}
		}
	}
	return rows
}
