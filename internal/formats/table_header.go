package formats

import (
	"slices"
	"strings"
)

// headerWithin is among how many first lines the header of a spreadsheet stands: people
// put a title above, and the names of groups of columns.
const headerWithin = 10

// header finds the line that names the columns. It is the first, unless another of the
// first lines has more of the columns that the layout knows.
func (l *layout) header(lines [][]string) (at int, names []string) {
	best := l.recognised(lines[0])
	for i, line := range lines[1:] {
		if n := l.recognised(line); n > best {
			at, best = i+1, n
		}
	}
	if best == 0 && l.loose {
		at = widest(lines)
	}
	names = slices.Clone(lines[at])
	if at > 0 {
		joinGroups(lines[at-1], names)
	}
	return at, names
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

// joinGroups gives columns without a name the one that stands above, and tells those of
// one name apart by the group above: "Lundi" over "Matin" and "Après-midi".
func joinGroups(above, names []string) {
	counts := map[string]int{}
	for _, name := range names {
		counts[fold(name)]++
	}
	group := ""
	for i := range names {
		if i < len(above) && strings.TrimSpace(above[i]) != "" {
			group = cleanText(above[i])
		}
		switch {
		case strings.TrimSpace(names[i]) == "" && i < len(above):
			names[i] = above[i]
		case counts[fold(names[i])] > 1 && group != "":
			names[i] = group + " " + names[i]
		}
	}
}

// names is true for a column as the mapping spells it.
func (l *layout) names(name string) bool { return slices.Contains(l.exact, name) }
