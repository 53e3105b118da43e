package compact

import (
	"bytes"
	"errors"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Texts keeps texts one after the other in large pieces of memory, each text once. A
// piece lives as long as one of its texts.
type Texts struct {
	piece strings.Builder
	known map[string]string
	lists map[string][]string // by how they are stored
	room  Lists[string]       // where these stand
	// Options make [json.Unmarshal] keep texts, and lists of texts, here.
	Options json.Options
	plain   []byte // the last text that was written with escapes
}

// The least and the largest piece, in bytes: each is twice the one before, so that
// the few texts of a few rows take little.
const (
	leastPiece = 1 << 10
	mostPiece  = 64 << 10
)

// NewTexts returns one without texts.
func NewTexts() *Texts {
	t := &Texts{known: map[string]string{}, lists: map[string][]string{}}
	t.Options = json.WithUnmarshalers(json.JoinUnmarshalers(json.UnmarshalFromFunc(t.readText), json.UnmarshalFromFunc(t.readList)))
	return t
}

// Keep returns what is kept of a text.
func (t *Texts) Keep(text []byte) string {
	one, known := t.known[string(text)]
	if !known {
		one = t.Add(text)
		t.known[one] = one
	}
	return one
}

// Add keeps a text that hardly comes twice, without looking whether it is there.
func (t *Texts) Add(text []byte) string {
	if t.piece.Cap()-t.piece.Len() < len(text) {
		length := max(leastPiece, min(2*t.piece.Cap(), mostPiece), len(text))
		t.piece = strings.Builder{}
		t.piece.Grow(length)
	}
	start := t.piece.Len()
	t.piece.Write(text)
	return t.piece.String()[start:]
}

// KeepAll keeps each of some texts.
func (t *Texts) KeepAll(list ...*string) {
	for _, text := range list {
		*text = t.Keep([]byte(*text))
	}
}

// readText reads a string of JSON; null and all that is none is left to the
// library.
func (t *Texts) readText(d *jsontext.Decoder, text *string) error {
	if d.PeekKind() != '"' {
		return errors.ErrUnsupported
	}
	value, err := d.ReadValue()
	if err != nil {
		return err
	}
	plain := value[1 : len(value)-1]
	if bytes.IndexByte(plain, '\\') >= 0 {
		if t.plain, err = jsontext.AppendUnquote(t.plain[:0], value); err != nil {
			return err
		}
		plain = t.plain
	}
	*text = t.Keep(plain)
	return nil
}

// readList reads a list of strings, each list once.
func (t *Texts) readList(d *jsontext.Decoder, list *[]string) error {
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
		if err := json.Unmarshal(value, &read, t.Options); err != nil {
			return err
		}
		one = t.room.Keep(read)
		t.lists[string(value)] = one
	}
	*list = one
	return nil
}
