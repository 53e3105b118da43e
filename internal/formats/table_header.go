package formats

import (
	"slices"
	"strings"
)

// headerWithin is among how many first lines the header of a spreadsheet stands: people
// put a title above, and the names of groups of columns.
const headerWithin = 10

// header finds the line that names the columns. It is the first, unless another of the
// first lines has more of the columns that the layout knows, or a second line of the
// header follows.
func (l *layout) header(lines [][]string) (at int, names []string) {
	best := l.recognised(lines[0])
	for i, line := range lines[1:] {
		n := l.recognised(line)
		if n > best || n == best && at == i && best > 0 && repeats(lines[at], line) {
			at, best = i+1, n
		}
	}
	if best == 0 && l.loose {
		at = widest(lines)
	}
	names = slices.Clone(lines[at])
	if at > 0 {
		l.joinGroups(lines[at-1], names)
	}
	if at+1 < len(lines) && l.isSecond(names, lines[at+1]) {
		at++
		for i, cell := range lines[at] {
			if strings.TrimSpace(cell) != "" && !sameAs(names, i, cell) {
				names = append(names, make([]string, max(0, i+1-len(names)))...)
				names[i] = strings.TrimSpace(groupAt(lines[at-1], i) + " " + cell)
			}
		}
	}
	return at, names
}

// repeats is true for a line that says the same as the one above, where that says
// anything that it names too: cells over both lines were made one.
func repeats(above, line []string) bool {
	same := 0
	for i, cell := range line {
		if i < len(above) && strings.TrimSpace(cell) != "" && above[i] == cell {
			same++
		}
	}
	return same > 1 && !slices.Equal(above, line)
}

// sameAs is true for a cell that repeats the name of its column: both lines were made one.
func sameAs(names []string, column int, cell string) bool {
	return column < len(names) && strings.TrimSpace(names[column]) == strings.TrimSpace(cell)
}

// isSecond is true for a line below the header that only names parts of its columns: it
// has no figures, and nothing of its own where a column is known.
func (l *layout) isSecond(names, line []string) bool {
	filled := 0
	for i, cell := range line {
		switch cell = strings.TrimSpace(cell); {
		case cell == "", sameAs(names, i, cell):
		case strings.ContainsAny(cell, "0123456789"), i < len(names) && l.known[fold(names[i])] != "" && dayOfColumn(fold(names[i])) == "":
			return false
		default:
			filled++
		}
	}
	return filled > 1 && l.recognised(names) > 0
}

// groupAt is the cell that stands over a column: its own, or the last before it.
func groupAt(above []string, column int) string {
	for i := min(column, len(above)-1); i >= 0; i-- {
		if cell := strings.TrimSpace(above[i]); cell != "" {
			return cell
		}
	}
	return ""
}

// widest is the first line with as many cells as any.
func widest(lines [][]string) (at int) {
	filled := func(line []string) (n int) {
		for _, cell := range line {
			if strings.TrimSpace(cell) != "" {
				n++
			}
		}
		return n
	}
	for i := range lines {
		if filled(lines[i]) > filled(lines[at]) {
			at = i
		}
	}
	return at
}

// joinGroups gives columns without a name the one that stands above, and puts the group
// above before those that are not known: "Lundi" over "Matin" and "Après-midi". One
// cell above is a title.
func (l *layout) joinGroups(above, names []string) {
	groups := slices.DeleteFunc(slices.Clone(above), func(cell string) bool { return strings.TrimSpace(cell) == "" })
	for i := range names {
		name := strings.TrimSpace(names[i])
		switch group := groupAt(above, i); {
		case name == "" && i < len(above):
			names[i] = above[i]
		case len(groups) > 1 && name != "" && group != name && l.known[fold(name)] == "":
			names[i] = group + " " + name
		}
	}
}

// names is true for a column as the mapping spells it.
func (l *layout) names(name string) bool { return slices.Contains(l.exact, name) }
