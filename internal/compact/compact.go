// Package compact keeps many small things in few pieces of memory: what collects
// garbage looks at every piece, and of a country's data there would be a million.
package compact

// Lists keeps lists one after the other in large pieces of memory. Its zero value is
// ready. A piece lives as long as one of its lists.
type Lists[T any] struct{ piece []T }

// elements is how many elements a piece of [Lists] holds, unless one list has more.
const elements = 4096

// Keep copies a list; adding to what it returns makes another. One without elements
// stays what it is, nil or not.
func (l *Lists[T]) Keep(list []T) []T {
	if len(list) == 0 {
		return list
	}
	if cap(l.piece)-len(l.piece) < len(list) {
		l.piece = make([]T, 0, max(elements, len(list)))
	}
	start := len(l.piece)
	l.piece = append(l.piece, list...)
	return l.piece[start:len(l.piece):len(l.piece)]
}
