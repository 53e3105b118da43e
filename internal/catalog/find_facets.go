package catalog

import (
	"slices"

	"escale/internal/mediation"
)

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
	facets := Facets{
		Total:   len(s.Find(f)),
		Kinds:   map[mediation.Kind]int{},
		Service: map[mediation.NeedID]int{},
		Values:  map[string]map[string]int{},
	}
	for _, k := range mediation.Kinds {
		g := f
		g.Kinds = []mediation.Kind{k}
		facets.Kinds[k] = s.count(g)
	}
	for _, need := range s.Needs {
		g := f
		if !slices.Contains(f.Needs, need.ID) {
			g.Needs = append(slices.Clone(f.Needs), need.ID)
		}
		facets.Service[need.ID] = s.count(g)
	}
	for name, list := range vocabularies {
		facets.Values[name] = s.countValues(f, list)
	}
	return facets
}

// vocabulary is a list of values and where a filter keeps its choice.
type vocabulary struct {
	terms  mediation.Vocabulary
	choose func(f *mediation.Filter, slug string)
}

var vocabularies = map[string]vocabulary{
	"audience": {mediation.Audiences, func(f *mediation.Filter, v string) { f.Audience = []string{v} }},
	"care":     {mediation.Cares, func(f *mediation.Filter, v string) { f.Care = []string{v} }},
	"fee":      {mediation.Fees, func(f *mediation.Filter, v string) { f.Fee = []string{v} }},
	"access":   {mediation.Accesses, func(f *mediation.Filter, v string) { f.Access = []string{v} }},
	"support":  {mediation.Supports, func(f *mediation.Filter, v string) { f.Support = []string{v} }},
}

func (s *Snapshot) countValues(f mediation.Filter, list vocabulary) map[string]int {
	counts := map[string]int{}
	for _, slug := range list.terms.Slugs() {
		g := f
		list.choose(&g, slug)
		counts[slug] = s.count(g)
	}
	return counts
}

func (s *Snapshot) count(f mediation.Filter) (n int) {
	q := s.compile(f)
	s.candidates(q, func(i int) {
		if _, ok := q.match(i); ok {
			n++
		}
	})
	return n
}
