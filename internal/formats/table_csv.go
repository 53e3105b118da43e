package formats

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// separators are tried in this order.
const separators = ",;\t|"

// sheet reads the lines of a CSV file.
type sheet struct {
	*csv.Reader
	content []byte
	rows    *rowReader
	// before is the number of lines ahead of content.
	before int
}

func newSheet(content []byte, separator rune) *sheet {
	rows := &rowReader{rest: content}
	r := csv.NewReader(rows)
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator, -1, true
	return &sheet{Reader: r, content: content, rows: rows}
}

// csvLine is a line of a CSV file: the number of the line it starts on, and
// its cells, or its text when it cannot be split into cells.
type csvLine struct {
	number int
	cells  []string
	broken string
	// remarks are on the cells of a workbook, where lines may be hidden.
	remarks []cellRemark
	hidden  bool
}

// next returns the next line that is not empty; [io.EOF] at the end. Its cells
// are only valid until the following call.
func (s *sheet) next() (csvLine, error) {
	offset := s.InputOffset()
	s.rows.next()
	cells, err := s.Read()
	if cause, ok := errors.AsType[*csv.ParseError](err); ok {
		return s.retry(cause, s.content[offset:s.InputOffset()])
	}
	if errors.Is(err, errLongRow) {
		return csvLine{}, fault("Une ligne dépasse %d Mo, après %d octets du fichier. Un guillemet n'est sans doute pas fermé.", maxRow>>20, offset)
	}
	if err != nil {
		return csvLine{}, err
	}
	number, _ := s.FieldPos(0)
	line := csvLine{number: s.before + number, cells: cells}
	return line, line.check()
}

// retry forgives a quotation mark within a cell, which can be read in one way
// only, gives up one line with quotation marks astray, and refuses the file
// when one is never closed and swallows other lines.
func (s *sheet) retry(cause *csv.ParseError, text []byte) (csvLine, error) {
	text = bytes.Trim(text, "\r\n")
	line := csvLine{number: s.before + cause.StartLine}
	if bytes.ContainsRune(text, '\n') || len(text) > MaxCell {
		return line, fault("Ligne %d : un guillemet n'est pas fermé, la suite du fichier ne peut pas être lue.", line.number)
	}
	if errors.Is(cause, csv.ErrBareQuote) {
		r := csv.NewReader(bytes.NewReader(text))
		r.Comma, r.FieldsPerRecord, r.LazyQuotes = s.Comma, -1, true
		if cells, err := r.Read(); err == nil {
			line.cells = cells
			return line, line.check()
		}
	}
	line.broken = string(text)
	return line, nil
}

func (line csvLine) check() error {
	if len(line.cells) > maxColumns {
		return fault("Ligne %d : plus de %d colonnes.", line.number, maxColumns)
	}
	if slices.ContainsFunc(line.cells, func(cell string) bool { return len(cell) > MaxCell }) {
		return fault("Ligne %d : une cellule dépasse %d Ko. Un guillemet n'est sans doute pas fermé.", line.number, MaxCell>>10)
	}
	return nil
}

// eachCSV gives every line that is not blank to use, and returns the header.
func eachCSV(content []byte, l *layout, use func(row) error) ([]string, error) {
	s, names, err := openCSV(content, l)
	if err != nil {
		return nil, err
	}
	var last csvLine
	cells := 0 // of the last line, which is only valid until the next
	for {
		line, err := s.next()
		if errors.Is(err, io.EOF) {
			return names, checkEnd(content, last, cells, len(names))
		}
		last, cells = line, len(line.cells)
		if err != nil {
			return nil, err
		}
		if line.broken == "" && blank(line.cells) {
			continue
		}
		if isHeader(names, line.cells) {
			return nil, fault("Ligne %d : l'en-tête est répété. Le fichier semble fait de plusieurs fichiers mis bout à bout.", line.number)
		}
		if err := use(l.csvRow(line, names)); err != nil {
			return nil, err
		}
	}
}

// checkEnd refuses a file whose last line stops short: where a download or a
// copy was cut, nobody knows what came after.
func checkEnd(content []byte, last csvLine, cells, columns int) error {
	whole := bytes.HasSuffix(content, []byte("\n")) || bytes.HasSuffix(content, []byte("\r"))
	if whole || last.number == 0 || last.broken != "" || cells >= columns {
		return nil
	}
	return fault("Le fichier est coupé : sa dernière ligne (%d) a %d cellules au lieu de %d et ne finit pas.", last.number, cells, columns)
}

// openCSV reads the header with the separator that makes most sense of it.
func openCSV(content []byte, l *layout) (*sheet, []string, error) {
	content, before := skipSeparatorLine(content)
	var best *sheet
	var names []string
	score := -1
	for _, separator := range separators {
		lines := firstLines(content, separator)
		if len(lines) == 0 {
			continue
		}
		at, header := l.header(lines)
		if n := l.recognised(header); n > score || n == score && len(header) > len(names) {
			best, names, score = newSheet(content, separator), header, n
			best.before = before
			for range at + 1 {
				_, _ = best.next() // read a moment ago
			}
		}
	}
	if best == nil {
		return nil, nil, fault("Le fichier n'est pas du CSV : son en-tête ne peut pas être lu.")
	}
	if err := l.checkNames(names); err != nil {
		return nil, nil, err
	}
	return best, names, l.checkDoubles(names)
}

// firstLines are those among which the header is, up to one that cannot be split.
func firstLines(content []byte, separator rune) (lines [][]string) {
	s := newSheet(content, separator)
	for len(lines) < headerWithin {
		line, err := s.next()
		if err != nil || line.broken != "" {
			break
		}
		lines = append(lines, slices.Clone(line.cells))
	}
	return lines
}

// skipSeparatorLine drops the line "sep=;" that spreadsheets write first.
func skipSeparatorLine(content []byte) (rest []byte, lines int) {
	first, rest, _ := bytes.Cut(content, []byte("\n"))
	if strings.HasPrefix(strings.Trim(string(first[:min(len(first), 10)]), "\"\r "), "sep=") {
		return rest, 1
	}
	return content, 0
}

// checkDoubles refuses a header that names a column twice, and gives a name to
// columns without one. Of two that differ by their case only, a mapping may name one.
func (l *layout) checkDoubles(names []string) error {
	seen := map[string]bool{}
	for i, name := range names {
		names[i] = cleanText(name)
		if names[i] == "" {
			names[i] = fmt.Sprintf("colonne %d", i+1)
		}
		key := fold(names[i])
		if seen[key] && l.loose {
			names[i] += " (bis)"
			key = fold(names[i])
		}
		if twin := slices.IndexFunc(names[:i], func(n string) bool { return fold(n) == key && n != names[i] }); twin >= 0 && l.names(names[twin]) != l.names(names[i]) {
			other := i
			if l.names(names[i]) {
				other = twin
			}
			names[other] += " (bis)"
			continue
		}
		if seen[key] {
			return fault("L'en-tête nomme deux fois la colonne « %s ».", names[i])
		}
		seen[key] = true
	}
	return nil
}

// csvRow pairs cells with the header. A line that is too short is read as far
// as it goes; in one that is too long nobody knows which cell is which.
func (l *layout) csvRow(line csvLine, names []string) row {
	n := min(len(line.cells), len(names))
	if line.broken != "" || !blank(line.cells[n:]) {
		return unreadableLine(line, names)
	}
	r := l.row(line.number, names[:n], line.cells[:n])
	if n < len(names) {
		r.note("ligne", "", fmt.Sprintf("La ligne a %d cellules au lieu de %d : elle est peut-être coupée.", n, len(names)))
	}
	return r
}

// unreadableLine keeps what the line says, unless some of it is about persons:
// nobody can tell which.
func unreadableLine(line csvLine, names []string) row {
	r := row{line: line.number, raw: map[string]string{}, unreadable: true}
	keeps := !slices.ContainsFunc(names, func(name string) bool { return isPersonal(name, "") })
	if line.broken != "" {
		if keeps {
			r.keep("ligne", impersonal(line.broken, false))
		}
		r.fatal("ligne", "Les guillemets de la ligne ne vont pas par deux : ses colonnes ne peuvent pas être lues.")
		return r
	}
	for i, cell := range line.cells {
		if cell = impersonal(cell, false); keeps && strings.TrimSpace(cell) != "" {
			r.keep(fmt.Sprintf("cellule %d", i+1), cell)
		}
	}
	r.fatal("ligne", "La ligne a %d cellules au lieu de %d : un séparateur de trop décale ses colonnes.", len(line.cells), len(names))
	return r
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

func isHeader(names, cells []string) bool {
	return slices.EqualFunc(names, cells, func(name, cell string) bool { return fold(name) == fold(cell) })
}
