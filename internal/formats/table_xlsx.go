package formats

import (
	"bytes"
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

// isWorkbook recognises a workbook by its first bytes.
func isWorkbook(content []byte) bool {
	return bytes.HasPrefix(content, []byte("PK\x03\x04")) || isOldWorkbook(content)
}

// isOldWorkbook recognises a workbook of before 2007, and one behind a password.
func isOldWorkbook(content []byte) bool {
	return bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// saveOtherwise says what to do with a workbook that is not read.
const saveOtherwise = "Dans votre tableur, enregistrez-le au format .xlsx ou .csv, sans mot de passe, puis recommencez."

// workbookFile is an XLSX file that is being read.
type workbookFile struct {
	*excelize.File
	parts    parts
	from1904 bool
	// struck are the styles that strike out, by their number; see [workbookFile.isStruck].
	struck map[int]bool
	// lines counts those that were read.
	lines int
	// problems are those of the workbook as a whole.
	problems []Problem
}

// open unpacks a workbook.
func (w *workbookFile) open(content []byte) (err error) {
	if isOldWorkbook(content) {
		return fault("Le fichier est un ancien classeur (.xls) ou demande un mot de passe : il n’est pas lu ici. %s", saveOtherwise)
	}
	if w.parts, err = checkWorkbook(content); err != nil {
		return err
	}
	w.struck = map[int]bool{}
	if w.parts.large && (w.parts.merged || w.parts.struck) {
		w.tell("Le classeur est trop grand : ses cellules fusionnées ne sont lues que pour leur première case, et ses textes barrés le sont comme les autres.")
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
		if err := w.readSheet(&sheet, l, use); err != nil {
			return nil, err
		}
	}
	return append(names, sheets[0].place.names...), nil
}

// readSheet gives the rows below the header to use, and tells which are not read.
func (w *workbookFile) readSheet(s *workSheet, l *layout, use func(row) error) error {
	comments, hidden, struck := w.commentsIn(s.name), lineCount{}, lineCount{}
	err := w.eachLine(s, func(line csvLine) error {
		switch {
		case line.number <= s.header, blank(line.cells) && len(line.remarks) == 0:
			return nil
		case line.hidden:
			hidden.add(line.number)
			return nil
		case blank(line.cells):
			struck.add(line.number)
			return nil
		}
		r := l.workbookRow(line, s, comments.take(line.number, s.names))
		r.serial, r.from1904 = true, w.from1904
		return use(r)
	})
	w.tellLines("masquées", hidden, s.name)
	w.tellLines("barrées", struck, s.name)
	w.tellComments(comments, s.name)
	return err
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
		line := csvLine{number: number, hidden: rows.GetRowOpts().Hidden}
		if line.cells, err = rows.Columns(); err != nil {
			return closedWorkbook(err)
		}
		if err := line.check(); err != nil {
			return err
		}
		w.dropStruck(s, &line)
		s.fill(&line)
		if err := use(line); err != nil {
			return err
		}
	}
	return nil
}

// workbookRow is a row whose last cells may be missing: workbooks do not store empty
// ones. What is written beside its cells is read as columns of their own.
func (l *layout) workbookRow(line csvLine, s *workSheet, comments cellList) row {
	if len(line.cells) > len(s.names) && !blank(line.cells[len(s.names):]) {
		return unreadableLine(line, s.names)
	}
	n := min(len(line.cells), len(s.names))
	r := l.row(line.number, slices.Concat(s.names[:n], s.place.names, comments.names), slices.Concat(line.cells[:n], s.place.values, comments.values))
	for _, remark := range line.remarks {
		if remark.column < len(s.names) {
			r.note(s.names[remark.column], remark.value, remark.message)
		}
	}
	for _, name := range comments.names {
		if text := r.raw[name]; text != "" {
			r.note(name, text, "Ce commentaire est lu avec la ligne.")
		}
	}
	return r
}
