package orientation

import (
	"cmp"
	"math/bits"
	"slices"

	"escale/internal/mediation"
)

// Pair is two rows that do more together than the best one alone.
type Pair struct {
	// Rows are indexes in [Answer].Rows, in order.
	Rows  [2]int
	Needs []PairNeed
}

// PairNeed says which of a pair does a need.
type PairNeed struct {
	ID    mediation.ServiceID
	State State
	// By is 0 or 1, -1 when neither does it.
	By int
}

// bestPair returns the best pair of ranked rows that does strictly more than
// the first row, nil for none.
func bestPair(rows []Row) *Pair {
	if len(rows) < 2 || bits.OnesCount(rows[0].sure) == len(rows[0].Needs) {
		return nil
	}
	var best *[2]int
	among := nearest(rows)
	for n, i := range among {
		for _, j := range among[n+1:] {
			if pair := [2]int{i, j}; best == nil || comparePairs(rows, pair, *best) < 0 {
				best = &pair
			}
		}
	}
	if best == nil {
		return nil
	}
	first, a, b := &rows[0], &rows[best[0]], &rows[best[1]]
	if compareCover(a.sure|b.sure, a.met|b.met, first.sure, first.met) >= 0 {
		return nil
	}
	return &Pair{*best, share(a, b)}
}

// nearest keeps, in order, the rows that can be in a pair that does more than
// one row. Its two never do the same, so that of those that do the same in the
// same week only the nearest counts, and whatever lies as near.
func nearest(rows []Row) []int {
	type alike struct {
		sure, met uint
		class     int
	}
	metres := map[alike]float64{}
	var list []int
	for i := range rows { // within one kind, rows come nearest first
		kind := alike{rows[i].sure, rows[i].met, rows[i].Class}
		least, known := metres[kind]
		if !known {
			metres[kind] = rows[i].Metres
		}
		if !known || rows[i].Metres == least {
			list = append(list, i)
		}
	}
	return list
}

// compareCover puts first what does more for sure, then what does more at all.
func compareCover(sureA, metA, sureB, metB uint) int {
	return cmp.Or(bits.OnesCount(sureB)-bits.OnesCount(sureA), bits.OnesCount(metB)-bits.OnesCount(metA))
}

func comparePairs(rows []Row, p, q [2]int) int {
	a, b, c, d := &rows[p[0]], &rows[p[1]], &rows[q[0]], &rows[q[1]]
	return cmp.Or(
		compareCover(a.sure|b.sure, a.met|b.met, c.sure|d.sure, c.met|d.met),
		max(a.Class, b.Class)-max(c.Class, d.Class),
		cmp.Compare(a.Metres+b.Metres, c.Metres+d.Metres),
		cmp.Compare(max(a.start(), b.start()), max(c.start(), d.start())),
		slices.Compare([]string{a.ID, b.ID}, []string{c.ID, d.ID}),
	)
}

// share gives each need to the one of the two that does it more surely.
func share(a, b *Row) []PairNeed {
	needs := make([]PairNeed, len(a.Needs))
	for i, need := range a.Needs {
		needs[i] = PairNeed{need.ID, need.State, 0}
		if other := b.Needs[i].State; stateRank[other] < stateRank[need.State] {
			needs[i].State, needs[i].By = other, 1
		}
		if needs[i].State == None {
			needs[i].By = -1
		}
	}
	return needs
}

var stateRank = map[State]int{Sure: 0, Possible: 1, None: 2}
