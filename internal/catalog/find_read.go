package catalog

import "slices"

// reader arranges the beginning of an answer: what comes first is looked for,
// the rest is counted.
type reader struct {
	*Moment
	ready
}

func (r reader) arrange(wanted Wanted) Arrangement {
	a := Arrangement{Sure: r.total.Sure}
	if len(r.query.Needs) == 0 || a.Sure == 0 {
		a.AllShown, a.Shown = r.total.All(), r.first(a.Sure == 0, wanted.Shown)
		return a
	}
	checks := r.worthChecking()
	a.AllShown, a.AllFolded = a.Sure+len(checks), r.total.Unsure-len(checks)
	a.Shown = append(r.first(false, wanted.Shown), checks...)
	slices.SortFunc(a.Shown, func(x, y Hit) int { return r.compareRead(x, y, r.Filter) })
	if r.Near != nil {
		a.raiseSure()
	}
	if wanted.Folded > 0 {
		a.Folded = slices.DeleteFunc(r.first(true, wanted.Folded+len(checks)), func(h Hit) bool { return slices.Contains(checks, h) })
	}
	return a
}

// first are the first places that are sure, or of those that are not.
func (r reader) first(unsure bool, most int) []Hit {
	undated := r.undatedOf(unsure)
	hits := r.dated(unsure, min(most, r.total.of(unsure)-len(undated)))
	return append(hits, firstOf(undated, most-len(hits))...)
}

// worthChecking are the places to check that are shown, the nearest first.
func (r reader) worthChecking() (checks []Hit) {
	if r.Near == nil {
		return nil
	}
	undated := r.undatedOf(true)
	hits := complete(r.near.within(r.centre, chord2Of(nearby+1), func(place int) bool { return r.accepts(place, true) && !r.undated(place) }), true)
	if len(hits) < fewest {
		hits = r.dated(true, min(fewest, r.total.Unsure-len(undated)))
	}
	for _, h := range append(hits, undated...) {
		if h.worthChecking(len(checks)) {
			checks = append(checks, h)
		}
	}
	return checks
}

// dated are the first places but the undated ones.
func (r reader) dated(unsure bool, most int) []Hit {
	if r.Near != nil {
		return r.nearestOf(unsure, Beginning, most, r.undated)
	}
	var hits []Hit
	for _, place := range r.byTown().order {
		if len(hits) >= most {
			break
		}
		if place := int(place); r.accepts(place, unsure) && !r.undated(place) {
			hits = append(hits, r.hit(place, unsure))
		}
	}
	return hits
}

// undatedOf are the vans without dates that are sure, or those that are not.
func (r reader) undatedOf(unsure bool) []Hit {
	var hits []Hit
	for _, place := range r.undatedPlaces {
		if r.accepts(place, unsure) {
			hits = append(hits, r.hit(place, unsure))
		}
	}
	slices.SortFunc(hits, func(x, y Hit) int { return r.compareRead(x, y, r.Filter) })
	return hits
}

func (r reader) hit(place int, unsure bool) Hit {
	h := Hit{Place: place, Unsure: unsure, Metres: -1}
	if r.Near != nil {
		h.chord2 = r.centre.chord2(r.entries[place].position)
		h.Metres = metresOf(h.chord2)
	}
	return h
}
