package formats

import (
	"errors"
	"fmt"
	"strings"
)

// workSheet is a sheet of a workbook: the line of its header, its columns, and the
// cells that were made one.
type workSheet struct {
	name   string
	header int
	names  []string
	// uses are those of the columns, see [layout.uses], once the header is known.
	uses   []string
	merged []mergedCells
	// place names the sheet in its rows, when several are read.
	place cellList
}

// sheetColumn is a column that no sheet has: which of several sheets a row is of.
const sheetColumn = "feuille du classeur"

// errEnough ends the reading of a sheet.
var errEnough = errors.New("enough was read")

// tables finds the sheet whose header the layout knows best, and those that have the
// same: people make one for each commune or month. Others are told.
func (w *workbookFile) tables(l *layout) (found []workSheet, err error) {
	sheets, best, score := []workSheet{}, 0, -1
	names := w.GetSheetList()
	if len(names) > maxSheets {
		return nil, fault("Le classeur a plus de %d feuilles.", maxSheets)
	}
	for _, name := range names {
		sheet, content, err := w.openSheet(name, l)
		if err != nil {
			return nil, err
		}
		if !content {
			continue
		}
		if visible, err := w.GetSheetVisible(name); err == nil && !visible {
			w.tell("La feuille « %s » n’est pas lue : elle est masquée.", name)
			continue
		}
		if n := l.recognised(sheet.names); n > score && len(sheet.names) > 0 {
			best, score = len(sheets), n
		}
		sheets = append(sheets, sheet)
	}
	if score < 0 {
		return nil, fault("Le classeur est vide.")
	}
	for _, sheet := range sheets {
		switch {
		case isHeader(sheets[best].names, sheet.names):
			found = append(found, sheet)
		case sheet.name != helpSheet:
			w.tell("La feuille « %s » n’est pas lue : ses colonnes ne sont pas celles de la feuille « %s ».", sheet.name, sheets[best].name)
		}
	}
	if len(found) > 1 {
		for i, sheet := range found {
			found[i].place.add(sheetColumn, sheet.name)
		}
	}
	return found, nil
}

// tell reports a problem of the workbook as a whole.
func (w *workbookFile) tell(format string, args ...any) {
	w.problems = append(w.problems, Problem{Message: fmt.Sprintf(format, args...)})
}

// openSheet finds the header of a sheet; content is false for a sheet that has none.
func (w *workbookFile) openSheet(name string, l *layout) (sheet workSheet, content bool, err error) {
	sheet.name = name
	if w.parts.merged && !w.parts.large {
		sheet.merged = w.mergedIn(name)
	}
	var lines [][]string
	err = w.eachLine(&sheet, func(line csvLine) error {
		content = content || !blank(line.cells)
		if len(lines) < headerWithin {
			lines = append(lines, line.cells)
		} else if content {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return sheet, false, err
	}
	if !content {
		return sheet, false, nil
	}
	at, names := l.header(lines)
	for len(names) > 0 && strings.TrimSpace(names[len(names)-1]) == "" {
		names = names[:len(names)-1]
	}
	sheet.header, sheet.names = at+1, names
	return sheet, true, nil
}
