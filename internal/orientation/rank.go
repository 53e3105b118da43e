package orientation

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"escale/internal/catalog"
)

// Answer is a comparison.
type Answer struct {
	// Rows fit, the best first. Unfit do not; those that lack least first.
	Rows, Unfit []Row
	// Pair is nil when the first row does as much as any two.
	Pair *Pair
}

// Compare holds every place and coming visit against a request.
func Compare(s *catalog.Snapshot, r Request) Answer {
	f := newFrame(&r)
	var a Answer
	for i := range s.Places {
		for _, row := range f.rows(s, i) {
			if len(row.Reasons) == 0 {
				a.Rows = append(a.Rows, row)
			} else {
				a.Unfit = append(a.Unfit, row)
			}
		}
	}
	slices.SortStableFunc(a.Rows, func(a, b Row) int { return byRank(&a, &b) })
	slices.SortStableFunc(a.Unfit, func(a, b Row) int {
		return cmp.Or(cmp.Compare(len(a.Reasons), len(b.Reasons)), byRank(&a, &b))
	})
	a.Pair = bestPair(a.Rows)
	return a
}

// byRank puts first what does most, then the soonest week, then the nearest.
func byRank(a, b *Row) int {
	return cmp.Or(
		bits.OnesCount(b.sure)-bits.OnesCount(a.sure), bits.OnesCount(b.met)-bits.OnesCount(a.met),
		a.Class-b.Class, cmp.Compare(a.Metres, b.Metres), cmp.Compare(a.start(), b.start()), cmp.Compare(a.ID, b.ID),
	)
}

// start is when the row's time begins; an unknown one is after every other.
func (r *Row) start() Minute {
	if r.When == nil {
		return math.MaxInt
	}
	return r.When.Start
}
