package postgres

import "fmt"

// What is stored as JSON has types of its own, the rows in row_*.go: the names
// of the domain are free to change, those of the members never are. A row says
// the version of its layout. Version 0 is what was written before rows had
// one; its layout is that of version 1. Raise a version when a member changes
// its meaning, and translate the older ones where the row is read. SQL reads
// some members as well: look for their names before you change one.

// knownVersion refuses a row that a later program wrote: to read it by halves
// would lose what it says.
func knownVersion(table string, version, latest int) error {
	if version > latest {
		return fmt.Errorf("%s: a row of version %d, this program reads up to %d", table, version, latest)
	}
	return nil
}

// readRows converts a list of rows; nil stays nil.
func readRows[Row, Domain any](rows []Row, read func(Row) (Domain, error)) ([]Domain, error) {
	if rows == nil {
		return nil, nil
	}
	list := make([]Domain, len(rows))
	for i, row := range rows {
		var err error
		if list[i], err = read(row); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// convertAll converts a list where nothing can fail, in either direction.
func convertAll[From, To any](list []From, convert func(From) To) []To {
	if list == nil {
		return nil
	}
	converted := make([]To, len(list))
	for i, v := range list {
		converted[i] = convert(v)
	}
	return converted
}

// readOptional converts a row that may be absent.
func readOptional[Row, Domain any](row *Row, read func(Row) (Domain, error)) (*Domain, error) {
	if row == nil {
		return nil, nil
	}
	value, err := read(*row)
	return &value, err
}

// convertOptional converts what may be absent, in either direction.
func convertOptional[From, To any](value *From, convert func(From) To) *To {
	if value == nil {
		return nil
	}
	converted := convert(*value)
	return &converted
}
