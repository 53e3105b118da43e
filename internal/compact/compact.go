// Package compact keeps many small things in few pieces of memory: what collects
// garbage looks at every piece, and of a country's data there would be a million.
package compact

// Lists keeps lists one after the other in large pieces of memory. Its zero value is
// ready. A piece lives as long as one of its lists.
type Lists[T any] struct{ piece []T }

// The least and the most elements that a piece of [Lists] has room for, unless one list
// has more: each has twice those of the one before, so that a few lists take little.
const (
	leastElements = 8
	mostElements  = 4096
)

// Keep copies a list; adding to what it returns makes another. One without elements
// stays what it is, nil or not.
func (l *Lists[T]) Keep(list []T) []T {
	if len(list) == 0 {
		return list
	}
	kept := l.Make(len(list))
	copy(kept, list)
	return kept
}

// KeepOne copies what a pointer points to; nil stays nil.
func (l *Lists[T]) KeepOne(one *T) *T {
	if one == nil {
		return nil
	}
	kept := l.Make(1)
	kept[0] = *one
	return &kept[0]
}

// Make returns a list of so many zero values; adding to it makes another.
func (l *Lists[T]) Make(n int) []T {
	start, end := len(l.piece), len(l.piece)+n
	if end > cap(l.piece) {
		room := max(leastElements, min(2*cap(l.piece), mostElements), n)
		l.piece, start, end = make([]T, 0, room), 0, n
	}
	l.piece = l.piece[:end]
	return l.piece[start:end:end]
}
