package web

import (
	"time"

	"escale/internal/mediation"
)

// Codes are what the codes in an address may name.
type Codes interface {
	// Commune finds a commune by its INSEE code, of today or former.
	Commune(insee string) (*mediation.Commune, error)
	EPCI(siren string) (mediation.EPCI, bool)
	Zone() *time.Location
}

// FilterNames are the parameters of [Query.Filter].
var FilterNames = []string{"bbox", "lat", "lon", "radius", "commune", "epci", "kind", "service", "certainty",
	"audience", "care", "fee", "access", "support", "open", "from", "to", "q"}

// Filter reads what filters places and visits. With open=now, OpenAt is nil and
// now is true: only the answer knows its instant.
func (q *Query) Filter(codes Codes, needs mediation.Needs) (f mediation.Filter, now bool) {
	f.Box = q.Box("bbox")
	f.Near = q.Near()
	f.Communes, f.EPCIs = q.Communes(codes), q.EPCIs(codes)
	f.Kinds, f.Needs, f.ConfirmedOnly = q.Kinds(), q.Needs(needs), q.ConfirmedOnly()
	for _, facet := range mediation.Facets {
		if q.Has(facet.Name) {
			f = facet.Choose(f, Slugs(q, facet.Name, facet.Terms.Slugs()))
		}
	}
	f.OpenAt, now = q.Instant("open", codes.Zone())
	f.Window = q.Window(codes.Zone())
	f.Words = q.Text("q")
	return f, now
}

// Communes reads INSEE codes, and gives those of today.
func (q *Query) Communes(codes Codes) []string {
	var list []string
	exists := func(insee string) bool {
		c, err := codes.Commune(insee)
		if err == nil {
			list = append(list, c.INSEE)
		}
		return err == nil
	}
	q.Known("commune", exists, "un code INSEE de commune, comme 50129")
	return list
}

// EPCIs reads the SIREN of intercommunalités.
func (q *Query) EPCIs(codes Codes) []string {
	exists := func(siren string) bool { _, ok := codes.EPCI(siren); return ok }
	return q.Known("epci", exists, "un numéro SIREN d’intercommunalité, comme 200067205")
}

// Kinds reads kinds of offers.
func (q *Query) Kinds() []mediation.Kind { return Slugs(q, "kind", mediation.Kinds) }

// Needs reads the ids of needs.
func (q *Query) Needs(needs mediation.Needs) []mediation.NeedID {
	return slugs(q, "service", needs.Has, needs.IDs)
}

// Confirmed is the one value of the parameter certainty.
const Confirmed = "confirmed"

// ConfirmedOnly reads whether places count that only may meet a need.
func (q *Query) ConfirmedOnly() bool { return One(q, "certainty", Confirmed) != "" }
