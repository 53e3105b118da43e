package formats

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"github.com/xuri/excelize/v2"
)

// What a workbook may hold at most: one of 30 kB can unpack to gigabytes.
const (
	maxUnzipped = 16 << 20 // bytes
	maxStrings  = 100_000  // texts that cells share
)

// isWorkbook recognises an XLSX file by its first bytes.
func isWorkbook(content []byte) bool { return bytes.HasPrefix(content, []byte("PK\x03\x04")) }

// readWorkbook gives the rows of the sheet of an XLSX file that fits the
// layout to use, and returns its columns.
func readWorkbook(content []byte, l *layout, use func(*row)) (names []string, err error) {
	if err := checkWorkbook(content); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped,
	})
	if err != nil {
		return nil, closedWorkbook(err)
	}
	defer book.Close()
	sheet, names, err := bestSheet(book, l)
	if err != nil {
		return nil, err
	}
	if err := l.checkNames(names); err != nil {
		return nil, err
	}
	if err := checkDoubles(names); err != nil {
		return nil, err
	}
	props, err := book.GetWorkbookProps()
	from1904 := err == nil && props.Date1904 != nil && *props.Date1904
	var b budget
	err = eachLine(book, sheet, func(line csvLine) error {
		if line.number == 1 || blank(line.cells) {
			return nil
		}
		row := l.workbookRow(line, names, from1904)
		use(&row)
		return b.add(row)
	})
	if err == nil && b.rows == 0 {
		err = fault("Le classeur ne contient aucune ligne de données.")
	}
	return names, err
}

func closedWorkbook(cause error) error {
	e := fault("Le classeur ne peut pas être ouvert : il est abîmé, protégé, ou trop grand (plus de %d Mo).", maxUnzipped>>20)
	e.Cause = cause
	return e
}

// eachLine gives the lines of a sheet to use, one by one.
func eachLine(book *excelize.File, sheet string, use func(csvLine) error) error {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil // a sheet of pictures
	}
	defer rows.Close()
	for number := 1; rows.Next(); number++ {
		line := csvLine{number: number}
		if line.cells, err = rows.Columns(); err != nil {
			return closedWorkbook(err)
		}
		if err := line.check(); err != nil {
			return err
		}
		if err := use(line); err != nil {
			return err
		}
	}
	return nil
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

// errEnough ends the reading of a sheet.
var errEnough = errors.New("enough was read")

// bestSheet finds the sheet whose header the layout knows best.
func bestSheet(book *excelize.File, l *layout) (best string, names []string, err error) {
	score := -1
	for _, name := range book.GetSheetList() {
		err := eachLine(book, name, func(line csvLine) error {
			if n := l.recognised(line.cells); n > score && len(line.cells) > 0 {
				best, names, score = name, line.cells, n
			}
			return errEnough
		})
		if err != nil && !errors.Is(err, errEnough) {
			return "", nil, err
		}
	}
	if best == "" {
		return "", nil, fault("Le classeur est vide.")
	}
	return best, names, nil
}

// checkWorkbook counts, before the library keeps them in memory, the texts of a
// workbook and the cells of each row.
func checkWorkbook(content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return closedWorkbook(err)
	}
	left := &io.LimitedReader{N: maxUnzipped}
	for _, part := range archive.File {
		file, err := part.Open()
		if err != nil {
			return closedWorkbook(err)
		}
		left.R = file
		err = checkPart(left)
		if _, rest := io.Copy(io.Discard, left); rest != nil || left.N == 0 {
			err = closedWorkbook(rest)
		}
		if err = errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	return nil
}

// checkPart reads one part of a workbook. What is no XML is left to the library.
func checkPart(r io.Reader) error {
	texts, letters, cells := 0, 0, 0
	decoder := xml.NewDecoder(r)
	for {
		t, err := decoder.RawToken()
		if err != nil {
			return nil
		}
		switch t := t.(type) {
		case xml.CharData:
			letters += len(t)
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				texts, letters = texts+1, 0
			case "row":
				cells = 0
			case "c":
				cells, letters = cells+1, 0
			}
		}
		if texts > maxStrings || letters > MaxCell || cells > maxColumns {
			return fault("Le classeur a plus de %d textes, plus de %d colonnes, ou une cellule de plus de %d Ko.", maxStrings, maxColumns, MaxCell>>10)
		}
	}
}
