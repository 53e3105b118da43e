package formats

import (
	"bytes"
	"slices"

	"github.com/xuri/excelize/v2"
)

// maxUnzipped bounds what a workbook may unpack to, in bytes.
const maxUnzipped = 64 << 20

// isWorkbook recognises an XLSX file by its first bytes.
func isWorkbook(content []byte) bool { return bytes.HasPrefix(content, []byte("PK\x03\x04")) }

// readWorkbook gives the rows of the sheet of an XLSX file that fits the
// layout to use, and returns its columns.
func readWorkbook(content []byte, l *layout, use func(row)) (names []string, err error) {
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
	if err := l.checkNames(rows[0]); err != nil {
		return nil, err
	}
	names = slices.Clone(rows[0])
	if err := checkDoubles(names); err != nil {
		return nil, err
	}
	props, err := book.GetWorkbookProps()
	from1904 := err == nil && props.Date1904 != nil && *props.Date1904
	count := 0
	for i, cells := range rows[1:] {
		if blank(cells) {
			continue
		}
		if count++; count > MaxRecords {
			return nil, fault("Le fichier a plus de %d lignes.", MaxRecords)
		}
		line := csvLine{number: i + 2, cells: cells}
		if err := line.check(); err != nil {
			return nil, err
		}
		use(l.workbookRow(line, names, from1904))
	}
	if count == 0 {
		return nil, fault("Le classeur ne contient aucune ligne de données.")
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
		if n := l.recognised(rows[0]); n > score {
			best, score = rows, n
		}
	}
	if best == nil {
		return nil, fault("Le classeur est vide.")
	}
	return best, nil
}
