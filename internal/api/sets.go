package api

import (
	"slices"
	"strconv"

	"escale/internal/catalog"
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
	texts   slab
	numbers map[string]int
	of      [][]int // the sets of each place, in the order of its offers
}

// add returns the sets of the offers of the next place, each once.
func (t *setTable) add(p mediation.Place) ([]int, error) {
	if t.numbers == nil {
		t.numbers = map[string]int{}
	}
	var list []int
	for _, o := range p.Offers {
		text, err := encode(set{o.Kind, newServicesByHow(o.Claims)})
		if err != nil {
			return nil, err
		}
		n, known := t.numbers[string(text)]
		if !known {
			n = len(t.numbers)
			t.numbers[string(text)] = n
			t.texts.add(text)
		}
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	t.of = append(t.of, list)
	return list, nil
}

// appendUsed writes the member sets with those of the places of hits.
func (t *setTable) appendUsed(b []byte, hits []catalog.Hit) []byte {
	b = append(b, `,"sets":{`...)
	used := make([]bool, len(t.numbers))
	first := true
	for _, hit := range hits {
		for _, n := range t.of[hit.Place] {
			if used[n] {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			used[n], first = true, false
			b = strconv.AppendInt(append(b, '"'), int64(n), 10)
			b = append(append(b, `":`...), t.texts.at(n)...)
		}
	}
	return append(b, '}')
}
