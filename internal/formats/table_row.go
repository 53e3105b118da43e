package formats

import (
	"fmt"
	"strings"
	"unicode"

	"escale/internal/mediation"
)

// row is one row of a table, whatever the file it comes from.
type row struct {
	line int
	// cells holds what is not blank, under our names of the columns.
	cells map[string]string
	// written has the file's own names of those columns.
	written map[string]string
	// empty holds the words for nothing that stand in cells, under our names.
	empty map[string]string
	// beside are the columns that the layout lacks, and limits those that a mapping
	// says limit the hours.
	beside, limits []besideCell
	// limiting are the columns that limited the hours, or gave them dates.
	limiting []string
	raw      map[string]string
	// unread are the cells of raw that no field was read from, with their columns.
	unread   map[string]string
	problems []Problem
	// personal are the columns that spoke of persons; see [impersonal].
	personal []string
	// unreadable is true when the line cannot be split into cells.
	unreadable bool
	// serial is true for a row of a workbook, where days and hours may be
	// numbers; from1904 when its days count from 1904.
	serial, from1904 bool
	// typed is true for what a person types of one offer.
	typed bool
	// projection is that of the coordinates as a mapping names it, 0 for degrees; metres
	// are coordinates that are no degrees.
	projection int
	metres     *mediation.Projected
	// motion is what the column that decides says: whether the offer moves.
	motion motion
}

// besideCell is a cell of a column that is no field of an offer.
type besideCell struct{ name, value string }

func (l *layout) row(line int, names, values []string) row {
	r := row{line: line, cells: map[string]string{}, raw: map[string]string{}}
	names, values = l.unfolded(names, values)
	for i, name := range names {
		u := l.use(name)
		column, value := u.column, impersonal(values[i], u.personal)
		if value != values[i] && strings.TrimSpace(value) != strings.TrimSpace(values[i]) {
			r.personal = append(r.personal, name)
		}
		if strings.TrimSpace(value) == "" {
			continue
		}
		if key := r.keep(name, value); column == "" {
			r.leave(key, name)
		}
		written, value := value, cleanText(value)
		switch {
		case column == "" && !isNothing(value):
			r.beside = append(r.beside, besideCell{name, value})
		case column == "":
		case isNothing(value):
			r.void(column, name, value)
		default:
			r.put(column, name, value)
			r.checkLetters(name, written)
		}
	}
	return r
}

// keep stores a cell as the source wrote it, as far as a database takes it, and returns its key.
func (r *row) keep(name, value string) (key string) {
	for _, double := r.raw[name]; double; _, double = r.raw[name] {
		name += " (bis)"
	}
	r.raw[storable(name)] = storable(value)
	return storable(name)
}

// leave marks a cell of which nothing is read so far.
func (r *row) leave(key, name string) {
	if r.unread == nil {
		r.unread = map[string]string{}
	}
	r.unread[key] = name
}

// put fills one of our columns. When the file has it under two names, ours
// wins over older ones.
func (r *row) put(column, name, value string) {
	first, taken := r.cells[column]
	switch {
	case !taken:
		r.set(column, name, value)
	case first == value:
	case fold(name) == column && fold(r.name(column)) != column:
		r.note(r.name(column), first, "Cette colonne en répète une autre qui dit autre chose : valeur laissée de côté.")
		r.set(column, name, value)
	default:
		r.note(name, value, "Cette colonne en répète une autre qui dit autre chose : valeur laissée de côté.")
	}
}

// void keeps a word for nothing: only in the column of a day does it say something.
func (r *row) void(column, name, word string) {
	if r.empty == nil {
		r.empty = map[string]string{}
	}
	r.empty[column] = word
	r.writeAs(column, name)
}

func (r *row) set(column, name, value string) {
	r.cells[column] = value
	r.writeAs(column, name)
}

func (r *row) writeAs(column, name string) {
	if r.written == nil {
		r.written = map[string]string{}
	}
	r.written[column] = name
}

// name is the column's name in the file.
func (r *row) name(column string) string {
	if name, ok := r.written[column]; ok {
		return name
	}
	return column
}

// note reports a problem of a column under the name given, and names the sheet of the
// row when several are read.
func (r *row) note(name, value, message string) {
	if sheet := r.raw[sheetColumn]; sheet != "" {
		message = "Feuille « " + sheet + " » : " + message
	}
	r.problems = append(r.problems, Problem{Line: r.line, Column: name, Value: shorten(value), Message: message})
}

// problem reports what is wrong with one of our columns.
func (r *row) problem(column, format string, args ...any) {
	r.note(r.name(column), r.cells[column], fmt.Sprintf(format, args...))
}

// fatal is a problem that makes the row useless as an offer.
func (r *row) fatal(column, format string, args ...any) {
	r.problem(column, format, args...)
	r.problems[len(r.problems)-1].Fatal = true
}

// text is a cell with its line breaks.
func (r *row) text(column string) string { return r.cells[column] }

// words is a cell as one line.
func (r *row) words(column string) string { return strings.Join(strings.Fields(r.cells[column]), " ") }

// required is a cell without which there is no offer.
func (r *row) required(column, what string) string {
	value := r.words(column)
	if value == "" {
		r.fatal(column, "%s manque.", what)
	}
	return value
}

// yes reads "Oui" and "Non"; anything else is reported.
func (r *row) yes(column string) bool {
	switch fold(r.text(column)) {
	case "oui", "true", "vrai", "1", "o":
		return true
	case "", "non", "false", "faux", "0", "n":
		return false
	}
	r.problem(column, "On attend « Oui » ou « Non ».")
	return false
}

func shorten(value string) string {
	runes := []rune(value)
	if len(runes) <= 200 {
		return value
	}
	return string(runes[:199]) + "…"
}

// cleanText keeps what people can read: no control characters but line
// breaks, no invisible marks that turn the direction of text.
func cleanText(s string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		switch {
		case c == '\n':
			return c
		case c == '\t' || c == '\u2028' || c == '\u2029':
			return ' '
		case unicode.IsControl(c), unicode.Is(unicode.Bidi_Control, c), c == '\ufeff', c == '\u200b':
			return -1
		}
		return c
	}, strings.ToValidUTF8(s, "\ufffd")))
}

// storable drops what no database stores as text.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "")
}
