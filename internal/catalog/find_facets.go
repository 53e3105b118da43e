package catalog

import "escale/internal/mediation"

// Facets counts, for each value one could choose next, the places that would
// then answer.
type Facets struct {
	// Total counts the places that answer the filter as it is.
	Total   int
	Kinds   map[mediation.Kind]int
	Service map[mediation.NeedID]int
	// Values counts the slugs of the vocabularies, by parameter name.
	Values map[string]map[string]int
}

// Facets counts what each further choice would leave. Values of one list are
// alternatives, so each is counted in place of what is chosen in that list;
// services add up, so each is counted on top of those chosen.
func (s *Snapshot) Facets(f mediation.Filter) Facets {
	tallies := s.Tallies(f)
	count := func(f mediation.Filter) int { return tallies.Of(f).All() }
	facets := Facets{
		Total:   count(f),
		Kinds:   map[mediation.Kind]int{},
		Service: map[mediation.NeedID]int{},
		Values:  map[string]map[string]int{},
	}
	for _, k := range mediation.Kinds {
		g := f
		g.Kinds = []mediation.Kind{k}
		facets.Kinds[k] = count(g)
	}
	for _, need := range s.Needs {
		facets.Service[need.ID] = count(f.And(need.ID))
	}
	for _, facet := range mediation.Facets {
		counts := map[string]int{}
		for _, slug := range facet.Terms.Slugs() {
			counts[slug] = count(facet.Choose(f, []string{slug}))
		}
		facets.Values[facet.Name] = counts
	}
	return facets
}
