package formats

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// layout says which columns a format knows.
type layout struct {
	format string
	// known maps a folded column name of a file to our name of the column.
	known    map[string]string
	required []string
	// exact are the columns as a mapping spells them: of two that differ by case only,
	// it may name one.
	exact []string
	// loose is true where the columns are only looked at: doubled ones get names of their
	// own.
	loose bool
	// unfold takes a cell of JSON apart; nil for cells that are texts.
	unfold func(name, value string) cellList
	// looked remembers what the columns of a file are for while it is read, nil otherwise.
	looked map[string]use
}

// use is what a column of a file is for.
type use struct {
	// column is our name of it, "" when the layout lacks it.
	column string
	// personal is true when there is none and its name is about persons.
	personal bool
}

// reading is the layout for one file: each of its columns is looked up once.
func (l *layout) reading() *layout {
	once := *l
	once.looked = map[string]use{}
	return &once
}

// mostColumns is how many columns are remembered: each object of a hostile file may have
// names of its own.
const mostColumns = 1_000

// use looks up a column by its name in the file.
func (l *layout) use(name string) use {
	if u, known := l.looked[name]; known {
		return u
	}
	folded := fold(name)
	u := use{column: l.known[folded]}
	u.personal = u.column == "" && speaksOfPersons(folded)
	if l.looked != nil && len(l.looked) < mostColumns {
		l.looked[name] = u
	}
	return u
}

// unfolding is the layout of a file with JSON in its cells.
func (l *layout) unfolding(unfold func(name, value string) cellList) *layout {
	l.unfold = unfold
	return l
}

// unfolded are the cells of a row, those of JSON taken apart.
func (l *layout) unfolded(names, values []string) (ours, theirs []string) {
	if l.unfold == nil || !slices.ContainsFunc(values, func(v string) bool { return strings.HasPrefix(v, "{") || strings.HasPrefix(v, "[") }) {
		return names, values
	}
	for i, name := range names {
		c := l.unfold(name, values[i])
		ours, theirs = append(ours, c.names...), append(theirs, c.values...)
	}
	return ours, theirs
}

// newLayout takes for each column our name and the other names it goes by,
// separated by spaces: "courriels courriel mail".
func newLayout(format string, required []string, columns ...string) *layout {
	l := &layout{format: format, known: map[string]string{}, required: required}
	for _, line := range columns {
		names := strings.Fields(line)
		for _, name := range names {
			l.known[name] = names[0]
		}
	}
	return l
}

// fold makes column names comparable: "Complément d'adresse" is
// "complement_d_adresse", "RDV ?" is "rdv".
func fold(column string) string {
	folded := mediation.Fold(cleanText(column))
	if bare := strings.Trim(folded, namePunctuation); bare != "" {
		folded = bare
	}
	return strings.ReplaceAll(folded, " ", "_")
}

// namePunctuation are signs around the name of a column: "Ville *", "RDV ?", "N°".
const namePunctuation = " *?!#°"

// recognised counts the columns that the layout knows.
func (l *layout) recognised(names []string) int {
	n := 0
	for _, name := range names {
		if l.known[fold(name)] != "" {
			n++
		}
	}
	return n
}

// checkNames refuses a header that lacks a required column.
func (l *layout) checkNames(names []string) error {
	var missing []string
	for _, column := range l.required {
		if !slices.ContainsFunc(names, func(name string) bool { return l.known[fold(name)] == column }) {
			missing = append(missing, "« "+column+" »")
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fault("Il manque %s. Le format « %s » nomme ses colonnes sur la première ligne du fichier (en JSON, dans chaque objet).",
		strings.Join(missing, ", "), l.format)
}

// table is what is known of a file beside its rows.
type table struct {
	problems []Problem
	// names are the file's columns, ignored those that the layout lacks.
	names, ignored []string
	// header are the names of a CSV file or a workbook, nil for JSON.
	header []string
}

// readTable gives the rows of a CSV, JSON, GeoJSON or XLSX file to use, one by one.
func readTable(r io.Reader, l *layout, use func(*row)) (*table, error) {
	content, err := readBounded(r, MaxFile)
	if err != nil {
		return nil, err
	}
	var problems []Problem
	if !isWorkbook(content) {
		if content, problems, err = decodeText(content); err != nil {
			return nil, err
		}
	}
	l = l.reading()
	b, personal := budget{}, personalCells{}
	counted := func(row row) error {
		personal.count(row)
		use(&row)
		return b.add(row)
	}
	each, isCSV, book := eachCSV, true, workbookFile{}
	switch start := bytes.TrimSpace(content)[0]; {
	case isWorkbook(content):
		each = book.eachRow
	case start == '[':
		each, isCSV = eachJSON, false
	case start == '{':
		each, isCSV = eachFeature, false
	}
	names, err := each(content, l, counted)
	if err != nil {
		return nil, err
	}
	if b.rows == 0 {
		return nil, fault("Le fichier ne contient aucune ligne de données.")
	}
	t := &table{problems: slices.Concat(problems, book.problems, personal.problems()), names: names, ignored: l.ignored(names)}
	if isCSV {
		t.header = names
	}
	return t, nil
}

// absent lists, of some columns, those that a file does not have.
func (l *layout) absent(columns, names []string) []string {
	return slices.DeleteFunc(slices.Clone(columns), func(column string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return l.known[fold(name)] == l.known[fold(column)] })
	})
}

func (l *layout) ignored(names []string) []string {
	var ignored []string
	for _, name := range names {
		if name != sheetColumn && l.known[fold(name)] == "" && !isPersonal(name, "") && !slices.Contains(ignored, name) {
			ignored = append(ignored, name)
		}
	}
	return ignored
}
