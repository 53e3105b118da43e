package formats

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// eachJSON gives every object of an array to use, numbered from 1, and returns
// the names of all their members in the order of their first coming.
func eachJSON(content []byte, l *layout, use func(row) error) ([]string, error) {
	rows := &rowReader{rest: content}
	rows.next()
	decoder := json.NewDecoder(rows)
	if start, err := decoder.Token(); err != nil || start != json.Delim('[') {
		return nil, fault("Le JSON doit être un tableau d'objets : [{…}, {…}].")
	}
	var names []string
	seen := map[string]bool{}
	for number := 1; decoder.More(); number++ {
		if number > MaxRecords {
			return nil, tooManyRows()
		}
		var value json.RawMessage
		rows.next()
		if err := decoder.Decode(&value); err != nil {
			return nil, brokenJSON(number, err)
		}
		r, keys, err := l.jsonRow(number, value)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			if !seen[key] && len(names) < maxColumns {
				seen[key] = true
				names = append(names, key)
			}
		}
		if len(r.raw) == 0 {
			continue
		}
		if err := use(r); err != nil {
			return nil, err
		}
	}
	if err := endOfArray(decoder); err != nil {
		return nil, err
	}
	return names, l.checkObjects(names)
}

// checkObjects leaves an array without objects to the check for an empty file.
func (l *layout) checkObjects(names []string) error {
	if len(names) == 0 {
		return nil
	}
	return l.checkNames(names)
}

func endOfArray(decoder *json.Decoder) error {
	if _, err := decoder.Token(); err != nil {
		return brokenJSON(0, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fault("Le JSON continue après la fin du tableau.")
	}
	return nil
}

func brokenJSON(number int, err error) error {
	e := fault("Le JSON est abîmé ou coupé à l'enregistrement %d.", number)
	switch {
	case errors.Is(err, errLongRow):
		e = fault("Enregistrement %d : plus de %d Mo.", number, maxRow>>20)
	case number == 0:
		e = fault("Le JSON est coupé : la fin du tableau manque.")
	}
	e.Cause = err
	return e
}

// jsonRow reads an object as a row; anything else is a row of one cell that
// cannot be used.
func (l *layout) jsonRow(number int, value json.RawMessage) (row, []string, error) {
	if value[0] != '{' {
		return oddValue(number, value), nil, nil
	}
	names, values, err := members(value)
	if err != nil {
		return row{}, nil, brokenJSON(number, err)
	}
	if len(names) > maxColumns {
		return row{}, nil, fault("Enregistrement %d : plus de %d champs.", number, maxColumns)
	}
	if slices.ContainsFunc(values, func(v string) bool { return len(v) > MaxCell }) {
		return row{}, nil, fault("Enregistrement %d : un champ dépasse %d Ko.", number, MaxCell>>10)
	}
	return l.row(number, names, values), names, nil
}

func oddValue(number int, value json.RawMessage) row {
	r := row{line: number, raw: map[string]string{}, unreadable: true}
	text := cmp.Or(cellOf(value), string(value))
	r.keep("valeur", impersonal(text[:min(len(text), MaxCell)], false))
	r.fatal("valeur", "On attend un objet {…}.")
	return r
}

// members lists an object's members in their order, doubles included.
func members(object json.RawMessage) (names, values []string, err error) {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		return nil, nil, err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, nil, err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, nil, err
		}
		names, values = append(names, name.(string)), append(values, cellOf(value))
	}
	return names, values, nil
}

// cellOf writes a JSON value as a cell: numbers digit for digit, a list of
// plain values joined by "|", anything deeper as JSON.
func cellOf(value json.RawMessage) string {
	switch value[0] {
	case '"':
		var text string
		if json.Unmarshal(value, &text) == nil {
			return text
		}
	case 'n':
		return ""
	case '[':
		var items []json.RawMessage
		if json.Unmarshal(value, &items) == nil && !slices.ContainsFunc(items, deep) {
			cells := make([]string, len(items))
			for i, item := range items {
				cells[i] = cellOf(item)
			}
			return strings.Join(cells, "|")
		}
	}
	return string(value)
}

func deep(value json.RawMessage) bool { return value[0] == '[' || value[0] == '{' }
