package formats

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"
)

// What a workbook may hold at most: one of 30 kB can unpack to gigabytes.
const (
	maxUnzipped = 16 << 20 // bytes
	maxStrings  = 100_000  // texts that cells share
	maxSheets   = 500
	maxLines    = 4 << 20 // of all sheets, blank ones too: a sheet has a million
)

// isWorkbook recognises an XLSX file by its first bytes.
func isWorkbook(content []byte) bool { return bytes.HasPrefix(content, []byte("PK\x03\x04")) }

// workbookFile is an XLSX file that is being read.
type workbookFile struct {
	*excelize.File
	// merged is true when cells were made one.
	merged   bool
	from1904 bool
	// lines counts those that were read.
	lines int
	// problems are those of the workbook as a whole.
	problems []Problem
}

// open unpacks a workbook.
func (w *workbookFile) open(content []byte) (err error) {
	if w.merged, err = checkWorkbook(content); err != nil {
		return err
	}
	w.File, err = excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped,
	})
	if err != nil {
		return closedWorkbook(err)
	}
	props, err := w.GetWorkbookProps()
	w.from1904 = err == nil && props.Date1904 != nil && *props.Date1904
	return nil
}

// eachRow gives the rows of the sheets that fit the layout to use, and returns their
// columns.
func (w *workbookFile) eachRow(content []byte, l *layout, use func(row) error) (names []string, err error) {
	if err := w.open(content); err != nil {
		return nil, err
	}
	defer w.Close()
	sheets, err := w.tables(l)
	if err != nil {
		return nil, err
	}
	names = sheets[0].names
	if err := l.checkNames(names); err != nil {
		return nil, err
	}
	if err := l.checkDoubles(names); err != nil {
		return nil, err
	}
	for _, sheet := range sheets {
		sheet.names, sheet.uses = names, l.uses(names)
		err := w.eachLine(&sheet, func(line csvLine) error {
			if line.number <= sheet.header || blank(line.cells) {
				return nil
			}
			r := l.workbookRow(line, names, sheet.place)
			r.serial, r.from1904 = true, w.from1904
			return use(r)
		})
		if err != nil {
			return nil, err
		}
	}
	return append(names, sheets[0].place.names...), nil
}

func closedWorkbook(cause error) error {
	e := fault("Le classeur ne peut pas être ouvert : il est abîmé, protégé, ou trop grand (plus de %d Mo).", maxUnzipped>>20)
	e.Cause = cause
	return e
}

// eachLine gives the lines of a sheet to use, one by one.
func (w *workbookFile) eachLine(s *workSheet, use func(csvLine) error) error {
	rows, err := w.Rows(s.name)
	if err != nil {
		return nil // a sheet of pictures
	}
	defer rows.Close()
	for number := 1; rows.Next(); number++ {
		if w.lines++; w.lines > maxLines {
			return fault("Le classeur a plus de %d lignes, même vides.", maxLines)
		}
		line := csvLine{number: number}
		if line.cells, err = rows.Columns(); err != nil {
			return closedWorkbook(err)
		}
		s.fill(&line)
		if err := line.check(); err != nil {
			return err
		}
		if err := use(line); err != nil {
			return err
		}
	}
	return nil
}

// workbookRow is a row whose last cells may be missing: workbooks do not store empty
// ones. The place is that of the row among several sheets.
func (l *layout) workbookRow(line csvLine, names []string, place cellList) row {
	if len(line.cells) > len(names) && !blank(line.cells[len(names):]) {
		return unreadableLine(line, names)
	}
	n := min(len(line.cells), len(names))
	r := l.row(line.number, slices.Concat(names[:n], place.names), slices.Concat(line.cells[:n], place.values))
	for _, remark := range line.remarks {
		r.note(names[remark.column], remark.value, remark.message)
	}
	return r
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
