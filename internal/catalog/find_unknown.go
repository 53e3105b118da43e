package catalog

import (
	"slices"

	"escale/internal/mediation"
)

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
