package postgres

import (
	"bytes"
	"errors"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// texts keeps the texts of many rows one after the other in large pieces of
// memory, each text once: what collects garbage looks at every piece, and there
// would be hundreds of thousands. A piece lives as long as one of its texts.
type texts struct {
	piece strings.Builder
	known map[string]string
	lists map[string][]string // by how they are stored
	// options make [json.Unmarshal] keep texts and lists here.
	options json.Options
	room    []byte
}

// The least and the largest piece, in bytes: each is twice the one before, so that
// the few texts of a few rows take little.
const (
	leastPiece = 1 << 10
	mostPiece  = 64 << 10
)

func newTexts() *texts {
	t := &texts{known: map[string]string{}, lists: map[string][]string{}}
	t.options = json.WithUnmarshalers(json.JoinUnmarshalers(json.UnmarshalFromFunc(t.readText), json.UnmarshalFromFunc(t.readList)))
	return t
}

func (t *texts) keep(text []byte) string {
	if one, known := t.known[string(text)]; known {
		return one
	}
	if t.piece.Cap()-t.piece.Len() < len(text) {
		length := max(leastPiece, min(2*t.piece.Cap(), mostPiece), len(text))
		t.piece = strings.Builder{}
		t.piece.Grow(length)
	}
	start := t.piece.Len()
	t.piece.Write(text)
	one := t.piece.String()[start:]
	t.known[one] = one
	return one
}

// readText reads a string of JSON; null and all that is none is left to the
// library.
func (t *texts) readText(d *jsontext.Decoder, text *string) error {
	if d.PeekKind() != '"' {
		return errors.ErrUnsupported
	}
	value, err := d.ReadValue()
	if err != nil {
		return err
	}
	plain := value[1 : len(value)-1]
	if bytes.IndexByte(plain, '\\') >= 0 {
		if t.room, err = jsontext.AppendUnquote(t.room[:0], value); err != nil {
			return err
		}
		plain = t.room
	}
	*text = t.keep(plain)
	return nil
}

// readList reads a list of strings, each list once.
func (t *texts) readList(d *jsontext.Decoder, list *[]string) error {
	if d.PeekKind() != '[' {
		return errors.ErrUnsupported
	}
	value, err := d.ReadValue()
	if err != nil {
		return err
	}
	one, known := t.lists[string(value)]
	if !known {
		type plain []string // which does not come back here
		var read plain
		if err := json.Unmarshal(value, &read, t.options); err != nil {
			return err
		}
		one = read[:len(read):len(read)] // who adds to it makes another
		t.lists[string(value)] = one
	}
	*list = one
	return nil
}

// column is one of a row that is a text.
type column struct {
	texts *texts
	text  string
}

// ScanBytes keeps what the database sends. None of these columns may be null.
func (c *column) ScanBytes(text []byte) error {
	if text == nil {
		return errors.New("a text is null")
	}
	c.text = c.texts.keep(text)
	return nil
}
