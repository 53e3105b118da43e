package formats

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// mergedCells are cells over several lines or columns that were made one.
type mergedCells struct {
	left, top, right, bottom int // from 1
	value                    string
}

// mostMerged bounds them: each is held against each line.
const mostMerged = 2000

// cellRemark says what was made of a cell before its row is read.
type cellRemark struct {
	column         int // from 0
	value, message string
}

// mergedIn lists those of a sheet: a commune over the rows of its places, a name over two
// lines of the header, hours over the days that have them.
func (w *workbookFile) mergedIn(sheet string) []mergedCells {
	found, err := w.GetMergeCells(sheet, true)
	if err != nil || len(found) > mostMerged {
		w.tell("La feuille « %s » a trop de cellules fusionnées : chacune n’est lue que pour sa première case.", sheet)
		return nil
	}
	var list []mergedCells
	for _, cells := range found {
		left, top, err1 := excelize.CellNameToCoordinates(cells.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(cells.GetEndAxis())
		if err1 == nil && err2 == nil && (top < bottom || left < right) && right-left <= maxColumns {
			list = append(list, mergedCells{left: left, top: top, right: right, bottom: bottom})
		}
	}
	return list
}

// fill repeats in a line what cells that were made one say in their first.
func (s *workSheet) fill(line *csvLine) {
	for i := range s.merged {
		m := &s.merged[i]
		switch {
		case line.number == m.top && m.left <= len(line.cells):
			m.value = line.cells[m.left-1]
			s.fillDays(line, m)
		case m.top < line.number && line.number <= m.bottom && m.value != "" && m.right <= maxColumns:
			line.widen(m.right)
			for x := m.left; x <= m.right; x++ {
				line.cells[x-1] = m.value
			}
		}
	}
}

// fillDays repeats what stands over the columns of several days, and tells it.
func (s *workSheet) fillDays(line *csvLine, m *mergedCells) {
	columns := s.daysBelow(m)
	if len(columns) < 2 || strings.TrimSpace(m.value) == "" {
		return
	}
	line.widen(columns[len(columns)-1] + 1)
	names := make([]string, len(columns))
	for i, x := range columns {
		line.cells[x], names[i] = m.value, s.names[x]
	}
	line.remarks = append(line.remarks, cellRemark{columns[0], m.value, "La cellule est fusionnée : elle est lue pour " + strings.Join(names, ", ") + "."})
}

// daysBelow are the columns that merged cells hold for, one of each day, from 0: none where
// they begin with no day, or cover a name as a title does.
func (s *workSheet) daysBelow(m *mergedCells) (columns []int) {
	if m.left > len(s.uses) {
		return nil
	}
	uses := s.uses[m.left-1 : min(m.right, len(s.uses))]
	if uses[0] == "" || slices.Contains(uses, nameUse) {
		return nil
	}
	for i, day := range uses {
		if day != "" && slices.Index(uses, day) == i {
			columns = append(columns, m.left-1+i)
		}
	}
	return columns
}

// nameUse is the use of a column without which a row is no offer.
const nameUse = "nom"

// uses tells which columns are about a day of the week, and which are names.
func (l *layout) uses(names []string) []string {
	uses := make([]string, len(names))
	for i, name := range names {
		known := l.known[fold(name)]
		if uses[i] = dayOfColumn(fold(name)); known == nameUse || known != "" && slices.Contains(l.required, known) {
			uses[i] = nameUse
		}
	}
	return uses
}

// widen gives a line as many cells at least.
func (line *csvLine) widen(cells int) {
	line.cells = append(line.cells, make([]string, max(0, cells-len(line.cells)))...)
}
