package catalog

import "escale/internal/mediation"

// ArrangeSorted sorts all that is found, whatever the filter: the long way.
func (m *Moment) ArrangeSorted(f mediation.Filter, wanted Wanted) Arrangement {
	a := m.arrangeAll(f)
	a.Shown, a.Folded = firstOf(a.Shown, wanted.Shown), firstOf(a.Folded, wanted.Folded)
	return a
}
