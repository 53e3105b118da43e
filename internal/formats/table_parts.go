package formats

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
)

// parts says what a workbook has beside the texts of its cells.
type parts struct {
	// merged is true when cells were made one, struck when a style or a part of a text is
	// struck out.
	merged, struck bool
	comments       int
	// large is true when the library may not keep a whole sheet, as it does to tell
	// which cells are one or struck out.
	large bool
}

// smallWorkbook is in bytes, unpacked.
const smallWorkbook = 4 << 20

// checkWorkbook counts, before the library keeps them in memory, the texts of a
// workbook and the cells of each row.
func checkWorkbook(content []byte) (found parts, err error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return found, closedWorkbook(err)
	}
	if slices.ContainsFunc(archive.File, func(part *zip.File) bool { return part.Name == "content.xml" }) {
		return found, fault("Le fichier est un classeur OpenDocument (.ods), qui n’est pas lu ici. %s", saveOtherwise)
	}
	left := &io.LimitedReader{N: maxUnzipped}
	for _, part := range archive.File {
		file, err := part.Open()
		if err != nil {
			return found, closedWorkbook(err)
		}
		left.R = file
		err = found.check(left)
		if _, rest := io.Copy(io.Discard, left); rest != nil || left.N == 0 {
			err = closedWorkbook(rest)
		}
		if err = errors.Join(err, file.Close()); err != nil {
			return found, err
		}
	}
	found.large = found.large || maxUnzipped-left.N >= smallWorkbook
	return found, nil
}

// check reads one part of a workbook. What is no XML is left to the library.
func (p *parts) check(r io.Reader) error {
	texts, letters, cells := 0, 0, 0
	decoder := xml.NewDecoder(r)
	for {
		t, err := decoder.RawToken()
		if err != nil {
			return nil
		}
		switch t := t.(type) {
		case xml.CharData:
			letters += len(t)
		case xml.StartElement:
			p.see(t)
			switch t.Name.Local {
			case "si":
				texts, letters = texts+1, 0
			case "row":
				cells = 0
			case "c":
				cells, letters = cells+1, 0
			case "comment":
				letters = 0
			}
		}
		if texts > maxStrings || letters > MaxCell || cells > maxColumns {
			return fault("Le classeur a plus de %d textes, plus de %d colonnes, ou une cellule de plus de %d Ko.", maxStrings, maxColumns, MaxCell>>10)
		}
	}
}

// see notes what an element means for how the workbook is read.
func (p *parts) see(t xml.StartElement) {
	switch t.Name.Local {
	case "mergeCell":
		p.merged = true
	case "strike":
		p.struck = true
	case "comment":
		p.comments++
	case "row":
		for _, a := range t.Attr {
			if number, _ := strconv.Atoi(a.Value); a.Name.Local == "r" && number > MaxRecords {
				p.large = true // the library makes all the rows above
			}
		}
	}
}
