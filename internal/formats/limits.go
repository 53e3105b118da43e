package formats

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"escale/internal/mediation"
)

// readBounded reads a file of most bytes at the most.
func readBounded(r io.Reader, most int) ([]byte, error) {
	var content bytes.Buffer
	if sized, ok := r.(interface{ Len() int }); ok {
		content.Grow(min(sized.Len(), most) + bytes.MinRead) // and so it is copied once
	}
	if _, err := content.ReadFrom(io.LimitReader(r, int64(most)+1)); err != nil {
		return nil, &mediation.Error{Kind: mediation.Invalid, Parameter: "fichier",
			Sentence: "La lecture du fichier s'est interrompue.", Cause: err}
	}
	if content.Len() > most {
		return nil, tooLarge(most)
	}
	return content.Bytes(), nil
}

func tooLarge(most int) error { return fault("Le fichier dépasse %d Mo.", most>>20) }

func tooManyRows() error { return fault("Le fichier a plus de %d lignes.", MaxRecords) }

// budget bounds what is kept of a file.
type budget struct{ rows, kept int }

// What a row, a cell and a problem take in memory beside their text, in bytes.
const (
	rowCost     = 1500
	cellCost    = 150
	problemCost = 250
)

// add counts a row, and refuses it when it is one too many.
func (b *budget) add(r row) error {
	if b.rows++; b.rows > MaxRecords {
		return tooManyRows()
	}
	b.kept += rowCost
	for _, cell := range r.raw {
		b.kept += cellCost + 2*len(cell) // as it is written, and as it is read
	}
	for _, p := range r.problems {
		b.kept += problemCost + len(p.Value)
	}
	if b.kept > maxKept {
		return fault("Ligne %d : le fichier dit trop de choses, il prendrait plus de %d Mo de mémoire.", r.line, maxKept>>20)
	}
	return nil
}

// rowReader gives a file to a parser piece by piece, and stops it in a row that
// does not end: parsers keep a row in memory until its end.
type rowReader struct {
	rest []byte
	left int
}

var errLongRow = errors.New("a row that does not end")

// next starts another row.
func (r *rowReader) next() { r.left = maxRow }

func (r *rowReader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), r.left)], r.rest)
	if n == 0 {
		return 0, errLongRow
	}
	r.rest, r.left = r.rest[n:], r.left-n
	return n, nil
}

// boundedList is an array of JSON within a larger value: it holds no more
// records than a file may. The library would make a list of whatever comes.
type boundedList[T any] []T

// UnmarshalJSON reads the array element by element.
func (l *boundedList[T]) UnmarshalJSON(content []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(content))
	if start, err := decoder.Token(); err != nil || start != json.Delim('[') {
		return err
	}
	for decoder.More() {
		if len(*l) == MaxRecords {
			return tooManyRows()
		}
		var one T
		before := decoder.InputOffset()
		if err := decoder.Decode(&one); err != nil {
			return err
		}
		if raw, isRaw := any(one).(json.RawMessage); isRaw && len(raw) > maxRow {
			return fault("Enregistrement %d : plus de %d Mo, après %d octets.", len(*l)+1, maxRow>>20, before)
		}
		*l = append(*l, one)
	}
	return nil
}
