package formats

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// What a file may hold at most. Beyond it the file is refused as a whole, so
// that memory stays bounded.
const (
	// MaxFile is in bytes. The national list, the largest there is, takes half.
	MaxFile = 50 << 20
	// MaxCell is in bytes, for one cell.
	MaxCell = 64 << 10
	// MaxRecords counts the rows of a file; France has some 35,000 places.
	MaxRecords = 100_000
	maxColumns = 500
	// maxRow is in bytes, for one row as the file writes it.
	maxRow = 1 << 20
	// maxKept is in bytes, for all that is kept of a file in memory: cells and
	// problems: 25,000 places that fill every column of the standard take 150 MB,
	// the national list a fifth.
	maxKept = 160 << 20
)

// Problem is something wrong with one cell.
type Problem struct {
	// Line is where the record starts: in a CSV file the number of the line,
	// the header being 1; in a JSON file the number of the record, from 1.
	// 0 means the file as a whole.
	Line int
	// Column is named as the file writes it, but coordinates always say
	// "latitude". Value is the cell, shortened.
	Column, Value string
	// Message says in French what is wrong, and what was done or would be right.
	Message string
	// Fatal means that the record cannot be used as an offer.
	Fatal bool
}

// Record is one row of a file as an offer, with all that is wrong with it.
type Record struct {
	// Line is numbered as in [Problem].
	Line     int
	Offer    mediation.Offer
	Problems []Problem
	// Raw keeps every cell that something was read from, under the column's name in the
	// file: without NUL characters and bytes that are not text, and free text without
	// what tells of one person.
	Raw map[string]string
	// Metres are coordinates in a projection, for whoever can convert them: as a mapping
	// states, or else as a proposal only.
	Metres *mediation.Projected
	Stated bool
	// unnamed is true for a record without an id of its own: it took its name for one.
	unnamed bool
	// Departement is the code that a column of the record names, "" for none.
	Departement string
	// beside are the cells of columns that the layout lacks, until [File.conclude].
	beside []besideCell
}

// Fatal is true when a problem keeps the record from being an offer.
func (r Record) Fatal() bool {
	return slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Fatal })
}

// File is what a file says.
type File struct {
	Records []Record
	// Problems are those of the file as a whole.
	Problems []Problem
	// Ignored lists the columns that the format does not know.
	Ignored []string
	// layout and header serve [File.Lacks]; header is nil for JSON, where
	// members are left out that say nothing.
	layout *layout
	header []string
}

// Lacks reports whether the format knows a column, by any of its names, that the
// header of the file does not have. Dates are not counted: records keep theirs.
func (f *File) Lacks(column string) bool {
	ours := ""
	if f.header != nil {
		ours = f.layout.known[fold(column)]
	}
	return ours != "" && ours != "date_maj" && len(f.layout.absent([]string{column}, f.header)) > 0
}

// format is a mapping from rows to offers.
type format struct {
	name   string
	layout *layout
	read   func(*row, *mediation.Offer)
	// finish, when set, looks at all the records together.
	finish func([]Record)
}

var formatList = []format{standardFormat, franceServicesFormat, conseillersFormat, conseillersVanFormat, epnFormat, directoryFormat}

// Formats lists the names that [Read] knows.
var Formats = formatNames()

func formatNames() []string {
	names := make([]string, len(formatList))
	for i, f := range formatList {
		names[i] = f.name
	}
	return names
}

// Read reads a file of places, CSV or JSON, in one of [Formats]. The offers
// carry sourceID as their source. Every row that is not blank yields a record,
// even one that cannot be used. A fault of the whole file is a
// [*mediation.Error] of kind Invalid.
func Read(name string, r io.Reader, sourceID string) (*File, error) {
	i := slices.IndexFunc(formatList, func(f format) bool { return f.name == name })
	if i < 0 {
		return nil, mediation.InvalidParameter("format",
			fmt.Sprintf("Le format « %s » est inconnu. Formats possibles : %s.", name, strings.Join(Formats, ", ")))
	}
	f, file := formatList[i], &File{}
	table, err := readTable(r, f.layout, func(row *row) {
		file.Records = append(file.Records, f.record(row, sourceID))
	})
	if err != nil {
		return nil, err
	}
	if f.finish != nil {
		f.finish(file.Records)
	}
	file.conclude(table)
	file.layout, file.header = f.layout, table.header
	return file, nil
}

// conclude looks at all the records together, and tells what no row shows.
func (f *File) conclude(t *table) {
	f.Problems, f.Ignored = t.problems, t.ignored
	joinVehicles(f.Records)
	tellCounting(f.Records)
	f.Problems = append(f.Problems, t.fewValues(f.Records)...)
	for i := range f.Records {
		f.Records[i].beside = nil
	}
}

func (f format) record(row *row, sourceID string) Record {
	o := mediation.Offer{Source: sourceID}
	if !row.unreadable {
		f.read(row, &o)
		row.limitHours(&o)
		row.settleVisits(&o)
	}
	departement := row.departement() // while raw has all columns
	return Record{Line: row.line, Offer: o, Problems: row.problems, Raw: row.readCells(), Metres: row.metres, Stated: row.projection != 0, Departement: departement, beside: row.beside}
}

// fault refuses a whole file.
func fault(format string, args ...any) *mediation.Error {
	return mediation.InvalidParameter("fichier", fmt.Sprintf(format, args...))
}
