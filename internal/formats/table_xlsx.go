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

// eachSheetRow gives the rows of the sheet of an XLSX file that fits the
// layout to use, and returns its columns.
func eachSheetRow(content []byte, l *layout, use func(row) error) (names []string, err error) {
	merged, err := checkWorkbook(content)
	if err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped,
	})
	if err != nil {
		return nil, closedWorkbook(err)
	}
	defer book.Close()
	sheet, err := bestSheet(book, l, merged)
	if err != nil {
		return nil, err
	}
	if err := l.checkNames(sheet.names); err != nil {
		return nil, err
	}
	if err := l.checkDoubles(sheet.names); err != nil {
		return nil, err
	}
	props, err := book.GetWorkbookProps()
	from1904 := err == nil && props.Date1904 != nil && *props.Date1904
	return sheet.names, sheet.eachLine(book, func(line csvLine) error {
		if line.number <= sheet.header || blank(line.cells) {
			return nil
		}
		return use(l.workbookRow(line, sheet.names, from1904))
	})
}

func closedWorkbook(cause error) error {
	e := fault("Le classeur ne peut pas être ouvert : il est abîmé, protégé, ou trop grand (plus de %d Mo).", maxUnzipped>>20)
	e.Cause = cause
	return e
}

// workSheet is a sheet of a workbook: the line of its header, its columns, and the
// cells that were made one.
type workSheet struct {
	name   string
	header int
	names  []string
	merged []mergedCells
}

// eachLine gives the lines of a sheet to use, one by one.
func (s *workSheet) eachLine(book *excelize.File, use func(csvLine) error) error {
	rows, err := book.Rows(s.name)
	if err != nil {
		return nil // a sheet of pictures
	}
	defer rows.Close()
	for number := 1; rows.Next(); number++ {
		line := csvLine{number: number}
		if line.cells, err = rows.Columns(); err != nil {
			return closedWorkbook(err)
		}
		line.cells = s.fill(line)
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
func bestSheet(book *excelize.File, l *layout, merged bool) (best workSheet, err error) {
	score := -1
	for _, name := range book.GetSheetList() {
		sheet := workSheet{name: name}
		if merged {
			sheet.merged = mergedIn(book, name)
		}
		var lines [][]string
		err := sheet.eachLine(book, func(line csvLine) error {
			if lines = append(lines, line.cells); len(lines) == headerWithin {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			return best, err
		}
		if len(lines) == 0 {
			continue
		}
		at, names := l.header(lines)
		if n := l.recognised(names); n > score && len(names) > 0 {
			sheet.header, sheet.names = at+1, names
			best, score = sheet, n
		}
	}
	if best.name == "" {
		return best, fault("Le classeur est vide.")
	}
	return best, nil
}

// checkWorkbook counts, before the library keeps them in memory, the texts of a
// workbook and the cells of each row. merged is true when cells were made one, in a
// workbook that is small enough for the library to say which.
func checkWorkbook(content []byte) (merged bool, err error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return false, closedWorkbook(err)
	}
	left := &io.LimitedReader{N: maxUnzipped}
	for _, part := range archive.File {
		file, err := part.Open()
		if err != nil {
			return false, closedWorkbook(err)
		}
		left.R = file
		has, err := checkPart(left)
		merged = merged || has
		if _, rest := io.Copy(io.Discard, left); rest != nil || left.N == 0 {
			err = closedWorkbook(rest)
		}
		if err = errors.Join(err, file.Close()); err != nil {
			return false, err
		}
	}
	return merged && maxUnzipped-left.N < smallWorkbook, nil
}

// smallWorkbook is in bytes, unpacked: the library keeps a whole sheet to tell which cells
// are one.
const smallWorkbook = 4 << 20

// checkPart reads one part of a workbook. What is no XML is left to the library.
func checkPart(r io.Reader) (merged bool, err error) {
	texts, letters, cells := 0, 0, 0
	decoder := xml.NewDecoder(r)
	for {
		t, err := decoder.RawToken()
		if err != nil {
			return merged, nil
		}
		switch t := t.(type) {
		case xml.CharData:
			letters += len(t)
		case xml.StartElement:
			switch t.Name.Local {
			case "mergeCell":
				merged = true
			case "si":
				texts, letters = texts+1, 0
			case "row":
				cells = 0
			case "c":
				cells, letters = cells+1, 0
			}
		}
		if texts > maxStrings || letters > MaxCell || cells > maxColumns {
			return false, fault("Le classeur a plus de %d textes, plus de %d colonnes, ou une cellule de plus de %d Ko.", maxStrings, maxColumns, MaxCell>>10)
		}
	}
}
