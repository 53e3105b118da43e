package formats

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// People write beside the cells of a workbook what the cells do not say: that something
// is no longer so. Nothing of it is lost without a word.

// lineCount counts lines that are not read.
type lineCount struct{ lines, first int }

func (c *lineCount) add(number int) {
	if c.lines++; c.lines == 1 {
		c.first = number
	}
}

func (w *workbookFile) tellLines(how string, c lineCount, sheet string) {
	if c.lines > 0 {
		w.tell("Feuille « %s » : des lignes sont %s, elles ne sont pas lues (%d, la première est la ligne %d).", sheet, how, c.lines, c.first)
	}
}

// dropStruck empties the cells of a line that are struck out, as far as they are.
func (w *workbookFile) dropStruck(s *workSheet, line *csvLine) {
	if !w.parts.struck || w.parts.large || line.number <= s.header || s.header == 0 {
		return
	}
	for x, value := range line.cells {
		if strings.TrimSpace(value) == "" {
			continue
		}
		if left := w.withoutStruck(s.name, x+1, line.number, value); left != value {
			line.cells[x] = left
			line.remarks = append(line.remarks, cellRemark{x, value, "Ce qui est barré n’est pas lu."})
		}
	}
}

// withoutStruck is what is left of a cell.
func (w *workbookFile) withoutStruck(sheet string, column, line int, value string) string {
	cell, err := excelize.CoordinatesToCellName(column, line)
	if err != nil || w.isStruck(sheet, cell) {
		return ""
	}
	runs, err := w.GetCellRichText(sheet, cell)
	isStruck := func(run excelize.RichTextRun) bool { return run.Font != nil && run.Font.Strike }
	if err != nil || !slices.ContainsFunc(runs, isStruck) {
		return value
	}
	var left strings.Builder
	for _, run := range runs {
		if !isStruck(run) {
			left.WriteString(run.Text)
		}
	}
	return left.String()
}

// isStruck is true for a cell whose style strikes it out.
func (w *workbookFile) isStruck(sheet, cell string) bool {
	number, err := w.GetCellStyle(sheet, cell)
	if err != nil {
		return false
	}
	struck, known := w.struck[number]
	if !known {
		style, err := w.GetStyle(number)
		struck = err == nil && style.Font != nil && style.Font.Strike
		w.struck[number] = struck
	}
	return struck
}

// mostComments bounds those of a workbook.
const mostComments = 2000

// cellComment is a comment on a cell; the column is from 0.
type cellComment struct {
	cell, text string
	column     int
}

// sheetComments are those of a sheet, by line.
type sheetComments map[int][]cellComment

// commentsIn reads the comments of a sheet.
func (w *workbookFile) commentsIn(sheet string) sheetComments {
	if w.parts.comments == 0 {
		return nil
	}
	if w.parts.comments > mostComments {
		w.tell("Le classeur a plus de %d commentaires : ils ne sont pas lus.", mostComments)
		return nil
	}
	list, err := w.GetComments(sheet)
	if err != nil {
		return nil
	}
	found := sheetComments{}
	for _, comment := range list {
		column, line, err := excelize.CellNameToCoordinates(comment.Cell)
		if text := commentText(comment); err == nil && text != "" {
			found[line] = append(found[line], cellComment{comment.Cell, text, column - 1})
		}
	}
	return found
}

// preface is what Excel puts before a conversation, for older versions of itself.
var preface = regexp.MustCompile(`(?s)^\[.*?https://go\.microsoft\.com\S*\s*Comment\w*\s*:`)

// commentText is what a comment says, without its author.
func commentText(c excelize.Comment) string {
	text := c.Text
	for _, run := range c.Paragraph {
		text += run.Text
	}
	text = strings.TrimPrefix(strings.TrimSpace(text), c.Author+":")
	return strings.TrimSpace(preface.ReplaceAllString(text, ""))
}

// take gives the comments of a line as columns of their own.
func (c sheetComments) take(line int, names []string) (columns cellList) {
	if len(c[line]) == 0 {
		return columns
	}
	c[line] = slices.DeleteFunc(c[line], func(comment cellComment) bool {
		if comment.column < len(names) {
			columns.add("commentaire sur "+names[comment.column], comment.text)
		}
		return comment.column < len(names)
	})
	return columns
}

// tellComments tells those that are on no row.
func (w *workbookFile) tellComments(left sheetComments, sheet string) {
	for _, line := range slices.Sorted(maps.Keys(left)) {
		for _, comment := range left[line] {
			if text := impersonal(comment.text, false); text != "" {
				w.tell("Feuille « %s », case %s : le commentaire « %s » n’est pas lu.", sheet, comment.cell, shorten(text))
			}
		}
	}
}
