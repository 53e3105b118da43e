package search

// mostErrors is how many letters to add, drop, replace or swap with their
// neighbour are counted.
const mostErrors = 2

// errors counts, letter after letter, the errors between a word and what is
// read. It is an automaton of vellum's: a state holds the errors up to each
// letter of the word that may still be in reach. Nothing is prepared, for
// each word is looked up once.
type errors struct {
	word   string
	most   uint8
	states []errorState
}

// errorState is what is known once depth letters are read: the errors between
// these and the first depth-2 to depth+2 letters of the word.
type errorState struct {
	counts [2*mostErrors + 1]uint8
	depth  int
	letter byte // the last one read
	before int  // the state before it
}

const tooMany = mostErrors + 1

func newErrors(word string, most int) *errors {
	start := errorState{before: -1}
	for k := range start.counts {
		start.counts[k] = uint8(tooMany)
		if j := k - mostErrors; j >= 0 && j <= len(word) {
			start.counts[k] = uint8(j)
		}
	}
	return &errors{word, uint8(most), []errorState{start}}
}

// Start, IsMatch, CanMatch, WillAlwaysMatch and Accept make it a
// [vellum.Automaton].
func (e *errors) Start() int { return 0 }

func (e *errors) IsMatch(state int) bool { return e.at(state) <= e.most }

// at counts the errors against the whole word.
func (e *errors) at(state int) uint8 {
	s := &e.states[state]
	k := len(e.word) - s.depth + mostErrors
	if k < 0 || k >= len(s.counts) {
		return tooMany
	}
	return s.counts[k]
}

func (e *errors) CanMatch(state int) bool {
	for _, n := range e.states[state].counts {
		if n <= e.most {
			return true
		}
	}
	return false
}

func (e *errors) WillAlwaysMatch(int) bool { return false }

func (e *errors) Accept(state int, letter byte) int {
	last := e.states[state]
	next := errorState{depth: last.depth + 1, letter: letter, before: state}
	for k := range next.counts {
		next.counts[k] = e.count(&last, &next, k)
	}
	e.states = append(e.states, next)
	return len(e.states) - 1
}

// count is the least errors between the letters read and the first j of the
// word.
func (e *errors) count(last, next *errorState, k int) uint8 {
	j := next.depth + k - mostErrors
	switch {
	case j < 0 || j > len(e.word):
		return tooMany
	case j == 0:
		return uint8(min(next.depth, tooMany))
	}
	n := last.counts[k]
	if e.word[j-1] != next.letter {
		n++
	}
	if k+1 < len(last.counts) {
		n = min(n, last.counts[k+1]+1)
	}
	if k > 0 {
		n = min(n, next.counts[k-1]+1)
	}
	if j > 1 && last.before >= 0 && e.word[j-1] == last.letter && e.word[j-2] == next.letter {
		n = min(n, e.states[last.before].counts[k]+1)
	}
	return min(n, tooMany)
}

// editDistance counts the errors between two words, most+1 when there are more
// than most, which is at most [mostErrors].
func editDistance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var room [40]errorState // spares the heap for words
	e := newErrors(b, most)
	e.states = append(room[:0], e.states...)
	state := 0
	for i := range len(a) {
		if state = e.Accept(state, a[i]); !e.CanMatch(state) {
			return most + 1
		}
	}
	return min(int(e.at(state)), most+1)
}
