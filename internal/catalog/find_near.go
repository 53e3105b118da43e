package catalog

import (
	"cmp"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// Arrangement is an answer in the order in which people read it: what is worth
// reading first, and what is folded away.
type Arrangement struct {
	// Shown and Folded are the first of each, as many as are wanted. Folded are
	// places to check by telephone that are too far, or that sure ones make
	// needless.
	Shown, Folded []Hit
	// AllShown and AllFolded count them all, Sure the places of both where all
	// that is asked for is confirmed.
	AllShown, AllFolded, Sure int
}

// Wanted is how much of an arrangement is wanted.
type Wanted struct{ Shown, Folded int }

const (
	// nearby is how far a place is worth calling to check, in metres.
	nearby = 10_000
	// fewest is how many places to check are shown, whatever their distance.
	fewest = 3
	// sureAmong is among how many first places one is sure, where there is any.
	sureAmong = 3
)

// Arrange orders what a filter finds for people. Around a point, the nearest
// come first, sure or not: the nearest sure one is among the first three, and
// only those to check within ten kilometres are shown, or the three nearest.
// Without a point, or in a part of the map, the sure ones are shown, by town or
// from the point. Nothing is folded when nothing is sure.
// Vans without published dates come last.
//
// A filter that keeps no place out for where it is costs about what is wanted,
// however much it finds.
func (m *Moment) Arrange(f mediation.Filter, wanted Wanted) Arrangement {
	var a Arrangement
	if isEverywhere(f) {
		r := reader{m, m.ready(f)}
		a = r.arrange(wanted)
		r.done()
	} else {
		a = m.arrangeAll(f)
	}
	a.Shown, a.Folded = firstOf(a.Shown, wanted.Shown), firstOf(a.Folded, wanted.Folded)
	return a
}

func firstOf(hits []Hit, most int) []Hit { return hits[:min(most, len(hits))] }

// arrangeAll arranges all that a filter finds.
func (m *Moment) arrangeAll(f mediation.Filter) Arrangement {
	a := Arrangement{Shown: m.Find(f)}
	a.Sure = TallyOf(a.Shown).Sure
	slices.SortFunc(a.Shown, func(x, y Hit) int { return m.compareRead(x, y, f) })
	if len(f.Needs) > 0 && a.Sure > 0 {
		a.fold(located(f))
		if located(f) {
			a.raiseSure()
		}
	}
	a.AllShown, a.AllFolded = len(a.Shown), len(a.Folded)
	return a
}

// located is true when people ask from where they are.
func located(f mediation.Filter) bool { return f.Near != nil && f.Box == nil }

// compareRead orders hits as people read them.
func (m *Moment) compareRead(x, y Hit, f mediation.Filter) int {
	order := cmp.Or(cmp.Compare(x.chord2, y.chord2), cmp.Compare(x.Place, y.Place))
	if f.Near == nil {
		order = m.CompareTown(x.Place, y.Place)
	}
	if !located(f) {
		order = cmp.Or(CompareSure(x.Unsure, y.Unsure), order)
	}
	return cmp.Or(CompareSure(m.undated(x.Place), m.undated(y.Place)), order)
}

// CompareTown orders places, given by their indexes, as a directory would.
func (s *Snapshot) CompareTown(a, b int) int {
	ranks := s.byTown().ranks
	return cmp.Compare(ranks[a], ranks[b])
}

// directory lists places by town, then by name.
type directory struct {
	order []int32
	ranks []uint32 // of each place
}

func (s *Snapshot) newDirectory() directory {
	keys, order := make([]string, len(s.Places)), make([]int32, len(s.Places))
	for i, p := range s.Places {
		order[i] = int32(i)
		keys[i] = strings.Join([]string{mediation.Fold(p.Address.City), mediation.Fold(p.Name), p.ID}, "\x00")
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(keys[a], keys[b]) })
	return directory{order, RanksOf(order)}
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
		case !located || !h.worthChecking(unsure):
			a.Folded = append(a.Folded, h)
			continue
		default:
			unsure++
		}
		shown = append(shown, h)
	}
	a.Shown = shown
}

// worthChecking is whether a place to check is shown, after so many others.
func (h Hit) worthChecking(others int) bool { return h.Metres <= nearby || others < fewest }

// raiseSure puts the first sure place among the first three.
func (a *Arrangement) raiseSure() {
	i := slices.IndexFunc(a.Shown, func(h Hit) bool { return !h.Unsure })
	if i < sureAmong {
		return
	}
	sure := a.Shown[i]
	a.Shown = slices.Insert(slices.Delete(a.Shown, i, i+1), sureAmong-1, sure)
}
