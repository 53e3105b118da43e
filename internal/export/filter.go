package export

import (
	"slices"

	"escale/internal/catalog"
	"escale/internal/mediation"
	"escale/internal/web"
)

// placesNames are the parameters of the files of places, visitsNames those of
// the file of visits: none is needed.
var (
	placesNames = []string{"kind", "commune", "epci", "service"}
	visitsNames = placesNames[1:]
)

// readFilter reads the parameters of a file.
func readFilter(q *web.Query, s *catalog.Snapshot) (mediation.Filter, error) {
	f := mediation.Filter{Kinds: q.Kinds(), Communes: q.Communes(s), EPCIs: q.EPCIs(s), Needs: q.Needs(s.Needs)}
	if len(f.Communes) > 0 && !slices.ContainsFunc(s.Territory.Communes, func(c mediation.Commune) bool { return !slices.Contains(f.Communes, c.INSEE) }) {
		f.Communes = nil // all of them: no filter
	}
	return f, q.Err()
}

// everything is true when a filter leaves nothing out.
func everything(f mediation.Filter) bool {
	return len(f.Kinds)+len(f.Communes)+len(f.EPCIs)+len(f.Needs) == 0
}
