package catalog

import (
	"cmp"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// Arrangement is the order in which people read an answer: what is worth
// reading first, and what is folded away.
type Arrangement struct {
	Shown []Hit
	// Folded are places to check by telephone that are too far, or that sure
	// ones make needless.
	Folded []Hit
	// Sure counts the places of both where all that is asked for is confirmed.
	Sure int
}

const (
	// nearby is how far a place is worth calling to check, in metres.
	nearby = 10_000
	// fewest is how many places to check are shown, whatever their distance.
	fewest = 3
	// sureAmong is among how many first places one is sure, where there is any.
	sureAmong = 3
)

// Arrange orders the hits of a filter for people. Around a point, the nearest
// come first, sure or not: the nearest sure one is among the first three, and
// only those to check within ten kilometres are shown, or the three nearest.
// Without a point, or in a part of the map, the sure ones are shown, by town or
// from the point. Nothing is folded when nothing is sure.
// Vans without published dates come last. Hits are those of [Snapshot.Find]
// for the filter, with [Hit.Metres] where it has a point.
func (m *Moment) Arrange(hits []Hit, f mediation.Filter) Arrangement {
	a := Arrangement{Shown: slices.Clone(hits)}
	for _, h := range hits {
		if !h.Unsure {
			a.Sure++
		}
	}
	located := f.Near != nil && f.Box == nil
	slices.SortStableFunc(a.Shown, func(x, y Hit) int {
		order := cmp.Or(cmp.Compare(x.chord2, y.chord2), m.CompareTown(x.Place, y.Place))
		if !located {
			order = cmp.Or(CompareSure(x.Unsure, y.Unsure), order)
		}
		return cmp.Or(CompareSure(m.undated(x.Place), m.undated(y.Place)), order)
	})
	if len(f.Needs) == 0 || a.Sure == 0 {
		return a
	}
	a.fold(located)
	if located {
		a.raiseSure()
	}
	return a
}

// CompareTown orders places, given by their indexes, as a directory would.
func (s *Snapshot) CompareTown(a, b int) int {
	ranks := s.byTown()
	return cmp.Compare(ranks[a], ranks[b])
}

// rankTowns tells where each place stands in a directory: by town, then by name.
func (s *Snapshot) rankTowns() []uint32 {
	keys, order := make([]string, len(s.Places)), make([]int32, len(s.Places))
	for i, p := range s.Places {
		order[i] = int32(i)
		keys[i] = strings.Join([]string{mediation.Fold(p.Address.City), mediation.Fold(p.Name), p.ID}, "\x00")
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(keys[a], keys[b]) })
	return RanksOf(order)
}

// RanksOf tells where each number stands in an order of all of them.
func RanksOf(order []int32) []uint32 {
	ranks := make([]uint32, len(order))
	for rank, i := range order {
		ranks[i] = uint32(rank)
	}
	return ranks
}

// undated is true for a place where only a van comes, and nobody knows when.
func (m *Moment) undated(place int) bool {
	return m.states[place].Mobile && !m.states[place].Known
}

// fold takes out the places to check that are not worth reading first.
func (a *Arrangement) fold(located bool) {
	shown, unsure := a.Shown[:0:0], 0
	for _, h := range a.Shown {
		switch {
		case !h.Unsure:
		case !located || h.Metres > nearby && unsure >= fewest:
			a.Folded = append(a.Folded, h)
			continue
		default:
			unsure++
		}
		shown = append(shown, h)
	}
	a.Shown = shown
}

// raiseSure puts the first sure place among the first three.
func (a *Arrangement) raiseSure() {
	i := slices.IndexFunc(a.Shown, func(h Hit) bool { return !h.Unsure })
	if i < sureAmong {
		return
	}
	sure := a.Shown[i]
	a.Shown = slices.Insert(slices.Delete(a.Shown, i, i+1), sureAmong-1, sure)
}

// Unknown lists the places that would answer a question at another time, and
// of which nobody can say whether they answer at the time that is asked: hours
// that no source tells, or only by appointment, and visits without dates. None
// when no time is asked. They come in the order of [Snapshot.Find].
func (m *Moment) Unknown(f mediation.Filter) []Hit {
	if f.OpenAt == nil && f.Window == nil {
		return nil
	}
	timed, q := m.compile(f), f
	q.OpenAt, q.Window = nil, nil
	return slices.DeleteFunc(m.Find(q), func(h Hit) bool {
		_, answers := timed.match(h.Place)
		return answers || !slices.ContainsFunc(timed.answering(&m.entries[h.Place]), (*offerEntry).maybeOpen)
	})
}

// maybeOpen is true when the offer may help at times that nobody tells.
func (o *offerEntry) maybeOpen() bool {
	switch {
	case slices.Contains(o.Access, mediation.NoPublic):
		return false
	case o.Mobile():
		return o.maybeVisited()
	}
	return o.schedule == nil || o.schedule.Uncertain()
}
