package formats

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/flate"
)

// WrittenRow is a row as workbooks have it, made once to be in many: it costs
// ten times less so than to have the library write it again.
type WrittenRow []byte

// textStyle is the first style of a workbook, that of texts.
const textStyle = 1

// mostCell is what Excel takes in one cell, in characters.
const mostCell = 32_767

// WriteRow writes a row of texts.
func WriteRow(cells []string) WrittenRow {
	var b bytes.Buffer
	b.WriteString("<row>")
	for _, cell := range cells {
		if cell == "" {
			b.WriteString("<c/>")
			continue
		}
		if len(cell) > mostCell {
			cell = strings.ToValidUTF8(cell[:mostCell], "")
		}
		fmt.Fprintf(&b, `<c s="%d" t="inlineStr"><is><t xml:space="preserve">`, textStyle)
		_ = xml.EscapeText(&b, []byte(cell)) // memory takes all
		b.WriteString("</t></is></c>")
	}
	b.WriteString("</row>")
	return b.Bytes()
}

// archive puts written rows into the sheets that the library makes.
type archive struct {
	*zip.Writer
	// rows are by the name of the sheet's file.
	rows map[string][]WrittenRow
	// sheet is the one being written, to out, its rows at its end.
	sheet bytes.Buffer
	name  string
	out   io.Writer
}

func newArchive(w io.Writer, sheets []Sheet) *archive {
	a := &archive{Writer: zip.NewWriter(w), rows: map[string][]WrittenRow{}}
	a.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for i, sheet := range sheets {
		if len(sheet.Written) > 0 {
			a.rows[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = sheet.Written
		}
	}
	return a
}

// Create starts a file of the workbook.
func (a *archive) Create(name string) (io.Writer, error) {
	if err := a.finish(); err != nil {
		return nil, err
	}
	out, err := a.Writer.Create(name)
	if err != nil || a.rows[name] == nil {
		return out, err
	}
	a.name, a.out = name, out
	return &a.sheet, nil
}

// Close ends the workbook.
func (a *archive) Close() error {
	if err := a.finish(); err != nil {
		return err
	}
	return a.Writer.Close()
}

const endOfRows = "</sheetData>"

// finish writes the sheet that was under way, with its rows.
func (a *archive) finish() error {
	if a.out == nil {
		return nil
	}
	before, after, found := bytes.Cut(a.sheet.Bytes(), []byte(endOfRows))
	if !found {
		return fmt.Errorf("%s has no end of rows", a.name)
	}
	for _, part := range append(append([]WrittenRow{before}, a.rows[a.name]...), WrittenRow(endOfRows), after) {
		if _, err := a.out.Write(part); err != nil {
			return err
		}
	}
	a.out = nil
	a.sheet.Reset()
	return nil
}
