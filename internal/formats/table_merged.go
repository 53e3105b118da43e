package formats

import "github.com/xuri/excelize/v2"

// mergedCells are cells over several lines that were made one.
type mergedCells struct {
	left, top, right, bottom int // from 1
	value                    string
}

// mostMerged bounds them: each is held against each line.
const mostMerged = 2000

// mergedIn lists those of a sheet: a commune over the rows of its places, a name over two
// lines of the header.
func mergedIn(book *excelize.File, sheet string) []mergedCells {
	found, err := book.GetMergeCells(sheet)
	if err != nil || len(found) > mostMerged {
		return nil
	}
	var list []mergedCells
	for _, cells := range found {
		left, top, err1 := excelize.CellNameToCoordinates(cells.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(cells.GetEndAxis())
		if err1 == nil && err2 == nil && top < bottom && right-left <= maxColumns {
			list = append(list, mergedCells{left: left, top: top, right: right, bottom: bottom})
		}
	}
	return list
}

// fill repeats in a line what cells that were made one say in their first.
func (s *workSheet) fill(line csvLine) []string {
	cells := line.cells
	for i := range s.merged {
		m := &s.merged[i]
		switch {
		case line.number == m.top && m.left <= len(cells):
			m.value = cells[m.left-1]
		case m.top < line.number && line.number <= m.bottom && m.value != "" && m.right <= maxColumns:
			for len(cells) < m.right {
				cells = append(cells, "")
			}
			for x := m.left; x <= m.right; x++ {
				cells[x-1] = m.value
			}
		}
	}
	return cells
}
