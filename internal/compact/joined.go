package compact

import "slices"

// Joined holds lists one after the other, each by its number in the order in which they
// were added: tens of thousands of them are two pieces of memory. Its zero value is ready.
type Joined[T any] struct {
	// All are the elements of all lists, of which there may be 4 billion.
	All  []T
	ends []uint32
}

// NewJoined has room for so many lists, and for so many elements in all.
func NewJoined[T any](lists, elements int) Joined[T] {
	return Joined[T]{All: make([]T, 0, elements), ends: make([]uint32, 0, lists)}
}

// Add adds a list that is made of some parts.
func (j *Joined[T]) Add(parts ...[]T) {
	for _, part := range parts {
		j.All = append(j.All, part...)
	}
	j.ends = append(j.ends, uint32(len(j.All)))
}

// Len is how many lists there are.
func (j *Joined[T]) Len() int { return len(j.ends) }

// At returns the list with a number; adding to it makes another.
func (j *Joined[T]) At(i int) []T {
	start, end := uint32(0), j.ends[i]
	if i > 0 {
		start = j.ends[i-1]
	}
	return j.All[start:end:end]
}

// Trim gives back the room that was not needed, where it is much.
func (j *Joined[T]) Trim() {
	if cap(j.All) > len(j.All)+len(j.All)/16 {
		j.All = slices.Clone(j.All)
	}
}
