package api

import (
	"slices"
	"strconv"

	"escale/internal/compact"
	"escale/internal/mediation"
)

// set is what many offers have in common: their kind, and the needs they meet
// by how sure they are. A few dozen say it of thousands of places.
type set struct {
	Kind mediation.Kind `json:"kind"`
	servicesByHow
}

// setTable numbers the sets of a snapshot.
type setTable struct {
	texts   compact.Joined[byte]
	numbers map[string]int
	shared  map[sharedSet]int     // the same, of needs that many offers share
	of      compact.Joined[int32] // the sets of each place, in the order of its offers
}

// sharedSet is a kind and the very list of needs, in memory.
type sharedSet struct {
	kind  mediation.Kind
	first *mediation.Claim
	n     int
}

// add returns the sets of the offers of the next place, each once.
func (t *setTable) add(p mediation.Place) ([]int32, error) {
	if t.numbers == nil {
		t.numbers, t.shared = map[string]int{}, map[sharedSet]int{}
	}
	list := make([]int32, 0, len(p.Offers))
	for i := range p.Offers {
		n, err := t.number(&p.Offers[i])
		if err != nil {
			return nil, err
		}
		if !slices.Contains(list, int32(n)) {
			list = append(list, int32(n))
		}
	}
	t.of.Add(list)
	return list, nil
}

// number is that of the set of an offer.
func (t *setTable) number(o *mediation.Offer) (int, error) {
	key := sharedSet{kind: o.Kind, n: len(o.Claims)}
	if key.n > 0 {
		key.first = &o.Claims[0]
	}
	if n, known := t.shared[key]; known {
		return n, nil
	}
	text, err := encode(set{o.Kind, newServicesByHow(o.Claims)})
	if err != nil {
		return 0, err
	}
	n, known := t.numbers[string(text)]
	if !known {
		n = len(t.numbers)
		t.numbers[string(text)] = n
		t.texts.Add(text)
	}
	t.shared[key] = n
	return n, nil
}

// appendUsed writes the member sets with those of the places of so many hits.
func (t *setTable) appendUsed(b []byte, hits int, hit hitAt) []byte {
	b = append(b, `,"sets":{`...)
	used := make([]bool, len(t.numbers))
	first := true
	for i := range hits {
		for _, n := range t.of.At(hit(i).Place) {
			if used[n] {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			used[n], first = true, false
			b = strconv.AppendInt(append(b, '"'), int64(n), 10)
			b = append(append(b, `":`...), t.texts.At(int(n))...)
		}
	}
	return append(b, '}')
}
