package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/blevesearch/vellum"
)

// names finds things by what they are called, at a cost that follows what is
// found rather than how many there are: a finite state transducer of all
// names holds where the list of each begins.
type names struct {
	fst *vellum.FST
	// lists holds numbers of things, each list after its length.
	lists []byte
	// heavy holds the heaviest things under beginnings that many names share.
	heavy map[string][]int32
}

// How something goes by a name. The byte begins each key, so that a
// beginning of a kind is a beginning of keys.
type nameKind byte

const (
	fullNames  nameKind = 'f' // the whole name
	bareNames  nameKind = 'b' // without its articles
	shortNames nameKind = 's' // "Carentan" for Carentan-les-Marais
	laterNames nameKind = 'l' // from its second word on, or a later one
)

func (k nameKind) key(name string) string { return string(rune(k)) + name }

// called is a name and the thing that goes by it.
type called struct {
	// first are the kind and the first letters, in the order of keys: for most names
	// that is enough to sort them, without reading them.
	first uint64
	name  string
	thing int32
}

// firstLetters is how many bytes of a name stand in [called].first.
const firstLetters = 7

func (k nameKind) called(name string, thing int32) called {
	var first [8]byte
	first[0] = byte(k)
	copy(first[1:], name)
	return called{binary.BigEndian.Uint64(first[:]), name, thing}
}

func (c called) kind() nameKind { return nameKind(c.first >> (8 * firstLetters)) }

// compareNames puts names in the order of their keys.
func compareNames(a, b called) int {
	if a.first != b.first {
		return cmp.Compare(a.first, b.first)
	}
	return strings.Compare(a.name, b.name)
}

// few is how many names with one beginning are looked at one by one.
const few = 64

// newNames indexes names. weights tell how much each thing weighs among others.
func newNames(list []called, weights []float64) (*names, error) {
	slices.SortFunc(list, func(a, b called) int {
		if order := compareNames(a, b); order != 0 {
			return order
		}
		return cmp.Compare(a.thing, b.thing)
	})
	list = slices.Compact(list)
	n := &names{heavy: map[string][]int32{}}
	var packed bytes.Buffer
	builder, err := vellum.New(&packed, nil)
	if err != nil {
		return nil, err
	}
	var key []byte
	for i := 0; i < len(list); {
		end := i + 1
		for end < len(list) && compareNames(list[end], list[i]) == 0 {
			end++
		}
		key = append(append(key[:0], byte(list[i].kind())), list[i].name...)
		if err := builder.Insert(key, uint64(len(n.lists))); err != nil {
			return nil, err
		}
		n.lists = binary.AppendUvarint(n.lists, uint64(end-i))
		for _, c := range list[i:end] {
			n.lists = binary.AppendUvarint(n.lists, uint64(c.thing))
		}
		i = end
	}
	if err := builder.Close(); err != nil {
		return nil, err
	}
	n.weighDown(list, 0, weights)
	n.fst, err = vellum.Load(packed.Bytes())
	return n, err
}

// weighDown keeps the heaviest of the names of one kind that share their first
// letters, where these are many; then of those that share one letter more.
func (n *names) weighDown(list []called, letters int, weights []float64) {
	for i := 0; i < len(list); {
		kind := list[i].kind()
		if len(list[i].name) < letters {
			i++
			continue
		}
		beginning, end := list[i].name[:letters], i+1
		for end < len(list) && list[end].kind() == kind && strings.HasPrefix(list[end].name, beginning) {
			end++
		}
		if end-i > few {
			n.heavy[kind.key(beginning)] = heaviest(list[i:end], weights)
			n.weighDown(list[i:end], letters+1, weights)
		}
		i = end
	}
}

// mostHeavy is how many things a list of the heaviest has.
const mostHeavy = 12

// heaviest lists the heaviest things, each once; of two alike, the first one.
func heaviest(list []called, weights []float64) []int32 {
	before := func(a, b int32) bool {
		wa, wb := weights[a], weights[b]
		return wa > wb || wa == wb && a < b
	}
	top := make([]int32, 0, mostHeavy+1)
	for _, c := range list {
		if len(top) == mostHeavy && !before(c.thing, top[mostHeavy-1]) || slices.Contains(top, c.thing) {
			continue
		}
		i := len(top)
		for i > 0 && before(c.thing, top[i-1]) {
			i--
		}
		top = slices.Insert(top, i, c.thing)
		top = top[:min(mostHeavy, len(top))]
	}
	return top
}

// at reads the list that begins at an offset.
func (n *names) at(offset uint64) []int32 {
	rest := n.lists[offset:]
	next := func() uint64 {
		v, size := binary.Uvarint(rest)
		rest = rest[size:]
		return v
	}
	things := make([]int32, next())
	for i := range things {
		things[i] = int32(next())
	}
	return things
}

// exact lists the things that go by that very name.
func (n *names) exact(kind nameKind, name string) []int32 {
	offset, found, err := n.fst.Get([]byte(kind.key(name)))
	if err != nil || !found {
		return nil
	}
	return n.at(offset)
}

// begin lists things whose name begins so, the heaviest when there are many.
func (n *names) begin(kind nameKind, letters string) (things []int32) {
	key := kind.key(letters)
	if heavy, ok := n.heavy[key]; ok {
		return heavy
	}
	for it, err := n.fst.Iterator([]byte(key), pastKey(key)); err == nil && len(things) < few; err = it.Next() {
		_, offset := it.Current()
		things = append(things, n.at(offset)...)
	}
	return things
}

// pastKey is the first key past those that begin with one; keys are of no
// letter 0xff.
func pastKey(key string) []byte { return append([]byte(key), 0xff) }

// like is a thing whose name is nearly what was typed.
type like struct {
	thing  int32
	errors int
}

// near lists the things of whose names one has at most most errors, one or two,
// the nearest first.
func (n *names) near(kind nameKind, name string, most int) (found []like) {
	const enough = 3 // of one error: nobody looks further
	seen := map[int32]bool{}
	for wrong := 1; wrong <= most && len(found) < enough; wrong++ {
		n.accepted(kind, name, wrong, false, func(thing int32) {
			if !seen[thing] {
				seen[thing] = true
				found = append(found, like{thing, wrong})
			}
		})
	}
	return found
}

// nearBeginning lists things whose name begins as the letters do but for one
// error.
func (n *names) nearBeginning(letters string) (found []like) {
	n.accepted(fullNames, letters, 1, true, func(thing int32) { found = append(found, like{thing, 1}) })
	return found
}

// accepted calls f for the things of whose names an automaton accepts one.
func (n *names) accepted(kind nameKind, name string, wrong int, beginning bool, f func(thing int32)) {
	var automaton vellum.Automaton = newErrors(kind.key(name), wrong)
	if beginning {
		automaton = openEnded{automaton}
	}
	first := kind.key("")
	if wrong == mostErrors && len(name) > 0 { // who makes two errors keeps the first letter
		first = kind.key(name[:1])
	}
	count := 0
	for it, err := n.fst.Search(automaton, []byte(first), pastKey(first)); err == nil && count < few; err = it.Next() {
		_, offset := it.Current()
		for _, thing := range n.at(offset) {
			f(thing)
		}
		count++
	}
}

// openEnded accepts whatever begins with what another automaton accepts.
type openEnded struct{ vellum.Automaton }

// ended is the state of what began rightly.
const ended = -1

func (o openEnded) IsMatch(state int) bool { return state == ended || o.Automaton.IsMatch(state) }

func (o openEnded) CanMatch(state int) bool { return state == ended || o.Automaton.CanMatch(state) }

func (o openEnded) WillAlwaysMatch(state int) bool { return state == ended }

func (o openEnded) Accept(state int, b byte) int {
	if state == ended || o.Automaton.IsMatch(state) {
		return ended
	}
	return o.Automaton.Accept(state, b)
}
