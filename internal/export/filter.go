package export

import (
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
	return f, q.Err()
}
