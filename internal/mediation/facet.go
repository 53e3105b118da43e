package mediation

// Facet is one of the national standard's lists by which offers are chosen,
// beside their kind and what they help with.
type Facet struct {
	// Name is that of the parameter in addresses.
	Name  string
	Terms Vocabulary
	// Chosen is where a filter keeps the slugs asked for, Stated what an offer
	// says of itself.
	Chosen func(*Filter) *[]string
	Stated func(*Offer) []string
}

// Choose returns a filter that asks for these slugs. Its own copy goes to the heap, so that
// those of questions without facets need not.
func (v Facet) Choose(f Filter, slugs []string) Filter {
	*v.Chosen(&f) = slugs
	return f
}

// The facets.
var (
	AudienceFacet = Facet{"audience", Audiences, func(f *Filter) *[]string { return &f.Audience }, func(o *Offer) []string { return o.Audience }}
	CareFacet     = Facet{"care", Cares, func(f *Filter) *[]string { return &f.Care }, func(o *Offer) []string { return o.Care }}
	FeeFacet      = Facet{"fee", Fees, func(f *Filter) *[]string { return &f.Fee }, func(o *Offer) []string { return o.Fee }}
	AccessFacet   = Facet{"access", Accesses, func(f *Filter) *[]string { return &f.Access }, func(o *Offer) []string { return o.Access }}
	SupportFacet  = Facet{"support", Supports, func(f *Filter) *[]string { return &f.Support }, func(o *Offer) []string { return o.Support }}

	Facets = []Facet{AudienceFacet, CareFacet, FeeFacet, AccessFacet, SupportFacet}
)
